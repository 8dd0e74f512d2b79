#!/usr/bin/env python3
"""The page of the configuration follows its schema."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from configuration import PAGE, SCHEMA, page, read, unexplained

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("configuration.py")


def changed(folder, old, new):
    """A root with the schema in which `old` is `new`, and with the page of the true one."""
    schema, at = (ROOT / "proto" / SCHEMA).read_text(encoding="utf-8"), Path(folder, "proto", SCHEMA)
    assert schema.count(old) == 1, old
    at.parent.mkdir(parents=True)
    at.write_text(schema.replace(old, new), encoding="utf-8")
    Path(folder, "docs").mkdir()
    Path(folder, PAGE).write_bytes((ROOT / PAGE).read_bytes())
    return Path(folder)


def said(root):
    ran = subprocess.run([sys.executable, PROGRAM, root], capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout


class ConfigurationTest(unittest.TestCase):
    def test_every_key_of_the_schema_has_its_row(self):
        sections = list(read(ROOT).sections())
        text = page(sections)
        self.assertEqual(unexplained(sections), [])
        self.assertIn("| `threads` | number | `1` | 1 to 64 |", text)
        self.assertIn("| `delivery` | text | `exactly_once` | `exactly_once`, `at_least_once` |", text)
        self.assertIn("| `kafka` | keys and values |", text)
        self.assertIn("\n## summarize\n", text)

    def test_another_range_another_default_or_another_word_is_told(self):
        for old, new in (("min: 1, max: 64", "min: 1, max: 65"), ("default = 50, ", "default = 51, "), ("Longest title", "Longest heading")):
            with self.subTest(new), tempfile.TemporaryDirectory() as folder:
                self.assertEqual(said(changed(folder, old, new)), (1, f"{PAGE} is not what proto/{SCHEMA} says: run tools/checks/configuration.py --write\n"))

    def test_a_key_without_a_word_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            status, words = said(changed(folder, "  // And after so many bytes of what was read.\n", ""))
            self.assertEqual((status, "batch.max_bytes" in words), (1, True), words)


if __name__ == "__main__":
    sys.exit(unittest.main())
