#!/usr/bin/env python3
"""Articles per CPU-second of summarize and of sumy's LexRank and TextRank on the same Arabic article of 4 KB, in turn.

    bench/summarize_sumy.py [--rounds N] [--build DIR]

Three sentences each, one thread. sumy comes from PyPI into an environment of its own (DIR/bench_sumy). It gets sentences and
words that are cut already; summarize gets them too, and reads them from the record and writes the summary with its reasons.
"""
import argparse
import importlib
import json
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ["sumy==0.13.0", "numpy"]
SENTENCES = 3
RUNS = 20  # of sumy in a round


class Words:
    """sumy's tokenizer for sentences whose words have blanks between them."""

    def to_words(self, sentence):
        return sentence.split()


def environment(folder):
    if not (folder / "bin/python").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", *PACKAGES], check=True)
    return folder / "bin/python"


def article():
    """As bench/arabic_article.h makes it, a sentence a line."""
    lines = (ROOT / "stages/decode/golden/arabic_text.in").read_text(encoding="utf-8").splitlines()
    text = "\n".join(lines[1:]) + "\n"
    while len(text.encode()) < 4096:
        text += "\n".join(lines[1:]) + "\n"
    return [part.strip() + "." for line in text.splitlines() for part in line.split(". ") if part.strip()]


def sumy():
    """Articles per CPU-second of each method; in the environment that has sumy."""
    dom = importlib.import_module("sumy.models.dom")
    sentences = [dom.Sentence(text, Words()) for text in article()]
    document = dom.ObjectDocumentModel([dom.Paragraph(sentences)])
    rates = {}
    for name, cls in (("lex_rank", "LexRankSummarizer"), ("text_rank", "TextRankSummarizer")):
        method = getattr(importlib.import_module(f"sumy.summarizers.{name}"), cls)()
        begin = time.process_time()
        for _ in range(RUNS):
            method(document, SENTENCES)
        rates["sumy " + name] = RUNS / (time.process_time() - begin)
    assert len(document.sentences) == len(sentences)
    print(json.dumps(rates))


def marsad(build):
    shown = subprocess.run([build / "bin/summarize_bench", "--benchmark_filter=/4096$", "--benchmark_format=json"],
                           check=True, capture_output=True, text=True).stdout
    return json.loads(shown)["benchmarks"][0]["items_per_second"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--build", type=Path, default=ROOT / "build/release")
    parser.add_argument("--sumy", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sumy:
        sumy()
        return
    python = environment(options.build.parent / "bench_sumy")
    rates = {}
    for _ in range(options.rounds):
        rates.setdefault("marsad summarize", []).append(marsad(options.build))
        shown = subprocess.run([python, __file__, "--sumy"], check=True, capture_output=True, text=True).stdout
        for name, rate in json.loads(shown).items():
            rates.setdefault(name, []).append(rate)
    for name, each in rates.items():
        print(f"{name:17} {statistics.median(each):10,.0f} articles per CPU-second, {min(each):,.0f} to {max(each):,.0f}")


if __name__ == "__main__":
    sys.exit(main())
