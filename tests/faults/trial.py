"""One run of one row: starts what it needs, lets the row break something, and judges what came out."""
import contextlib
import os
import random
import time
from dataclasses import dataclass, field

import articles
import kafka
import kafka_protocol
from confluent_kafka.admin import AdminClient
from feed import Feed
from follower import Follower, longest_stall
from harness import scan
from pipeline import STAGES, Pipeline
from supervisor import Supervised

MIDSTREAM = (0.05, 0.95)  # shares of the articles between which a fault must strike
PATIENCE = 120            # seconds without an arrival after which no more is expected
STANDSTILL = 300         # the same while faults strike: longer than any of them holds up the stream
SETTLE = {"exactly_once": 1.0, "at_least_once": 6.0}  # seconds without an arrival after the last article, for doubles


class Missed(AssertionError):
    """A fault that did not strike in mid-stream: the row proves nothing."""


@dataclass
class Verdict:
    row: object
    problems: list            # of exactness: empty if all is well
    figures: dict             # name to seconds
    notes: list
    strikes: int
    count: int
    seconds: float
    load: float
    when: str = field(default_factory=lambda: time.strftime("%Y-%m-%d %H:%M", time.gmtime()))

    @property
    def measured(self):
        return self.figures.get(self.row.of)

    @property
    def is_exact(self):
        return not self.problems

    @property
    def is_met(self):
        return self.row.bar is None or (self.measured is not None and self.measured <= self.row.bar)


class Trial:
    """Use as a context manager: what it started is ended with it."""

    fed = "raw"  # the lane that the load goes to

    def __init__(self, row, cluster, directory, size, seed):
        self.row, self.cluster, self.directory = row, cluster, directory
        self.load = row.load(size) if callable(row.load) else row.load
        self.count = self.load.count or size
        self.dice = random.Random(f"{seed} {row.name}")
        self.pipeline = Pipeline(cluster.bootstrap, directory, f"{row.name}{time.time_ns() % 10**9}")
        self.admin = AdminClient({"bootstrap.servers": cluster.bootstrap, "log_level": 2})
        self.stages = {}
        self.follower = self.feed = self.since = None
        self.strikes, self.notes, self.figures = [], [], {}
        self.begun = time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for stage in self.stages.values():
            stage.is_restarting = False
        if self.feed:
            self.feed.abandon()
        self.pipeline.kill()
        if self.follower:
            self.follower.end()
            self.pipeline.delete_topics()

    # ------------------------------------------------------------------------------------------------------- start
    def setup(self):
        """Topics, follower, stages, load; where the load has no rate it comes before the stages."""
        self.prepare()
        if self.load.rate is None:
            self.start_feed()
            self.feed.join()
        self.start_stages()
        if self.load.rate is not None:
            for stage in self.stages.values():
                stage.wait_ready()
            self.start_feed()

    def prepare(self):
        self.pipeline.create_topics(self.load.partitions)
        self.follower = Follower(self.pipeline.bootstrap, self.directory / f"{self.row.name}.arrivals",
                                 [self.pipeline.topics["enriched"], self.pipeline.topics["dead"]])

    def start_stages(self):
        for stage in STAGES:
            self.add_stage(stage)

    def add_stage(self, stage, ordinal=0):
        """A member of the stage's group; the first is stages["tag"], others stages["tag-1"]."""
        name = f"{stage}-{ordinal}" if ordinal else stage
        self.stages[name] = Supervised(name, lambda: self.start_process(stage, ordinal, name))
        return self.stages[name]

    def start_process(self, stage, ordinal, name):
        """Unsupervised."""
        load = self.load
        more = {**load.config, **load.stage_config.get(stage, {})}
        client = {"bootstrap.servers": self.pipeline.bootstrap, **more.pop("kafka", {})}
        return self.pipeline.start(stage, name=name, program=load.programs.get(stage), ordinal=str(ordinal), kafka=client,
                                   **more)

    def start_feed(self):
        self.feed = Feed(self.pipeline.bootstrap, self.pipeline.topics[self.fed], self.count, self.load.rate,
                         self._message)
        self.feed.start()

    def _message(self, number):
        key, value, headers, partition = articles.message(number, self.load.before.get(number, ""))
        if number in self.load.bad:
            value = value[:-20]
        if number in self.load.codes:
            headers = [*headers, ("number", str(number).encode())]
        return key, value, headers, partition

    # ---------------------------------------------------------------------------------------- for the row's function
    def progress(self):
        """The share of the articles that came out."""
        return self.follower.count() / self.count

    def reach(self, share):
        """Waits until `share` of the articles came out, however slow the machine is; fails if no more of them comes."""
        while self.progress() < share:
            self.feed.check()
            assert self.follower.idle() < STANDSTILL, (
                f"{share:.0%} of the articles did not come: {self.progress():.1%}, and none for {STANDSTILL} s")
            time.sleep(0.02)

    def strike(self, what):
        """Call it right before a fault, or `with` it: fails if the fault is not in mid-stream."""
        share = self.progress()
        if not MIDSTREAM[0] <= share <= MIDSTREAM[1]:
            raise Missed(f"{what} came when {share:.1%} of the articles were out")
        self.since = self.since or time.monotonic()
        self.strikes.append(what)
        return contextlib.nullcontext()

    def healed(self):
        """The stall is counted from now, not from the first strike."""
        self.since = time.monotonic()

    def measure(self, name, seconds):
        """Keeps the largest figure of this name."""
        self.figures[name] = max(self.figures.get(name, 0.0), seconds)

    def note(self, text):
        self.notes.append(text)

    # ----------------------------------------------------------------------------------------------------- judgement
    def run(self):
        """Sets up, lets the row act, and returns the verdict."""
        (self.row.setup or Trial.setup)(self)
        self.row.act(self)
        self._await_outputs()
        self._end_stages()
        tally = self._tally()
        arrivals = self._compare(tally)
        self._measure_stalls(arrivals)
        problems = tally.problems
        if self.delivery == "at_least_once":
            self.note(f"{sum(tally.times.values()) - len(tally.times)} doubled")
        if not self.strikes:
            problems.append("no fault struck")
        return Verdict(self.row, problems, self.figures, self.notes, len(self.strikes), self.count,
                       time.monotonic() - self.begun, os.getloadavg()[0])

    @property
    def delivery(self):
        return self.load.config.get("delivery", "exactly_once")

    def _expected(self):
        """Records to come: articles, and letters beside articles that went on; a refused article has a letter only."""
        return self.feed.count + sum(len(codes) for n, codes in self._letters().items() if n not in self.load.bad)

    def _letters(self):
        """Article to the codes of the dead letters that there must be."""
        return {n: codes.split() for n, codes in self.load.codes.items() if n < self.feed.count}

    def _await_outputs(self):
        """Until all came out and a little longer, for doubles; or until no more comes."""
        settle = SETTLE[self.delivery]
        while True:
            self.feed.check()
            is_sent = not self.feed.is_alive()
            if is_sent and self.follower.count() >= self._expected() and self.follower.idle() > settle:
                return
            if is_sent and self.follower.idle() > PATIENCE:
                return  # the tally says what is lost
            time.sleep(0.1)

    def _end_stages(self):
        for name, stage in self.stages.items():
            stage.wait_settled()
            if stage.is_alive():
                code, _ = stage.terminate()
                assert code == 0, f"SIGTERM at the end: exit {code} of {stage.process}"
            codes = [c for c in stage.codes() if c != 0]
            if codes:
                self.note(f"{name} ended with {', '.join(f'{codes.count(c)}x {c}' for c in sorted(set(codes)))}")

    def _tally(self):
        """Reads both topics again, whole."""
        tally = articles.Tally(self.load.before)
        tally.seen = set()
        for index, (lane, add) in enumerate((("enriched", tally.add), ("dead", tally.add_letter))):
            for record in scan(self.pipeline.bootstrap, self.pipeline.topics[lane], seconds=900):
                tally.seen.add((index, record.partition, record.offset))
                add(record)
        tally.problems = list(self._problems(tally))
        return tally

    def _problems(self, tally):
        lost, doubled = tally.lost(self.feed.count), tally.doubled()
        if lost:
            yield f"lost {len(lost)}, the first {lost[:5]}"
        allowed = self.load.doubles * len(self.strikes)
        if sum(tally.times[n] - 1 for n in doubled) > allowed:
            yield f"doubled {len(doubled)} ({allowed} allowed), the first {doubled[:5]}"
        if len(tally.times) > self.feed.count:
            yield f"{len(tally.times) - self.feed.count} articles that were never sent"
        if tally.wrong:
            yield f"{len(tally.wrong)} wrong: {tally.wrong[0]}"
        others = [n for n in tally.letters.keys() | self._letters() if sorted(tally.letters.get(n, [])) !=
                  sorted(self._letters().get(n, []))]
        if others:
            yield f"{len(others)} articles with other dead letters than expected: {others[0]} has {tally.letters.get(others[0])}"
        if tally.failed != tally.copied:
            yield f"articles with a failed stage {sorted(tally.failed)[:9]}, letters beside {sorted(tally.copied)[:9]}"

    def _compare(self, tally):
        """The arrivals; notes in `tally` where they are not what a second reading finds: no more, no less, none twice."""
        arrivals = self.follower.arrivals()
        seen = {(a.topic, a.partition, a.offset) for a in arrivals}
        if seen != tally.seen or len(seen) != len(arrivals):
            tally.problems.append(f"the follower saw {len(arrivals)} records, {len(seen)} different; a second reading "
                                  f"{len(tally.seen)}, {len(seen ^ tally.seen)} of them others")
        return arrivals

    def _measure_stalls(self, arrivals):
        enriched = [a for a in arrivals if a.topic == 0]
        since = self.since or self.begun
        self.measure("stall", longest_stall(enriched, since))
        for partition in {a.partition for a in enriched}:
            self.measure("partition", longest_stall([a for a in enriched if a.partition == partition], since))


# ---------------------------------------------------------------------------------------------------------- the cluster
class Clusters:
    """Lends the shared cluster, whole; a new one where the last row left it broken. Ended with the context."""

    def __init__(self, directory):
        self.directory, self.shared, self.number = directory, None, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._drop()

    def _drop(self):
        if self.shared:
            self.shared.stop()
        self.shared = None

    def make(self, properties=None):
        self.number += 1
        return kafka.Cluster(self.directory / f"cluster-{self.number}", brokers=3, properties=properties)

    @contextlib.contextmanager
    def lend(self, row):
        if row.brokers is not None:
            with self.make(row.brokers) as cluster:
                yield cluster
            return
        if self.shared is None or not is_whole(self.shared):
            self._drop()
            self.shared = self.make()
            self.shared.start_all()
        try:
            yield self.shared
        except BaseException:
            self._drop()  # in what state nobody knows
            raise


def is_whole(cluster, seconds=60.0):
    """Whether all brokers run and know each other, soon."""
    if len(cluster.processes) < len(cluster.nodes):
        return False
    with contextlib.suppress(kafka_protocol.KafkaError):
        cluster.wait(seconds)
        return True
    return False
