#!/usr/bin/env python3
"""The report may be made in pieces, and no part leaves a process."""
import ctypes
import subprocess
import sys
import unittest

import nightly
from nightly import PARTS, Result, renew, rows_of_benchmarks

PASSED = Result(True, "a" * 40, 7, 60, 0.5, "all | well")


def rows(report):
    return {line.split(":")[0][2:]: line for line in report.splitlines() if line.split(":")[0][2:] in PARTS}


class ReportTest(unittest.TestCase):
    def test_a_part_that_has_not_run_says_so(self):
        report = renew("", {"fuzz": PASSED}, [])
        self.assertEqual(rows(report).keys(), PARTS.keys())
        self.assertIn("| passed | `aaaaaaaaaaaa` | 7 | 60 | 0.5 | all / well |", rows(report)["fuzz"])
        self.assertIn("has not run", rows(report)["seeds"])

    def test_a_second_run_keeps_the_rows_of_the_first(self):
        first = renew("", {"fuzz": PASSED, "seeds": PASSED}, ["| x_bench: BM_One | 10 |  |  |"])
        second = renew(first, {"seeds": PASSED._replace(well=False, commit="b" * 40)}, [])
        self.assertEqual(rows(second)["fuzz"], rows(first)["fuzz"])
        self.assertIn("| **failed** | `bbbbbbbbbbbb` |", rows(second)["seeds"])
        self.assertIn("| x_bench: BM_One | 10 |", second)
        self.assertEqual(renew(second, {}, []), second)

    def test_the_commit_is_where_clang_tidy_passed(self):
        self.assertNotIn("\nCommit:", renew("", {"fuzz": PASSED}, []))
        tidied = renew("", {"tidy": PASSED}, [])
        self.assertIn("\nCommit: `aaaaaaaaaaaa`,", tidied)
        self.assertIn("\nCommit: `aaaaaaaaaaaa`,", renew(tidied, {"fuzz": PASSED._replace(commit="b" * 40)}, []))
        self.assertNotIn("\nCommit:", renew(tidied, {"tidy": PASSED._replace(well=False)}, []))

    def test_a_benchmark_stands_beside_its_last_figure(self):
        report = renew("", {"bench": PASSED}, rows_of_benchmarks({"x_bench: BM_One": 1000.0}, ""))
        self.assertEqual(rows_of_benchmarks({"x_bench: BM_One": 1030.0}, report), ["| x_bench: BM_One | 1,030 | 1,000 | +3.0 % |"])


class ProcessesTest(unittest.TestCase):
    def test_what_a_part_leaves_is_ended(self):
        self.assertEqual(ctypes.CDLL(None).prctl(nightly.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0)
        # Its own session, and its parent has gone: as a broker that a test started in the background.
        shell = subprocess.Popen(["bash", "-c", "setsid sleep 1000 & echo $!"], stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, text=True)
        left = int(shell.stdout.readline())
        shell.stdout.close()
        nightly.stop_children()
        shell.poll()  # stop_children has reaped it
        with self.assertRaises(ProcessLookupError):
            nightly.os.kill(left, 0)


if __name__ == "__main__":
    sys.exit(unittest.main())
