"""Compares what `marsad explain --json` makes of each input here with its expectation, paragraph by paragraph.

usage: check.py --bin PATH [-v] [--only NAME,NAME] [--known FILE [--shrink]]

Names may be patterns: --only "s*". Prints the score by kind and in all; -v adds what differs. Exit 0 only if all pass. With --known, a list of inputs that
are known to fail, exit 0 only if exactly those fail: one that passes must leave the list, and --shrink takes it out. README.md
says what an expectation may hold.
"""
import argparse
import collections
import fnmatch
import hashlib
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

# Blocks that are the article's own text. All others (byline, dateline, caption, note, boilerplate, the title repeated)
# may be there or not: they are not what a reader reads as the article.
CONTENT = {"HEADING", "PARAGRAPH", "LIST_ITEM", "QUOTE", "TABLE"}


def flat(text):
    """White space does not tell paragraphs apart; what is left of a character that was cut is no text."""
    return " ".join(text.split()).rstrip("\ufffd").rstrip()


def cut(article, span):
    text = article.get("title" if span.get("field") == "TITLE" else "body", "")
    return text.encode()[span.get("begin", 0):span.get("end", 0)].decode(errors="replace")


def blocks(record, kinds):
    found = [(b.get("kind"), b["span"]) for b in record.get("text", {}).get("blocks", [])]
    return [flat(cut(record["article"], s)) for kind, s in found if kind in kinds and s.get("field") != "TITLE"]


def content(record):
    return blocks(record, CONTENT)


def strings(value):
    """Every text of a tree, and every name in it."""
    if isinstance(value, dict):
        return [s for k, v in value.items() for s in [k] + strings(v)]
    if isinstance(value, list):
        return [s for v in value for s in strings(v)]
    return [value] if isinstance(value, str) else []


def said_besides_text(record):
    article = {k: v for k, v in record["article"].items() if k not in ("title", "body", "markup", "uri", "url")}
    return strings(article)


def same(name, got, want):
    return [] if got == want else ["%s: %s, expected %s" % (name, show(got), show(want))]


def show(value):
    return json.dumps(value, ensure_ascii=False)


def utc(record, name):
    return record["article"].get(name, {}).get("utc")


def parts(name, text, wanted):
    """A text, or a list of texts, with what it must and must not contain. What it must not contain is looked for as it
    stands: two lines with a line break between them are not run together."""
    whole = text if isinstance(text, list) else flat(text)
    return (["%s lacks %s" % (name, show(p)) for p in wanted.get("has", []) if p not in whole] +
            ["%s holds %s" % (name, show(p)) for p in wanted.get("hasnt", []) if p in text])


def compare_body(record, want):
    got = content(record)
    if got == want:
        return []
    lost = [p for p in want if p not in got]
    added = [p for p in got if p not in want]
    lines = ["body: lost %s" % show(p) for p in lost] + ["body: added %s" % show(p) for p in added]
    return lines or ["body: order or number differs: %s" % show(got)]


def compare_blocks(record, want):
    return [line for kind, texts in want.items() for t in texts
            for line in ([] if any(t in b for b in blocks(record, {kind})) else ["no block %s with %s" % (kind, show(t))])]


def compare_sentences(record, want):
    spans = record.get("text", {}).get("sentences", [])
    return same("sentences", [flat(cut(record["article"], s)) for s in spans], want)


def compare_partial(record, want):
    return [] if want == "any" else same("partial", record["article"].get("partial", False), want)


def compare_entities(record, want):
    return parts("entities", [e.get("id") for e in record.get("entities", [])], want)


def compare_never(record, want):
    text = record["article"].get("title", "") + "\n" + record["article"].get("body", "")
    return ["title or body holds %s" % show(p) for p in want if p in text]


def article(name):
    return lambda record, want: same(name, record["article"].get(name), want)


CHECKS = {
    "title": article("title"),
    "url": article("url"),
    "authors": lambda r, w: same("authors", r["article"].get("authors", []), w),
    "source": lambda r, w: same("source", r["article"].get("source", {}).get("name"), w),
    "language": lambda r, w: same("language", r.get("text", {}).get("language"), w),
    "claimed": lambda r, w: [] if r["article"].get("language") in w else same("claimed", r["article"].get("language"), w),
    "urgency": lambda r, w: [] if r["article"].get("urgency") in w else same("urgency", r["article"].get("urgency"), w),
    "published": lambda r, w: same("published", utc(r, "published"), w),
    "precision": lambda r, w: same("precision", r["article"].get("published", {}).get("precision"), w),
    "embargo": lambda r, w: same("embargo", utc(r, "embargoed_until"), w),
    "partial": compare_partial,
    "related": lambda r, w: same("related", sorted(x.get("uri", "") for x in r["article"].get("related", [])), sorted(w)),
    "correction": lambda r, w: parts("correction", r["article"].get("correction", ""), {"has": [w]}),
    "body": compare_body,
    "body_has": lambda r, w: parts("text", " ".join(content(r)), {"has": w}),
    "content_hasnt": lambda r, w: parts("text", " ".join(content(r)), {"hasnt": w}),
    "blocks": compare_blocks,
    "sentences": compare_sentences,
    "summary": lambda r, w: parts("summary", r.get("summary", {}).get("text", ""), w),
    "entities": compare_entities,
    "never": compare_never,
    "warned": lambda r, w: [] if any(re.search(w, s) for s in said_besides_text(r)) else ["no warning %s" % w],
    "any_body": lambda r, w: [],
}
# What holds of every article whose expectation does not say otherwise.
DEFAULTS = {"partial": False, "embargo": None}


def compare_article(record, want):
    want = dict(DEFAULTS, **want)
    return [line for name, value in want.items() for line in CHECKS[name](record, value)]


def compare_hollow(records, err, key):
    """Text in a key that nobody knows: the key is named, wherever something is said; or it is read all the same."""
    if records and all(content(r) for r in records):
        return []
    wrong = [] if key in err else ["standard error does not name %s" % key]
    for record in records:
        if not any(key in s for s in said_besides_text(record)):
            wrong.append("the record does not name %s" % key)
    return wrong


def compare(records, err, expect):
    if "refused" in expect:
        ok = not records and re.search(expect["refused"], err)
        return [] if ok else ["not refused: %s" % show([r["article"].get("title") for r in records])]
    if "hollow" in expect:
        return compare_hollow(records, err, expect["hollow"])
    if len(records) != len(expect["articles"]):
        return ["%d articles, expected %d; %s" % (len(records), len(expect["articles"]), err.strip()[:300])]
    wrong = [line for r, w in zip(records, expect["articles"]) for line in compare_article(r, w)]
    uris = [r["article"].get("uri") for r in records]
    if expect.get("distinct_uris") and len(set(uris)) != len(uris):
        wrong.append("uris are not distinct: %s" % show(uris))
    return wrong


def explain(binary, content_type, inputs):
    """(exit code, records, standard error) of one run."""
    option = ["--content-type", content_type] if content_type else []
    paths = [os.path.join(HERE, i) for i in inputs]
    out = subprocess.run([binary, "explain", "--json"] + option + paths, capture_output=True, timeout=280)
    records = [json.loads(line) for line in out.stdout.decode().splitlines() if line]
    return out.returncode, records, out.stderr.decode(errors="replace")


def explain_alone(binary, expect):
    code, records, err = explain(binary, expect.get("content_type"), [expect["input"]])
    return (records, err) if code in (0, 1) else (None, "exit code %d: %s" % (code, err.strip()[-300:]))


def explain_together(binary, content_type, expects):
    """Loading the models takes longer than sixty articles. A record tells by its sha256 which input it was, a sentence
    on standard error by the file's name. None for an input that should have given articles and gave none under its
    sha256 (one article a line is a record a line): that runs alone."""
    code, records, err = explain(binary, content_type, [e["input"] for e in expects])
    if code not in (0, 1):
        return [None for e in expects]
    results = []
    for e in expects:
        with open(os.path.join(HERE, e["input"]), "rb") as f:
            sha256 = hashlib.sha256(f.read()).hexdigest()
        own = [r for r in records if r["article"].get("input", {}).get("sha256") == sha256]
        said = "\n".join(line for line in err.splitlines() if e["input"] in line)
        results.append((own, said) if own or "refused" in e else None)
    return results


def explain_all(binary, expects):
    """What comes out of each: (records, standard error), or (None, why nothing)."""
    groups = collections.defaultdict(list)
    for e in expects:
        groups[e.get("content_type")].append(e)
    results = {}
    for content_type, group in groups.items():
        for e, result in zip(group, explain_together(binary, content_type, group)):
            results[e["input"]] = result or explain_alone(binary, e)
    return results


def judge(records, err, expect):
    """What is wrong, a line each; empty: the input passes."""
    return [err] if records is None else compare(records, err, expect)


def load(only):
    names = sorted(f[:-len(".expect.json")] for f in os.listdir(HERE) if f.endswith(".expect.json"))
    for name in names:
        if not only or any(fnmatch.fnmatch(name, pattern) for pattern in only):
            with open(os.path.join(HERE, name + ".expect.json"), encoding="utf-8") as f:
                yield name, json.load(f)


def read_known(path):
    with open(path, encoding="utf-8") as f:
        lines = [line.split("#")[0].strip() for line in f]
    return {line for line in lines if line}


def shrink(path, passed):
    """Takes what passes out of the list; nothing is ever added."""
    with open(path, encoding="utf-8") as f:
        lines = f.readlines()
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(line for line in lines if line.split("#")[0].strip() not in passed)


def verdict(failed, passed, known):
    """What is wrong with the list: all must pass but exactly those that are known to fail."""
    return (["fails and is not known to: %s" % name for name in sorted(failed - known)] +
            ["passes, take it out of the known failures: %s" % name for name in sorted(passed & known)] +
            ["known to fail, but there is no such input: %s" % name for name in sorted(known - failed - passed)])


def score(cases, outputs, verbose):
    """(names that fail, names that pass); prints the score by kind."""
    wrong = {name: judge(*outputs[expect["input"]], expect) for name, expect in cases}
    kinds = {name: expect["kind"] for name, expect in cases}
    failed = {name for name in wrong if wrong[name]}
    passed = set(wrong) - failed
    for name in sorted(failed) if verbose else []:
        print("FAIL %s\n  %s" % (name, "\n  ".join(wrong[name])))
    good, total = (collections.Counter(kinds[n] for n in names) for names in (passed, wrong))
    print("by kind: " + ", ".join("%d: %d/%d" % (k, good[k], total[k]) for k in sorted(total)))
    print("%d of %d" % (len(passed), len(wrong)))
    return failed, passed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--known")
    parser.add_argument("--shrink", action="store_true")
    args = parser.parse_args()
    cases = list(load(set(filter(None, args.only.split(",")))))
    failed, passed = score(cases, explain_all(args.bin, [expect for _, expect in cases]), args.v)
    if args.known and args.shrink:
        shrink(args.known, passed)
    problems = verdict(failed, passed, read_known(args.known) if args.known else set())
    for problem in problems if args.known else []:
        print(problem)
    return 1 if problems or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
