#!/usr/bin/env python3
"""Each phrase of the list is caught in a comment; code, strings and what is right are not."""
import sys
import unittest

from phrases import LIST, check, read_list

RULES = read_list(LIST.read_text(encoding="utf-8"))

SEEDED = [
    ("lib/a.h", "// Empty where the queue is full."),
    ("lib/a.h", "int a;  // stands behind the last record"),
    ("lib/a.cc", 'Say("http://a");  // what follows is done again'),
    ("proto/a.proto", "  // Only where the source gave none."),
    ("tools/a.py", '    """The value, None where nobody set it."""'),
    ("tools/a.py", "x = 1  # for want of memory"),
    ("README.md", "The index and its kin are read, where there is one."),
    ("dev", "  -R  the tests one behind the other"),
]
ALLOWED = [
    ("lib/a.cc", "const auto behind = text.substr(at);"),
    ("lib/a.cc", 'return "a page that is behind a wall";  // shown to a person'),
    ("lib/a.h", "// How far behind a consumer is; half a pair is left behind."),
    ("lib/a.h", "// Where the sentence ends; the place, where there is one, is a URI."),
    ("README.md", 'Not "done again" but "repeated".'),
    ("tools/a.py", "def behind(admin):"),
]


class PhrasesTest(unittest.TestCase):
    def test_seeded_phrases_are_caught(self):
        for path, text in SEEDED:
            self.assertTrue(check(path, text, RULES), f"{path}: {text}")

    def test_what_is_right_is_left_alone(self):
        for path, text in ALLOWED:
            self.assertEqual(check(path, text, RULES), [], f"{path}: {text}")

    def test_a_finding_names_its_line_and_says_what_to_write(self):
        self.assertEqual(check("a.md", "Fine.\nIt is done again.", RULES), [(2, '"done again": "repeated" or "retried"')])

    def test_each_rule_has_an_advice(self):
        self.assertGreater(len(RULES), 15)
        for wrong, advice, _ in RULES:
            self.assertTrue(advice.strip(), wrong.pattern)


if __name__ == "__main__":
    sys.exit(unittest.main())
