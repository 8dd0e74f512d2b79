#!/usr/bin/env python3
"""Scores `marsad explain` on annotated news items: precision, recall and F1 by language and type.

usage: score.py --bin PROGRAM [-v] [--items FOLDER] [--titles written|capitalized|upper] [LANGUAGE…]

FOLDER/LANGUAGE*.txt (items, last, final, unseen) hold items, each a line `# NAME`, then title, blank line, body. Names are marked {TYPE text};
{LOC/ORG text} may be either, {?ORG text} may be left out. docs/entities.md is the guideline. Exact: same span and type.
Lenient: same type, and at least half of the tokens shared (of the longer of the two). With --titles only titles count, as
they are written, with a Capital at Each Word but Short Ones, or IN CAPITALS. In brackets: 95 % of 1,000
drawings of the items.
"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
MARK = re.compile(r"\{(\?)?([A-Z/]+) ([^{}]+)\}")
TYPES = ("PER", "LOC", "ORG", "MISC")


def parse(marked):
    """Plain text, and marks as (begin, end, types, optional) in characters of it."""
    text, marks, at = "", [], 0
    for found in MARK.finditer(marked):
        text += marked[at:found.start()]
        marks.append((len(text), len(text) + len(found[3]), set(found[2].split("/")), bool(found[1])))
        text += found[3]
        at = found.end()
    return text + marked[at:], marks


def recase(text, titles):
    """The same number of characters, so that marks stay where they are."""
    if titles == "upper":
        return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
    if titles == "capitalized":
        return re.sub(r"(?<![\w'’-])\w(?=\w{3})", lambda first: first[0].upper(), text)
    return text


def read_items(language, folder="items"):
    for file in sorted((HERE / folder).glob(f"{language}*.txt")):
        for part in re.split(r"(?m)^# ", file.read_text(encoding="utf-8"))[1:]:
            name, _, body = part.partition("\n")
            title, _, rest = body.strip().partition("\n\n")
            yield f"{file.stem}/{name.strip()}", parse(title), parse(rest)


def explain(program, items):
    """One record for each item, in order."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, (_, (title, _), (body, _)) in enumerate(items):
            file = Path(folder) / f"{number:03}.json"
            file.write_text(json.dumps({"uri": f"item:{number}", "title": title, "body": body}, ensure_ascii=False),
                            encoding="utf-8")
            files.append(str(file))
        output = subprocess.run([program, "explain", "--json", *files], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def found_mentions(record):
    fields = {"TITLE": record["article"].get("title", ""), "BODY": record["article"].get("body", "")}
    for entity in record.get("entities", []):
        for mention in entity["mentions"]:
            if mention.get("unsure"):
                continue
            span = mention["span"]
            raw = fields[span["field"]].encode()
            begin, end = span.get("begin", 0), span["end"]
            yield (span["field"], len(raw[:begin].decode()), len(raw[:end].decode()), entity["type"])


def shared(one, other, text):
    """Whether at least half of the tokens of the longer are in both."""
    begin, end = max(one[0], other[0]), min(one[1], other[1])
    if begin >= end:
        return False
    most = max(len(text[one[0]:one[1]].split()), len(text[other[0]:other[1]].split()))
    return len(text[begin:end].split()) * 2 >= most


def match(gold, found, text, exact):
    """Pairs up marks and mentions of one field; returns (type, verdict) with verdict tp, fp, fn."""
    verdicts, open_marks = [], list(gold)
    for begin, end, kind in sorted(found):
        hit = next((m for m in open_marks if kind in m[2] and
                    ((m[0], m[1]) == (begin, end) if exact else shared(m, (begin, end), text))), None)
        if hit:
            open_marks.remove(hit)
            if not hit[3]:
                verdicts.append((kind, "tp", text[begin:end]))
        else:
            verdicts.append((kind, "fp", text[begin:end]))
    verdicts += [(sorted(m[2], key=TYPES.index)[0], "fn", text[m[0]:m[1]]) for m in open_marks if not m[3]]
    return verdicts


def f_of(counts):
    tp, fp, fn = (counts[v] for v in ("tp", "fp", "fn"))
    p = tp / (tp + fp) if tp + fp else 0.0
    r = tp / (tp + fn) if tp + fn else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def interval(by_item):
    """Where lenient F lies in 95 % of the drawings of as many items."""
    draw = random.Random(int(os.environ.get("MARSAD_SEED", "1")))
    drawn = []
    for _ in range(1000):
        counts = defaultdict(int)
        for one in draw.choices(by_item, k=len(by_item)):
            for verdict, number in one.items():
                counts[verdict] += number
        drawn.append(f_of(counts)[2])
    drawn.sort()
    return drawn[25], drawn[974]


def score(program, language, folder, titles, verbose):
    items = [(name, (recase(title, titles), marks), body)
             for name, (title, marks), body in read_items(language, folder)]
    by_item = []
    tables = {True: defaultdict(lambda: defaultdict(int)), False: defaultdict(lambda: defaultdict(int))}
    for (name, title, body), record in zip(items, explain(program, items), strict=True):
        mentions = list(found_mentions(record))
        by_item.append(defaultdict(int))
        for field, (text, gold) in (("TITLE", title), ("BODY", body)):
            if titles and field == "BODY":
                continue
            found = [m[1:] for m in mentions if m[0] == field]
            for exact in (True, False):
                for kind, verdict, surface in match(gold, found, text, exact):
                    tables[exact][kind][verdict] += 1
                    tables[exact]["all"][verdict] += 1
                    by_item[-1][verdict] += not exact
                    if verbose and not exact and verdict != "tp":
                        print(f"  {name}: {verdict} {kind} {surface}")
    row = [f"{language}  {len(items):3} items"]
    for kind in (*TYPES, "all"):
        p, r, f = f_of(tables[False][kind])
        row.append(f"{kind} P {p:.2f} R {r:.2f} F {f:.2f}")
    low, high = interval(by_item)
    row[-1] += f" [{low:.2f} to {high:.2f}]"
    row.append(f"exact F {f_of(tables[True]['all'])[2]:.2f}")
    print(" | ".join(row))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--bin", required=True)
    arguments.add_argument("-v", "--verbose", action="store_true")
    arguments.add_argument("--items", default="items", help="folder beside this file")
    arguments.add_argument("--titles", choices=("written", "capitalized", "upper"), help="score titles alone, so written")
    arguments.add_argument("languages", nargs="*")
    given = arguments.parse_args()
    languages = given.languages or sorted({f.stem[:2] for f in (HERE / given.items).glob("*.txt")})
    for language in languages:
        score(given.bin, language, given.items, given.titles, given.verbose)
    return 0


if __name__ == "__main__":
    sys.exit(main())
