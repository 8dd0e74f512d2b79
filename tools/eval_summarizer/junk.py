"""Lines as pages put between an article's paragraphs, by kind, put in at random from a fixed seed."""
import random
from collections import defaultdict
from pathlib import Path

LINES = defaultdict(list)  # by kind
for _line in (Path(__file__).resolve().parent / "junk.txt").read_text(encoding="utf-8").splitlines():
    LINES[_line.split("\t")[0]].append(_line.split("\t")[1])
ALL = [line for lines in LINES.values() for line in lines]
COUNT = 6  # in each article
SEED = 7
TITLE = "title"
ENDS = tuple(".!?\u061f:\"\u00bb")  # of a paragraph's last line: the corpus breaks lines in the middle of sentences


def places(lines):
    """Where a line may be put in: before, after, between paragraphs."""
    return [0] + [i for i in range(1, len(lines)) if lines[i - 1].rstrip().endswith(ENDS)] + [len(lines)]


def spoil(article, number, kind=None):
    """A copy with six lines of the kind before, between and after its paragraphs, or its title on top; all kinds if None."""
    generator = random.Random(SEED * 10007 + number)
    paragraphs = article["body"].split("\n")
    if kind != TITLE:
        for line in generator.sample(LINES[kind] if kind else ALL, COUNT):
            paragraphs.insert(generator.choice(places(paragraphs)), line)
    if kind in (None, TITLE):
        paragraphs.insert(0, article["title"])
    return {**article, "body": "\n".join(paragraphs)}
