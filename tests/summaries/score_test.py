#!/usr/bin/env python3
"""The scorer on a summary of each kind, and the articles themselves: each fact and each line that must not be chosen is
in its article, and in a `late` one the first three sentences do not hold all facts.

usage: score_test.py
"""
import re
import unittest

import score


class Judging(unittest.TestCase):
    item = score.read_item("x report\nmust: Oslo | Bergen\nmust: 12\nnot: Only time\n\nTitle\n\nOslo: 12 hurt.", "en")

    def test_reads_an_item(self):
        self.assertEqual((self.item.name, self.item.kind, self.item.is_late), ("en/x", "report", False))
        self.assertEqual((self.item.title, self.item.body), ("Title", "Oslo: 12 hurt."))
        self.assertEqual(self.item.must, [["Oslo", "Bergen"], ["12"]])

    def test_every_fact_and_nothing_forbidden(self):
        self.assertTrue(score.judge(self.item, "In Bergen 12 were\nhurt.").is_kept)
        self.assertEqual(score.judge(self.item, "In Bergen many were hurt.").missed, ["12"])
        self.assertEqual(score.judge(self.item, "Oslo, 12. Only\ntime will tell.").chosen, ["Only time"])

    def test_the_headline_holds_its_facts(self):
        item = score.read_item("x report\nheadline: Oslo | Bergen\n\nTitle\n\nOslo: 12 hurt.", "en")
        self.assertTrue(score.judge(item, "Oslo: 12 hurt.", "Oslo: 12 hurt.").is_kept)
        self.assertEqual(score.judge(item, "Oslo: 12 hurt.", "It rained.").missed, ["headline Oslo | Bergen"])

    def test_a_summary_may_be_so_long(self):
        item = score.read_item("x report\nwords: 3\n\nTitle\n\nOslo: 12 hurt.", "en")
        self.assertEqual(score.too_long(item, "Oslo: 12 hurt."), [])
        self.assertEqual(score.too_long(item, "In Oslo 12 hurt."), ["4 words"])
        self.assertEqual(score.too_long(self.item, "In Oslo 12 hurt."), [])

    def test_sentences_are_whole_but_for_an_opener(self):
        body = "Meanwhile, Oslo slept. It rained."
        sentences = [{"end": 22}, {"begin": 23, "end": 33}]

        def pieces(*spans):
            return score.torn({"article": {"body": body}, "text": {"sentences": sentences}, "summary": {"sentences": spans}})
        self.assertEqual(pieces({"end": 22}, {"begin": 23, "end": 33}, {"begin": 11, "end": 22}), [])
        self.assertEqual(pieces({"begin": 16, "end": 22}), ["slept."])
        self.assertEqual(pieces({"end": 33, "begin": 26}, {"end": 20}), ["rained.", "Meanwhile, Oslo slep"])

    def test_a_label_may_be_cut_but_no_speaker(self):
        def pieces(body, begin):
            end = len(body.encode())
            return score.torn({"article": {"body": body}, "text": {"sentences": [{"end": end}]},
                               "summary": {"sentences": [{"begin": begin, "end": end}]}})
        for label in ("A: ", "First: ", "1- ", "Article 1: ", "\u062b\u0627\u0646\u064a\u0627\u064b: "):  # the last: Arabic "second"
            self.assertEqual(pieces(label + "Oslo slept.", len(label.encode())), [], label)
        self.assertEqual(pieces("The minister: Oslo slept.", 14), ["Oslo slept."])

    def test_a_conjunction_may_be_cut_where_the_summary_begins(self):
        body = "It rained. But Oslo slept. But Bergen woke."
        sentences = [{"end": 10}, {"begin": 11, "end": 26}, {"begin": 27, "end": 43}]

        def pieces(*spans):
            return score.torn({"article": {"body": body}, "text": {"sentences": sentences}, "summary": {"sentences": spans}})
        self.assertEqual(pieces({"begin": 15, "end": 26}, {"begin": 27, "end": 43}), [])
        self.assertEqual(pieces({"end": 10}, {"begin": 15, "end": 26}), ["Oslo slept."])

    def test_reasons_have_their_words(self):
        reason = {"reasons": [{"kind": "LEAD"}, {"kind": "ENTITY", "evidence": [{"field": "BODY", "end": 4}]}]}
        self.assertEqual(score.reason_text(reason, "Oslo: 12 hurt."), "lead, entity (Oslo)")


class Items(unittest.TestCase):
    known = list(score.read_items(score.HERE / "items", []))
    fresh = list(score.read_items(score.HERE / "fresh", []))
    items = known + fresh
    short = [item for folder in ("kinds", "kinds/open", "kinds/unseen")
             for item in score.read_items(score.HERE / folder, [])]

    def test_there_are_sixty_and_a_third_are_late(self):
        self.assertEqual(len(self.known), 60)
        self.assertEqual(sum(item.is_late for item in self.known), 20)
        self.assertEqual(sum(item.language == "ar" for item in self.known), 20)
        self.assertEqual(len({item.language for item in self.known}), 8)

    def test_there_are_twenty_fresh_ones(self):
        self.assertEqual(len(self.fresh), 20)
        self.assertEqual(sum(item.is_late for item in self.fresh), 8)
        self.assertEqual(len({item.language for item in self.fresh}), 8)
        self.assertFalse({item.name for item in self.fresh} & {item.name for item in self.known})

    def test_facts_and_forbidden_lines_are_in_the_article(self):
        for item in self.items + self.short:
            for fact in item.must + item.headline:
                self.assertTrue(any(text in item.body for text in fact), f"{item.name}: {fact}")
            for text in item.forbidden:
                self.assertIn(text, item.body, item.name)

    def test_they_are_long_but_for_flashes(self):
        for item in self.items:
            length = len(item.body) / 2 if item.language == "zh" else len(re.findall(r"\w+", item.body))
            if item.kind != "flash":
                self.assertGreaterEqual(length, 240, item.name)

    def test_late_news_is_late(self):
        for item in self.items:
            opening = "".join(re.findall(r"[^.!?؟。]+[.!?؟。]", item.body)[:3])
            if item.is_late:
                self.assertTrue(score.judge(item, opening).missed, item.name)


if __name__ == "__main__":
    unittest.main()
