#!/usr/bin/env python3
"""Draws mentions that have an id from what the whole stage finds in raw articles, for a person to judge.

usage: draw_hits.py --bin PROGRAM [--draw 300] [--articles 400] [--seed 1] TEXT.jsonl...

TEXT: a line an article, with title and body. Of all articles --articles are taken, in the order of a hash of seed and text; of
their mentions with an id --draw, in the same way. One line each: number, type, label, id, confidence, the sentence with the
mention in brackets.
"""
import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

BESIDE = 90  # characters shown on each side


def order(seed, text):
    return hashlib.sha256(f"{seed}:{text}".encode()).digest()


def articles_of(paths):
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            yield {"title": article.get("title") or "", "body": article.get("body") or ""}


def explain(program, articles):
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, article in enumerate(articles):
            file = Path(folder) / f"{number:05}.json"
            file.write_text(json.dumps({"uri": f"draw:{number}", **article}, ensure_ascii=False), encoding="utf-8")
            files.append(str(file))
        run = subprocess.run([program, "explain", "--json", *files], check=False, capture_output=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def hits_of(record):
    """(type, label, id, confidence, context) of each sure mention with an id."""
    fields = {"TITLE": record["article"].get("title", ""), "BODY": record["article"].get("body", "")}
    for entity in record.get("entities", []):
        if not entity.get("ids"):
            continue
        label = next((l["text"] for l in entity.get("labels", []) if l["language"] == "en"), entity["name"])
        for mention in entity["mentions"]:
            if mention.get("unsure"):
                continue
            raw = fields[mention["span"]["field"]].encode()
            begin, end = mention["span"].get("begin", 0), mention["span"]["end"]
            before, name, after = raw[:begin].decode(), raw[begin:end].decode(), raw[end:].decode()
            context = f"{before[-BESIDE:]}[[{name}]]{after[:BESIDE]}".replace("\n", " ¶ ")
            yield entity["type"], label, entity["ids"][0], mention.get("confidence", 0), context


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--bin", required=True)
    arguments.add_argument("--draw", type=int, default=300)
    arguments.add_argument("--articles", type=int, default=400)
    arguments.add_argument("--seed", default="1")
    arguments.add_argument("texts", nargs="+")
    given = arguments.parse_args()
    by_text = {a["title"] + a["body"]: a for a in articles_of(given.texts)}
    articles = sorted(by_text.values(), key=lambda a: order(given.seed, a["title"] + a["body"]))
    records = explain(given.bin, articles[:given.articles])
    hits = [hit for record in records for hit in hits_of(record)]
    hits.sort(key=lambda hit: order(given.seed, hit[-1]))
    for number, hit in enumerate(hits[:given.draw], 1):
        print(number, *hit, sep="\t")
    print(f"{len(hits)} mentions with an id in {len(records)} articles", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
