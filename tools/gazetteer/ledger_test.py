#!/usr/bin/env python3
"""The ledger refuses what takes an id away, gives it to another or another type, and a ledger that was written anew."""
import unittest

import ledger
import tables

LANGUAGES = ["ar", "en"]
LEDGER = ledger.parse("marsad:blue-house\tORG\t0.1.0\tBlue House\t\n"
                      "wikidata:Q1\tPER\t0.1.0\tNora Field\t\n"
                      "wikidata:Q3\tPER\t0.1.0\tAda Wrong\t2026-12: a namesake\n")


def row(key, kind, ids, name):
    return tables.Row("list.tsv", 2, LANGUAGES, [key, kind, "1", ids, "", "2026-11", "", name])


HOUSE = row("blue-house", "ORG", "wikidata:Q2 marsad:blue-house", "The House|Blue House")
NORA = row("nora", "PER", "wikidata:Q1", "Nora Field")
NEW_LINE = ledger.parse("wikidata:Q2\tORG\t0.1.0\tThe House\t\n")


class LedgerTest(unittest.TestCase):
    def problems(self, *rows, now=None, before=()):
        return ledger.check(LEDGER + NEW_LINE if now is None else now, before, rows)

    def test_an_own_id_stays_when_a_source_states_another(self):
        self.assertEqual(self.problems(HOUSE, NORA, before=LEDGER), [])

    def test_a_new_id_must_be_written_down(self):
        self.assertIn("wikidata:Q2 is new", self.problems(HOUSE, NORA, now=LEDGER)[0])

    def test_lost(self):
        dropped = row("blue-house", "ORG", "wikidata:Q2", "The House|Blue House")
        self.assertEqual(self.problems(dropped, NORA), ["ids.txt: marsad:blue-house (Blue House) is lost: no row has it"])

    def test_retyped(self):
        other = row("blue-house", "LOC", "wikidata:Q2 marsad:blue-house", "The House|Blue House")
        self.assertEqual([text.split(": ")[-1] for text in self.problems(other, NORA)],
                         ["marsad:blue-house was of type ORG, not LOC", "wikidata:Q2 was of type ORG, not LOC"])

    def test_reused(self):
        other = row("nora", "PER", "wikidata:Q1", "Nora Hill")
        self.assertIn("wikidata:Q1 stood for 'Nora Field'", self.problems(HOUSE, other)[0])
        withdrawn = row("ada", "PER", "wikidata:Q3", "Ada Wrong")
        self.assertIn("wikidata:Q3 was withdrawn", self.problems(HOUSE, NORA, withdrawn)[0])

    def test_a_ledger_that_forgets(self):
        self.assertEqual(self.problems(HOUSE, NORA, before=[*LEDGER, ["wikidata:Q9", "PER", "0.1.0", "Gone", ""]]),
                         ["ids.txt: wikidata:Q9: the line was changed or taken away"])
        as_it_was = [[*line[:4], ""] for line in LEDGER]
        self.assertEqual(self.problems(HOUSE, NORA, before=as_it_was), [])


if __name__ == "__main__":
    unittest.main()
