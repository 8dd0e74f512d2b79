#!/usr/bin/env python3
"""Sizes of files and functions against the aims of CONTRIBUTING.md, and as a table beside those of an earlier commit.

usage: sizes.py [ROOT]           lists what is over an aim; exit 1 only if something is over a limit
       sizes.py --table COMMIT…  Markdown: what the sizes were at each COMMIT
       sizes.py --write COMMIT…  puts that table into docs/measures.md
"""
import io
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path, PurePath
from typing import NamedTuple

import lizard

from sources import CODE_SUFFIXES, Kept, tracked

# What: (aim, limit). Beyond the aim it is listed; beyond the limit it fails. Limits are what was reached: they only go
# down.
FILE_LINES = (400, 410)
FUNCTION_LINES = (46, 46)
COMPLEXITY = (15, 15)
PARAMETERS = (4, 6)
# Of the functions that are no tests: per cent of more than so much complexity. The aim is a 95th percentile of 8.
DENSE = 8
DENSE_SHARE = (5.0, 8.9)

DOCUMENT = "docs/measures.md"
BEGIN, END = "<!-- sizes: tools/checks/sizes.py --write COMMIT… -->\n", "<!-- end of sizes -->\n"


class Function(NamedTuple):
    path: str
    line: int
    name: str
    lines: int
    complexity: int
    parameters: int


def is_test(path):
    return path.endswith("_test.cc") or "/testing/" in path or path.startswith("tests/")


def functions_of(path, text):
    return [Function(path, f.start_line, f.name, f.end_line - f.start_line + 1, f.cyclomatic_complexity, len(f.parameters))
            for f in lizard.analyze_file.analyze_source_code(path, text).function_list]


# ------------------------------------------------------------------------------------------------------------- limits
def over(value, bounds, what):
    """Yields (fails, sentence) if `value` is beyond the aim."""
    aim, limit = bounds
    if value > aim:
        yield value > limit, f"{what} {value} (aim {aim}, limit {limit})"


def share_of_dense(functions):
    """Per cent of the functions that are no tests."""
    of_production = [f for f in functions if not is_test(f.path)]
    return round(100 * sum(f.complexity > DENSE for f in of_production) / max(1, len(of_production)), 2)


def known_functions(texts):
    """functions_of() each text; what lizard said of the same text before is kept."""
    kept = Kept("sizes", lizard.version + Path(__file__).read_text(encoding="utf-8"))
    found = []
    for path, text in texts.items():
        rows = kept.get(path + "\0" + text)
        if rows is None:
            rows = functions_of(path, text)
        found += [Function(*row) for row in kept.put(path + "\0" + text, rows)]
    kept.write()
    return found


def look(texts, functions):
    """[(fails, sentence)] of the files, {path: text}, and of the functions in them."""
    found = []
    for path, text in texts.items():
        found += [(fails, f"{path}: {sentence}") for fails, sentence in over(text.count("\n"), FILE_LINES, "lines")]
    for f in functions:
        measures = [(f.lines, FUNCTION_LINES, "lines"), (f.complexity, COMPLEXITY, "complexity")]
        if not (is_test(f.path) and f.name.rsplit("::", 1)[-1].startswith("TEST")):
            measures.append((f.parameters, PARAMETERS, "parameters"))
        for value, bounds, what in measures:
            found += [(fails, f"{f.path}:{f.line}: {f.name}: {sentence}") for fails, sentence in over(value, bounds, what)]
    what = f"functions over complexity {DENSE}, in per cent:"
    return found + list(over(share_of_dense(functions), DENSE_SHARE, what))


# -------------------------------------------------------------------------------------------------------------- table
def percentiles(values):
    """'p50 / p95 / p99 / largest'."""
    ordered = sorted(values)
    return " / ".join(str(ordered[min(len(ordered) - 1, int(part * len(ordered)))]) for part in (.5, .95, .99, 1))


def lines_of(texts, wanted):
    return sum(text.count("\n") for path, text in texts.items() if wanted(path))


def share_of_tests(texts, room=""):
    """Lines of C++ tests for each line of C++ that is none."""
    inside = {path: text for path, text in texts.items() if path.startswith(room) and path.endswith(CODE_SUFFIXES)}
    production = lines_of(inside, lambda path: not is_test(path))
    return f"{lines_of(inside, is_test) / production:.2f}" if production else "-"


def is_data(path):
    """Cases in files: what comes in and what must come out."""
    return any(part in path for part in ("/testdata/", "/golden/")) or path.startswith(("tests/trouble/", "tests/formats/"))


def rooms_of(texts):
    """Folders with a library: lib/X, stages/X, cli."""
    parts = {PurePath(path).parts[:2] for path in texts if path.startswith(("lib/", "stages/"))}
    return sorted("/".join(p) for p in parts if len(p) == 2 and "." not in p[1]) + ["cli"]


def measures(texts):
    """{what: figure} of one commit."""
    code = {path: text for path, text in texts.items() if path.endswith(CODE_SUFFIXES)}
    production = {path: text for path, text in code.items() if not is_test(path)}
    functions = [f for path, text in production.items() for f in functions_of(path, text)]
    complexities = [f.complexity for f in functions]
    sizes = [text.count("\n") for text in production.values()]
    folders = Counter(str(PurePath(path).parent) for path in production)
    python = lines_of(texts, lambda path: path.endswith(".py") and (path.startswith("tests/") or path.endswith("_test.py")))
    whole, tests = sum(sizes), lines_of(code, is_test)
    return {
        "lines of C++ that are no tests, in files": f"{whole} in {len(production)}",
        "lines of tests in C++, in Python": f"{tests}, {python}",
        "lines of tests a line; with Python": f"{tests / whole:.2f}; {(tests + python) / whole:.2f}",
        "lines of a function, p50 / p95 / p99 / largest": percentiles(f.lines for f in functions),
        "complexity, p50 / p95 / p99 / largest": percentiles(complexities),
        "functions over complexity 15, over 8": f"{sum(c > 15 for c in complexities)}, {sum(c > DENSE for c in complexities)}",
        "lines of a file, p50 / p95 / p99 / largest": percentiles(sizes),
        "files of more than 400 lines": str(sum(size > 400 for size in sizes)),
        "most files in one folder": "{0[1]} in {0[0]}".format(folders.most_common(1)[0]),
        "lines of tests' data (testdata, golden, trouble, formats)": str(lines_of(texts, is_data)),
        **{f"lines of tests a line, and of data: {room}": f"{share_of_tests(texts, room + '/')}, "
           f"{lines_of(texts, lambda path, room=room: is_data(path) and path.startswith(room + '/'))}" for room in rooms_of(texts)},
    }


def texts_at(commit):
    """{path: text} of the C++ and Python files of a commit, and of its tests' data."""
    archive = subprocess.run(["git", "-c", "safe.directory=*", "archive", commit], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {m.name: tar.extractfile(m).read().decode(errors="replace") for m in tar
                if m.isfile() and (m.name.endswith(CODE_SUFFIXES + (".py",)) or is_data(m.name))}


def table(commits):
    columns = [measures(texts_at(commit)) for commit in commits]
    rows = dict.fromkeys(what for column in reversed(columns) for what in column)
    head = ["| | " + " | ".join(commits) + " |", "|---" * (len(commits) + 1) + "|"]
    return "\n".join(head + [f"| {what} | " + " | ".join(c.get(what, "-") for c in columns) + " |" for what in rows]) + "\n"


def write(made):
    path = Path(DOCUMENT)
    before, rest = path.read_text(encoding="utf-8").split(BEGIN)
    path.write_text(before + BEGIN + made + END + rest.split(END)[1], encoding="utf-8")


def main():
    if len(sys.argv) > 2 and sys.argv[1] in ("--table", "--write"):
        made = table(sys.argv[2:])
        print(made, end="") if sys.argv[1] == "--table" else write(made)
        return 0
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    texts = {path: (root / path).read_text(encoding="utf-8") for path in tracked(root, CODE_SUFFIXES)}
    findings = look(texts, known_functions(texts))
    for fails, sentence in sorted(findings, reverse=True):
        print(("LIMIT " if fails else "aim   ") + sentence)
    tests = lines_of(texts, is_test)
    broken = sum(fails for fails, _ in findings)
    print(f"sizes: {len(texts)} files, {lines_of(texts, lambda path: not is_test(path))} lines and {tests} lines of tests; "
          f"{broken} over a limit")
    return 1 if broken or not texts else 0


if __name__ == "__main__":
    sys.exit(main())
