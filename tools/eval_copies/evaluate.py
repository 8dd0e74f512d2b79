#!/usr/bin/env python3
"""Recall of cluster's copies for each kind of reprint, and what it calls a copy wrongly in each set of look-alikes.

usage: evaluate.py [--bin build/release/bin] [--show KIND]

The pairs are looked for in MARSAD_SHARED_DATA/stories; without them one line says so, and nothing fails. Intervals are
Wilson's, 95 %. --show prints the pairs of one kind that go wrong, with the facts that decided.
"""
import argparse
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from explain import explain  # noqa: E402

RECORDS = ROOT / "build" / "eval_copies"  # what Marsad made of the articles; never committed
COPIES = ("EXACT", "NEAR", "PART")
REWORDED = ("substituted", "inserted", "at the edges")
FACTS = 8  # the first column of what changed
NO_COPIES = ("REVISED", "TEMPLATE", "SAME_STORY")


def shared_data():
    return Path(os.environ.get("MARSAD_SHARED_DATA", ROOT / "../shared/data")) / "stories"


def read_lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_pairs(folder):
    """(kind, label, earlier, later) of all pairs; house: pairs of what five outlets made of the same text, as read by hand."""
    pairs = [(f"{'likes ' if p['label'] in NO_COPIES else ''}{p['kind']}", p["label"], p["a"], p["b"])
             for p in read_lines(folder / "pairs_dev.jsonl")]
    articles = {a["uri"]: a for a in read_lines(folder / "ar_stories_dev.jsonl")}
    pairs += [("likes house" if p["label"] in NO_COPIES else "house", p["label"], articles[p["a"]], articles[p["b"]])
              for p in read_lines(folder / "ar_stories_pairs_dev.jsonl")]
    return pairs


def records_of(program, articles):
    """The file of their records, made once for each build of Marsad and each set of articles."""
    key = hashlib.sha256(program.read_bytes())
    key.update(json.dumps(articles, ensure_ascii=False).encode())
    path = RECORDS / f"{key.hexdigest()[:16]}.jsonl"
    if not path.exists():
        RECORDS.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(explain(program, articles, ("uri", "title", "body", "language"))) + "\n", encoding="utf-8")
    return path


def compare(bin_folder, pairs):
    """For each pair the line that compare_copies prints, as fields."""
    articles = [article for _, _, a, b in pairs for article in (a, b)]
    records = records_of(bin_folder / "marsad", articles)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{2 * i} {2 * i + 1}\n" for i in range(len(pairs))))
        file.flush()
        output = subprocess.run([bin_folder / "compare_copies", records, file.name], check=True,
                                capture_output=True, text=True).stdout
    return [line.split("\t") for line in output.splitlines()]


def interval(hits, count):
    """Wilson's, 95 %, in per cent."""
    z, share = 1.96, hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return f"[{100 * (middle - half):5.1f}, {100 * (middle + half):5.1f}]"


def is_right(label, relation):
    """A copy must be called one; CONTAINS is right for what contains; all else must not be called a copy."""
    if label in COPIES:
        return relation in COPIES
    return relation == "CONTAINS" if label == "CONTAINS" else relation not in COPIES


def print_table(title, groups, count_right):
    print(f"\n{title:28} pairs  right            interval  candidates  linked  relations")
    for kind, rows in sorted(groups.items()):
        hits = sum(right for right, _ in rows)
        relations = defaultdict(int)
        for _, found in rows:
            relations[found[0]] += 1
        counted = hits if count_right else len(rows) - hits
        share = f"{100 * counted / len(rows):5.1f} %" if count_right else f"{counted:5}  "
        linked = sum(found[0] not in ("NONE",) for _, found in rows)
        candidates = sum(found[3] == "1" for _, found in rows)
        print(f"{kind:28} {len(rows):5}  {share} {interval(counted, len(rows)):>18}  {candidates:10}  {linked:6}  "
              + " ".join(f"{name} {number}" for name, number in sorted(relations.items())))


def show(pairs, found, kind):
    for (name, label, a, b), fields in zip(pairs, found, strict=True):
        if name == kind and not is_right(label, fields[0]):
            words, *reworded = (int(field) for field in fields[4:FACTS])
            counts = ", ".join(f"{1000 * count // max(words, 1)} {what}" for count, what in zip(reworded, REWORDED, strict=True))
            print(f"\n{label} {fields[0]} {fields[1]}/{fields[2]}  {a['uri']}  {b['uri']}\n   {words} words, per mille {counts}")
            for i in range(FACTS, len(fields), 3):
                print(f"   {fields[i]}: {fields[i + 1]!r} was {fields[i + 2]!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build/release/bin")
    parser.add_argument("--show", metavar="KIND")
    options = parser.parse_args()
    folder = shared_data()
    if not (folder / "pairs_dev.jsonl").exists():
        print(f"eval_copies: skipped: no pairs_dev.jsonl in {folder}")
        return 0
    pairs = [pair for pair in read_pairs(folder) if pair[1] != "EITHER"]
    found = compare(options.bin, pairs)
    if options.show:
        show(pairs, found, options.show)
        return 0
    copies, likes = defaultdict(list), defaultdict(list)
    for (kind, label, _, _), fields in zip(pairs, found, strict=True):
        group = f"{kind} {label}" if label == "CONTAINS" else kind
        (likes if label in NO_COPIES else copies)[group].append((is_right(label, fields[0]), fields))
    print_table("copies: recall", copies, True)
    print_table("look-alikes: false copies", likes, False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
