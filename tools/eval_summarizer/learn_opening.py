#!/usr/bin/env python3
"""Learns the weights of stages/summarize/opening.h: with which sentence the news of a report begins.

usage: learn_opening.py [--bin build/release/bin] [--texts FOLDER…] [--corpus FILE] [--articles N] [--share S] [--first F]

Every sentence of an article is as likely as the exponential of its score; learned is what makes the right ones likely. In our
own texts (FOLDER: of tests/summaries) those with most of the facts are right, among the first three if the news is not late;
in N articles of FILE a sentence is the more right the nearer it is to the abstract. All these count S times a text of our own. F is
added for the first sentence: an editor keeps it in doubt. Prints what folds that were not learned from and the rest of FILE have to
say, the same for the weights of opening.h, and the weights.
"""
import argparse
import json
import math
import random
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import corpus
import evaluate
import rouge

sys.path.insert(0, str(corpus.ROOT / "tests/summaries"))
import score  # noqa: E402

TEXTS = ("items", "fresh", "kinds", "kinds/unseen", "openings")  # openings/unseen is never learned from
NEAR = 8  # so much less ROUGE makes a sentence e times less right
RIDGE = 0.001
STEPS, STEP = 300, 0.05
FOLDS = 5
IMPOSSIBLE = 1e-6


@dataclass
class Report:
    rows: list  # of a candidate: (feature, value) where the value is not 0
    spans: list
    numbers: list
    right: list = field(default_factory=list)  # how right each candidate is
    gain: list = field(default_factory=list)  # ROUGE-1 over that of the article's first sentence


def read_values(lines):
    """The features' names, and the reports by their record's number, of what opening_values prints."""
    lines = iter(lines)
    names, reports = next(lines).rstrip("\n").split("\t")[4:], {}
    for line in lines:
        record, sentence, begin, end, *values = line.rstrip("\n").split("\t")
        report = reports.setdefault(int(record), Report([], [], []))
        report.rows.append([(k, float(value)) for k, value in enumerate(values) if float(value) != 0])
        report.spans.append((int(begin), int(end)))
        report.numbers.append(int(sentence))
    return names, {record: report for record, report in reports.items() if len(report.rows) > 1}


def values_of(program, records):
    output = subprocess.run([program, str(records)], check=True, capture_output=True, text=True).stdout
    return read_values(output.splitlines())


def right_ones(item, sentences):
    """1 for each of the sentences with which the article's news may begin."""
    clean = [not any(text in sentence for text in item.forbidden) for sentence in sentences]
    if item.headline:
        return [float(ok and not score.missing(item.headline, text)) for ok, text in zip(clean, sentences)]
    hits = [ok * sum(any(one in text for one in fact) for fact in item.must) for ok, text in zip(clean, sentences)]
    near = hits if item.is_late else hits[:3]
    right = [float(hit == max(near) > 0) for hit in near] + [0.0] * (len(hits) - len(near))
    if hits[0] and not item.is_late:
        right[0] = 1.0
    return right


def texts_of(bin_folder, folder):
    items = list(score.read_items(corpus.ROOT / "tests/summaries" / folder, []))
    records = corpus.RECORDS / "opening_texts.jsonl"
    records.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(record, ensure_ascii=False) for record in score.explain(bin_folder / "marsad", items)]
    records.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for number, report in values_of(bin_folder / "opening_values", records)[1].items():
        body = json.loads(lines[number])["article"]["body"].encode()
        report.right = right_ones(items[number], [" ".join(body[b:e].decode().split()) for b, e in report.spans])
        if any(report.right):
            yield report


def abstracts_of(bin_folder, file):
    documents, records = corpus.load(bin_folder / "marsad", file)
    for number, report in values_of(bin_folder / "opening_values", records)[1].items():
        document = documents[number]
        scores = [rouge.score(document.sentences[i], document.references) for i in report.numbers]
        lead = rouge.score(document.sentences[0], document.references)[0]
        near = [(one[0] + one[1]) / 2 for one in scores]
        report.right = [math.exp((value - max(near)) / NEAR) for value in near]
        report.gain = [one[0] - lead for one in scores]
        yield report


def scores_of(report, weights):
    return [sum(weights[k] * value for k, value in row) for row in report.rows]


def likely(scores, times):
    most = max(scores)
    shares = [math.exp(value - most) * factor for value, factor in zip(scores, times)]
    total = sum(shares)
    return [share / total for share in shares]


def slope(reports, counts, weights):
    """Of the loss, for each weight."""
    total = sum(counts)
    result = [RIDGE * weight for weight in weights]
    for report, count in zip(reports, counts):
        scores = scores_of(report, weights)
        now = likely(scores, [1] * len(scores))
        wanted = likely(scores, [right + IMPOSSIBLE for right in report.right])
        for row, one, other in zip(report.rows, now, wanted):
            error = (one - other) * count / total
            for k, value in row:
                result[k] += error * value
    return result


def train(reports, counts, features):
    """The weights, by Adam (Kingma and Ba 2015) on all reports at once: nothing is drawn at random."""
    weights, first, second = ([0.0] * features for _ in range(3))
    for step in range(1, STEPS + 1):
        for k, value in enumerate(slope(reports, counts, weights)):
            first[k] = .9 * first[k] + .1 * value
            second[k] = .999 * second[k] + .001 * value * value
            weights[k] -= STEP * first[k] / (1 - .9 ** step) / (math.sqrt(second[k] / (1 - .999 ** step)) + 1e-8)
    return weights


def chosen(report, weights):
    scores = scores_of(report, weights)
    return scores.index(max(scores))


def hits(reports, weights):
    return sum(report.right[chosen(report, weights)] == 1 for report in reports)


def tell(name, texts, kept, rest, weights):
    gains = [report.gain[chosen(report, weights)] for report in rest]
    line = f"{name}: {kept} of {len(texts)} texts begin right"
    if gains:
        low, high = evaluate.interval(gains)
        line += f"; R1 against the first sentence {sum(gains) / len(gains):+.2f} [{low:+.2f}, {high:+.2f}] in {len(gains)}"
    print(line, flush=True)


def weights_of_header(names):
    text = (corpus.ROOT / "stages/summarize/opening.h").read_text(encoding="utf-8")
    weights = {name: int(value) / 10 for name, value in re.findall(r'\{"(\w+)", (-?\d+)\}', text)}
    return [weights[name] for name in names]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=Path, default=corpus.ROOT / "build/release/bin")
    parser.add_argument("--texts", nargs="+", default=TEXTS, help="folders of tests/summaries")
    parser.add_argument("--corpus", default="ant_abstracts.jsonl", help="a file of the shared data, or '' for none")
    parser.add_argument("--articles", type=int, default=900, help="of the corpus, to learn from")
    parser.add_argument("--share", type=float, default=.3, help="what one of them counts")
    parser.add_argument("--first", type=float, default=.5, help="added for the first sentence")
    options = parser.parse_args()
    names = values_of(options.bin / "opening_values", "/dev/null")[0]
    texts = [report for folder in options.texts for report in texts_of(options.bin, folder)]
    abstracts = list(abstracts_of(options.bin, options.corpus)) if options.corpus else []
    random.Random(3).shuffle(texts)
    random.Random(4).shuffle(abstracts)
    learned_from, rest = abstracts[:options.articles], abstracts[options.articles:]

    def learn(these):
        counts = [1] * len(these) + [options.share] * len(learned_from)
        weights = train(these + learned_from, counts, len(names))
        weights[names.index("first")] += options.first
        return [round(weight, 1) for weight in weights]

    weights = learn(texts)
    kept = 0
    for fold in range(FOLDS):
        kept += hits(texts[fold::FOLDS], learn([report for i, report in enumerate(texts) if i % FOLDS != fold]))
    tell("held out", texts, kept, rest, weights)
    tell("learned", texts, hits(texts, weights), rest, weights)
    header = weights_of_header(names)
    tell("opening.h", texts, hits(texts, header), rest, header)
    print("weights, in tenths, learned and of opening.h:")
    for name, one, other in zip(names, weights, header):
        print(f"  {name:16}{round(one * 10):4}{round(other * 10):4}")


if __name__ == "__main__":
    main()
