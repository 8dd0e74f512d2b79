#!/usr/bin/env python3
"""Benchmarks of two builds in turn, in processor time: what became slower.

usage: bench/compare.py BEFORE AFTER [--rounds 5] [--filter REGEX] [--allow 3]

BEFORE and AFTER are folders with programs *_bench, build/release/bin of two trees, in whose roots they run: each reads the lists that
it was built with. Each round runs every program of both, in an
order that changes from round to round; of a benchmark the least time of all rounds counts, which other work beside it lengthens
least. Exit 1 if one is slower by more than --allow per cent.
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path

NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}


def times(program, wanted):
    """{benchmark: nanoseconds of processor time} of one run."""
    command = [program.resolve(), "--benchmark_format=json", f"--benchmark_filter={wanted}"]
    output = subprocess.run(command, check=True, capture_output=True, text=True, cwd=program.resolve().parents[3]).stdout
    entries = json.loads(output)["benchmarks"] if output.strip() else []  # empty: nothing fits the filter
    return {entry["name"]: entry["cpu_time"] * NANOSECONDS[entry["time_unit"]] for entry in entries
            if entry.get("run_type") != "aggregate" and "error_occurred" not in entry}


def least(known, new):
    """Of each benchmark the least time."""
    return {name: min(time for time in (known.get(name), new.get(name)) if time is not None) for name in known | new}


def compare(before, after, allow):
    """(rows of a table, the names of what is slower by more than `allow` per cent)"""
    rows, slower = [], []
    for name in sorted(before.keys() & after.keys()):
        difference = 100 * (after[name] / before[name] - 1)
        rows.append(f"| {name} | {before[name]:,.0f} | {after[name]:,.0f} | {difference:+.1f} % |")
        if difference > allow:
            slower.append(name)
    return rows, slower


def programs_of(folder):
    return {path.name for path in folder.glob("*_bench")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--filter", default=".")
    parser.add_argument("--allow", type=float, default=3.0, help="per cent")
    options = parser.parse_args()
    both = programs_of(options.before) & programs_of(options.after)
    if not both:
        parser.error(f"no program *_bench is in both {options.before} and {options.after}: build them with -DMARSAD_BENCH=ON")
    for name in sorted(programs_of(options.before) ^ programs_of(options.after)):
        print(f"in one of the two alone: {name}", file=sys.stderr)
    measured = {options.before: {}, options.after: {}}
    for number in range(options.rounds):
        for program in sorted(both):
            for folder in list(measured)[:: 1 if number % 2 == 0 else -1]:
                run = times(folder / program, options.filter)
                measured[folder] = least(measured[folder], {f"{program}: {name}": time for name, time in run.items()})
    rows, slower = compare(*measured.values(), options.allow)
    print("| benchmark | ns of processor time before | after | difference |\n|---|---|---|---|", *rows, sep="\n")
    for name in slower:
        print(f"slower by more than {options.allow} %: {name}", file=sys.stderr)
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
