"""Dead letters that people work with: looked at, and sent again, each original once, whatever dies meanwhile."""
import hashlib
import json
import subprocess

import articles
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from harness import at_least, create_topics, produce, read
from marsad.v1.dead_letter_pb2 import DeadLetter
from marsad.v1.enriched_pb2 import EnrichedArticle
from pipeline import BIN

JSON = [("content-type", b"application/json")]
LETTER = [("content-type", b"application/x-protobuf; messageType=marsad.v1.DeadLetter")]
BROKEN = b'{"title": '


class Dead:
    """`marsad dead` on one pipeline."""

    def __init__(self, pipeline):
        self.pipeline = pipeline
        self.config = pipeline.directory / "dead.yaml"
        pipeline.directory.mkdir(parents=True, exist_ok=True)
        self.config.write_text(json.dumps(pipeline.config("dead")), encoding="utf-8")
        create_topics(pipeline.bootstrap, [pipeline.topics["dead"] + ".redriven"], 1)

    def start(self, *arguments, **pipes):
        return subprocess.Popen([str(BIN / "marsad"), "dead", *map(str, arguments), "--config", str(self.config)], **pipes)

    def run(self, *arguments, code=0):
        """Standard output as bytes, where the exit code is as expected."""
        process = self.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.out, self.err = process.communicate(timeout=300)
        assert process.returncode == code, (process.returncode, self.out[-2000:], self.err.decode())
        return self.out

    def text(self, *arguments, code=0):
        return self.run(*arguments, code=code).decode()

    def rows(self, *arguments):
        return [json.loads(line) for line in self.run("list", "--json", *arguments).splitlines()]


def letter(pipeline, offset, **fields):
    """A dead letter as decode would write it, for an original that the test makes up."""
    value = f"value {offset}".encode()
    content = DeadLetter(code="MALFORMED", detail="made up", stage="decode", topic=pipeline.topics["raw"], partition=offset % 4,
                         offset=offset, timestamp=Timestamp(seconds=1_700_000_000 + offset), key=f"key {offset}".encode(),
                         value=value, value_bytes=len(value), value_sha256=hashlib.sha256(value).hexdigest(),
                         headers=[DeadLetter.Header(key=b"origin", value=b"test"), DeadLetter.Header(key=b"nothing")])
    for name, given in fields.items():
        setattr(content, name, given)
    return content


def bury(pipeline, letters):
    produce(pipeline.bootstrap, pipeline.topics["dead"], [(l.key, l.SerializeToString(), LETTER, None) for l in letters])


def dead_of(pipeline, count):
    records = read(pipeline.bootstrap, pipeline.topics["dead"], at_least(count))
    assert len(records) == count
    return [DeadLetter.FromString(r.value) for r in records]


def raw_of(pipeline):
    return read(pipeline.bootstrap, pipeline.topics["raw"])


def test_what_was_refused_comes_out_right_once_the_cause_is_mended(pipelines):
    count, strict = 40, {"limits": {"title_chars": 100}}
    pipeline = pipelines("mended")
    dead = Dead(pipeline)
    sent = []
    for number in range(count):
        key, value, headers, partition = articles.message(number)
        article = json.loads(value)
        if number % 4 == 0:
            article["title"] += " " + "\u0645" * 200
        sent.append((key, json.dumps(article).encode(), headers, partition))
    produce(pipeline.bootstrap, pipeline.topics["raw"], sent)
    chain = pipeline.start_chain(**strict).wait_ready()
    read(pipeline.bootstrap, pipeline.topics["enriched"], at_least(count - 10))
    dead_of(pipeline, 10)
    assert chain.terminate()[0] == 0

    assert "10 of 10 dead letters" in dead.text("list", "--reason", "limit_exceeded", "--stage", "decode")
    assert dead.text("list", "--histogram").split()[:2] == ["LIMIT_EXCEEDED", "10"]
    assert f"LIMIT_EXCEEDED to {pipeline.topics['raw']}" in dead.text("redrive", "--reason", "LIMIT_EXCEEDED", "--dry-run")
    assert len(raw_of(pipeline)) == count, "a dry run sends nothing"
    assert "10 sent again" in dead.text("redrive", "--reason", "LIMIT_EXCEEDED")
    assert len(raw_of(pipeline)) == count + 10
    assert "\n0 of 10" in "\n" + dead.text("list", "--pending")

    pipeline.start_chain().wait_ready()
    records = read(pipeline.bootstrap, pipeline.topics["enriched"], at_least(count))
    pipeline.stop()
    assert len(records) == count
    titles = {articles.number_of(e.article): e.article.title for e in (EnrichedArticle.FromString(r.value) for r in records)}
    assert titles == {n: json.loads(s[1])["title"] for n, s in enumerate(sent)}
    assert "0 sent again" in dead.text("redrive", "--all"), "another selection does not double"
    assert len(raw_of(pipeline)) == count + 10


def test_killed_in_mid_redrive(pipelines, dice):
    count = 3_000
    pipeline = pipelines("killed")
    dead = Dead(pipeline)
    bury(pipeline, [letter(pipeline, offset) for offset in range(count)])
    deaths = 0
    for _ in range(3):
        before = len(raw_of(pipeline))
        process = dead.start("redrive", "--all", "--rate", 200, stdout=subprocess.DEVNULL)
        some = before + dice.randrange(1, 150)
        read(pipeline.bootstrap, pipeline.topics["raw"], lambda r: len(r) >= some or process.poll() is not None, to_end=False)
        deaths += process.poll() is None
        process.kill()
        process.wait()
    assert deaths >= 2, "it was over before it could be killed"
    assert "sent again before" in dead.text("redrive", "--reason", "MALFORMED", "--until", "2030-01-01T00:00:00Z")
    records = raw_of(pipeline)
    assert sorted(int(r.value.split()[1]) for r in records) == list(range(count)), "each once"
    for record in records:
        offset = int(record.value.split()[1])
        assert record.key == f"key {offset}".encode() and record.partition == offset % 4
        assert record.timestamp == (1_700_000_000 + offset) * 1000
        place = f"{pipeline.topics['raw']}:{offset % 4}:{offset}".encode()
        assert record.headers == [("origin", b"test"), ("nothing", None), ("marsad-redrives", b"1"),
                                  ("marsad-original", place)]
    assert "0 sent again" in dead.text("redrive", "--all")


def test_three_passes_and_no_more(pipelines):
    pipeline = pipelines("passes")
    dead = Dead(pipeline)
    headers = JSON + [("traceparent", b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    produce(pipeline.bootstrap, pipeline.topics["raw"], [("k", BROKEN, headers, 0)])
    pipeline.start("decode").wait_ready()
    dead_of(pipeline, 1)
    for redrives in (1, 2, 3):
        assert "1 sent again" in dead.text("redrive", "--all")
        letters = dead_of(pipeline, redrives + 1)
        (last,) = (l for l in letters if l.redrives == redrives)
        assert last.value == BROKEN
        assert [(h.key.decode(), h.value) for h in last.headers] == headers + [
            ("marsad-redrives", str(redrives).encode()), ("marsad-original", f"{pipeline.topics['raw']}:0:0".encode())]
    outside = [sorted(name for name, _ in r.headers) for r in read(pipeline.bootstrap, pipeline.topics["dead"])]
    assert all(names == outside[0] for names in outside), "the letters' own headers do not grow"
    report = dead.text("redrive", "--all")
    assert "0 sent again\n" in report and "1 stay where they are: sent again 3 times already" in report
    assert "1 sent again" in dead.text("redrive", "--all", "--max-redrives", 4)
    assert len(dead_of(pipeline, 5)) == 5
    pipeline.stop()


def test_an_article_that_went_on_is_replaced(pipelines):
    body = " ".join(articles.SENTENCES[i % len(articles.SENTENCES)] for i in range(60))[:6000]
    pipeline = pipelines("replaced")
    dead = Dead(pipeline)
    produce(pipeline.bootstrap, pipeline.topics["raw"],
            [("k", json.dumps({"uri": "urn:marsad:test:long", "version": 7, "title": "T", "body": body}, ensure_ascii=False).encode(),
              JSON, 0)])
    size = len(body.encode())
    chain = pipeline.start_chain(limits={"raw_bytes": size + 1000, "enriched_bytes": size + 6000}).wait_ready()
    (record,) = read(pipeline.bootstrap, pipeline.topics["enriched"], at_least(1))
    before = EnrichedArticle.FromString(record.value)
    codes = {run.stage: run.code for run in before.runs if run.status == run.FAILED}
    assert codes == {"normalize": "TOO_LARGE", "tag": "UPSTREAM_FAILED", "summarize": "UPSTREAM_FAILED"}
    (letter,) = dead_of(pipeline, 1)  # one cause, one letter
    assert letter.passed_on and letter.topic == pipeline.topics["raw"] and letter.stage == "normalize"
    assert [(f.uri, f.stage, f.passed_on) for f in letter.failures] == [("urn:marsad:test:long", "normalize", True)]
    assert chain.terminate()[0] == 0

    assert "1 sent again\n" in dead.text("redrive", "--kind", "passed-on")
    pipeline.start_chain().wait_ready()
    records = read(pipeline.bootstrap, pipeline.topics["enriched"], at_least(2))
    pipeline.stop()
    assert [r.key for r in records] == [b"urn:marsad:test:long"] * 2 and len({r.partition for r in records}) == 1
    after = EnrichedArticle.FromString(records[-1].value)
    assert after.article.version == 7
    assert after.article.input == before.article.input, "the place of its original, not of the copy"
    articles.check_enriched(after)


def test_what_was_too_large_for_its_letter(bootstrap, pipelines, tmp_path):
    huge = json.dumps({"uri": "urn:marsad:test:huge", "title": "T", "body": "x" * (20 << 20)}).encode()
    pipeline = pipelines("huge", partitions=1)
    dead = Dead(pipeline)
    create_topics(bootstrap, [again := pipeline.topics["raw"] + ".again"], 1)
    produce(bootstrap, pipeline.topics["raw"], [("k", huge, JSON, 0)])
    pipeline.start("decode").wait_ready()
    (content,) = dead_of(pipeline, 1)
    assert content.value_omitted
    pipeline.stop()
    gone = letter(pipeline, 4000, value_omitted=True)
    other = letter(pipeline, 0, value_omitted=True, key=b"not what it was")
    for l in (gone, other):
        l.ClearField("value")
    bury(pipeline, [gone, other])

    assert "left out" in dead.text("show", "0:0")
    assert dead.run("show", "0:0", "--raw") == huge
    dead.run("show", f"{pipeline.topics['raw']}:0:0", "--output", tmp_path / "huge")
    assert (tmp_path / "huge").read_bytes() == huge
    assert "1 sent again\n" in dead.text("redrive", "--all", "--to", again, code=1)
    assert "is no longer there" in dead.err.decode()
    (record,) = read(bootstrap, again)
    assert record.value == huge and ("marsad-redrives", b"1") in record.headers
    dead.text("redrive", "--key", "not what it was", code=0), "its original was sent again"
    assert "made up" in dead.text("list", "--key", "not what it was")


def test_an_original_that_is_another_now(pipelines):
    pipeline = pipelines("another", partitions=1)
    dead = Dead(pipeline)
    produce(pipeline.bootstrap, pipeline.topics["raw"], [("k", b"another", JSON, 0)])
    other = letter(pipeline, 0, value_omitted=True)
    other.ClearField("value")
    bury(pipeline, [other])
    dead.text("redrive", "--all", code=1)
    assert "not what it was: its sha256 is another" in dead.err.decode()
    assert len(raw_of(pipeline)) == 1


@pytest.fixture(scope="module")
def mixed(shared_pipelines):
    """Letters of several kinds, and two records that are none."""
    pipeline = shared_pipelines("mixed", partitions=1)
    dead = Dead(pipeline)
    letters = [letter(pipeline, 0), letter(pipeline, 1, code="TOO_LARGE"), letter(pipeline, 2, stage="tag", passed_on=True),
               letter(pipeline, 3, topic="gone.away"), letter(pipeline, 4, code="BAD_ENCODING", value=bytes(range(256))),
               letter(pipeline, 5, detail="\u202eturned\x1b[2J", key="\u062e\u0628\u0631".encode())]
    produce(pipeline.bootstrap, pipeline.topics["dead"],
            [(l.key, l.SerializeToString(), LETTER, None) for l in letters] + [(b"k", None, [], None), (b"k", b"junk", [], None)])
    return pipeline, dead


@pytest.mark.parametrize("arguments, offsets", [
    ([], [0, 1, 2, 3, 4, 5]), (["--all"], [0, 1, 2, 3, 4, 5]), (["--limit", "2"], [4, 5]),
    (["--reason", "TOO_LARGE,bad_encoding"], [1, 4]), (["--stage", "tag"], [2]), (["--kind", "refused", "--limit", "1"], [5]),
    (["--topic", "gone.away"], [3]), (["--key", "key 4"], [4]), (["--uri", "\u062e\u0628\u0631"], [5]),
    (["--since", "2h"], [0, 1, 2, 3, 4, 5]), (["--until", "3d"], []), (["--since", "2999-01-01T00:00:00Z"], [])])
def test_list(mixed, arguments, offsets):
    rows = mixed[1].rows(*arguments)
    assert [row["offset"] for row in rows] == offsets
    assert all("value" not in row["letter"] and "headers" not in row["letter"] for row in rows)


def test_list_for_people(mixed):
    text = mixed[1].text("list")
    assert "\x1b" not in text and "\u202e" not in text and "\u2068\u062e\u0628\u0631\u2069" in text
    assert text.splitlines()[-1] == "6 of 6 dead letters; 2 records of the topic are none"
    heading, *rows = text.splitlines()[:-1]
    assert all(row[heading.index("stage"):].startswith(("decode", "tag")) for row in rows)


@pytest.mark.parametrize("by, first", [("reason", "MALFORMED"), ("stage", "decode"), ("topic", ".raw")])
def test_histogram(mixed, by, first):
    name, count = mixed[1].text("list", "--histogram", by).split()[:2]
    assert name.endswith(first) and count in ("4", "5")
    assert sum(row["letters"] for row in map(json.loads, mixed[1].run("list", "--histogram", by, "--json").splitlines())) == 6


def test_show(mixed):
    pipeline, dead = mixed
    assert "00000000  00 01 02" in dead.text("show", "0:4")
    assert dead.run("show", "0:4", "--raw") == bytes(range(256))
    shown = dead.text("show", f"{pipeline.topics['raw']}:{0 % 4}:0")
    assert all(part in shown for part in ("MALFORMED", "value 0", "origin", "(null)", "refused"))
    assert json.loads(dead.run("show", "0:4", "--json"))["letter"]["code"] == "BAD_ENCODING"
    for place, why in {"0:6": "no dead letter at", "0:999": "no dead letter at", "7:0": "no partition 7",
                       "x:0:1": "no dead letter of"}.items():
        dead.run("show", place, code=1)
        assert why in dead.err.decode()


def test_redrive_says_what_it_cannot_send(mixed):
    pipeline, dead = mixed
    report = dead.text("redrive", "--topic", "gone.away", code=1)
    assert "0 sent again" in report and "gone.away" in dead.err.decode()
    assert "2 would be sent again" in dead.text("redrive", "--all", "--dry-run", "--limit", 2)
    assert raw_of(pipeline) == []


@pytest.mark.parametrize("arguments, why", [
    (["redrive"], "which letters?"), (["redrive", "--reason", "BAD_MOOD"], "BAD_MOOD"), (["list", "--since", "soon"], "soon"),
    (["show", "here"], "PARTITION:OFFSET"), (["list", "--histogram", "mood"], "mood"), (["redrive", "--all", "--rate", "0"], "--rate")])
def test_wrong_command_lines(mixed, arguments, why):
    mixed[1].run(*arguments, code=2)
    assert why in mixed[1].err.decode()


def test_a_second_redrive_takes_over(pipelines):
    pipeline = pipelines("fenced")
    dead = Dead(pipeline)
    bury(pipeline, [letter(pipeline, offset) for offset in range(400)])
    slow = dead.start("redrive", "--all", "--rate", 40, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    read(pipeline.bootstrap, pipeline.topics["raw"], at_least(1), to_end=False)
    dead.text("redrive", "--all")
    _, err = slow.communicate(timeout=300)
    assert slow.returncode == 3 and b"another redrive" in err
    assert sorted(int(r.value.split()[1]) for r in raw_of(pipeline)) == list(range(400))


def test_without_the_topic_of_receipts(pipelines):
    pipeline = pipelines("receipts")
    pipeline.directory.mkdir(parents=True, exist_ok=True)
    config = pipeline.directory / "dead.yaml"
    config.write_text(json.dumps(pipeline.config("dead")), encoding="utf-8")
    bury(pipeline, [letter(pipeline, 1)])
    marsad = [str(BIN / "marsad"), "dead"]
    listed = subprocess.run([*marsad, "list", "--config", config], capture_output=True, text=True)
    assert listed.returncode == 0 and "1 of 1 dead letters" in listed.stdout
    refused = subprocess.run([*marsad, "redrive", "--all", "--config", config], capture_output=True, text=True)
    assert refused.returncode == 1 and "marsad topics create" in refused.stderr
    assert raw_of(pipeline) == []
