#!/usr/bin/env python3
"""Whether the C++ files are in the project's format. What passed is not looked at again as long as neither it nor the format differs.

usage: format.py [ROOT]    prints what clang-format says; exit 1 if a file would be rewritten.
"""
import subprocess
import sys
from pathlib import Path

from sources import CODE_SUFFIXES, Kept, tracked

TOOL = "clang-format-14"


def look(root, files):
    """(whether they pass, what was said)"""
    done = subprocess.run([TOOL, "--dry-run", "--Werror", *files], cwd=root, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stderr


def check(root, texts, kept):
    """Exit status, and what was said, for {path: text}; what passes is kept."""
    new = [path for path, text in texts.items() if not kept.get(text)]
    well, said = look(root, new) if new else (True, "")
    if well:
        for text in texts.values():
            kept.put(text, True)
        kept.write()
    return 0 if well and texts else 1, f"{said}format: {len(texts)} files, {len(new)} of them new"


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    texts = {path: (root / path).read_text(encoding="utf-8") for path in tracked(root, CODE_SUFFIXES)}
    version = subprocess.run([TOOL, "--version"], check=True, capture_output=True, text=True).stdout
    status, said = check(root, texts, Kept("format", version + (root / ".clang-format").read_text(encoding="utf-8")))
    print(said)
    return status


if __name__ == "__main__":
    sys.exit(main())
