#!/usr/bin/env python3
"""evaluate.py judges relations as its comment says, and without data it says so and fails nothing."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import evaluate


class Judging(unittest.TestCase):
    def test_a_copy_must_be_called_one(self):
        for relation in ("EXACT", "NEAR", "PART"):
            self.assertTrue(evaluate.is_right("NEAR", relation))
        for relation in ("CONTAINS", "REVISED", "SHARES", "NONE"):
            self.assertFalse(evaluate.is_right("EXACT", relation))

    def test_a_look_alike_must_not(self):
        for label in ("REVISED", "TEMPLATE", "SAME_STORY"):
            self.assertFalse(evaluate.is_right(label, "PART"))
            self.assertTrue(evaluate.is_right(label, "CONTAINS"))

    def test_contains_is_contains(self):
        self.assertTrue(evaluate.is_right("CONTAINS", "CONTAINS"))
        self.assertFalse(evaluate.is_right("CONTAINS", "NEAR"))

    def test_interval_is_wilsons(self):
        self.assertEqual(evaluate.interval(50, 100), "[ 40.4,  59.6]")
        self.assertEqual(evaluate.interval(10, 10), "[ 72.2, 100.0]")


class WithoutData(unittest.TestCase):
    def test_one_line_says_so(self):
        with tempfile.TemporaryDirectory() as empty:
            run = subprocess.run([sys.executable, Path(evaluate.__file__)], capture_output=True, text=True, check=True,
                                 env={**os.environ, "MARSAD_SHARED_DATA": empty})
        self.assertEqual(len(run.stdout.splitlines()), 1)
        self.assertIn("skipped", run.stdout)


if __name__ == "__main__":
    unittest.main()
