"""A day of news that was made up: 600 articles of 112 stories in eight languages, with what each of them is."""
import random
import re
from pathlib import Path

from moulds import languages

EVENTS = Path(__file__).resolve().parent / "events"
# What the wire says first, and what is right: it corrects two of the six.
NUMBERS = {"ferry": ("212", None), "quake": ("14", "19"), "rate": ("4.75", None), "theft": ("7", "9"), "strike": ("48", None),
           "dam": ("8", None)}
SHORTEST = 60  # characters: of a first sentence that a roundup takes by itself


def read_events(language):
    """{event: {part: (title, body)}}"""
    events = {}
    for line in (EVENTS / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        head, text = line.split(": ", 1)
        event, part = head.split(" ")
        events.setdefault(event, {})[part] = tuple(text.split(" || "))
    return events


def sentences(text):
    return re.split(r"(?<=[.؟!])\s+(?=\S)", text)


class Day:
    def __init__(self, language, rng):
        self.language, self.rng, self.articles = language, rng, []

    def add(self, minute, name, source, title, body, truth, kind, of=None, **more):
        """`truth`: its story; `kind`: what it is to `of`."""
        record = {"uri": f"urn:day:{self.language}:{name}", "version": 1, "title": title, "language": self.language,
                  "source": {"name": f"{source} {self.language}"}, "body": body, **more}
        self.articles.append({"minute": minute + self.rng.random(), "record": record, "truth": f"{self.language} {truth}",
                              "kind": kind, "of": of and f"urn:day:{self.language}:{of}"})

    def add_event(self, event, parts, start):
        first, right = NUMBERS[event]
        title, text = parts["a"]
        wire = text.replace("{n}", first)
        lines = sentences(wire)
        add = self.add
        add(start, f"{event}-a", "Wire", title, wire, event, "original")
        add(start + 20, f"{event}-a-credit", "Post", title, f"{wire}\n\n(Wire)", event, "copy", f"{event}-a")
        add(start + 31, f"{event}-a-title", "Lantern", f"{title} ({self.language})", wire, event, "copy", f"{event}-a")
        add(start + 38, f"{event}-a-cut", "Radio", title, " ".join(lines[:-1]), event, "copy", f"{event}-a")
        add(start + 52, f"{event}-a-same", "Portal", title, wire, event, "copy", f"{event}-a")
        add(start + 60, f"{event}-b", "Herald", *parts["b"], event, "own")
        add(start + 85, f"{event}-b-copy", "Portal", *parts["b"], event, "copy", f"{event}-b")
        add(start + 240, f"{event}-f", "Wire", *parts["f"], event, "own")
        add(start + 262, f"{event}-f-copy", "Post", *parts["f"], event, "copy", f"{event}-f")
        if right:
            add(start + 120, f"{event}-a", "Wire", title, text.replace("{n}", right), event, "correction", f"{event}-a", version=2,
                correction=f"{first} > {right}")
        else:
            longer = f"{wire} {sentences(parts['f'][1])[0]}"
            add(start + 300, f"{event}-a", "Wire", title, longer, event, "update", f"{event}-a", version=2)

    def add_moulds(self, mould):
        for kind in sorted(mould.moulds):
            text = mould.fill(kind, mould.draw(kind, self.rng))
            title = " ".join(text.split()[:6])
            minute = self.rng.randrange(600)
            self.add(minute, kind, "Service", title, text, f"{kind} bulletin", "original")
            if kind != "weather":
                self.add(minute + 15, f"{kind}-copy", "Portal", title, text, f"{kind} bulletin", "copy", kind)

    def add_roundup(self, events):
        bodies = [parts["a"][1].replace("{n}", NUMBERS[event][0]) for event, parts in sorted(events.items())]
        self.add(700, "roundup", "Lantern", f"18:00 ({self.language})", "\n\n".join(sentences(body)[0] for body in bodies), "roundup",
                 "roundup")


def make_day(seed):
    """The articles in the order of the stream."""
    rng = random.Random(seed)
    day = []
    for mould in languages():
        made = Day(mould.name, rng)
        events = read_events(mould.name)
        for number, (event, parts) in enumerate(sorted(events.items())):
            made.add_event(event, parts, 40 * number + rng.randrange(20))
        made.add(720, "strike-b", "Herald", events["strike"]["b"][0], "", "strike", "kill", "strike-b", version=2,
                 pub_status="canceled")
        made.add_moulds(mould)
        made.add_roundup(events)
        day += made.articles
    day.sort(key=lambda article: (article["minute"], article["record"]["uri"]))
    for article in day:
        minute = int(article["minute"])
        article["record"]["published"] = f"2031-03-04T{6 + minute // 60:02}:{minute % 60:02}:00Z"
    return day
