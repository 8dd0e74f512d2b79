#!/usr/bin/env python3
"""Runs rows of the matrix of faults: see `./dev faults --help`."""
import argparse
import fnmatch
import importlib
import os
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "integration")]
import setup_paths  # noqa: E402, F401  before what it makes importable
import report  # noqa: E402
import soak  # noqa: E402
from matrix import FULL, RATE, ROWS, SHORT, Skipped  # noqa: E402
from trial import Clusters, Trial  # noqa: E402

for path in sorted(HERE.glob("rows_*.py")):
    importlib.import_module(path.stem)  # registers its rows
SHORT_ROWS = [name for name, row in ROWS.items() if row.short]


def run_row(row, clusters, directory, size, seed):
    """The verdict; raises where the row could not be run to its end."""
    with clusters.lend(row) as cluster, (row.kind or Trial)(row, cluster, directory, size, seed) as trial:
        return trial.run()


def named(patterns):
    """The rows that one of them names: 'broker-*' is all that begin so."""
    return [row for name, row in ROWS.items() if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)]


def parse():
    parser = argparse.ArgumentParser(prog="./dev faults", description="The matrix of faults on a real three-broker Kafka.")
    parser.add_argument("rows", nargs="*", metavar="ROW", help="these alone, 'broker-*' for all that begin so (default: all)")
    parser.add_argument("--short", action="store_true", help="the short selection, with fewer articles, as ./dev test has it")
    parser.add_argument("--random", type=float, metavar="SECONDS", help="random faults for so long, instead of rows")
    parser.add_argument("--list", action="store_true", help="name the rows and end")
    parser.add_argument("--size", type=int, help=f"articles of a row (default {FULL}; with --short {SHORT})")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("MARSAD_SEED", time.time_ns() % 2**31)),
                        help="of all that is random (default: another each time; it is printed)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave logs and data there")
    arguments = parser.parse_args()
    for pattern in arguments.rows:
        if not named([pattern]):
            parser.error(f"no row {pattern}; there are: {', '.join(ROWS)}")
    return arguments


def chosen(arguments):
    if arguments.random:
        return [soak.make_row(arguments.seed, arguments.random)]
    if arguments.rows:
        return named(arguments.rows)
    return [row for row in ROWS.values() if row.short or not arguments.short]


def run_all(rows, arguments, size):
    """Runs each row, and renews its line of the table where the run has its full size; whether all were exact."""
    is_exact, keeps_table = True, arguments.random or size >= FULL
    with tempfile.TemporaryDirectory(prefix="marsad-faults-") as temporary:
        directory = arguments.keep or Path(temporary)
        directory.mkdir(parents=True, exist_ok=True)
        with Clusters(directory) as clusters:
            for row in rows:
                try:
                    verdict = run_row(row, clusters, directory, size, arguments.seed)
                    print(report.describe(verdict), flush=True)
                    line = report.table_line(verdict, arguments.seed)
                    is_exact = is_exact and verdict.is_exact
                except Skipped as why:
                    print(f"{row.name:20} SKIPPED: {why}", flush=True)
                    continue
                except Exception as error:
                    print(f"{row.name:20} FAILED\n{traceback.format_exc()}", flush=True)
                    line = report.failed_line(row, error, arguments.seed)
                    is_exact = False
                if keeps_table:
                    report.write({row.name: line}, [*ROWS, soak.NAME], {"articles": f"{FULL:,}", "rate": f"{RATE:,}"})
    return is_exact


def main():
    arguments = parse()
    if arguments.list:
        print("\n".join(f"{r.name:20} {r.fault}{' (short)' if r.short else ''}" for r in ROWS.values()))
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what runs is ended
    print(f"MARSAD_SEED={arguments.seed}", flush=True)
    size = arguments.size or (SHORT if arguments.short else FULL)
    return 0 if run_all(chosen(arguments), arguments, size) else 1


if __name__ == "__main__":
    sys.exit(main())
