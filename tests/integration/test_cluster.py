"""order and cluster on a real Kafka: one order of all articles, and what cluster says of them, whatever dies meanwhile."""
import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource
from harness import at_least, create_topics, produce, read, wait_until
from marsad.v1.article_pb2 import Article
from marsad.v1.enriched_pb2 import EnrichedArticle, Story
from stage_table import BIN

sys.path.append(str(Path(__file__).resolve().parents[1] / "faults"))
import stories  # noqa: E402
from stateful import digest, remembered  # noqa: E402

COUNT = 400
REFUSED = 5  # the exit code of lib/app
ENRICHED = [("content-type", b"application/x-protobuf; messageType=marsad.v1.EnrichedArticle")]


def send(pipeline, lane, messages):
    """(key, value, time in milliseconds) tuples, in one order."""
    producer = Producer({"bootstrap.servers": pipeline.bootstrap, "enable.idempotence": True})
    for key, value, time_ms in messages:
        headers = ENRICHED if lane == "ordered" and value is not None else None
        producer.produce(pipeline.topics[lane], key=key, value=value, headers=headers, timestamp=time_ms)
    assert producer.flush(60) == 0


def keep(pipeline, *lanes):
    """The records' times are long past: retention would take them."""
    admin = AdminClient({"bootstrap.servers": pipeline.bootstrap})
    wanted = [ConfigResource(ConfigResource.Type.TOPIC, pipeline.topics[lane], incremental_configs=[
        ConfigEntry("retention.ms", "-1", incremental_operation=AlterConfigOpType.SET)]) for lane in lanes]
    for future in admin.incremental_alter_configs(wanted).values():
        future.result(30)
    return pipeline


@pytest.fixture(scope="module")
def ordered(shared_pipelines):
    """One whose input of cluster holds COUNT articles."""
    made = keep(shared_pipelines("ordered"), "ordered")
    send(made, "ordered", map(stories.article, range(COUNT)))
    return made


def reader_of(ordered, pipelines, name):
    made = pipelines(name, partitions=0)
    made.topics["ordered"] = ordered.topics["ordered"]
    return keep(made.create_topics(), "stories")


def outcome(pipeline):
    """sha256 of all that came out, and the last state of each uri."""
    state, _ = remembered(pipeline.bootstrap, pipeline.topics["stories_state"])
    return digest(pipeline.bootstrap, [pipeline.topics["stories"], pipeline.topics["dead"]]), state


def wait_for(pipeline, count):
    read(pipeline.bootstrap, pipeline.topics["stories"], at_least(count), to_end=False)


@pytest.fixture(scope="module")
def twin(ordered, shared_pipelines):
    """What a process that nobody disturbs makes of it, in one batch."""
    made = reader_of(ordered, shared_pipelines, "twin")
    made.start("cluster", batch={"window_ms": 2000}).wait_ready()
    wait_for(made, COUNT)
    made.stop()
    return made


def test_every_record_has_its_story(twin):
    records = read(twin.bootstrap, twin.topics["stories"])
    assert len(records) == COUNT
    changes = {kind: set() for kind in range(stories.EVENT)}
    for number, record in enumerate(records):
        enriched = EnrichedArticle.FromString(record.value)
        assert record.key.decode() == enriched.article.uri == stories.article(number)[0]
        assert [run.stage for run in enriched.runs] == ["cluster"]
        assert record.timestamp == stories.article(number)[2]
        changes[number % stories.EVENT].add(Story.Change.Kind.Name(enriched.story.change))
        if number % stories.EVENT == 1:
            assert enriched.story.duplicate_kind == Story.EXACT
            assert enriched.story.duplicate_of == stories.article(number - 1)[0]
            assert enriched.story.sources == 2
            assert enriched.story.original_sources == 1
        if stories.article(number)[1] is None:
            assert enriched.article.pub_status == Article.CANCELED
            effects = {(e.uri, Story.Effect.Action.Name(e.action)) for e in enriched.story.effects}
            assert {(enriched.article.uri, "WITHDRAW"), (f"{enriched.article.uri}:copy", "REVIEW")} <= effects
    assert changes == {0: {"NEW"}, 1: {"NEW"}, 2: {"UPDATED"}, 3: {"NEW"}, 4: {"UPDATED", "WITHDRAWN"}}


def told(pipeline, *arguments):
    """What `marsad story` says."""
    pipeline.directory.mkdir(parents=True, exist_ok=True)
    config = pipeline.directory / "story.yaml"
    config.write_text(json.dumps(pipeline.config("story")), encoding="utf-8")
    return subprocess.run([BIN / "marsad", "story", *arguments, "--config", config], capture_output=True, text=True, timeout=120)


def test_a_story_is_told_by_any_of_its_names(twin):
    wanted = [stories.article(number)[0] for number in range(stories.EVENT)]
    said = {uri: told(twin, uri, "--json") for uri in wanted}
    for uri, run in said.items():
        assert (run.returncode, run.stderr) == (0, ""), uri
        assert [json.loads(line)["article"]["uri"] for line in run.stdout.splitlines()] == wanted, uri
    shown = told(twin, wanted[0])
    assert (shown.returncode, shown.stderr) == (0, "")
    for line in ("to do: withdraw #1", "to do: review #2"):
        assert line in shown.stdout
    nobody = told(twin, "urn:nobody")
    assert (nobody.returncode, nobody.stdout) == (1, "")
    assert "no story and no article" in nobody.stderr


def test_records_that_are_no_articles_are_passed_over_aloud(pipelines):
    pipeline = pipelines("strange")
    send(pipeline, "stories", [("urn:a", b"no record of ours", 1_767_225_600_000)])
    said = told(pipeline, "urn:a")
    assert (said.returncode, said.stdout) == (1, "")
    assert "1 record of" in said.stderr and "is no enriched article by the header content-type" in said.stderr
    assert "the first at 0:0" in said.stderr


@pytest.mark.parametrize("batch", [1, 7])
def test_a_process_that_is_killed_time_and_again_says_the_same(ordered, twin, pipelines, batch):
    pipeline = reader_of(ordered, pipelines, f"killed{batch}")
    for share in (0.1, 0.4, 0.7):
        process = pipeline.start("cluster", batch={"max_records": batch})
        wait_for(pipeline, int(share * COUNT))
        process.kill()
    pipeline.start("cluster", batch={"max_records": batch}).wait_ready()
    wait_for(pipeline, COUNT)
    pipeline.stop()
    assert outcome(pipeline) == outcome(twin)


def test_another_number_of_partitions_is_refused(pipelines):
    pipeline = pipelines("wide", partitions=0)
    create_topics(pipeline.bootstrap, pipeline.topics.values(), 1, {pipeline.topics["stories_state"]},
                  {pipeline.topics["ordered"]: 2})
    process = pipeline.start("cluster")
    reason = f"topic {pipeline.topics['ordered']} has 2 partitions, but its stage needs 1, for one order of all records"
    wait_until(lambda: reason in process.get("/readyz")[1], lambda: process.get("/readyz")[1])


def test_a_state_of_another_bundle_is_refused(pipelines):
    pipeline = pipelines("foreign")
    send(pipeline, "stories_state", [("urn:a", b"\x08\x03\x12\x05other", 1_767_225_600_000)])
    process = pipeline.start("cluster")
    assert process.wait() == REFUSED
    assert "written with bundle other" in process.log()
    assert "nothing is lost yet" in process.log()
    assert "make the state topic anew" in process.log()
    assert "docs/operations.md, State of another build or bundle" in process.log()


def test_a_group_that_was_set_back_is_refused(ordered, pipelines):
    pipeline = reader_of(ordered, pipelines, "back")
    pipeline.start("cluster").wait_ready()
    wait_for(pipeline, COUNT)
    pipeline.stop()
    place = [TopicPartition(ordered.topics["ordered"], 0, 10)]
    group = ConsumerGroupTopicPartitions(f"{pipeline.name}-cluster", place)
    admin = AdminClient({"bootstrap.servers": pipeline.bootstrap})

    def is_set():  # the group keeps a static member for the length of its session
        with contextlib.suppress(KafkaException):
            for future in admin.alter_consumer_group_offsets([group]).values():
                return all(p.error is None for p in future.result(30).topic_partitions)
        return False
    wait_until(is_set, "the group is set back")
    process = pipeline.start("cluster")
    assert process.wait() == REFUSED
    assert f"tells of records up to offset {COUNT} of" in process.log()


def test_topics_are_made_as_they_are_needed(pipelines):
    pipeline = pipelines("made", partitions=0)
    config = pipeline.directory / "marsad.yaml"
    config.parent.mkdir(parents=True)
    config.write_text(json.dumps(pipeline.config("none")), encoding="utf-8")
    for verb in ("create", "list"):
        said = subprocess.run([BIN / "marsad", "topics", verb, "--config", config], capture_output=True, text=True, timeout=120)
        assert (said.returncode, said.stderr) == (0, ""), said
    admin = AdminClient({"bootstrap.servers": pipeline.bootstrap})
    topics = {lane: admin.list_topics(name, 30).topics[name] for lane, name in pipeline.topics.items()}
    assert {lane: len(topic.partitions) for lane, topic in topics.items()} == {
        **dict.fromkeys(pipeline.topics, 6), "ordered": 1, "stories": 1, "stories_state": 1}
    state = ConfigResource(ConfigResource.Type.TOPIC, pipeline.topics["stories_state"])
    (found,) = [future.result(30) for future in admin.describe_configs([state]).values()]
    assert found["cleanup.policy"].value == "compact,delete"
    assert found["message.timestamp.type"].value == "LogAppendTime"
    assert found["retention.ms"].value == str((30 * 24 + 6) * 3_600_000)


def test_order_changes_nothing(pipelines):
    pipeline = pipelines("order")
    sent = [(key, value, [("n", str(number).encode())], None)
            for number, (key, value, _) in enumerate(map(stories.article, range(COUNT)))]
    produce(pipeline.bootstrap, pipeline.topics["enriched"], sent)
    pipeline.start("order").wait_ready()
    records = read(pipeline.bootstrap, pipeline.topics["ordered"], at_least(COUNT))
    assert {record.partition for record in records} == {0}
    came = sorted((int(record.headers[0][1]), record.key.decode(), record.value, len(record.headers)) for record in records)
    assert came == [(number, key, value, 1) for number, (key, value, _, _) in enumerate(sent)]
    last = {}
    for record in records:
        number = int(record.headers[0][1])
        assert number > last.get(record.key, -1), "the order of a key"
        last[record.key] = number
