#!/usr/bin/env python3
"""Phrases that are no plain English, in comments and documents: the list is phrases.txt.

usage: phrases.py [ROOT]    prints FILE:LINE: what to write instead; exit 1 if there is any.
"""
import re
import sys
from pathlib import Path

from sources import CODE_SUFFIXES, SOURCE_SUFFIXES, report, tracked

LIST = Path(__file__).with_name("phrases.txt")
# What others wrote, what a program wrote, and the list itself with what tells of it.
LEFT_OUT = ("CHANGELOG.md", "docs/nightly.md", "docs/faults.md", "tools/checks/phrases")
QUOTED = re.compile(r'"[^"]*"')


def read_list(text):
    """[(expression, advice, expression of what is right or None)]"""
    rules = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        wrong, advice, *right = line.split("\t")
        rules.append((re.compile(wrong, re.I), advice, re.compile(right[0], re.I) if right else None))
    return rules


def slash_comments(text):
    """[(line number, comment)] of C++ and protobuf; a // inside a string is none."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        blanked = QUOTED.sub(lambda quoted: " " * len(quoted[0]), line)
        if (at := blanked.find("//")) >= 0:
            found.append((number, line[at + 2:].strip()))
    return found


def python_prose(text):
    """[(line number, prose)] of Python: comments and documentation strings."""
    found, inside = [], False
    for number, line in enumerate(text.splitlines(), 1):
        quotes = line.count('"""')
        comment = re.search(r"(^|\s)#(.*)$", line)
        if inside or quotes:
            found.append((number, line.strip()))
        elif comment:
            found.append((number, comment[2].strip()))
        inside ^= quotes == 1
    return found


def prose(path, text):
    if path.endswith(CODE_SUFFIXES + (".proto",)):
        return slash_comments(text)
    if path.endswith(".py"):
        return python_prose(text)
    # What stands in quotes is somebody's words.
    return [(number, QUOTED.sub("", line).strip()) for number, line in enumerate(text.splitlines(), 1)]


def check(path, text, rules):
    """Everything that is wrong with one file: a list of (line, sentence)."""
    return [(number, f'"{match[0].strip()}": {advice}')
            for number, line in prose(path, text) for wrong, advice, right in rules
            if (match := wrong.search(line)) and not (right and right.search(line))]


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    rules = read_list(LIST.read_text(encoding="utf-8"))
    files = [f for f in tracked(root, SOURCE_SUFFIXES) if not f.startswith(LEFT_OUT)]
    return report("phrases", root, files, lambda path, text: check(path, text, rules))


if __name__ == "__main__":
    sys.exit(main())
