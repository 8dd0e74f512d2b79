#!/usr/bin/env python3
"""A file that passed is looked at again as soon as anything that its findings rest on differs, and one with findings always."""
import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import tidy


class TidyTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.build = Path(held.name)
        self.source, self.header = self.build / "a.cc", self.build / "a.h"
        self.header.write_text("int a;\n", encoding="ascii")
        self.source.write_text('#include "a.h"\n', encoding="ascii")
        self.command = f"clang++-14 -I. -o a.o -c {self.source}"
        self.well = True

    def is_looked_at(self, setting="1"):
        """Whether clang-tidy, which says `well`, is asked about the file."""
        tidy.digest.cache_clear()
        with mock.patch.object(tidy, "look", lambda build, path: (self.well, "")):
            entries = [{"directory": os.path.dirname(self.source), "command": self.command, "file": str(self.source)}]
            with mock.patch.object(tidy, "included_by", lambda entry: [str(self.header), str(self.source)]):
                return tidy.check("x/a.cc", entries, tidy.Passed(self.build / "passed", setting), self.build)[0]

    def test_what_passed_is_not_looked_at_again(self):
        self.assertTrue(self.is_looked_at())
        self.assertFalse(self.is_looked_at())

    def test_what_has_findings_is(self):
        self.well = False
        self.assertTrue(self.is_looked_at())
        self.assertTrue(self.is_looked_at())

    def test_a_change_of_what_is_included_counts(self):
        self.is_looked_at()
        self.header.write_text("int b;\n", encoding="ascii")
        self.assertTrue(self.is_looked_at())
        self.header.unlink()
        self.assertTrue(self.is_looked_at())

    def test_a_change_of_the_command_or_the_checks_counts(self):
        self.is_looked_at()
        self.assertTrue(self.is_looked_at(setting="2"))
        self.command += " -DX"
        self.assertTrue(self.is_looked_at(setting="2"))

    def test_what_a_file_includes_is_itself_and_its_headers(self):
        entry = {"directory": str(self.build), "command": f"cc -o a.o -c {self.source}", "file": str(self.source)}
        with mock.patch.object(tidy.subprocess, "run") as run:
            run.return_value = mock.Mock(returncode=0, stdout=f"a.o: {self.source} \\\n  a.h\n")
            self.assertEqual(tidy.included_by(entry), sorted([str(self.source), str(self.header)]))
            self.assertEqual(run.call_args[0][0], ["cc", "-c", str(self.source), "-M"])


if __name__ == "__main__":
    sys.exit(unittest.main())
