#!/usr/bin/env python3
"""Links and paths that lead nowhere are found, and folders without a row."""
import sys
import unittest

from readmes import check

FILES = {"README.md", "lib/README.md", "lib/base/utf8.h", "lib/text/fold.h", "docs/a.md"}
LIBRARIES = "| folder | what |\n|---|---|\n| `base` | bytes |\n"


class ReadmesTest(unittest.TestCase):
    def test_what_is_there_is_fine(self):
        self.assertEqual(check("README.md", "See [it](docs/a.md#part), `lib/base/utf8.h` and https://a.example/b.md.", FILES), [])
        self.assertEqual(check("docs/a.md", "[up](../README.md), [a folder](../lib/text)", FILES), [])

    def test_what_is_gone_is_found(self):
        self.assertEqual(check("README.md", "one\n[it](docs/b.md)", FILES), [(2, "docs/b.md is not there")])
        self.assertEqual(check("README.md", "`lib/base/gone.h`", FILES), [(1, "lib/base/gone.h is not there")])

    def test_each_folder_has_a_row(self):
        self.assertEqual(check("lib/README.md", LIBRARIES, FILES), [(1, "no row for the folder lib/text")])
        self.assertEqual(check("lib/README.md", LIBRARIES + "| `text` | words |\n", FILES), [])


if __name__ == "__main__":
    sys.exit(unittest.main())
