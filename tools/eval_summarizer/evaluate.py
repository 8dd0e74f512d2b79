#!/usr/bin/env python3
"""Compares the summarizer with lead, random, TextRank, LexRank and the oracle, on articles with summaries by people.

usage: evaluate.py [--bin build/release/bin] [easc] [ant] [hard] [dirty]

  easc    easc.jsonl at 33.8 % of the words, and at three sentences
  ant     ant_abstracts.jsonl, one sentence; hard: those of it where no sentence has R2-F of .5 or more
  dirty   easc with the title repeated and bylines, dates, captions, share and promo lines put in (junk.py): each kind alone
          and all of them

ROUGE F1 in %, mean over references. The interval is that of the difference to lead: 1,000 bootstrap samples over
documents, 95 %. The corpora are looked for in MARSAD_SHARED_DATA.
"""
import argparse
import random
from pathlib import Path

import baselines
import corpus
import junk
import rouge

SHARE = 0.338  # of an article's words in a summary of EASC
NO_LIMIT = 10000
SAMPLES = 1000


def interval(differences):
    """95 % of the mean, by bootstrap."""
    generator = random.Random(1)
    count = len(differences)
    means = sorted(sum(generator.choices(differences, k=count)) / count for _ in range(SAMPLES))
    return means[int(SAMPLES * 0.025)], means[int(SAMPLES * 0.975)]


def score_all(documents, budgets, orders):
    return [rouge.score(corpus.cut(document, order, *budget), document.references)
            for document, budget, order in zip(documents, budgets, orders, strict=True)]


def table(title, documents, budgets, ours, keep=None):
    keep = range(len(documents)) if keep is None else keep
    scores = {"Marsad": score_all(documents, budgets, ours)}
    for name, method in baselines.ALL.items():
        if name == "oracle" and len(documents) > 1000 and budgets[0][0] == 1:
            orders = [sorted(range(len(d.sentences)), key=lambda i, d=d: -sum(rouge.score(d.sentences[i], d.references)[:2]))
                      for d in documents]
        else:
            orders = [method(document.sentences, document.references) for document in documents]
        scores[name] = score_all(documents, budgets, orders)
    print(f"\n{title}, {len(keep)} articles")
    for name, each in scores.items():
        means = [sum(each[i][k] for i in keep) / len(keep) for k in range(3)]
        low, high = interval([each[i][0] - scores["lead"][i][0] for i in keep])
        print(f"{name:10} R1 {means[0]:5.1f}  R2 {means[1]:5.1f}  RL {means[2]:5.1f}   R1 to lead [{low:+.1f}, {high:+.1f}]")
    return scores


def easc(bin_folder):
    documents, records = corpus.load(bin_folder / "marsad", "easc.jsonl")
    for title, budgets in ((f"EASC, {SHARE:.1%} of the words", [(NO_LIMIT, round(SHARE * d.size)) for d in documents]),
                           ("EASC, three sentences", [(3, NO_LIMIT)] * len(documents))):
        table(title, documents, budgets, corpus.chosen(bin_folder / "choose_sentences", records, budgets))


def ant(bin_folder, parts):
    documents, records = corpus.load(bin_folder / "marsad", "ant_abstracts.jsonl")
    budgets = [(1, NO_LIMIT)] * len(documents)
    ours = corpus.chosen(bin_folder / "choose_sentences", records, budgets)
    if "ant" in parts:
        table("ANT abstracts, one sentence", documents, budgets, ours)
    if "hard" in parts:
        hard = [i for i, d in enumerate(documents)
                if d.sentences and max(rouge.rouge_n(s, d.references[0], 2) for s in d.sentences) < 50.0]
        table("ANT abstracts that no sentence nearly copies, one sentence", documents, budgets, ours, hard)


def as_words(text):
    return " ".join(rouge.words(text))


def count_chosen(documents, orders, lines):
    """How many of the chosen sentences are one of `lines` of their article, or the end of one after a full stop."""
    count = 0
    for document, order, these in zip(documents, orders, lines, strict=True):
        count += sum(any(f" {line} ".find(f" {' '.join(document.sentences[i])} ") >= 0 for line in these) for i in order)
    return count


def dirty(bin_folder):
    """R1 that each kind of junk costs, with its interval, and how many lines of it are chosen."""
    clean, records = corpus.load(bin_folder / "marsad", "easc.jsonl")
    titles = corpus.titles("easc.jsonl")
    budgets = [(NO_LIMIT, round(SHARE * d.size)) for d in clean]
    before = score_all(clean, budgets, corpus.chosen(bin_folder / "choose_sentences", records, budgets))
    print(f"\nEASC with junk, {SHARE:.1%} of the words; R1 clean {sum(s[0] for s in before) / len(before):.3f}")
    for kind in [None, junk.TITLE, *junk.LINES]:
        documents, records = corpus.load(bin_folder / "marsad", "easc.jsonl",
                                         lambda article, number, kind=kind: junk.spoil(article, number, kind),
                                         f"-dirty-{kind or 'all'}")
        orders = corpus.chosen(bin_folder / "choose_sentences", records, budgets)
        differences = [a[0] - b[0] for a, b in zip(score_all(documents, budgets, orders), before)]
        low, high = interval(differences)
        lines = [{as_words(line) for line in junk.ALL} for _ in titles]
        print(f"{kind or 'all kinds':10} {sum(differences) / len(differences):+.3f} [{low:+.2f}, {high:+.2f}]   "
              f"lines chosen {count_chosen(documents, orders, lines)}, "
              f"titles {count_chosen(documents, orders, [{as_words(title)} for title in titles])}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=Path, default=corpus.ROOT / "build/release/bin")
    parser.add_argument("parts", nargs="*", default=["easc", "ant", "hard", "dirty"])
    options = parser.parse_args()
    if not corpus.shared_data().exists():
        print("evaluate.py: the corpora are not here: set MARSAD_SHARED_DATA")
        return
    if "easc" in options.parts:
        easc(options.bin)
    if {"ant", "hard"} & set(options.parts):
        ant(options.bin, options.parts)
    if "dirty" in options.parts:
        dirty(options.bin)


if __name__ == "__main__":
    main()
