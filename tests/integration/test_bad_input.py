"""What becomes of input that is not as it should be, and that the articles around it arrive."""
import hashlib
import json
import time
from collections import namedtuple

import articles
import pytest
from confluent_kafka import Producer
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic
from harness import at_least, produce, read
from marsad.v1.dead_letter_pb2 import DeadLetter
from marsad.v1.enriched_pb2 import EnrichedArticle

JSON = [("content-type", b"application/json")]
TEXT = [("content-type", b"text/plain")]
ARABIC = articles.SENTENCES[0] + "\n\n" + articles.SENTENCES[1]
HUGE = 20 << 20


def as_json(**fields):
    article = {"uri": "urn:marsad:test:odd", "title": "A title", "body": "A sentence that says something. And one more."}
    return json.dumps({**article, **fields}, ensure_ascii=False).encode()


# name: headers, value, and the code of the dead letter that it becomes.
REFUSED = {
    "empty value": (JSON, b"", "EMPTY"),
    "null value without a key": (JSON, None, "KEYLESS_KILL"),
    "nothing but 0xFF bytes": (TEXT, b"\xff" * 300, "BAD_ENCODING"),
    "truncated JSON": (JSON, as_json()[:-20], "MALFORMED"),
    "JSON that is no object": (JSON, b"[1, 2]", "MALFORMED"),
    "protobuf garbage": ([("content-type", b"application/x-protobuf")], b"\x0a\xff\xff\x03abc" * 9, "MALFORMED"),
    "unknown content type": ([("content-type", b"image/png"), ("traceparent", b"00-abc")], b"\x89PNG\r\n", "UNKNOWN_FORMAT"),
    "an article of 20 MB": (JSON, as_json(body="x" * HUGE), "TOO_LARGE"),
    "a title of 100,000 characters": (JSON, as_json(title="\u0645" * 100_000), "LIMIT_EXCEEDED"),
    "a value out of range": (JSON, as_json(urgency=12), "BAD_FIELD"),
}

# name: headers, value, and what is true of the article that it becomes.
TOLERATED = {
    "some broken bytes": (
        TEXT, ARABIC.encode() + b"\n\nbroken \xff\xfe here", lambda a: a.input.repairs > 0 and "\ufffd" in a.body),
    "windows-1256, declared": (
        [("content-type", b"text/plain; charset=windows-1256")], ARABIC.encode("cp1256"),
        lambda a: a.input.charset.lower() == "windows-1256" and articles.SENTENCES[1] in a.body),
    "windows-1256, not declared": (
        TEXT, ARABIC.encode("cp1256"), lambda a: a.input.charset_guessed and articles.SENTENCES[1] in a.body),
    "JSON with an unknown field": (
        JSON, as_json(mood="cheerful"), lambda a: list(a.input.ignored_fields) == ["mood"]),
    "published next year": (
        JSON, as_json(published="2099-01-01T00:00:00Z"), lambda a: a.published.future),
}

Outcome = namedtuple("Outcome", "sent enriched dead topics")


@pytest.fixture(scope="module")
def outcome(bootstrap, shared_pipelines):
    """Sends every case between two good articles, all to one partition, and reads what came of it."""
    pipeline = shared_pipelines("odd", partitions=1)
    odd = {name: (None if value is None else f"key of {name}", value, headers) for name, (headers, value, _)
           in {**REFUSED, **TOLERATED}.items()}
    odd["kill"] = ("urn:marsad:test:gone", None, [])
    messages, sent = [], {}
    for number, (name, (key, value, headers)) in enumerate(odd.items()):
        messages += [articles.message(number), (key, value, headers, 0)]
        sent[name] = len(messages) - 1  # the offset that it gets
    messages.append(articles.message(len(odd)))
    produce(bootstrap, pipeline.topics["raw"], messages)

    pipeline.start_chain().wait_ready()
    expected = len(messages) - len(REFUSED)
    read(bootstrap, pipeline.topics["enriched"], at_least(expected))
    pipeline.stop()
    return Outcome(sent, read(bootstrap, pipeline.topics["enriched"]), read(bootstrap, pipeline.topics["dead"]),
                   pipeline.topics)


def of_input(records, kind, offset):
    """The parsed records that were made of the input at `offset`."""
    parsed = [kind.FromString(r.value) for r in records if r.value is not None]
    return [p for p in parsed if (p.offset if kind is DeadLetter else p.article.input.offset) == offset]


@pytest.mark.parametrize("name", REFUSED)
def test_refused(outcome, name):
    headers, value, code = REFUSED[name]
    offset = outcome.sent[name]
    assert of_input(outcome.enriched, EnrichedArticle, offset) == []
    (letter,) = of_input(outcome.dead, DeadLetter, offset)
    assert DeadLetter.Code.Name(letter.code) == code, letter.detail
    assert (letter.topic, letter.partition, letter.stage) == (outcome.topics["raw"], 0, "decode")
    assert [(h.key.decode(), h.value) for h in letter.headers] == headers
    assert letter.detail[0].isprintable() and len(letter.detail.split()) >= 3, "a sentence that a person understands"
    assert not letter.passed_on
    if value is None:
        assert not letter.HasField("value") and not letter.HasField("key")
        return
    assert letter.key == f"key of {name}".encode()
    assert letter.value_bytes == len(value) and letter.value_sha256 == hashlib.sha256(value).hexdigest()
    assert letter.value_omitted == (len(value) >= HUGE)
    assert letter.value == (b"" if letter.value_omitted else value)


@pytest.mark.parametrize("name", TOLERATED)
def test_tolerated(outcome, name):
    (enriched,) = of_input(outcome.enriched, EnrichedArticle, outcome.sent[name])
    assert TOLERATED[name][2](enriched.article), enriched.article
    articles.check_enriched(enriched)
    assert of_input(outcome.dead, DeadLetter, outcome.sent[name]) == []


def test_a_kill_passes_on_under_its_key(outcome):
    assert [r.key for r in outcome.enriched if r.value is None] == [b"urn:marsad:test:gone"]


def test_the_articles_around_arrive(outcome):
    good = [r for r in outcome.enriched if r.key.startswith(b"urn:marsad:test:") and r.value is not None
            and r.key[len("urn:marsad:test:"):].isdigit()]
    articles.check_exactly_once(good, len(outcome.sent) + 1)


def test_dead_letters_carry_the_headers_that_other_tools_look_for(outcome):
    for record in outcome.dead:
        headers = dict(record.headers)
        letter = DeadLetter.FromString(record.value)
        assert headers["__connect.errors.topic"].decode() == outcome.topics["raw"]
        assert int(headers["__connect.errors.offset"]) == letter.offset
        assert headers["__connect.errors.exception.message"].decode() == letter.detail


def test_an_unknown_timestamp_stays_unknown(bootstrap, pipelines):
    """-1 is Kafka's word for none: the clock's time in its place would make another record of every rerun."""
    pipeline = pipelines("timeless", partitions=1)
    _, good, headers, _ = articles.message(0)
    producer = Producer({"bootstrap.servers": bootstrap})
    for value in (good, b"{"):
        producer.produce(pipeline.topics["raw"], key=b"k", value=value, headers=headers, timestamp=-1)
    assert producer.flush(60) == 0
    pipeline.start_chain().wait_ready()
    (record,) = read(bootstrap, pipeline.topics["enriched"], at_least(1))
    (dead,) = read(bootstrap, pipeline.topics["dead"], at_least(1))
    pipeline.stop()
    assert record.timestamp == -1
    assert dead.timestamp > 0  # a letter has the time of its writing, so that no broker refuses it
    assert not EnrichedArticle.FromString(record.value).article.HasField("received")
    assert not DeadLetter.FromString(dead.value).HasField("timestamp")


@pytest.mark.parametrize("delivery", ["exactly_once", "at_least_once"])
def test_a_time_that_the_broker_refuses_is_a_dead_letter(bootstrap, pipelines, delivery):
    """Kafka 4 refuses records from more than an hour ahead, and with one all that came with it."""
    raw = f"ahead-{time.time_ns()}.raw"
    any_time = {"message.timestamp.after.max.ms": str(2**62), "max.message.bytes": "1000000"}
    admin = AdminClient({"bootstrap.servers": bootstrap})  # its futures end with it
    admin.create_topics([NewTopic(raw, 1, -1, config=any_time)])[raw].result(30)
    producer = Producer({"bootstrap.servers": bootstrap})
    ahead = {17, 39}
    for number in range(60):
        key, value, headers, _ = articles.message(number)
        sent = int(time.time() * 1000) + (86_400_000 if number in ahead else 0)
        producer.produce(raw, key=key, value=value, headers=headers, timestamp=sent)
    assert producer.flush(30) == 0

    pipeline = pipelines("ahead", raw=raw, partitions=1)
    pipeline.start("decode", delivery=delivery).wait_ready()
    read(bootstrap, pipeline.topics["dead"], at_least(len(ahead)))
    read(bootstrap, pipeline.topics["articles"], at_least(60 - len(ahead)))
    pipeline.stop()
    letters = [DeadLetter.FromString(r.value) for r in read(bootstrap, pipeline.topics["dead"])]
    assert {(letter.offset, DeadLetter.Code.Name(letter.code)) for letter in letters} == \
        {(number, "TIMESTAMP_REFUSED") for number in ahead}
    made = [EnrichedArticle.FromString(r.value) for r in read(bootstrap, pipeline.topics["articles"])]
    assert {a.article.input.offset for a in made} == set(range(60)) - ahead
    assert delivery == "at_least_once" or len(made) + len(letters) == 60
