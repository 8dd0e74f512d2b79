#!/usr/bin/env python3
"""Peak resident memory of each stage when it is far behind, when large articles stand among small ones, and when the broker
stops answering for a while.

    build/venv/bin/python bench/kafka_memory.py [--waiting 1000] [--seconds 40] [--pause 15]

A few articles go through the chain once; what came out of each stage is then sent again and again, under keys of its own, until
--waiting MB wait in the input topic of the next one. Each stage then runs for --seconds, or until nothing is left. Of the
articles with 5 MB of text there are some 60 in each GB. Exit 1 if a stage takes more than its bound (see Sizes.bound).
Needs ./dev deps test and ./dev build."""
import argparse
import itertools
import os
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from confluent_kafka.admin import AdminClient

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests/integration"), str(ROOT / "tools/kafka")]
import kafka  # noqa: E402
import pipeline  # noqa: E402
import stage_table  # noqa: E402
from harness import at_least, produce, read  # noqa: E402
from kafka_stages import count_done, message, own_body  # noqa: E402
from process_use import peak_mb  # noqa: E402

INPUT = stage_table.INPUT
LARGE_BYTES = 5 << 20
SMALL, LARGE = 200, 2
SHARE = 16 << 20  # bytes of small articles for each large one
LIMITS = {"raw_bytes": 8 << 20, "enriched_bytes": 24 << 20, "dead_bytes": 28 << 20, "body_chars": 10_000_000}


@dataclass(frozen=True)
class Sizes:
    """MB that a stage may hold, as they are by default: queued.max.messages.kbytes, fetch.max.bytes, batch.max_bytes,
    queue.buffering.max.kbytes."""
    queue: int = 128
    fetch: int = 50
    batch: int = 32
    output: int = 64

    def config(self, bootstrap):
        """Of a stage that is to have other ones."""
        return {"kafka": {"bootstrap.servers": bootstrap, "queued.max.messages.kbytes": str(self.queue << 10),
                          "fetch.max.bytes": str(self.fetch << 20),
                          "queue.buffering.max.kbytes": str(self.output << 10)},
                "batch": {"max_bytes": self.batch << 20, "max_output_bytes": self.output << 20}}

    def bound(self, largest_mb):
        """What a process with one thread may take: what it reads ahead and one fetch beyond, a transaction as input, what
        the producer holds back, the largest article ten times, in all its forms, and 200 MB for the program, the gazetteer,
        trained models of two languages and the allocator. No record here holds several articles."""
        return self.queue + self.fetch + self.batch + self.output + 10 * largest_mb + 200


def templates(bootstrap, directory):
    """For each stage, the small and the large records that it is to read, as the stages before it make them."""
    body = own_body()
    large = (body * (LARGE_BYTES // len(body.encode()) + 1)).encode()[:LARGE_BYTES].decode(errors="ignore")
    seed = pipeline.Pipeline(bootstrap, directory, "seed").create_topics(1)
    try:
        seed.start_all(limits=LIMITS)
        produce(bootstrap, seed.topics["raw"], (message(n, large if n < LARGE else body) for n in range(SMALL + LARGE)))
        found = {}
        for stage in pipeline.STAGES:
            records = read(bootstrap, seed.topics[INPUT[stage]], at_least(SMALL + LARGE), 300)
            by_size = sorted(((r.value, r.headers) for r in records), key=lambda r: len(r[0]))
            found[stage] = (by_size[:SMALL], by_size[SMALL:])
        seed.stop()
        return found
    finally:
        seed.kill()  # what runs on after a failure


def backlog(small, large, size):
    """Messages of together `size` bytes; one of `large`, if any, after each SHARE bytes of small ones."""
    sent = since = 0
    smalls, larges = itertools.cycle(small), itertools.cycle(large)
    for number in itertools.count():
        is_large = bool(large) and since >= SHARE
        value, headers = next(larges if is_large else smalls)
        since = 0 if is_large else since + len(value)
        sent += len(value)
        yield f"urn:memory:{number}", value, headers, None
        if sent >= size:
            return


def fill(bootstrap, topic, small, large, size_mb):
    """Sends a backlog; (its messages, MB of the largest)."""
    messages = list(backlog(small, large, size_mb << 20))
    produce(bootstrap, topic, messages, **{"queue.buffering.max.kbytes": 2097151})
    return len(messages), max(len(value) for _, value, _, _ in messages) >> 20


def run(stage, one, seconds, count, cluster=None, pause=0, **config):
    """(articles answered, peak MB) of `stage` that is behind; with the broker paused for `pause` seconds in the middle."""
    process = one.start(stage, limits=LIMITS, **config).wait_ready(120)
    end = time.monotonic() + seconds
    pause_at = time.monotonic() + seconds / 4 if pause else end
    while time.monotonic() < end and count_done(process, stage) < count:
        if time.monotonic() >= pause_at:
            cluster.pause(1)
            threading.Event().wait(pause)
            cluster.resume(1)
            pause_at = end
        threading.Event().wait(0.25)
    done, peak = count_done(process, stage), peak_mb(process.process.pid)
    code, _ = process.terminate()
    if code != 0:
        sys.exit(str(process))
    return done, peak


def forget(bootstrap, topics):
    admin = AdminClient({"bootstrap.servers": bootstrap})  # its futures end with it
    for future in admin.delete_topics(list(topics)).values():
        future.result(30)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--waiting", type=int, default=1000, help="MB in the input topic")
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--pause", type=int, default=15, help="seconds that the broker does not answer")
    parser.add_argument("--stages", nargs="+", default=pipeline.STAGES, choices=pipeline.STAGES)
    arguments = parser.parse_args()
    over, sizes = 0, Sizes()
    with tempfile.TemporaryDirectory(prefix="marsad-memory-") as name, kafka.Cluster(Path(name) / "kafka") as cluster:
        found = templates(cluster.bootstrap, Path(name))
        print("| stage | what waits | MB waiting | answered | peak MB | bound MB |\n|---|---|---|---|---|---|")
        for stage, what in itertools.product(arguments.stages, ("small", "5 MB among small", "small, broker paused")):
            small, large = found[stage]
            large = large if what.startswith("5 MB") else []
            one = pipeline.Pipeline(cluster.bootstrap, Path(name), f"m{stage}{time.time_ns()}").create_topics()
            count, largest_mb = fill(cluster.bootstrap, one.topics[INPUT[stage]], small, large, arguments.waiting)
            pause = arguments.pause if what.endswith("paused") else 0
            try:
                done, peak = run(stage, one, arguments.seconds + pause, count, cluster, pause)
            finally:
                one.kill()
            bound = sizes.bound(largest_mb)
            over += peak > bound
            print(f"| {stage} | {what} | {arguments.waiting} | {done:,.0f} of {count:,} | {peak} | {bound} |", flush=True)
            forget(cluster.bootstrap, one.topics.values())
    print(f"load average {os.getloadavg()[0]:.1f}; one thread, {sizes}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
