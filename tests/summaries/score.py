#!/usr/bin/env python3
"""Judges the summaries of `marsad explain` on the articles of items/ and can write them as a page to read.

usage: score.py --bin PROGRAM [--items FOLDER] [-v] [--html FILE] [--at-least N] [LANGUAGE…]

FOLDER is items/ or fresh/. Its files LANGUAGE*.txt hold articles, each a line `# NAME KIND [late]`, then lines `must: A | B` (a fact: one of these texts
stands in the summary) and `not: TEXT` (begins a sentence or line that must not be chosen), a blank line, the title, a blank
line, the body. `late`: the news is not in the first three sentences. A summary is kept if it holds every fact and nothing
that must not be chosen. --at-least: exit 1 if fewer are kept, if anything is chosen that must not be, or if a
chosen sentence is not whole. `reason-not: WORD`: what no reason may show as its evidence. `headline: A | B`: a fact that the
one sentence of the headline must hold. `words: N`: the summary has no more.
"""
import argparse
import functools
import html
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
PHRASES = HERE.parents[1] / "stages/summarize/data/phrases.tsv"


@dataclass
class Item:
    name: str
    language: str
    kind: str
    is_late: bool
    must: list  # of lists of alternatives
    forbidden: list
    title: str
    body: str
    untrue: list = field(default_factory=list)  # what no reason may show
    headline: list = field(default_factory=list)  # of lists of alternatives
    most_words: int = 0  # 0: any number


def read_item(part, language):
    head, _, rest = part.partition("\n")
    name, kind, *late = head.split()
    judged, _, text = rest.partition("\n\n")
    title, _, body = text.strip().partition("\n\n")
    lines = [line.partition(": ") for line in judged.splitlines()]
    return Item(name=f"{language}/{name}", language=language, kind=kind, is_late=bool(late), title=title, body=body,
                must=[value.split(" | ") for key, _, value in lines if key == "must"],
                forbidden=[value for key, _, value in lines if key == "not"],
                untrue=[value for key, _, value in lines if key == "reason-not"],
                headline=[value.split(" | ") for key, _, value in lines if key == "headline"],
                most_words=sum(int(value) for key, _, value in lines if key == "words"))


def read_items(folder, languages):
    for file in sorted(folder.glob("*.txt")):
        language = re.sub(r"\d+$", "", file.stem)
        if languages and language not in languages:
            continue
        for part in re.split(r"(?m)^# ", file.read_text(encoding="utf-8"))[1:]:
            yield read_item(part, language)


def explain(program, items):
    """One record for each item, in order."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, item in enumerate(items):
            file = Path(folder) / f"{number:03}.json"
            file.write_text(json.dumps({"uri": f"item:{number}", "title": item.title, "body": item.body},
                                       ensure_ascii=False), encoding="utf-8")
            files.append(str(file))
        output = subprocess.run([program, "explain", "--json", *files], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


@dataclass
class Verdict:
    missed: list
    chosen: list  # what must not be

    @property
    def is_kept(self):
        return not self.missed and not self.chosen


def missing(facts, text):
    plain = re.sub(r"\s+", " ", text)
    return [" | ".join(fact) for fact in facts if not any(one in plain for one in fact)]


def judge(item, summary, headline=""):
    plain = re.sub(r"\s+", " ", summary)
    return Verdict(missed=missing(item.must, summary) + [f"headline {fact}" for fact in missing(item.headline, headline)],
                   chosen=[text for text in item.forbidden if text in plain])


def too_long(item, summary):
    words = len(summary.split())
    return [f"{words} words"] if 0 < item.most_words < words else []


def untrue_reasons(item, record):
    """The words of `reason-not` that a reason shows."""
    raw = item.body.encode()
    shown = [raw[span.get("begin", 0):span["end"]].decode().lower()
             for _, reasons in sentences(record) for reason in reasons.get("reasons", [])
             for span in reason.get("evidence", []) if span.get("field") == "BODY"]
    return [f"reason {word}" for word in item.untrue if word.lower() in shown]


def sentences(record):
    """Text and reasons of each chosen sentence."""
    body = record["article"].get("body", "").encode()
    summary = record.get("summary", {})
    reasons = summary.get("reasons", [])
    for number, span in enumerate(summary.get("sentences", [])):
        reason = reasons[number] if number < len(reasons) else {}
        yield body[span.get("begin", 0):span["end"]].decode(), reason


def folded(text):
    """Without accents, in small letters."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")


@functools.cache
def labels():
    """What the summarizer takes for the label of a decision."""
    return phrases("ordinal")


@functools.cache
def reporters():
    """Who reports a post of a live blog: "Our correspondent in Oslo:"."""
    return phrases("reporter")


@functools.cache
def conjunctions():
    """What may be cut where a summary begins: "But"."""
    return phrases("opener") & phrases("turn")


def phrases(name):
    rows = [line.split("\t") for line in PHRASES.read_text(encoding="utf-8").splitlines() if line.startswith(f"{name}\t")]
    return {folded(phrase) for row in rows for phrase in row[2].split(" | ")}


def torn(record):
    """Chosen spans that are no whole sentence of the article; a sentence may lack an opener of some words and its comma,
    the mark of an answer or an item, a label of one letter, the label or number of a decision ("First:", "1-"), and the first of all a
    conjunction ("But")."""
    ends = {span["end"]: span.get("begin", 0) for span in record.get("text", {}).get("sentences", [])}
    body = record["article"].get("body", "").encode()
    found = []
    for span in record.get("summary", {}).get("sentences", []):
        begin = ends.get(span["end"], -1)
        cut = body[max(begin, 0):span.get("begin", 0)].decode().strip()
        is_label = cut.endswith((":", "\uff1a")) and (
            re.fullmatch(r"\w\s?", cut[:-1]) or folded(cut[:-1].strip()) in labels())  # "A:", "Article 1:"
        is_label = is_label or bool(re.fullmatch(r"\d{1,2} ?[-.)]", cut))  # "1-"
        is_label = is_label or (cut.endswith(":") and any(one in folded(cut) for one in reporters()))
        is_conjunction = not found and span is record["summary"]["sentences"][0] and folded(cut) in conjunctions()
        if begin < 0 or (cut.strip(">-\u2013\u2014\u2022* ") and not is_label and not is_conjunction
                         and not (cut.endswith((",", "\u060c", "\uff0c")) and len(cut.split()) <= 5)):
            found.append(body[span.get("begin", 0):span["end"]].decode())
    return found


def reason_text(reason, body):
    raw = body.encode()
    parts = []
    for part in reason.get("reasons", []):
        cuts = [raw[span.get("begin", 0):span["end"]].decode() for span in part.get("evidence", [])
                if span.get("field") == "BODY"]
        parts.append(part["kind"].lower().replace("_", " ") + (f" ({', '.join(cuts)})" if cuts else ""))
    return ", ".join(parts)


def page(items, records, verdicts):
    rows = []
    for item, record, verdict in zip(items, records, verdicts):
        chosen = "".join(f"<p dir=auto>{html.escape(text)}<br><small>{html.escape(reason_text(reason, item.body))}</small></p>"
                         for text, reason in sentences(record))
        notes = [f"missed: {fact}" for fact in verdict.missed] + [f"must not be chosen: {text}" for text in verdict.chosen]
        state = "kept" if verdict.is_kept else html.escape("; ".join(notes))
        rows.append(f"<section class={'kept' if verdict.is_kept else 'no'}><small>{item.name} {item.kind}</small>"
                    f"<h2 dir=auto>{html.escape(item.title)}</h2>{chosen}<p dir=auto class=state>{state}</p>"
                    f"<details><summary>The article</summary><pre dir=auto>{html.escape(item.body)}</pre></details></section>")
    return ("<!doctype html><meta charset=utf-8><title>Summaries</title><style>body{font:16px/1.5 sans-serif;max-width:50em;"
            "margin:2em auto}section{border-inline-start:4px solid #c33;padding:0 1em;margin:2em 0}section.kept{border-color:"
            "#3a3}h2{font-size:1.1em}pre{white-space:pre-wrap}small,.state{color:#666}</style>" + "\n".join(rows) + "\n")


def report(items, verdicts, verbose):
    groups = defaultdict(lambda: [0, 0])
    for item, verdict in zip(items, verdicts):
        for group in ("all", item.language, item.kind, "late" if item.is_late else "early"):
            groups[group][0] += verdict.is_kept
            groups[group][1] += 1
        if verbose and not verdict.is_kept:
            print(f"{item.name}: missed {verdict.missed}, must not be chosen {verdict.chosen}")
    for group, (kept, count) in groups.items():
        print(f"{group:10} kept {kept:2} of {count}")
    facts = sum(len(item.must) for item in items)
    missed = sum(len(verdict.missed) for verdict in verdicts)
    print(f"facts {facts - missed} of {facts}; chosen that must not be: {sum(len(v.chosen) for v in verdicts)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--items", type=Path, default=HERE / "items")
    parser.add_argument("--html", type=Path)
    parser.add_argument("--at-least", type=int, default=0)
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("languages", nargs="*")
    options = parser.parse_args()
    items = list(read_items(options.items, options.languages))
    records = explain(options.bin, items)
    verdicts = [judge(item, record.get("summary", {}).get("text", ""), record.get("summary", {}).get("headline", ""))
                for item, record in zip(items, records)]
    for item, record, verdict in zip(items, records, verdicts):
        verdict.chosen += untrue_reasons(item, record)
        verdict.missed += too_long(item, record.get("summary", {}).get("text", ""))
    report(items, verdicts, options.verbose)
    if options.html:
        options.html.write_text(page(items, records, verdicts), encoding="utf-8")
    pieces = [text for record in records for text in torn(record)]
    if pieces:
        print("no whole sentences:", *pieces, sep="\n  ")
    kept = sum(verdict.is_kept for verdict in verdicts)
    is_bad = kept < options.at_least or any(verdict.chosen for verdict in verdicts) or pieces
    return int(options.at_least > 0 and bool(is_bad))


if __name__ == "__main__":
    sys.exit(main())
