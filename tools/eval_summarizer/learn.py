#!/usr/bin/env python3
"""Learns the weights of stages/summarize/weights.h on EASC by 5-fold cross-validation.

usage: learn.py [--bin build/release/bin]

Search over a few values of each weight, one weight after the other; the measure is the mean of R1 and R2
at 33.8 % of the words and at three sentences. Prints what each rule brings (the measure without it), what the folds
choose and score beside the weights of weights.h, and the weights that all articles together choose.
"""
import argparse
from pathlib import Path

import corpus
import evaluate

VALUES = {
    "opening_share": (0, 150, 250, 400),
    "announced": (0, 0.1, 0.2, 0.4),
    "name": (0, 0.05, 0.1),
    "figure": (0, 0.05),
    "speech": (0, 0.05, 0.1),
    "empty": (0, -0.05, -0.1),
    "orphan": (0, -0.1, -0.3),
}
SET_BY_HAND = {"opening_share": 250, "announced": 0.2, "name": 0.05, "figure": 0, "speech": 0.05, "empty": -0.05,
               "orphan": -0.3}  # weights.h
OFF = dict.fromkeys(VALUES, 0)
FOLDS = 5


class Measure:
    def __init__(self, bin_folder):
        self.program = bin_folder / "choose_sentences"
        self.documents, self.records = corpus.load(bin_folder / "marsad", "easc.jsonl")
        self.budgets = ([(evaluate.NO_LIMIT, round(evaluate.SHARE * d.size)) for d in self.documents],
                        [(3, evaluate.NO_LIMIT)] * len(self.documents))
        self.known = {}

    def of(self, orders):
        """The measure of each document."""
        both = [evaluate.score_all(self.documents, budgets, order) for budgets, order in zip(self.budgets, orders)]
        return [sum(one[:2] + other[:2]) / 4 for one, other in zip(*both)]

    def each(self, weights):
        key = tuple(sorted(weights.items()))
        if key not in self.known:
            arguments = [f"{name}={value}" for name, value in key]
            self.known[key] = self.of([corpus.chosen(self.program, self.records, budgets, arguments)
                                       for budgets in self.budgets])
        return self.known[key]

    def mean(self, weights, these):
        each = self.each(weights)
        return sum(each[i] for i in these) / len(these)


def search(measure, these):
    """The best weights on these documents; of equal ones those nearest to zero."""
    weights = dict(SET_BY_HAND)
    for name, values in VALUES.items():
        weights[name] = max(values, key=lambda v, n=name: (round(measure.mean({**weights, n: v}, these), 3), -abs(v)))
    return weights


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=Path, default=corpus.ROOT / "build/release/bin")
    measure = Measure(parser.parse_args().bin)
    all_of_them = range(len(measure.documents))
    lead = measure.of([[list(range(len(d.sentences))) for d in measure.documents]] * 2)
    held_out = [0.0] * len(lead)
    for fold in range(FOLDS):
        weights = search(measure, [i for i in all_of_them if i % FOLDS != fold])
        print(f"fold {fold}: {weights}")
        for i in all_of_them:
            if i % FOLDS == fold:
                held_out[i] = measure.each(weights)[i]
    best = search(measure, all_of_them)
    low, high = evaluate.interval([a - b for a, b in zip(held_out, lead)])
    print(f"lead {sum(lead) / len(lead):.2f}, held out {sum(held_out) / len(lead):.2f}, difference [{low:+.2f}, {high:+.2f}]")
    by_hand = measure.each(SET_BY_HAND)
    print(f"set by hand {sum(by_hand) / len(lead):.2f}; held out against it "
          f"[{{:+.2f}}, {{:+.2f}}]".format(*evaluate.interval([a - b for a, b in zip(held_out, by_hand)])))
    print(f"all articles: {best}, {measure.mean(best, all_of_them):.2f}")
    for name in VALUES:
        print(f"  without {name:10} {measure.mean({**best, name: OFF[name]}, all_of_them):.2f}")


if __name__ == "__main__":
    main()
