#!/usr/bin/env python3
"""Lists of frequent words for compare_copies: a language, a tab and words on a line.

usage: frequent_words.py > FILE    needs the package wordfreq (data CC BY-SA 4.0), which is no part of Marsad's environment

Words of names are left out, and in Arabic the adjectives made of them: that a word is frequent does not make "Tunisian" and
"Algerian" the same. The names are those of gazetteer/.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COUNT = 3000
# Language -> its column in gazetteer/places.tsv (from the end of a row: ar en ru fr es de tr fa); None: all columns.
COLUMNS = {"ar": -8, "en": -7, "ru": -6, "fr": -5, "es": -4, "de": -3, "tr": -2, "fa": -1, "pt": None, "uk": None}
ARTICLE = "\u0627\u0644"
NISBA = ("\u064a\u064a\u0646", "\u064a\u0648\u0646", "\u064a\u0629", "\u064a")
LAST_VOWELS = "\u0627\u0629\u0629\u064a"
HAMZA = str.maketrans({"\u0623": "\u0627", "\u0625": "\u0627", "\u0622": "\u0627"})


def bare(word):
    """An Arabic word without its article, the ending of an adjective and the vowel before that; others in lower case."""
    word = word.casefold().translate(HAMZA)
    for before in (ARTICLE, "\u0648" + ARTICLE, "\u0644\u0644", "\u0628" + ARTICLE):
        if word.startswith(before):
            word = word[len(before):]
            break
    for ending in NISBA:
        if word.endswith(ending):
            word = word[:-len(ending)]
            break
    return word.rstrip(LAST_VOWELS) if len(word) > 3 else word


def names(column):
    words = set()
    for line in (ROOT / "gazetteer/places.tsv").read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if line.startswith("#") or len(fields) < 9:
            continue
        for field in fields[-8:] if column is None else [fields[column]]:
            words.update(bare(word) for word in re.findall(r"\w+", field) if len(word) > 2)
    return words


def main():
    from wordfreq import top_n_list  # only here: what reads --help needs no package
    for language, column in COLUMNS.items():
        left_out = names(column)
        words = [word for word in top_n_list(language, 2 * COUNT) if bare(word) not in left_out]
        print(f"{language}\t{' '.join(words[:COUNT])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
