#!/usr/bin/env python3
"""Whether the fixed inputs are the same every time, and inputs worth trying."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import fixed_inputs  # noqa: E402

SEEDS = [b'{"title": "A", "body": "B"}', b"<p>text</p>" * 20]


class FixedInputs(unittest.TestCase):
    def made(self, **more):
        return list(fixed_inputs.make(SEEDS, [b"<item>"], 500, 100, **more))

    def test_they_are_the_same_every_time(self):
        self.assertEqual(self.made(), self.made())
        self.assertNotEqual(self.made(), self.made(seed=2))

    def test_they_keep_the_limit_and_are_new(self):
        made = self.made()
        self.assertEqual(len(made), 500)
        self.assertLessEqual(max(map(len, made)), 100)
        self.assertGreater(len(set(made) - set(SEEDS)), 450)

    def test_without_seeds_there_are_some_all_the_same(self):
        self.assertEqual(len(list(fixed_inputs.make([], [], 50, 10))), 50)

    def test_words_are_read_as_the_fuzzer_reads_them(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "words.dict"
            file.write_text('# a remark\n"plain"\nkw="\\"quoted\\"\\xff"\n\n', encoding="utf-8")
            self.assertEqual(fixed_inputs.read_words(file), [b"plain", b'"quoted"\xff'])
            self.assertEqual(fixed_inputs.read_words(Path(folder) / "none.dict"), [])


if __name__ == "__main__":
    unittest.main()
