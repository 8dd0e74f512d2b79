#!/usr/bin/env python3
"""Checks what gazetteer/ ships: form, sums, and that each id is one that a source states.

    tools/gazetteer/check.py [--sources DIRECTORY]

Checked always: every file is listed in gazetteer/SHA256SUMS with its sum; the tables have equal columns, no id twice, no
bidirectional controls, no name twice in a cell. With --sources (tab-separated files id, type, lang, name, ...): every
Wikidata id in curated.tsv stands in one of them under one of the entity's names. --write renews SHA256SUMS.
"""
import argparse
import collections
import csv
import hashlib
import sys
from pathlib import Path

GAZETTEER = Path(__file__).resolve().parents[2] / "gazetteer"
BIDI = {chr(c) for c in [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]}
FIXED = ["key", "type", "tier", "ids", "country", "as_of"]


def sums():
    files = sorted(GAZETTEER.glob("*.tsv"))
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def tables():
    for file in sorted(GAZETTEER.glob("*.tsv")):
        lines = [line for line in file.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
        if lines and lines[0].startswith("key\t"):
            yield file.name, lines[0].split("\t"), [line.split("\t") for line in lines[1:]]


def check_form():
    owners = {}
    for name, header, rows in tables():
        for row in rows:
            where = f"{name}: {row[0]}"
            if len(row) != len(header):
                yield f"{where}: {len(row)} columns instead of {len(header)}"
                continue
            if BIDI & set("".join(row)):
                yield f"{where}: holds a bidirectional control"
            for curie in row[FIXED.index("ids")].split():
                if curie in owners:
                    yield f"{where}: {curie} is also that of {owners[curie]}"
                owners[curie] = where
            for language, cell in zip(header[len(FIXED):], row[len(FIXED):]):
                names = [entry.lstrip("=?^") for entry in cell.split("|")]
                doubled = [entry for entry, count in collections.Counter(names).items() if count > 1]
                if doubled:
                    yield f"{where}: {language} has {doubled[0]} twice"


def check_ids(directory):
    known = collections.defaultdict(set)
    for file in sorted(Path(directory).glob("*.tsv")):
        with open(file, encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
                known[row["id"]].add(row["name"].split(" (")[0].casefold())
    for name, _, rows in tables():
        if name != "curated.tsv":
            continue
        for row in rows:
            names = {entry.lstrip("=?^").casefold() for cell in row[len(FIXED):] for entry in cell.split("|")}
            for curie in row[FIXED.index("ids")].split():
                identifier = curie.removeprefix("wikidata:")
                if curie.startswith("wikidata:") and not names & known.get(identifier, set()):
                    yield f"{name}: {row[0]}: no source states {curie} for any of its names"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    listed = GAZETTEER / "SHA256SUMS"
    if args.write:
        listed.write_text(sums(), encoding="utf-8")
    problems = list(check_form())
    if not listed.exists() or listed.read_text(encoding="utf-8") != sums():
        problems.append("SHA256SUMS differs from the files: after a change run tools/gazetteer/check.py --write")
    if args.sources and Path(args.sources).is_dir():
        problems += check_ids(args.sources)
    else:
        print("ids not compared with their sources: --sources names no directory", file=sys.stderr)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
