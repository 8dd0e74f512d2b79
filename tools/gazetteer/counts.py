#!/usr/bin/env python3
"""Writes the table of what the hand-written lists hold, by country and type, into gazetteer/README.md.

    tools/gazetteer/counts.py --write
"""
import collections
import sys

from tables import BUILT, GAZETTEER, read_tables

README = GAZETTEER / "README.md"
BEGIN, END = "<!-- counts -->\n", "<!-- end of counts -->\n"
TYPES = ["PER", "ORG", "LOC", "MISC"]
LEAST_ENTITIES, LEAST_OF_ARAB_STATE = 1500, 25
ARAB_STATES = "AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE".split()
LEAST = 10  # countries of fewer entities are one line


def table(rows):
    by_country = collections.defaultdict(collections.Counter)
    for row in rows:
        by_country[row.country or "none"][row.type] += 1
    few = [country for country, counts in by_country.items() if sum(counts.values()) < LEAST]
    for country in few:
        by_country[f"{len(few)} others"] += by_country.pop(country)
    lines = [(country, *(counts[kind] for kind in TYPES), sum(counts.values())) for country, counts in by_country.items()]
    lines.sort(key=lambda line: (-line[-1], line[0]))
    total = ("all", *(sum(line[i] for line in lines) for i in range(1, len(TYPES) + 2)))
    head = "| country | " + " | ".join(TYPES) + " | all |\n" + "|---" * (len(TYPES) + 2) + "|\n"
    return head + "".join("| " + " | ".join(map(str, line)) + " |\n" for line in [*lines, total])


def too_few(rows):
    """What falls below what these lists promise: so many entities, and so many of each Arab state."""
    by_country = collections.Counter(row.country for row in rows if row.file not in BUILT)
    if sum(by_country.values()) < LEAST_ENTITIES:
        yield f"the hand-written lists have {sum(by_country.values())} entities, fewer than {LEAST_ENTITIES}"
    for country in ARAB_STATES:
        if by_country[country] < LEAST_OF_ARAB_STATE:
            yield f"{country} has {by_country[country]} entities in the hand-written lists, fewer than {LEAST_OF_ARAB_STATE}"


def with_table(text, rows):
    """The README's `text` with the table of `rows` in its place."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + table(row for row in rows if row.file not in BUILT) + END + after


def main():
    problems = []
    rows = read_tables(problems)
    text = README.read_text(encoding="utf-8")
    wanted = with_table(text, rows)
    if sys.argv[1:] == ["--write"]:
        README.write_text(wanted, encoding="utf-8")
    elif text != wanted:
        problems.append("gazetteer/README.md: the table is old: run tools/gazetteer/counts.py --write")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
