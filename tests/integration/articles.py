"""Numbered articles: whatever comes out can be traced to what went in, and checked, without Marsad's help."""
import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path

from marsad.v1.article_pb2 import Span
from marsad.v1.enriched_pb2 import EnrichedArticle

SENTENCES = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
VERSIONS = 5  # of each article, so that order within a key can be seen


def uri_of(number):
    return f"urn:marsad:test:{number // VERSIONS}"


def body_of(number):
    text = "\n\n".join(SENTENCES[(number + i * 3) % len(SENTENCES)] for i in range(4))
    return f"{text}\n\nArticle number {number}, checksum {hashlib.sha256(text.encode()).hexdigest()[:16]}."


def message(number):
    """What a producer sends for article `number`: key, value, headers, partition."""
    article = {"uri": uri_of(number), "version": 1 + number % VERSIONS, "title": SENTENCES[number % len(SENTENCES)],
               "body": body_of(number), "source": {"name": "Test"}, "published": "2025-11-03T09:15:00+03:00"}
    return uri_of(number), json.dumps(article, ensure_ascii=False).encode(), [("content-type", b"application/json")], None


def number_of(article):
    return int(article.uri.rsplit(":", 1)[1]) * VERSIONS + article.version - 1


def check_exactly_once(records, count):
    """Every article 0..count-1 once, whole, under its key, and in order within the key."""
    seen, order = Counter(), defaultdict(list)
    for record in records:
        enriched = EnrichedArticle.FromString(record.value)
        number = number_of(enriched.article)
        seen[number] += 1
        order[record.key].append((record.partition, enriched.article.version))
        assert record.key.decode() == enriched.article.uri
        assert enriched.article.body == body_of(number), f"article {number} changed"
        assert enriched.article.title == SENTENCES[number % len(SENTENCES)]
        check_enriched(enriched)
    missing = [n for n in range(count) if n not in seen]
    twice = [n for n, times in seen.items() if times > 1]
    assert not missing and not twice and len(seen) == count, f"missing {missing[:5]}, twice {twice[:5]}, {len(seen)} of {count}"
    for key, versions in order.items():
        assert versions == sorted(versions, key=lambda v: v[1]) and len({p for p, _ in versions}) == 1, (key, versions)


def check_enriched(enriched):
    """Every stage ran, and every span cuts out of the original exactly what it says."""
    assert [run.stage for run in enriched.runs] == ["decode", "normalize", "tag", "summarize"]
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
