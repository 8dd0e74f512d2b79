#!/usr/bin/env python3
"""Documents name what is there: links and paths lead somewhere, and a folder's README has a row for each folder in it.

usage: readmes.py [ROOT]    prints FILE:LINE: what is wrong; exit 1 if anything is.
"""
import posixpath
import re
import sys
from pathlib import Path

from sources import report, tracked

# Documents that tell of another time or another tree.
LEFT_OUT = ("CHANGELOG.md", "docs/nightly.md", "tests/new_stage/", "tests/trouble/")
# READMEs that list the folders beside them.
LISTS = ("lib/README.md", "stages/README.md", "tests/README.md", "tools/README.md")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
# stages/x stands for a stage that somebody writes.
PATH = re.compile(r"`(?!stages/x/)((?:lib|stages|cli|tools|tests|bench|deploy|docs|cmake|proto|gazetteer|models)/[\w./-]+\.\w+)`")
FOLDER_ROW = re.compile(r"^\| \[?`?([\w.]+)/?`?\]?", re.M)


def leads_nowhere(path, target, files, folders):
    """Whether `target`, as the document `path` names it, is neither a file nor a folder of the tree."""
    names = [posixpath.normpath(posixpath.join(base, target)) for base in (posixpath.dirname(path), "")]
    return not any(name in files or name in folders or name == "." for name in names)


def check(path, text, files):
    """Everything that is wrong with one document: a list of (line, sentence)."""
    folders = {"/".join(f.split("/")[:n]) for f in files for n in range(1, f.count("/") + 1)}
    problems = [(number, f"{target} is not there") for number, line in enumerate(text.splitlines(), 1)
                for target in LINK.findall(line) + PATH.findall(line) if leads_nowhere(path, target, files, folders)]
    if path in LISTS:
        here = path.rsplit("/", 1)[0]
        rows = set(FOLDER_ROW.findall(text))
        inside = {f.split("/")[1] for f in folders if f.startswith(here + "/")}
        problems += [(1, f"no row for the folder {here}/{folder}") for folder in sorted(inside - rows)]
    return problems


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    files = set(tracked(root, ("",)))
    documents = sorted(f for f in files if f.endswith(".md") and not f.startswith(LEFT_OUT))
    return report("readmes", root, documents, lambda path, text: check(path, text, files))


if __name__ == "__main__":
    sys.exit(main())
