#!/usr/bin/env python3
"""Draws words of raw Arabic text that read like a proclitic and a name of the gazetteer, for a person to judge.

usage: draw_proclitics.py [--gazetteer FOLDER] [--least 5] [--draw 300] [--seed 1] TEXT...

TEXT: .jsonl with title and body, .conll, or plain text. By rule: every token that stands at least --least times, is no name
itself, and is a name of one word after و ف ب ك ل or two of them. Of these --draw are drawn. One line each: token, proclitic,
name, how often, one place where it stands.
"""
import argparse
import csv
import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

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


def texts_of(path):
    with open(path, encoding="utf-8") as file:
        if path.endswith(".jsonl"):
            for line in file:
                article = json.loads(line)
                yield f"{article.get('title') or ''}\n{article.get('body') or ''}"
        elif path.endswith(".conll"):
            yield " ".join(line.split("\t")[0] for line in file if "\t" in line)
        else:
            yield file.read()


def read_as(word, names):
    """The proclitic and the name, the shortest proclitic first; nothing where the word is none."""
    for proclitic in PROCLITICS:
        if word.startswith(proclitic) and len(word) >= len(proclitic) + 3:
            rest = word[len(proclitic):]
            for name in (rest, "ا" + rest if proclitic.endswith("ل") and rest.startswith("ل") else rest):
                if name in names:
                    return proclitic, name
    return None


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--gazetteer", default=Path(__file__).resolve().parents[2] / "gazetteer")
    arguments.add_argument("--least", type=int, default=5)
    arguments.add_argument("--draw", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("texts", nargs="+")
    given = arguments.parse_args()
    names = names_of(given.gazetteer)
    counts, places = Counter(), {}
    for path in given.texts:
        for text in texts_of(path):
            for found in WORD.finditer(text):
                word = found[0].translate(FOLD)
                counts[word] += 1
                places.setdefault(word, " ".join(text[max(0, found.start() - 40):found.end() + 40].split()))
    drawn = sorted(w for w, n in counts.items() if n >= given.least and w not in names and read_as(w, names))
    random.Random(given.seed).shuffle(drawn)
    for word in drawn[:given.draw]:
        print(word, *read_as(word, names), counts[word], places[word], sep="\t")
    print(f"{min(len(drawn), given.draw)} of {len(drawn)} words", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
