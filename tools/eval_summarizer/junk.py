"""Lines as pages put between an article's paragraphs, put in at random from a fixed seed."""
import random
from pathlib import Path

LINES = (Path(__file__).resolve().parent / "junk.txt").read_text(encoding="utf-8").splitlines()
SEED = 7


def spoil(article, number):
    """A copy with the title repeated on top and six lines of LINES before, between and after its paragraphs."""
    generator = random.Random(SEED * 10007 + number)
    paragraphs = article["body"].split("\n")
    for line in generator.sample(LINES, 6):
        paragraphs.insert(generator.randrange(len(paragraphs) + 1), line)
    return {**article, "body": "\n".join([article["title"], *paragraphs])}
