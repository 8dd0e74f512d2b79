#!/usr/bin/env python3
"""What bench/compare.py calls slower, and that programs which fail or are missing are told."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from compare import compare, least

COMPARE = Path(__file__).resolve().parent / "compare.py"
PROGRAM = """#!/bin/sh
echo '{"benchmarks": [{"name": "Fold", "run_type": "iteration", "cpu_time": %s, "time_unit": "us"},
                      {"name": "Fold_mean", "run_type": "aggregate", "cpu_time": 900, "time_unit": "us"}]}'
"""


class Compare(unittest.TestCase):
    def run_on(self, before, after):
        with tempfile.TemporaryDirectory() as directory:
            folders = [Path(directory) / "before", Path(directory) / "after"]
            for folder, time in zip(folders, (before, after)):
                folder.mkdir()
                if time is not None:
                    (folder / "text_bench").write_text(PROGRAM % time)
                    (folder / "text_bench").chmod(0o755)
            return subprocess.run([sys.executable, COMPARE, *folders, "--rounds", "2"], capture_output=True, text=True)

    def test_more_than_three_per_cent_are_slower(self):
        rows, slower = compare({"a": 100.0, "b": 100.0, "gone": 1.0}, {"a": 102.9, "b": 103.1, "new": 1.0}, 3)
        self.assertEqual(slower, ["b"])
        self.assertEqual(rows, ["| a | 100 | 103 | +2.9 % |", "| b | 100 | 103 | +3.1 % |"])

    def test_the_least_time_of_all_rounds_counts(self):
        self.assertEqual(least({"a": 3.0, "b": 1.0}, {"a": 2.0, "c": 5.0}), {"a": 2.0, "b": 1.0, "c": 5.0})

    def test_each_program_runs_in_its_own_tree(self):
        with tempfile.TemporaryDirectory() as directory:
            for tree in ("before", "after"):
                folder = Path(directory) / tree / "build/release/bin"
                folder.mkdir(parents=True)
                (folder / "text_bench").write_text(f"#!/bin/sh\n[ \"$(basename \"$PWD\")\" = {tree} ] || exit 1\n")
                (folder / "text_bench").chmod(0o755)
            folders = [Path(directory) / tree / "build/release/bin" for tree in ("before", "after")]
            done = subprocess.run([sys.executable, COMPARE, *folders, "--rounds", "1"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_two_builds(self):
        same = self.run_on(50, 50)
        self.assertEqual(same.returncode, 0, same.stderr)
        self.assertIn("| text_bench: Fold | 50,000 | 50,000 | +0.0 % |", same.stdout)
        self.assertNotIn("Fold_mean", same.stdout)
        worse = self.run_on(50, 60)
        self.assertEqual(worse.returncode, 1)
        self.assertIn("text_bench: Fold", worse.stderr)

    def test_nothing_in_common_is_an_error(self):
        self.assertEqual(self.run_on(50, None).returncode, 2)


if __name__ == "__main__":
    unittest.main()
