#!/usr/bin/env python3
"""The arithmetic of sizing.py, and that the page follows it."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from sizing import PAGE, Load, page, size, stories, stories_row

PROGRAM = Path(__file__).with_name("sizing.py")


def said(*arguments):
    ran = subprocess.run([sys.executable, PROGRAM, *arguments], capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


class SizingTest(unittest.TestCase):
    def test_a_load_worked_out_by_hand(self):
        need = size(Load(86_400_000, kb=4.1, peak=3, busy=0.5, replication=3, days=7, days_between=1, compression="none"))
        self.assertEqual(need.rate, 3000)
        # 3,000 a second take 3 * 0.854 = 2.562 CPU-s of tag, of threads that are half busy.
        self.assertEqual(need.threads, {"decode": 2, "normalize": 2, "tag": 6, "summarize": 2})
        self.assertEqual(need.partitions, 12)
        # 86.4 GB a day for each KB of an article, three copies: 7 days of 4.1, 13.5 and 13.9 KB, one day of 4.2, 10.7, 12.3 and 13.5.
        self.assertAlmostEqual(need.disk_gb, 86.4 * 3 * (7 * 31.5 + 40.7))
        self.assertAlmostEqual(need.network_mb, 3 * (31.5 + 40.7))
        self.assertAlmostEqual(need.drain_minutes, 12)

    def test_stories_of_a_load_worked_out_by_hand(self):
        asked = stories(Load(2_400_000, kb=4.1, peak=3.6))
        # 100 a second at the peak; 7.2 million articles in 72 h, each of 3.2 KB; 100,000 an hour.
        self.assertAlmostEqual(asked.busy["order"], 0.0044)
        self.assertAlmostEqual(asked.busy["cluster"], 0.0434)
        self.assertEqual(asked.window, 7_200_000)
        self.assertAlmostEqual(asked.window_gb, 23.04)
        self.assertAlmostEqual(asked.hours, 1)
        self.assertEqual(stories(Load(1000)).hours, 72)

    def test_more_than_a_thread_can_is_marked(self):
        self.assertIn("**", stories_row(Load(100_000_000)))
        self.assertNotIn("**", stories_row(Load(1_000_000)))

    def test_few_articles_still_have_two_of_each(self):
        need = size(Load(1))
        self.assertEqual(set(need.threads.values()), {2})
        self.assertEqual(need.partitions, 6)

    def test_longer_articles_need_more(self):
        short, long = size(Load(1_000_000_000)), size(Load(1_000_000_000, kb=40))
        self.assertGreater(long.threads["tag"], 9 * short.threads["tag"])
        self.assertAlmostEqual(long.disk_gb, 10 * short.disk_gb)

    def test_what_is_no_load_is_refused_with_a_sentence(self):
        for wrong in (["--articles", "0"], ["--articles", "5", "--busy", "2"], ["--articles", "5", "--kb", "-1"], ["--articles", "many"]):
            with self.subTest(wrong):
                status, words = said(*wrong)
                self.assertEqual(status, 2, words)
                self.assertIn("error:", words)

    def test_a_page_of_other_figures_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "docs").mkdir()
            (Path(folder) / PAGE).write_text(page(), encoding="utf-8")
            self.assertEqual(said(folder)[0], 0)
            (Path(folder) / PAGE).write_text(page().replace("| 6 |", "| 7 |", 1), encoding="utf-8")
            self.assertEqual(said(folder), (1, f"{PAGE} is not what tools/checks/sizing.py says: run it with --write\n"))


if __name__ == "__main__":
    sys.exit(unittest.main())
