"""Numbered articles: whatever comes out can be traced to what went in, and checked, without Marsad's help."""
import functools
import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path

from marsad.v1.article_pb2 import Span
from marsad.v1.dead_letter_pb2 import DeadLetter
from marsad.v1.enriched_pb2 import EnrichedArticle

import stage_table

STAGES = list(stage_table.STAGES)
SENTENCES = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
VERSIONS = 5  # of each article, so that order within a key can be seen


def uri_of(number):
    return f"urn:marsad:test:{number // VERSIONS}"


def title_of(number):
    return SENTENCES[number % len(SENTENCES)]


@functools.cache
def text_and_checksum(kind):
    text = "\n\n".join(SENTENCES[(kind + i * 3) % len(SENTENCES)] for i in range(4))
    return text, hashlib.sha256(text.encode()).hexdigest()[:16]


def body_of(number):
    text, checksum = text_and_checksum(number % len(SENTENCES))
    return f"{text}\n\nArticle number {number}, checksum {checksum}."


def message(number, before=""):
    """What a producer sends for article `number`: key, value, headers, partition. `before` stands before its body."""
    article = {"uri": uri_of(number), "version": 1 + number % VERSIONS, "title": title_of(number),
               "body": before + body_of(number), "source": {"name": "Test"}, "published": "2025-11-03T09:15:00+03:00"}
    return uri_of(number), json.dumps(article, ensure_ascii=False).encode(), [("content-type", b"application/json")], None


def number_of(article):
    return int(article.uri.rsplit(":", 1)[1]) * VERSIONS + article.version - 1


class Tally:
    """Counts what came out, one record after the other: what is lost, doubled, changed or out of order."""

    def __init__(self, before=None):
        self.before = before or {}  # article to what stood before its body when it was sent
        self.times = Counter()  # article to how often it came out, as an article or as a dead letter in its place
        self.letters = defaultdict(list)  # article to the codes of its dead letters
        self.copied = set()     # articles that went on, but for a stage, beside a dead letter
        self.failed = set()     # articles that say of themselves that a stage failed
        self.wrong = []         # changed, under another key, or out of order: one sentence each
        self.last = {}          # key to the partition and the newest version so far

    def add(self, record):
        """One of enriched; returns it parsed."""
        enriched = EnrichedArticle.FromString(record.value)
        article, number = enriched.article, number_of(enriched.article)
        repeated = number in self.times
        self.times[number] += 1
        sent = uri_of(number), title_of(number), self.before.get(number, "") + body_of(number)
        if record.key.decode() != article.uri or (article.uri, article.title, article.body) != sent:
            self.wrong.append(f"article {number} changed")
        partition, version = self.last.get(record.key, (record.partition, 0))
        if record.partition != partition or (article.version <= version and not repeated):
            self.wrong.append(f"article {number}: version {article.version} in partition {record.partition} came after "
                              f"version {version} in {partition}")
        self.last[record.key] = record.partition, max(version, article.version)
        if [run.stage for run in enriched.runs] != STAGES:
            self.wrong.append(f"article {number} went through {[run.stage for run in enriched.runs]}")
        if any(run.status != run.OK for run in enriched.runs):
            self.failed.add(number)
        return enriched

    def add_letter(self, record):
        """One of dead; returns it parsed. A letter of decode holds no article: the header `number` names it."""
        letter = DeadLetter.FromString(record.value)
        number = (int(next(h.value for h in letter.headers if h.key == b"number")) if letter.stage == "decode"
                  else number_of(EnrichedArticle.FromString(letter.value).article))
        self.letters[number].append(DeadLetter.Code.Name(letter.code))
        if letter.passed_on:
            self.copied.add(number)
        else:
            self.times[number] += 1
        return letter

    def lost(self, count):
        return [n for n in range(count) if n not in self.times]

    def doubled(self):
        return [n for n, times in self.times.items() if times > 1]


def check_exactly_once(records, count):
    """Every article 0..count-1 once, whole, under its key, and in order within the key."""
    tally = Tally()
    for record in records:
        check_enriched(tally.add(record))
    lost, doubled = tally.lost(count), tally.doubled()
    assert not lost and not doubled and len(tally.times) == count, \
        f"missing {lost[:5]}, twice {doubled[:5]}, {len(tally.times)} of {count}"
    assert not tally.wrong, tally.wrong[:5]


def check_enriched(enriched):
    """Every stage ran, and every span cuts out of the original exactly what it says."""
    assert [run.stage for run in enriched.runs] == STAGES
    assert all(run.status == run.OK for run in enriched.runs), enriched.runs
    original = {Span.TITLE: enriched.article.title.encode(), Span.BODY: enriched.article.body.encode()}
    for entity in enriched.entities:
        for mention in entity.mentions:
            cut = original[mention.span.field][mention.span.begin:mention.span.end]
            assert cut.decode() == mention.surface, (mention.surface, cut)
    for sentence in list(enriched.text.sentences) + list(enriched.summary.sentences):
        cut = original[sentence.field][sentence.begin:sentence.end].decode()
        assert cut and cut == cut.strip()
    assert enriched.summary.text
