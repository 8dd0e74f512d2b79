"""The matrix of a stage with state: it is broken, and a twin that nobody breaks reads the same input afterwards. What comes of
both must be the same bytes, and so must their state be. StatefulTrial has marsad-count (count/main.cc), which numbers the
articles and counts those of each source; stories.py has cluster."""
import hashlib
import os
import time
from collections import Counter
from types import SimpleNamespace

from confluent_kafka.admin import AdminClient, NewTopic
from follower import Follower
from harness import LARGEST, scan, wait_until
from marsad.v1.enriched_pb2 import EnrichedArticle
from pipeline import BIN, Pipeline
from trial import Trial
from wire import without_times

COUNT = os.environ.get("MARSAD_COUNT", BIN.parent / "tests/marsad-count")
SOURCES = 61    # more than the stage remembers of each partition, so that some are forgotten and come back
PARTITIONS = 4
LANES = ("articles", "normalized", "tagged", "dead")  # input, output, state, letters

# As small and as often as a broker takes it, so that a topic is compacted within seconds.
BRISK = {"segment.ms": "500", "min.cleanable.dirty.ratio": "0.01", "min.compaction.lag.ms": "0",
         "delete.retention.ms": "100", "segment.bytes": str(1 << 20)}


def source_of(number):
    return f"Source {number * number % 7919 % SOURCES}"


def article(number, version=1):
    """Key and value of a record of the input."""
    enriched = EnrichedArticle()
    enriched.article.uri = f"urn:marsad:state:{number}"
    enriched.article.version = version
    enriched.article.title = f"article {number}"
    enriched.article.source.name = source_of(number)
    return enriched.article.uri, enriched.SerializeToString(deterministic=True)


def create_topics(bootstrap, topics, partitions=PARTITIONS, state=None, more=None, kept="tagged"):
    """The four of a pipeline that it has under its own name; `state` and `more` are properties of the state's, of others.
    `kept` is the state's lane."""
    properties = {"max.message.bytes": str(LARGEST)}
    wanted = [NewTopic(name, partitions, -1, config={
        **properties, **({"cleanup.policy": "compact", **(state or {})} if lane == kept else (more or {}).get(lane, {}))})
        for lane, name in topics.items()]
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for future in admin.create_topics(wanted).values():
        future.result(30)


def digest(bootstrap, topics, seen=None, look=lambda record: None):
    """sha256 over all of the two topics, outputs and letters, in the order of their partitions, times left out; and how many
    there are. Adds (index of the topic, partition, offset) of each to `seen`, and shows each output to `look`."""
    hashes, count = {}, 0
    for index, (lane, topic) in enumerate(zip(("out", "dead"), topics)):
        for record in scan(bootstrap, topic, seconds=900):
            count += 1
            if lane == "out":
                look(record)
            if seen is not None:
                seen.add((index, record.partition, record.offset))
            if lane == "dead":  # the letter has the time of its writing: which article it is tells its key
                parts = [record.key or b""]
            else:
                parts = [record.key, *(whole for _, whole in without_times(record.value))]
            add = hashes.setdefault((lane, record.partition), hashlib.sha256()).update
            for part in parts:
                add(len(part).to_bytes(4, "big") + part)
    whole = "".join(f"{where}{each.hexdigest()}" for where, each in sorted(hashes.items()))
    return hashlib.sha256(whole.encode()).hexdigest(), count


def remembered(bootstrap, topic):
    """The last value of each key of each partition, and how many records stand there."""
    last, count = {}, 0
    for record in scan(bootstrap, topic, seconds=300):
        last[record.partition, record.key] = record.value
        count += 1
    return {key: value for key, value in last.items() if value is not None}, count


class StatefulTrial(Trial):
    """A trial of one stage with state. Rows of this kind say so (matrix.Row.kind)."""

    name, program = "count", COUNT
    lanes = LANES
    partitions, threads = PARTITIONS, 2  # two, so that a partition is not alone
    shrinks = 2  # so many times fewer records than articles has the state's topic once it is compacted
    config, others = {}, {}  # of the stage; properties of the topics that it reads and writes
    fed = LANES[0]

    def __init__(self, *arguments):
        super().__init__(*arguments)
        name = self.pipeline.name
        self.pipeline.topics = {lane: f"{name}.{lane}" for lane in self.lanes}
        self.twin = Pipeline(self.pipeline.bootstrap, self.directory, f"twin.{name}")
        self.twin.topics = {lane: f"{self.twin.name}.{lane}" for lane in self.lanes} | {self.fed: self.pipeline.topics[self.fed]}
        self.has_twin = False
        self.late = set()  # articles whose time the topic of the outputs refuses

    @property
    def stage(self):
        """Its first member."""
        return self.stages[self.name]

    def topic(self, lane, pipeline=None):
        """Of `lane`: "out", "state" or "dead"."""
        return (pipeline or self.pipeline).topics[self.lanes[("out", "state", "dead").index(lane) + 1]]

    def outputs(self, pipeline=None):
        return [self.topic("out", pipeline), self.topic("dead", pipeline)]

    def __exit__(self, *error):
        self.twin.kill()
        super().__exit__(*error)
        if self.has_twin:
            self.twin.delete_topics()

    def prepare(self):
        create_topics(self.pipeline.bootstrap, self.pipeline.topics, self.partitions, self.row.state,
                      {self.fed: {"message.timestamp.after.max.ms": str(2**62), **self.others}, self.lanes[1]: self.others},
                      self.lanes[2])
        self.follower = Follower(self.pipeline.bootstrap, self.directory / f"{self.row.name}.arrivals", self.outputs())

    def start_stages(self):
        self.add_stage(self.name)

    def start_process(self, stage, ordinal, name):
        load = self.load
        client = {"bootstrap.servers": self.pipeline.bootstrap, **load.config.get("kafka", {})}
        return self.pipeline.start(stage, name=name, program=self.program, ordinal=str(ordinal),
                                   **{"threads": self.threads, **self.config, **load.config, "kafka": client})

    def article(self, number):
        """Key and value of a record of the input, and perhaps its time in milliseconds."""
        return article(number)

    def look(self, record):
        """At an output, for what can be told of it alone."""

    def _message(self, number):
        key, value, *time_ms = self.article(number)
        day = 24 * 3600
        if number in self.late:
            time_ms = [int((time.time() + day) * 1000)]
        return key, value, [], None, *time_ms

    def _expected(self):
        return self.feed.count

    def _tally(self):
        tally = SimpleNamespace(seen=set(), problems=[], times=Counter())
        got, count = digest(self.pipeline.bootstrap, self.outputs(), tally.seen, self.look)
        wanted, twins = self._run_twin()
        # The twin says how often each came: while all brokers are down the load's own producer may send a few twice.
        if count != twins or count < self.feed.count:
            tally.problems.append(f"{count} came out and {twins} of the twin, of {self.feed.count}")
        elif count > self.feed.count:
            self.note(f"{count - self.feed.count} articles were sent twice by the load itself")
        if got != wanted:
            tally.problems.append(f"sha256 {got[:12]} of the outputs, {wanted[:12]} of the twin's")
        state, _ = remembered(self.pipeline.bootstrap, self.topic("state"))
        twin, _ = remembered(self.twin.bootstrap, self.topic("state", self.twin))
        if state != twin or not state:
            tally.problems.append(f"the state differs from the twin's in {len(set(state.items()) ^ set(twin.items()))} keys")
        self.note(f"sha256 {got[:12]}, as the twin's" if got == wanted else "not as the twin's")
        return tally

    def _run_twin(self):
        own = {lane: name for lane, name in self.twin.topics.items() if lane != self.fed}
        create_topics(self.twin.bootstrap, own, self.partitions, more={self.lanes[1]: self.others}, kept=self.lanes[2])
        self.has_twin = True
        process = self.twin.start(self.name, program=self.program, **self.config).wait_ready()
        follower = Follower(self.twin.bootstrap, self.directory / f"{self.row.name}.twin.arrivals", self.outputs(self.twin))
        try:
            wait_until(lambda: follower.count() >= self.feed.count and follower.idle() > 1.0,
                       lambda: f"all of the twin; {follower.count()} came", 600)
        finally:
            follower.end()
        assert process.terminate()[0] == 0, str(process)
        return digest(self.twin.bootstrap, self.outputs(self.twin))
