#!/usr/bin/env python3
"""Pairs of news from one mould that tell of two things, through the whole pipeline: none may be called a copy.

usage: lookalikes.py [--bin build/release/bin/marsad] [--pairs N] [--seed MARSAD_SEED] [-v]

The two of a pair differ in one fact, or have two names in each other's place, or differ in all facts. Judged twice: with one pair
of each mould in a stream, so that each is compared with its like, and with all in one stream. Exit 1 if one is called a copy of any
article before it, if fewer than nine of ten were compared, or if a text is not found when another house sends it once more.
Without --pairs there are 500 of them, and one of each mould if MARSAD_QUICK is set.
"""
import argparse
import os
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/stories"))
from moulds import SLOT, languages  # noqa: E402
from stream import explain_stream  # noqa: E402

COPIES = ("EXACT", "NEAR", "PART")
LEAST_COMPARED = 0.9
PAIRS = 500


def article(uri, source, language, text, minute):
    return {"uri": uri, "version": 1, "title": " ".join(text.split()[:6]), "language": language, "source": {"name": source},
            "published": f"2031-03-04T{minute // 60 % 24:02}:{minute % 60:02}:00Z", "body": text}


def swapped(slots, values):
    """With the two names of a slot that stands twice in each other's place; None if no slot does."""
    for at, slot in enumerate(slots):
        if slots.index(slot) != at:
            first = slots.index(slot)
            changed = list(values)
            changed[first], changed[at] = values[at], values[first]
            return changed
    return None


def make_pair(language, kind, rng):
    """(what differs, one text, the other)"""
    slots = SLOT.findall(language.moulds[kind])
    values = language.draw(kind, rng)
    how = rng.randrange(10)
    other = swapped(slots, values) if how == 0 else None
    if other:
        return "swap", language.fill(kind, values), language.fill(kind, other)
    if how <= 7:
        at = rng.randrange(len(slots))
        return slots[at], language.fill(kind, values), language.fill(kind, language.change(kind, values, at, rng))
    other = values
    for at in range(len(slots)):
        other = language.change(kind, other, at, rng)
    return "all", language.fill(kind, values), language.fill(kind, other)


def make_pairs(count, seed):
    """[(language, kind, what differs, one text, the other)], each mould in turn, once if `count` is 0, and how many moulds there
    are; no text stands twice in all of them."""
    rng = random.Random(seed)
    moulds = [(language, kind) for language in languages() for kind in sorted(language.moulds)]
    seen, pairs = set(), []
    while len(pairs) < (count or len(moulds)):
        language, kind = moulds[len(pairs) % len(moulds)]
        what, one, other = make_pair(language, kind, rng)
        if one in seen or other in seen:
            continue
        seen.update((one, other))
        pairs.append((language.name, kind, what, one, other))
    return pairs, len(moulds)


def make_stream(pairs, first, again):
    """Two articles of each pair; of each tenth the second one once more by another house if `again`."""
    stream = []
    for number, (language, _, _, one, other) in enumerate(pairs, first):
        stream.append(article(f"urn:pair:{number}:a", "House A", language, one, 2 * number))
        stream.append(article(f"urn:pair:{number}:b", "House B", language, other, 2 * number + 1))
        if again and number % 10 == 0:
            stream.append(article(f"urn:pair:{number}:again", "House C", language, other, 2 * number + 1))
    return stream


def stories_of(program, stream):
    return {record["article"]["uri"]: record["story"] for record in explain_stream(program, stream)}


def describe(pairs, uri, story):
    language, kind, what, _, other = pairs[int(uri.split(":")[2])]
    return f"{language} {kind} {what}: {story.get('duplicate_kind')} of {story.get('duplicate_of')}: {other}"


def judge_alone(program, pairs, size, verbose):
    """(false copies, pairs that were compared) with no more than one pair of a mould in a stream."""
    false, compared = [], 0
    relations = defaultdict(Counter)
    for first in range(0, len(pairs), size):
        some = pairs[first:first + size]
        stories = stories_of(program, make_stream(some, first, again=False))
        for number, (_, kind, _, _, _) in enumerate(some, first):
            later = stories[f"urn:pair:{number}:b"]
            link = next((each for each in later.get("links", []) if each["uri"] == f"urn:pair:{number}:a"), None)
            compared += link is not None
            relations[kind][link["kind"] if link else "not compared"] += 1
        false += [describe(pairs, uri, story) for uri, story in stories.items() if story.get("duplicate_kind") in COPIES]
    if verbose:
        for kind, counts in sorted(relations.items()):
            print(f"{kind:10} " + "  ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    return false, compared


def judge_crowd(program, pairs):
    """(false copies, copies that were missed) with all of them in one stream."""
    stories = stories_of(program, make_stream(pairs, 0, again=True))
    false, missed = [], []
    for uri, story in stories.items():
        is_copy = story.get("duplicate_kind") in COPIES
        if uri.endswith(":again"):
            if story.get("duplicate_kind") != "EXACT":
                missed.append("missed: " + describe(pairs, uri, story))
        elif is_copy:
            false.append("in the crowd: " + describe(pairs, uri, story))
    return false, missed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build/release/bin/marsad")
    parser.add_argument("--pairs", type=int, default=0 if os.environ.get("MARSAD_QUICK") else PAIRS)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("MARSAD_SEED", "1")))
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    pairs, moulds = make_pairs(options.pairs, options.seed)
    false, compared = judge_alone(options.bin, pairs, moulds, options.verbose)
    in_crowd, missed = judge_crowd(options.bin, pairs)
    false += in_crowd
    for line in false + missed:
        print(line)
    print(f"seed {options.seed}: {len(pairs)} pairs, {compared} compared, {len(false)} false copies, {len(missed)} true ones missed")
    return 1 if false or missed or compared < LEAST_COMPARED * len(pairs) else 0


if __name__ == "__main__":
    sys.exit(main())
