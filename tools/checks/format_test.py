#!/usr/bin/env python3
"""A text that passed is not looked at again until it or the format differs; one that did not pass always is."""
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import format as under_test
from sources import Kept


class FormatTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)

    def looked_at(self, texts, well=True, setting="1"):
        """(exit status, the files that clang-format, which says `well`, is asked about)"""
        asked = []
        with mock.patch.object(under_test, "look", lambda root, files: (asked.extend(files), (well, ""))[1]):
            status, _ = under_test.check(self.folder, texts, Kept("format", setting, self.folder))
        return status, asked

    def test_only_what_differs_is_looked_at(self):
        texts = {"a.cc": "int a;\n", "b.cc": "int b;\n"}
        self.assertEqual(self.looked_at(texts), (0, ["a.cc", "b.cc"]))
        self.assertEqual(self.looked_at(texts), (0, []))
        self.assertEqual(self.looked_at({**texts, "a.cc": "int c;\n"}), (0, ["a.cc"]))
        self.assertEqual(self.looked_at({"a.cc": "int a;\n"}), (0, ["a.cc"]))  # what was gone was forgotten

    def test_another_format_counts_for_all(self):
        self.looked_at({"a.cc": "int a;\n"})
        self.assertEqual(self.looked_at({"a.cc": "int a;\n"}, setting="2"), (0, ["a.cc"]))

    def test_what_does_not_pass_is_looked_at_again(self):
        for _ in range(2):
            self.assertEqual(self.looked_at({"a.cc": "int  a;\n"}, well=False), (1, ["a.cc"]))

    def test_a_broken_record_is_none(self):
        self.looked_at({"a.cc": "int a;\n"})
        (self.folder / "format.json").write_text("{", encoding="utf-8")
        self.assertEqual(self.looked_at({"a.cc": "int a;\n"}), (0, ["a.cc"]))

    def test_no_files_are_no_success(self):
        self.assertEqual(self.looked_at({})[0], 1)

    def test_the_tool_itself(self):
        (self.folder / ".clang-format").write_text("BasedOnStyle: Google\n", encoding="ascii")
        (self.folder / "a.cc").write_text("int  a;\n", encoding="ascii")
        well, said = under_test.look(self.folder, ["a.cc"])
        self.assertFalse(well)
        self.assertIn("a.cc:1:4", said)
        (self.folder / "a.cc").write_text("int a;\n", encoding="ascii")
        self.assertEqual(under_test.look(self.folder, ["a.cc"]), (True, ""))


if __name__ == "__main__":
    sys.exit(unittest.main())
