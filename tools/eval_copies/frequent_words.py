#!/usr/bin/env python3
"""Makes stages/cluster/data/frequent/: for each language the words that are no facts, for they stand in so many texts.

usage: frequent_words.py [LANGUAGE...]

Of the text of open licences that the models were trained on (models/NOTICE), which is looked for in
MARSAD_SHARED_DATA/ner/silver-LANGUAGE. A word that is mostly part of a name, or in Arabic the adjective of a place, is left out:
that "Tunisian" is frequent does not make it "Algerian". What is written are words alone, no text.
"""
import os
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "stages/cluster/data/frequent"
COUNT = 3000
FEWEST = 5  # times
LANGUAGES = ("ar", "de", "en", "es", "fr", "ru", "tr")
PLACES = 6  # the first column of gazetteer/places.tsv that has names
ARTICLE = "\u0627\u0644"
BEFORE = (ARTICLE, "\u0648" + ARTICLE, "\u0644\u0644", "\u0628" + ARTICLE)
NISBA = ("\u064a\u064a\u0646", "\u064a\u0648\u0646", "\u064a\u0629", "\u064a")
LAST_LETTERS = "\u0627\u0629\u064a"  # that places lose before the ending of an adjective
HAMZA = str.maketrans({"\u0623": "\u0627", "\u0625": "\u0627", "\u0622": "\u0627"})


def bare(word):
    """An Arabic word without its article, the ending of an adjective and the vowel before that; others as they are."""
    word = word.translate(HAMZA)
    before = next((b for b in BEFORE if word.startswith(b)), "")
    ending = next((e for e in NISBA if word.endswith(e)), "")
    word = word[len(before):len(word) - len(ending)]
    return word.rstrip(LAST_LETTERS) if len(word) > 3 else word


def places():
    lines = (ROOT / "gazetteer/places.tsv").read_text(encoding="utf-8").splitlines()
    names = (word for line in lines for field in line.split("\t")[PLACES:] for word in re.findall(r"\w+", field.casefold()))
    return {bare(name) for name in names if len(name) > 2}


def count(folder):
    """How often each word stands in the texts, and how often as part of a name."""
    words, in_names = Counter(), Counter()
    for file in sorted(folder.glob("*.conll")):
        for line in file.read_text(encoding="utf-8").splitlines():
            fields = line.split()
            if len(fields) < 2 or not re.fullmatch(r"[^\W\d_]+", fields[0]):
                continue
            word = fields[0].casefold()
            words[word] += 1
            in_names[word] += fields[-1] != "O"
    return words, in_names


def main():
    shared = Path(os.environ.get("MARSAD_SHARED_DATA", ROOT / "../shared/data")) / "ner"
    left_out = places()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in sys.argv[1:] or LANGUAGES:
        words, in_names = count(shared / f"silver-{language}")
        frequent = [word for word, times in sorted(words.items(), key=lambda item: (-item[1], item[0]))
                    if times >= FEWEST and 2 * in_names[word] < times and bare(word) not in left_out]
        lines = [" ".join(sorted(frequent[:COUNT])[i:i + 12]) for i in range(0, COUNT, 12)]
        (FOLDER / f"{language}.txt").write_text("\n".join(line for line in lines if line) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
