#!/usr/bin/env python3
"""Sizes of files and functions against the aims of CONTRIBUTING.md.

usage: sizes.py [ROOT]    lists what is over an aim; exit 1 only if something is over a limit.
"""
import sys
from pathlib import Path

import lizard

from sources import CODE_SUFFIXES, tracked

# What: (aim, limit). Beyond the aim it is listed; beyond the limit it fails.
FILE_LINES = (400, 450)
FUNCTION_LINES = (60, 80)
COMPLEXITY = (15, 22)  # the limit is what was reached: it only goes down
PARAMETERS = (4, 6)


def over(value, bounds, what):
    """Yields (fails, sentence) where `value` is beyond the aim."""
    aim, limit = bounds
    if value > aim:
        yield value > limit, f"{what} {value} (aim {aim}, limit {limit})"


def look(root, path):
    text = (root / path).read_text(encoding="utf-8")
    for fails, sentence in over(text.count("\n"), FILE_LINES, "lines"):
        yield fails, f"{path}: {sentence}"
    for f in lizard.analyze_file.analyze_source_code(path, text).function_list:
        where = f"{path}:{f.start_line}: {f.name}"
        lines = f.end_line - f.start_line + 1
        tests = path.endswith("_test.cc") or path.startswith("tests/")
        measures = [] if tests and f.name.startswith("TEST") else [(len(f.parameters), PARAMETERS, "parameters")]
        measures += [(lines, FUNCTION_LINES, "lines"), (f.cyclomatic_complexity, COMPLEXITY, "complexity")]
        for value, bounds, what in measures:
            for fails, sentence in over(value, bounds, what):
                yield fails, f"{where}: {sentence}"


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    files = tracked(root, CODE_SUFFIXES)
    findings = [(fails, sentence) for path in files for fails, sentence in look(root, path)]
    for fails, sentence in sorted(findings, reverse=True):
        print(("LIMIT " if fails else "aim   ") + sentence)
    tests = sum((root / f).read_text(encoding="utf-8").count("\n") for f in files if f.endswith("_test.cc") or "/testing/" in f)
    lines = sum((root / f).read_text(encoding="utf-8").count("\n") for f in files) - tests
    broken = sum(fails for fails, _ in findings)
    print(f"sizes: {len(files)} files, {lines} lines and {tests} lines of tests; {broken} over a limit")
    return 1 if broken or not files else 0


if __name__ == "__main__":
    sys.exit(main())
