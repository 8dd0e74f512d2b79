#!/usr/bin/env python3
"""A made-up day of 600 articles and 112 stories in eight languages through the whole pipeline: what came of it, on a page.

usage: judge_day.py [--bin build/release/bin/marsad] [--seed MARSAD_SEED] [--page FILE.html] [-v]

Exit 1 if an article that is no copy is called one, if a copy is not, if a correction or kill does not name the copies elsewhere, or
if BCubed F of the stories is below --at-least.
"""
import argparse
import html
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/stories"))
from day import make_day  # noqa: E402
from stream import explain_stream  # noqa: E402

COPIES = ("EXACT", "NEAR", "PART")
STYLE = """body{font:15px sans-serif;margin:2em;max-width:75em}table{border-collapse:collapse;width:100%;margin-bottom:1.5em}
td,th{border:1px solid #ccc;padding:3px 6px;text-align:start;vertical-align:top}.bad{background:#fdd}h2{font-size:1em}"""


def last_ids(stories):
    """Where each story's name leads after all merges."""
    into = {}
    for story in stories:
        for ended in story.get("merged", []):
            into[ended] = story["id"]

    def follow(name):
        while name in into:
            name = into[name]
        return name
    return follow


def bcubed(pairs):
    """(precision, recall, F) of (found, true)."""
    found, true, both = Counter(f for f, _ in pairs), Counter(t for _, t in pairs), Counter(pairs)
    precision = sum(both[pair] / found[pair[0]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / true[pair[1]] for pair in pairs) / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def wrong(article, story, copies):
    """What is wrong with what was said of it; none: nothing."""
    kind, found = article["kind"], story.get("duplicate_kind", "-")
    if kind == "copy" and found not in COPIES:
        return f"a copy is {found}"
    if kind in ("original", "own", "roundup") and found in COPIES:
        return f"no copy, but {found} of {story.get('duplicate_of')}"
    changes = {"update": "UPDATED", "correction": "CORRECTED", "kill": "WITHDRAWN"}
    if kind in changes and story.get("change") != changes[kind]:
        return f"{kind} is {story.get('change')}"
    if kind in ("correction", "kill"):
        named = {effect["uri"] for effect in story.get("effects", [])}
        missing = copies[article["of"]] - named
        if missing or article["of"] not in named:
            return "does not name " + ", ".join(sorted(missing) or [article["of"]])
    return None


def judge(day, stories):
    """Rows (article, story, id at the end, what is wrong)."""
    copies = defaultdict(set)
    follow = last_ids(stories)
    rows = []
    for article, story in zip(day, stories, strict=True):
        if article["kind"] == "copy":
            copies[article["of"]].add(article["record"]["uri"])
        rows.append((article, story, follow(story.get("id", "")), wrong(article, story, copies)))
    return rows


def one_version(rows):
    """Of each uri the first row: versions and kills stay in their story."""
    seen = {}
    for row in rows:
        seen.setdefault(row[0]["record"]["uri"], row)
    return list(seen.values())


def print_stories(rows):
    """Each story that is not exactly a true one, with what it has of which."""
    found, true = defaultdict(Counter), Counter()
    for article, _, name, _ in one_version(rows):
        found[name][article["truth"]] += 1
        true[article["truth"]] += 1
    for name, parts in sorted(found.items()):
        if len(parts) > 1 or any(count < true[truth] for truth, count in parts.items()):
            print(f"  {name}: " + ", ".join(f"{count} of {true[truth]} {truth}" for truth, count in sorted(parts.items())))


def write_page(path, rows, summary):
    groups = defaultdict(list)
    for row in rows:
        groups[row[2]].append(row)
    out = [f"<!doctype html><meta charset=utf-8><title>A day</title><style>{STYLE}</style><h1>{html.escape(summary)}</h1>"]
    for name, members in groups.items():
        title = members[0][1].get("title", "")
        out.append(f"<h2 dir=auto>{html.escape(title)}</h2><p>{html.escape(name)}</p><table>")
        for article, story, _, fault in members:
            record = article["record"]
            cells = [record["published"][11:16], record["source"]["name"], record["title"], article["truth"], article["kind"],
                     story.get("change", ""), story.get("duplicate_kind", ""), story.get("duplicate_of", ""),
                     str(story.get("novelty", "")), " ".join(f"{e['action']} {e['uri']}" for e in story.get("effects", [])),
                     fault or ""]
            out.append(f"<tr{' class=bad' if fault else ''}>" + "".join(f"<td dir=auto>{html.escape(c)}</td>" for c in cells) + "</tr>")
        out.append("</table>")
    path.write_text("\n".join(out), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=ROOT / "build/release/bin/marsad")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("MARSAD_SEED", "1")))
    parser.add_argument("--page", type=Path)
    parser.add_argument("--at-least", type=int, default=0, help="BCubed F, per mille")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    day = make_day(options.seed)
    stories = [record.get("story", {}) for record in explain_stream(options.bin, [article["record"] for article in day])]
    rows = judge(day, stories)
    faults = [(article, fault) for article, _, _, fault in rows if fault]
    precision, recall, score = bcubed([(name, article["truth"]) for article, _, name, _ in one_version(rows)])
    true = len({article["truth"] for article in day})
    found = len({name for _, _, name, _ in rows})
    summary = (f"seed {options.seed}: {len(day)} articles, {true} stories, {found} found; BCubed P {precision:.3f} R {recall:.3f} "
               f"F {score:.3f}; {len(faults)} relations wrong")
    for article, fault in faults:
        print(f"{article['record']['uri']} ({article['kind']}): {fault}")
    if options.verbose:
        print_stories(rows)
    print(summary)
    if options.page:
        write_page(options.page, rows, summary)
    return 1 if faults or score * 1000 < options.at_least else 0


if __name__ == "__main__":
    sys.exit(main())
