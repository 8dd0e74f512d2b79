#!/usr/bin/env python3
"""ROUGE against values of the literature and ones counted by hand, and the methods on small texts.

usage: eval_test.py
"""
import unittest

import baselines
import corpus
import evaluate
import junk
import rouge


class Rouge(unittest.TestCase):
    # The examples of C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, section 3.
    reference = "police killed the gunman".split()

    def test_values_of_the_paper(self):
        for text, two, longest in (("police kill the gunman", 100 / 3, 75), ("the gunman kill police", 100 / 3, 50),
                                   ("the gunman police killed", 200 / 3, 50)):
            words = text.split()
            self.assertAlmostEqual(rouge.rouge_n(words, self.reference, 2), two)
            self.assertAlmostEqual(rouge.rouge_l(words, self.reference), longest)
        self.assertAlmostEqual(rouge.rouge_n("police kill the gunman".split(), self.reference, 1), 75)

    def test_counts_are_clipped(self):
        self.assertAlmostEqual(rouge.rouge_n("a a a a".split(), "a b".split(), 1), 100 / 3)

    def test_lengths_differ(self):
        # Shared 2 of 3 and of 5 words: P 2/3, R 2/5, F 1/2.
        self.assertAlmostEqual(rouge.rouge_n("x y z".split(), "x y a b c".split(), 1), 50)

    def test_mean_over_references(self):
        self.assertEqual(rouge.score(["a"], [["a"], ["b"]]), (50.0, 0.0, 50.0))

    def test_nothing(self):
        self.assertEqual(rouge.score([], [["a"]]), (0.0, 0.0, 0.0))

    def test_longest_common_is_that_of_the_table(self):
        one, other = "a b c b d a b".split(), "b d c a b a".split()
        self.assertEqual(rouge.longest_common(one, other), 4)  # Cormen et al., figure 15.8

    def test_arabic_forms_of_a_word_are_one(self):
        # ALEF WITH HAMZA ABOVE and FATHATAN; ALEF alone. TEH MARBUTA; HEH. ARABIC-INDIC DIGIT THREE; 3. TATWEEL.
        self.assertEqual(rouge.words("\u0623\u0645\u0633\u064b"), rouge.words("\u0627\u0645\u0633"))
        self.assertEqual(rouge.words("\u0633\u0646\u0629 \u0663"), rouge.words("\u0633\u0646\u0640\u0647 3"))

    def test_characters_without_blanks_are_words(self):
        self.assertEqual(len(rouge.words("\u5927\u6865 36")), 3)


class Methods(unittest.TestCase):
    sentences = ["a b c".split(), "a b d".split(), "x y z".split(), "a d b".split()]

    def test_graph_methods_put_the_odd_sentence_last(self):
        for method in (baselines.textrank, baselines.lexrank):
            self.assertEqual(method(self.sentences, [])[-1], 2)

    def test_the_oracle_takes_what_the_reference_has(self):
        self.assertEqual(baselines.oracle(self.sentences, [["x", "y", "z"]])[0], 2)

    def test_every_method_orders_all_sentences(self):
        for method in baselines.ALL.values():
            self.assertEqual(sorted(method(self.sentences, [["a"]])), [0, 1, 2, 3])

    def test_a_summary_is_cut_at_the_words_and_keeps_the_order(self):
        document = corpus.Document(self.sentences, [])
        self.assertEqual(corpus.cut(document, [2, 0, 1], 2, 100), "a b c x y z".split())
        self.assertEqual(corpus.cut(document, [2, 0, 1], 9, 4), "a b c x".split())

    def test_intervals_hold_the_mean_and_repeat(self):
        low, high = evaluate.interval([0.0, 1.0] * 50)
        self.assertTrue(0.3 < low < 0.5 < high < 0.7)
        self.assertEqual((low, high), evaluate.interval([0.0, 1.0] * 50))

    def test_junk_is_put_in_alike_each_time(self):
        article = {"title": "T", "body": "a\nb"}
        self.assertEqual(junk.spoil(article, 3), junk.spoil(article, 3))
        self.assertEqual(len(junk.spoil(article, 3)["body"].split("\n")), 9)
        self.assertNotEqual(junk.spoil(article, 3), junk.spoil(article, 4))
        self.assertEqual(junk.spoil(article, 3, junk.TITLE)["body"], "T\na\nb")
        for kind, lines in junk.LINES.items():
            self.assertEqual(set(junk.spoil(article, 3, kind)["body"].split("\n")) - {"a", "b"}, set(lines))

    def test_junk_is_put_between_paragraphs(self):
        self.assertEqual(junk.places(["One line", "and its end.", "Next", "one."]), [0, 2, 4])

    def test_chosen_junk_is_counted(self):
        document = corpus.Document([["a", "b"], ["c", "d"], ["c"]], [])
        self.assertEqual(evaluate.count_chosen([document], [[0, 1, 2]], [{"x c d"}]), 2)


if __name__ == "__main__":
    unittest.main()
