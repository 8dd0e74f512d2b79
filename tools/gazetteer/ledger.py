#!/usr/bin/env python3
"""Keeps the ledger of ids, gazetteer/ids.txt: who follows somebody by an id never loses it and never gets somebody else.

    tools/gazetteer/ledger.py [--write]     --write adds what is new; it takes nothing back

A line is an id, its type, the version that had it first, a name of what it stands for, and if it turned out to be wrong
the month and the reason why it was withdrawn. Refused are
  lost       an id of the ledger that no row has any more
  re-typed   one whose row has another type
  reused     one whose row has no longer the name of the ledger, or that was withdrawn
  changed    a line that was committed once and stands there no more as it was; only a reason to withdraw it may be added
"""
import re
import subprocess
import sys

from tables import GAZETTEER, read_tables

LEDGER = GAZETTEER / "ids.txt"
HEADER = "# Every id that was ever published. tools/gazetteer/ledger.py keeps it; no line goes away.\n" \
         "# id\ttype\tsince\tname\twithdrawn\n"
COLUMNS = 5


def parse(text):
    """The lines as lists of five; comments left out."""
    return [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]


def committed():
    """Every line that any commit up to this one had, so that of the last release too; none if git cannot tell."""
    command = ["git", "log", "--format=", "--patch", "--no-renames", "--", LEDGER.name]
    done = subprocess.run(command, cwd=GAZETTEER, capture_output=True, text=True, check=False)
    added = [line[1:] for line in done.stdout.split("\n") if line.startswith("+") and not line.startswith("+++")]
    return parse("\n".join(added))


def check(ledger, before, rows):
    """What is wrong with the ids of `rows`, by the ledger as it is and the lines that were committed `before`."""
    problems = []
    have = {identifier: row for row in rows for identifier in row.ids}
    stands = {tuple(line[:4]) for line in ledger}
    problems += [f"ids.txt: {line[0]}: the line was changed or taken away" for line in before
                 if tuple(line[:4]) not in stands]
    for identifier, kind, _, name, withdrawn in ledger:
        row = have.get(identifier)
        if withdrawn:
            problems += [f"{row}: {identifier} was withdrawn: {withdrawn}"] if row else []
        elif row is None:
            problems.append(f"ids.txt: {identifier} ({name}) is lost: no row has it")
        elif row.type != kind:
            problems.append(f"{row}: {identifier} was of type {kind}, not {row.type}")
        elif name.casefold() not in row.all_names():
            problems.append(f"{row}: {identifier} stood for '{name}', which is none of its names")
    listed = {line[0] for line in ledger}
    problems += [f"{row}: {identifier} is new: run tools/gazetteer/ledger.py --write"
                 for identifier, row in have.items() if identifier not in listed]
    return problems


def version():
    text = (GAZETTEER.parent / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(marsad VERSION ([0-9.]+)", text)[1]


def main():
    problems = []
    rows = read_tables(problems)
    ledger = parse(LEDGER.read_text(encoding="utf-8")) if LEDGER.exists() else []
    if sys.argv[1:] == ["--write"]:
        listed = {line[0] for line in ledger}
        ledger += [[identifier, row.type, version(), row.name(), ""]
                   for row in rows for identifier in row.ids if identifier not in listed]
        ledger.sort()
        LEDGER.write_text(HEADER + "".join("\t".join(line) + "\n" for line in ledger), encoding="utf-8")
    problems += check(ledger, committed(), rows)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
