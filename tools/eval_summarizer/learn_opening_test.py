#!/usr/bin/env python3
"""learn_opening.py on made-up values: it finds the weights again by which the right sentences were drawn.

usage: learn_opening_test.py
"""
import random
import unittest

import learn_opening
import score

WEIGHTS = [2.0, -1.5, 0.0, 1.0]


def drawn(seed, count):
    """Reports of six sentences, of which one is right: drawn with the likelihood that WEIGHTS give it."""
    chance = random.Random(seed)
    reports = []
    for _ in range(count):
        rows = [[(k, chance.uniform(-1, 1)) for k in range(len(WEIGHTS))] for _ in range(6)]
        report = learn_opening.Report(rows, [], [])
        shares = learn_opening.likely(learn_opening.scores_of(report, WEIGHTS), [1] * 6)
        right = chance.choices(range(6), shares)[0]
        report.right = [float(i == right) for i in range(6)]
        reports.append(report)
    return reports


def item(**members):
    return score.Item(**{"name": "en/a", "language": "en", "kind": "report", "is_late": False, "must": [["bridge"], ["four"]],
                         "forbidden": [], "title": "", "body": "", **members})


class LearnOpening(unittest.TestCase):
    def test_the_weights_are_found_again(self):
        found = learn_opening.train(drawn(1, 400), [1] * 400, len(WEIGHTS))
        for one, other in zip(found, WEIGHTS):
            self.assertAlmostEqual(one, other, delta=0.35)

    def test_other_data_gives_other_weights(self):
        reports = drawn(1, 100)
        for report in reports:  # the opposite is right
            report.rows = [[(k, -value) for k, value in row] for row in report.rows]
        found = learn_opening.train(reports, [1] * 100, len(WEIGHTS))
        self.assertLess(found[0], -1)
        self.assertGreater(found[1], 0.7)

    def test_what_counts_nothing_is_not_learned_from(self):
        ours, others = drawn(1, 60), drawn(2, 60)
        alone = learn_opening.train(ours, [1] * 60, len(WEIGHTS))
        mixed = learn_opening.train(ours + others, [1] * 60 + [0] * 60, len(WEIGHTS))
        for one, other in zip(alone, mixed):
            self.assertAlmostEqual(one, other)

    def test_right_is_what_holds_most_facts_near_the_beginning(self):
        texts = ["A bridge.", "A cloud.", "The bridge fell, four died.", "The bridge, four dead."]
        self.assertEqual(learn_opening.right_ones(item(), texts), [1, 0, 1, 0])
        self.assertEqual(learn_opening.right_ones(item(is_late=True), texts), [0, 0, 1, 1])
        self.assertEqual(learn_opening.right_ones(item(headline=[["fell"]]), texts), [0, 0, 1, 0])
        self.assertEqual(learn_opening.right_ones(item(forbidden=["The bridge fell"]), texts), [1, 0, 0, 0])

    def test_values_are_read_and_single_sentences_left_out(self):
        names, reports = learn_opening.read_values(
            ["record\tsentence\tbegin\tend\tdeed\tfirst", "0\t0\t0\t9\t0.5\t1", "0\t2\t9\t20\t0\t0", "3\t0\t0\t5\t0\t1"])
        self.assertEqual(names, ["deed", "first"])
        self.assertEqual(list(reports), [0])
        self.assertEqual(reports[0].rows, [[(0, 0.5), (1, 1.0)], []])
        self.assertEqual(reports[0].numbers, [0, 2])

    def test_the_header_is_read(self):
        deed, late = learn_opening.weights_of_header(["deed", "deep"])
        self.assertGreater(deed, 0)
        self.assertLess(late, 0)


if __name__ == "__main__":
    unittest.main()
