#!/usr/bin/env python3
"""A header that nothing compiles alone is found, and so is an entry of the list that is not needed."""
import sys
import unittest

from headers import ENTRY, check, first_include


class HeadersTest(unittest.TestCase):
    def test_the_first_include_counts(self):
        self.assertEqual(first_include('// A.\n#include "lib/a.h"\n#include <vector>\n'), "lib/a.h")
        self.assertIsNone(first_include("int a;\n"))

    def test_entries_are_read(self):
        self.assertEqual(ENTRY.findall("set(headers\n  lib/a.h\n  lib/b_c.h)\n"), ["lib/a.h", "lib/b_c.h"])

    def test_what_is_covered_is_fine(self):
        self.assertEqual(check(["lib/a.h", "lib/b.h", "bench/c.h"], {"lib/a.h"}, ["lib/b.h"]), [])

    def test_gaps_and_leftovers_are_found(self):
        self.assertEqual(len(check(["lib/a.h"], set(), [])), 1)
        self.assertEqual(len(check(["lib/a.h"], {"lib/a.h"}, ["lib/a.h", "lib/gone.h"])), 2)


if __name__ == "__main__":
    sys.exit(unittest.main())
