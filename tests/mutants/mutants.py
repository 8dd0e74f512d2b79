#!/usr/bin/env python3
"""Breaks one line after the other on which a promise rests, and demands that the test that is named for it fails.

    tests/mutants/mutants.py [--list | --check] [NAME ...]

Works in a copy of the checked-in tree (with what is changed and not yet checked in) under build/mutants; each mutant is one
line of it. The test must pass without the mutant and fail with it. Exit 1 if a mutant lives."""
import argparse
import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

from mutant_list import MUTANTS

ROOT = Path(__file__).resolve().parents[2]
COPY = ROOT / "build/mutants"
SECONDS = 300
TIMED_OUT = 124  # of timeout(1)

def run(*command):
    env = {**os.environ, "CCACHE_BASEDIR": str(COPY), "CCACHE_NOHASHDIR": "1"}
    return subprocess.run(command, cwd=COPY, env=env, capture_output=True, text=True, timeout=1800, check=False)


def make_copy():
    COPY.mkdir(parents=True, exist_ok=True)
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, os.fsdecode(listed.stdout).split("\0")):
        source, target = ROOT / name, COPY / name
        # What is the same keeps its time, so that it is not built again.
        if source.is_file() and not (target.is_file() and filecmp.cmp(source, target, shallow=False)):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    if (done := run("cmake", "--preset", "dev", "-DMARSAD_TESTS=ON")).returncode != 0:
        sys.exit(done.stdout + done.stderr)


def passes(mutant):
    built = run("cmake", "--build", "--preset", "dev", "--target", mutant.program)
    if built.returncode != 0:
        sys.exit(f"{mutant.name} does not build:\n{built.stdout[-3000:]}")
    tested = run("timeout", str(SECONDS), f"build/dev/tests/{mutant.program}", f"--gtest_filter={mutant.test}",
                 "--gtest_brief=1")
    if "[  PASSED  ] 1 test." in tested.stdout:
        return True
    if tested.returncode == TIMED_OUT:  # what has no bound any more does not come back: without the mutant it did
        return False
    # A test that was not found, or a program that crashed elsewhere, has caught nothing.
    if "[  FAILED  ]" not in tested.stdout:
        sys.exit(f"{mutant.name}: {mutant.test} neither passed nor failed:\n{tested.stdout[-2000:]}{tested.stderr[-2000:]}")
    return False


def read_source(root, mutant):
    text = (root / mutant.path).read_text(encoding="utf-8")
    if text.count(mutant.line) != 1:
        sys.exit(f"{mutant.name}: its line stands {text.count(mutant.line)} times in {mutant.path}; write it anew in mutant_list.py")
    return text


def check(mutants):
    """Whether the line of each still stands in the sources."""
    lost = [m for m in mutants if (ROOT / m.path).read_text(encoding="utf-8").count(m.line) != 1]
    for mutant in lost:
        print(f"{mutant.name}: its line does not stand once in {mutant.path}; write it anew in mutant_list.py")
    print(f"{len(mutants) - len(lost)} of {len(mutants)} mutants fit the sources")
    return 1 if lost else 0


def is_caught(mutant):
    source, text = COPY / mutant.path, read_source(COPY, mutant)
    if not passes(mutant):
        sys.exit(f"{mutant.name}: {mutant.test} fails without the mutant, too")
    source.write_text(text.replace(mutant.line, mutant.mutated), encoding="utf-8")
    try:
        return not passes(mutant)
    finally:
        source.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--list", action="store_true", help="name them and their tests")
    parser.add_argument("--check", action="store_true", help="only look whether the line of each still stands in the sources")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - {mutant.name for mutant in MUTANTS}:
        parser.error(f"no such mutant: {', '.join(sorted(unknown))}; --list names them")
    chosen = [mutant for mutant in MUTANTS if not arguments.names or mutant.name in arguments.names]
    if arguments.list:
        for mutant in chosen:
            print(f"{mutant.name}: {mutant.breaks}\n    {mutant.program} {mutant.test}")
        return 0
    if arguments.check:
        return check(chosen)
    make_copy()
    alive = 0
    for mutant in chosen:
        caught = is_caught(mutant)
        alive += not caught
        print(f"{'caught' if caught else 'LIVES '} {mutant.name:40} {mutant.test}", flush=True)
    print(f"{len(chosen) - alive} of {len(chosen)} mutants caught")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
