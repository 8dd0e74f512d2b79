#!/usr/bin/env python3
"""Every header compiles alone: some source includes it first, or tests/headers compiles it.

usage: headers.py [ROOT]    prints what is missing there, or there in vain; exit 1 if anything is.
"""
import re
import sys
from pathlib import Path

from sources import tracked

LIST = "tests/headers/CMakeLists.txt"
# Built by programs of their own, in a copy.
LEFT_OUT = ("bench/", "tests/new_stage/")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
ENTRY = re.compile(r"^\s+([\w/]+\.h)\)?$", re.M)


def first_include(text):
    found = INCLUDE.search(text)
    return found[1] if found else None


def check(headers, first, listed):
    """What is wrong, as sentences, with the headers of the tree, those that a source includes first, and those listed."""
    alone = [h for h in headers if not h.startswith(LEFT_OUT)]
    missing = [f"{h}: no source includes it first: add it to {LIST}" for h in alone if h not in first and h not in listed]
    return missing + [f"{LIST}: {h} is not needed" for h in listed if h in first or h not in alone]


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    headers = tracked(root, (".h",))
    first = {first_include((root / f).read_text(encoding="utf-8")) for f in tracked(root, (".cc",))}
    listed = ENTRY.findall((root / LIST).read_text(encoding="utf-8"))
    wrong = check(headers, first, listed)
    for sentence in wrong:
        print(sentence)
    print(f"headers: {len(headers)} headers, {len(listed)} compiled by {LIST}, {len(wrong)} problems")
    return 1 if wrong or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
