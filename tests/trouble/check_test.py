#!/usr/bin/env python3
"""A paragraph lost, added or moved is seen, and the list of known failures only shrinks."""
import sys
import tempfile
import unittest
from pathlib import Path

import check


def record(paragraphs, kinds=None, **article):
    """What `explain --json` would print of an article with these paragraphs."""
    blocks, at = [], 0
    for text, kind in zip(paragraphs, kinds or ["PARAGRAPH"] * len(paragraphs)):
        end = at + len(text.encode())
        blocks.append({"kind": kind, "span": {"field": "BODY", "begin": at, "end": end}})
        at = end + 1
    return {"article": dict(article, body="\n".join(paragraphs)), "text": {"blocks": blocks}}


class CompareTest(unittest.TestCase):
    def compare(self, got, **want):
        return check.compare([got], "", {"articles": [want]})

    def test_the_whole_body(self):
        self.assertEqual(self.compare(record(["One.", "Two."]), body=["One.", "Two."]), [])
        self.assertEqual(self.compare(record(["One."]), body=["One.", "Two."]), ['body: lost "Two."'])
        self.assertEqual(self.compare(record(["One.", "Two."]), body=["One."]), ['body: added "Two."'])
        self.assertEqual(len(self.compare(record(["Two.", "One."]), body=["One.", "Two."])), 1)
        self.assertEqual(len(self.compare(record(["One.", "One."]), body=["One."])), 1)

    def test_blocks_that_are_not_text(self):
        got = record(["ADEN (XY) -", "One."], ["DATELINE", "PARAGRAPH"])
        self.assertEqual(self.compare(got, body=["One."], blocks={"DATELINE": ["ADEN (XY)"]}), [])
        self.assertEqual(len(self.compare(got, body=["One."], blocks={"BYLINE": ["ADEN (XY)"]})), 1)

    def test_partial_and_embargo_are_wrong_unless_expected(self):
        self.assertEqual(len(self.compare(record(["One."], partial=True), body=["One."])), 1)
        late = record(["One."], embargoed_until={"utc": "2026-03-04T06:00:00Z"})
        self.assertEqual(len(self.compare(late, body=["One."])), 1)
        self.assertEqual(self.compare(late, embargo="2026-03-04T06:00:00Z"), [])

    def test_refusals(self):
        self.assertEqual(check.compare([], "a wall", {"refused": "wall"}), [])
        self.assertEqual(len(check.compare([], "", {"refused": "."})), 1)
        self.assertEqual(len(check.compare([record(["One."])], "a wall", {"refused": "wall"})), 1)

    def test_number_and_identity_of_articles(self):
        two = [record(["One."], uri="a"), record(["Two."], uri="a")]
        self.assertEqual(len(check.compare(two, "", {"articles": [{}]})), 1)
        self.assertEqual(len(check.compare(two, "", {"articles": [{}, {}], "distinct_uris": True})), 1)

    def test_text_in_an_unknown_key(self):
        self.assertEqual(check.compare([], "no text; not understood: blurb", {"hollow": "blurb"}), [])
        self.assertEqual(len(check.compare([record([], title="T")], "", {"hollow": "blurb"})), 2)
        self.assertEqual(check.compare([record(["One."], title="T")], "", {"hollow": "blurb"}), [])


class KnownFailuresTest(unittest.TestCase):
    def test_the_list_must_be_exact(self):
        self.assertEqual(check.verdict({"a"}, {"b"}, {"a"}), [])
        self.assertEqual(len(check.verdict({"a", "b"}, set(), {"a"})), 1)
        self.assertEqual(len(check.verdict(set(), {"a"}, {"a"})), 1)
        self.assertEqual(len(check.verdict({"a"}, set(), {"a", "gone"})), 1)

    def test_shrinking_adds_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "known.txt"
            path.write_text("# why\na\nb  # slow\n")
            check.shrink(path, {"b", "c"})
            self.assertEqual(path.read_text(), "# why\na\n")
            self.assertEqual(check.read_known(path), {"a"})


if __name__ == "__main__":
    sys.exit(unittest.main())
