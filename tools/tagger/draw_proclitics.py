#!/usr/bin/env python3
"""Draws words of raw Arabic text that read like a proclitic and a name of the gazetteer, for a person to judge.

usage: draw_proclitics.py [--gazetteer FOLDER] [--least 5] [--draw 300] [--seed 1] [--bin PROGRAM] TEXT...

TEXT: .jsonl with title and body, .conll, or plain text. By rule: every token that stands at least --least times, is no name
itself, and is a name of one word after و ف ب ك ل or two of them. Of these --draw are drawn. One line each: token, proclitic,
name, how often, one place where it stands.
With --bin the whole stage reads up to --articles of the texts that hold each word, and a line says instead what it makes of the
word: token, in how many places it was read, then each answer (- for none, else proclitic, type, id or name), how often, and
--places of its places.
"""
import argparse
import csv
import json
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import draw_hits

PROCLITICS = ("و", "ف", "ب", "ك", "ل", "وب", "وك", "ول", "فب", "فك", "فل")
WORD = re.compile(r"[\u0621-\u063A\u0641-\u0652\u0670]+")
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None}
                     | {chr(c): None for c in range(0x64B, 0x653)})


def names_of(folder):
    """Folded names of one word, in Arabic."""
    names = set()
    for file in sorted(Path(folder).glob("*.tsv")):
        rows = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        if not rows or not rows[0].startswith("key\t"):
            continue
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            names.update(n.lstrip("=?^").translate(FOLD) for n in (row["ar"] or "").split("|"))
    return {name for name in names if name and " " not in name}


def documents_of(file):
    """Of a .conll file: lines of words, a line each sentence; documents begin at a comment, or after 30 sentences."""
    lines, words = [], []
    for line in file:
        if "\t" in line:
            words.append(line.split("\t")[0])
            continue
        if words:
            lines.append(" ".join(words))
            words = []
        begins = line.startswith("# ") and not line.startswith("# conf")
        if lines and (begins or len(lines) == 30):
            yield "\n".join(lines)
            lines = []
    yield "\n".join([*lines, " ".join(words)])


def articles_of(path):
    """(title, body)"""
    with open(path, encoding="utf-8") as file:
        if path.endswith(".jsonl"):
            for line in file:
                article = json.loads(line)
                yield article.get("title") or "", article.get("body") or ""
        elif path.endswith(".conll"):
            yield from (("", document) for document in documents_of(file))
        else:
            yield "", file.read()


def read_as(word, names):
    """The proclitic and the name, the shortest proclitic first; nothing where the word is none."""
    for proclitic in PROCLITICS:
        if word.startswith(proclitic) and len(word) >= len(proclitic) + 3:
            rest = word[len(proclitic):]
            for name in (rest, "ا" + rest if proclitic.endswith("ل") and rest.startswith("ل") else rest):
                if name in names:
                    return proclitic, name
    return None


def answers_in(record, wanted):
    """(folded token, proclitic, type, id or name, place) of each wanted token of the article; - where nothing is found."""
    fields = {"TITLE": record["article"].get("title", ""), "BODY": record["article"].get("body", "")}
    found = {}
    for entity in record.get("entities", []):
        for mention in entity["mentions"]:
            span = mention["span"]
            raw = fields[span["field"]].encode()
            begin = len(raw[:span.get("begin", 0)].decode())
            proclitic = mention.get("proclitic", "")
            if not mention.get("unsure"):
                found[span["field"], begin - len(proclitic)] = (proclitic, entity["type"], entity.get("id") or entity["name"])
    for field, text in fields.items():
        for word in WORD.finditer(text):
            folded = word[0].translate(FOLD)
            if folded in wanted:
                place = " ".join(text[max(0, word.start() - 60):word.end() + 60].split())
                yield (folded, *found.get((field, word.start()), ("", "-", "-")), place)


def print_answers(program, words, articles, given):
    """articles: of each word the (title, body) that hold it."""
    chosen = {article for word in words for article in articles[word][:given.articles]}
    records = draw_hits.explain(program, [{"title": title, "body": body} for title, body in sorted(chosen)])
    answers = defaultdict(lambda: defaultdict(list))
    for record in records:
        for word, *answer, place in answers_in(record, set(words)):
            answers[word][tuple(answer)].append(place)
    for word in words:
        of_word = answers[word]
        print(word, sum(map(len, of_word.values())), sep="\t")
        for answer, places in sorted(of_word.items()):
            print("", *answer, len(places), *places[:given.places], sep="\t")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--gazetteer", default=Path(__file__).resolve().parents[2] / "gazetteer")
    arguments.add_argument("--least", type=int, default=5)
    arguments.add_argument("--draw", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--bin")
    arguments.add_argument("--articles", type=int, default=20)
    arguments.add_argument("--places", type=int, default=2)
    arguments.add_argument("texts", nargs="+")
    given = arguments.parse_args()
    names = names_of(given.gazetteer)
    counts, places, articles = Counter(), {}, defaultdict(list)
    for path in given.texts:
        for article in articles_of(path):
            text = "\n".join(article)
            here = set()
            for found in WORD.finditer(text):
                word = found[0].translate(FOLD)
                counts[word] += 1
                here.add(word)
                places.setdefault(word, " ".join(text[max(0, found.start() - 40):found.end() + 40].split()))
            for word in here:
                articles[word].append(article)
    drawn = sorted(w for w, n in counts.items() if n >= given.least and w not in names and read_as(w, names))
    random.Random(given.seed).shuffle(drawn)
    if given.bin:
        print_answers(given.bin, drawn[:given.draw], articles, given)
    else:
        for word in drawn[:given.draw]:
            print(word, *read_as(word, names), counts[word], places[word], sep="\t")
    print(f"{min(len(drawn), given.draw)} of {len(drawn)} words", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
