#!/usr/bin/env python3
"""Which of the names in the items have an id, and whether each id is one that a person read and found right.

usage: ids.py --bin PROGRAM [--items FOLDER] [--list] [LANGUAGE…]

Prints the share of sure entities with an id, by type. With --list every one with its names, id and English label, to be read. Without:
fails on an id that FOLDER/read.tsv does not have for that name (language, name, id; # for comments), which a person keeps: nothing
is written into it by a program.
"""
import argparse
import sys
from collections import defaultdict

import score

LANGUAGES = ["ar", "de", "en", "es", "fr", "ru", "tr"]


def entities(record):
    """(type, names as they stand there, id or None, label) of each entity that is not unsure."""
    fields = {"TITLE": record["article"].get("title", ""), "BODY": record["article"].get("body", "")}
    for entity in record.get("entities", []):
        names = []
        for mention in entity["mentions"]:
            if mention.get("unsure"):
                continue
            span = mention["span"]
            text = fields[span["field"]].encode()[span.get("begin", 0):span["end"]].decode()
            if text not in names:
                names.append(text)
        if names:
            label = next((one["text"] for one in entity.get("labels", []) if one["language"] == "en"), entity["name"])
            yield entity["type"], names, entity.get("id"), label


def read_by_person(folder):
    path = score.HERE / folder / "read.tsv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {tuple(line.split("\t")[:3]) for line in lines if line and not line.startswith("#")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--items", default="fresh")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("languages", nargs="*", default=LANGUAGES)
    args = parser.parse_args()
    known, counts, unread = read_by_person(args.items), defaultdict(lambda: [0, 0]), []
    items = [(language, item) for language in args.languages for item in score.read_items(language, args.items)]
    records = score.explain(args.bin, [item for _, item in items])  # one process: the models are loaded once
    for (language, (name, _, _)), record in zip(items, records, strict=True):
        for kind, names, identifier, label in entities(record):
            counts[kind][0] += identifier is not None
            counts[kind][1] += 1
            if args.list:
                print("\t".join([language, name, kind, " | ".join(names), identifier or "-", label]))
            unread += [(language, one, identifier) for one in names if identifier and (language, one, identifier) not in known]
    for kind in score.TYPES:
        print(f"{kind}: {counts[kind][0]} of {counts[kind][1]} have an id")
    if args.list:
        return 0
    for line in unread:
        print("read by nobody: " + "\t".join(line))
    return 1 if unread else 0


if __name__ == "__main__":
    sys.exit(main())
