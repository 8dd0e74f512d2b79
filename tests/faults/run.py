#!/usr/bin/env python3
"""Runs rows of the matrix of faults.

usage: run.py [ROW…] [--short] [--list] [--size N] [--seed N]
"""
import argparse
import importlib
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "integration")]
import setup_paths  # noqa: E402, F401  before what it makes importable
from matrix import FULL, ROWS, SHORT  # noqa: E402
import soak  # noqa: E402
from trial import Clusters, Trial  # noqa: E402


for path in sorted(HERE.glob("rows_*.py")):
    importlib.import_module(path.stem)  # registers its rows

SHORT_ROWS = [name for name, row in ROWS.items() if row.short]


def run_row(row, clusters, directory, size, seed):
    """The verdict, or the error where the row could not be run to its end."""
    with clusters.lend(row) as cluster, Trial(row, cluster, directory, size, seed) as trial:
        return trial.run()


def describe(verdict):
    row = verdict.row
    measured = "-" if verdict.measured is None else f"{verdict.measured:.2f}"
    exact = "exact" if verdict.is_exact else "; ".join(verdict.problems)
    return (f"{row.name:24} {row.of} {measured} s (bar {row.bar} s, {'met' if verdict.is_met else 'MISSED'}), "
            f"partition {verdict.figures['partition']:.2f} s, {verdict.strikes} strikes, {verdict.count} articles, {exact}, "
            f"{verdict.seconds:.0f} s, load {verdict.load:.1f} {'; '.join(verdict.notes)}")


def main():
    parser = argparse.ArgumentParser(prog="./dev faults", description="The matrix of faults on a real three-broker Kafka.")
    parser.add_argument("rows", nargs="*", metavar="ROW", help="all, where none is named")
    parser.add_argument("--short", action="store_true", help="the short selection, with fewer articles")
    parser.add_argument("--random", type=float, metavar="SECONDS", help="random faults for so long, instead of rows")
    parser.add_argument("--list", action="store_true", help="name the rows and end")
    parser.add_argument("--size", type=int, help=f"articles of a row (default {FULL}; with --short {SHORT})")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("MARSAD_SEED", time.time_ns() % 2**31)))
    parser.add_argument("--keep", type=Path, help="leave logs and data in this directory")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.rows if name not in ROWS]
    if unknown:
        parser.error(f"no row {unknown[0]}; there are: {', '.join(ROWS)}")
    if arguments.list:
        print("\n".join(f"{r.name:24} {r.fault}" for r in ROWS.values()))
        return 0
    rows = [ROWS[n] for n in arguments.rows] or [r for r in ROWS.values() if r.short or not arguments.short]
    if arguments.random:
        rows = [soak.make_row(arguments.seed, arguments.random)]
    size = arguments.size or (SHORT if arguments.short else FULL)
    print(f"MARSAD_SEED={arguments.seed}", flush=True)
    status = 0
    with tempfile.TemporaryDirectory(prefix="marsad-faults-") as temporary:
        directory = arguments.keep or Path(temporary)
        directory.mkdir(parents=True, exist_ok=True)
        with Clusters(directory) as clusters:
            for row in rows:
                try:
                    verdict = run_row(row, clusters, directory, size, arguments.seed)
                except Exception:
                    print(f"{row.name:24} FAILED\n{traceback.format_exc()}", flush=True)
                    status = 1
                    continue
                print(describe(verdict), flush=True)
                if not verdict.is_exact:
                    status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
