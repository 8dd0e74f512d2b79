#!/usr/bin/env python3
"""Counts test cases over all runs, and names what failed or was skipped.

usage: report.py NAME=DIRECTORY…    each DIRECTORY holds ctest.junit and, for a test program with cases of its own, the
                                    XML file that GoogleTest or pytest wrote. Exit 1 if a case failed or none ran.
"""
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


def outcome(case):
    """(PASSED | FAILED | SKIPPED, why) of one <testcase>, in the dialects of GoogleTest, pytest and ctest."""
    for tag in ("failure", "error"):
        if (found := case.find(tag)) is not None:
            return FAILED, first_line(found)
    if (found := case.find("skipped")) is not None:
        return SKIPPED, first_line(found)
    if case.get("status") in ("notrun", "disabled"):
        return SKIPPED, "disabled" if case.get("status") == "disabled" else "not run"
    return (FAILED, "") if case.get("status") == "fail" else (PASSED, "")


def first_line(element):
    text = (element.get("message") or element.text or "").strip()
    lines = [line for line in text.splitlines() if line.strip()]
    # GoogleTest puts FILE:LINE on the first line and the words after it.
    return " ".join(lines[:2])[:200]


def cases(path):
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        name = ".".join(filter(None, [case.get("classname"), case.get("name")]))
        yield (name, *outcome(case))


def collect(directory):
    """Every case of one run. A ctest entry with an XML file of its own counts by its cases, else as one. An entry that
    failed although its cases did not (a crash at the end, a leak) counts as one failure more."""
    reports = sorted(directory.glob("ctest*.junit"))
    if not reports:
        yield "ctest", FAILED, "left no report: it did not run to its end"
        return
    for name, result, why in (case for report in reports for case in cases(report)):
        entry = name.split(".")[-1]
        own = next((p for p in (directory / f"{entry}_test.xml", directory / f"{entry}.xml") if p.exists()), None)
        found = list(cases(own)) if own else []
        yield from found
        if not found or (result == FAILED and not any(r == FAILED for _, r, _ in found)):
            yield entry, result, why


def main():
    total = {PASSED: 0, FAILED: 0, SKIPPED: 0}
    for argument in sys.argv[1:]:
        run, directory = argument.split("=", 1)
        counts = {PASSED: 0, FAILED: 0, SKIPPED: 0}
        for name, result, why in collect(Path(directory)):
            counts[result] += 1
            if result != PASSED:
                print(f"{result} [{run}] {name}" + (f": {why}" if why else ""))
        print(f"{run}: {counts[PASSED]} passed, {counts[FAILED]} failed, {counts[SKIPPED]} skipped")
        total = {key: total[key] + counts[key] for key in total}
    print(f"TOTAL: {total[PASSED]} passed, {total[FAILED]} failed, {total[SKIPPED]} skipped")
    return 1 if total[FAILED] or not total[PASSED] else 0


if __name__ == "__main__":
    sys.exit(main())
