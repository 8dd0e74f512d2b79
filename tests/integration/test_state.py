"""A stage with state (tests/faults/count) on a real Kafka: what it reads back, and how long it waits for it."""
import sys
from pathlib import Path

import pytest
from confluent_kafka import Producer
from harness import at_least, produce, read, wait_until
from marsad.v1.enriched_pb2 import EnrichedArticle

sys.path.append(str(Path(__file__).resolve().parents[1] / "faults"))
from stateful import COUNT, LANES, article, create_topics, source_of  # noqa: E402


@pytest.fixture
def pipeline(pipelines):
    """One whose stage is `count`, with one partition."""
    made = pipelines("state", partitions=0)
    made.topics = {lane: f"{made.name}.{lane}" for lane in LANES}
    create_topics(made.bootstrap, made.topics, partitions=1)
    return made


def start(pipeline, **more):
    return pipeline.start("count", program=COUNT, **more)


def counts(pipeline, number):
    """Of the first `number` articles that came out: what their stories count."""
    records = read(pipeline.bootstrap, pipeline.topics["normalized"], at_least(number))
    return [EnrichedArticle.FromString(record.value).story.articles for record in records]


def send(pipeline, *numbers):
    produce(pipeline.bootstrap, pipeline.topics["articles"], [(*article(n), [], None) for n in numbers])


def test_a_new_process_goes_on_counting(pipeline):
    send(pipeline, 0, 0, 0)
    process = start(pipeline).wait_ready()
    assert counts(pipeline, 3) == [1, 2, 3]
    process.kill()
    send(pipeline, 0)
    start(pipeline).wait_ready()
    assert counts(pipeline, 4) == [1, 2, 3, 4]


# An open transaction on the state topic may have moved the offsets already (KAFKA-10167), so it is waited for, whatever
# becomes of it. A reader of committed records alone would not know that it is there.
@pytest.mark.parametrize("is_committed", [True, False])
def test_it_waits_for_every_transaction_that_is_open_in_its_topic(pipeline, is_committed):
    producer = Producer({"bootstrap.servers": pipeline.bootstrap, "transactional.id": f"{pipeline.name}-other",
                         "transaction.timeout.ms": 300_000})
    producer.init_transactions(60)
    producer.begin_transaction()
    producer.produce(pipeline.topics["tagged"], key=f"key/{source_of(0)}", value="5 7", partition=0)
    assert producer.flush(60) == 0
    send(pipeline, 0)
    process = start(pipeline)
    wait_until(lambda: "worker 0: restoring partition 0: 0 of 1" in process.get("/readyz")[1],
               lambda: process.get("/readyz")[1])
    assert process.get("/readyz")[0] == 503
    assert process.get("/healthz")[0] == 200
    (producer.commit_transaction if is_committed else producer.abort_transaction)(60)
    process.wait_ready()
    assert counts(pipeline, 1) == [6 if is_committed else 1]


def test_at_least_once_ends_the_start(pipeline):
    process = start(pipeline, delivery="at_least_once")
    assert process.wait() == 2
    assert "allowed with stage count" in process.log()


def test_a_topic_that_is_not_compacted_holds_up_the_start(pipelines):
    made = pipelines("state", partitions=0)
    made.topics = {lane: f"{made.name}.{lane}" for lane in LANES}
    create_topics(made.bootstrap, made.topics, partitions=1, state={"cleanup.policy": "delete"})
    process = start(made)
    wait_until(lambda: "make it compact" in process.get("/readyz")[1], lambda: process.get("/readyz")[1])
