#!/usr/bin/env python3
"""What each stage costs on a real Kafka, and how long an article takes through the four that enrich it.

    build/venv/bin/python bench/kafka_stages.py [--articles 50000] [--bodies FILE] [--compression none] [--seconds 30] [--rate 200]

Throughput: N Arabic JSON articles of some 4 KB wait; decode, normalize, tag and summarize, each a process of its own, take
them one stage after the other, then all four chained in one process. Articles a second count from ready to the last
answer, CPU is the whole process's, start-up included; KB are what an article takes in the stage's output topic, as the broker
keeps it (one replica, the producer's compression). order and cluster: the same with N records of their own, events in made-up
words (650 a record; of five a copy, a new version, another report and a kill or one more version), each topic of one partition. Latency: the four processes run side by side; from the producer's
timestamp to a read_committed consumer of the last topic. Needs ./dev deps test and ./dev build."""
import argparse
import json
import os
import re
import signal
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests/faults"), str(ROOT / "tests/integration"), str(ROOT / "tools/kafka")]
import setup_paths  # noqa: E402, F401  marsad.v1
import kafka  # noqa: E402
import stories  # noqa: E402  the made-up events
from harness import produce, reader, wait_until  # noqa: E402
from pipeline import STAGES, Pipeline  # noqa: E402
from process_use import peak_mb  # noqa: E402
from stage_table import OUTPUT  # noqa: E402

GOLDEN = ROOT / "stages/tag/golden"
BODY_BYTES = 4096
STORY_WORDS = 650  # about as many bytes


def own_body():
    whole = "\n\n".join((GOLDEN / f"{name}.txt").read_text(encoding="utf-8").split("\n", 2)[2].strip()
                        for name in ("ar_gulf", "ar_sudan", "ar_economy", "ar_sport"))
    return whole.encode()[:BODY_BYTES].decode(errors="ignore")


def read_bodies(path):
    """Those of a file with a JSON object a line; without one, the article of this benchmark."""
    if path is None:
        return [own_body()]
    return [json.loads(line)["body"] for line in path.read_text(encoding="utf-8").splitlines()]


def message(number, body):
    article = {"uri": f"urn:bench:{number}", "title": f"خبر رقم {number}", "body": body, "language": "ar"}
    return f"urn:bench:{number}", json.dumps(article, ensure_ascii=False).encode(), [("content-type", b"application/json")], None


def count_done(process, stage):
    """Articles that stage `stage` of `process` has answered."""
    status, page = process.get("/metrics")
    if status != 200:
        return 0
    found = re.findall(rf'^marsad_records_total\{{[^}}]*stage="{stage}"[^}}]*\}} ([0-9.e+]+)', page, re.MULTILINE)
    return sum(float(value) for value in found)


def measure(process, last_stage, articles):
    """(articles a second, CPU seconds per 1,000, resident MB) of one process that works off a backlog."""
    process.wait_ready()
    started = time.monotonic()
    wait_until(lambda: count_done(process, last_stage) >= articles, lambda: str(process), 600)
    seconds, memory = time.monotonic() - started, peak_mb(process.process.pid)
    process.signal(signal.SIGTERM)
    _, status, usage = os.wait4(process.process.pid, 0)
    process.process.returncode = os.waitstatus_to_exitcode(status)
    if process.process.returncode != 0:
        sys.exit(str(process))
    return articles / seconds, 1000 * (usage.ru_utime + usage.ru_stime) / articles, memory


def kept_kb(cluster, topic):
    """What the broker keeps of a topic, in KB."""
    return sum(segment.stat().st_size for segment in cluster.directory.glob(f"**/{topic}-*/*.log")) / 1000


def throughput(cluster, directory, bodies, articles, compression):
    kafka_properties = {"bootstrap.servers": cluster.bootstrap, "compression.type": compression}
    one = Pipeline(cluster.bootstrap, directory, "stages").create_topics()
    produce(cluster.bootstrap, one.topics["raw"], (message(n, bodies[n % len(bodies)]) for n in range(articles)))
    print(f"| {articles:,} articles | articles/s | CPU-s per 1,000 | RSS MB | KB an article |\n|---|---|---|---|---|")
    print(f"| what comes in | | | | {kept_kb(cluster, one.topics['raw']) / articles:.1f} |")
    outputs = dict(zip(STAGES, ("articles", "normalized", "tagged", "enriched")))
    rows = [(stage, measure(one.start(stage, kafka=kafka_properties), stage, articles), one.topics[outputs[stage]]) for stage in STAGES]
    chain = Pipeline(cluster.bootstrap, directory, "chain", raw=one.topics["raw"]).create_topics()
    rows.append(("all four, chained", measure(chain.start_chain(kafka=kafka_properties), STAGES[-1], articles), chain.topics["enriched"]))
    for name, (speed, cpu, memory), topic in rows:
        print(f"| {name} | {speed:,.0f} | {cpu:.3f} | {memory} | {kept_kb(cluster, topic) / articles:.1f} |", flush=True)


def story_throughput(cluster, directory, articles, compression):
    pipeline = Pipeline(cluster.bootstrap, directory, "stories").create_topics(1)
    made = (stories.article(number, STORY_WORDS) for number in range(articles))
    produce(cluster.bootstrap, pipeline.topics["enriched"], ((key, value, None, 0) for key, value, _ in made))
    more = {"kafka": {"bootstrap.servers": cluster.bootstrap, "compression.type": compression}, "cluster": {"window_hours": 24}}
    print(f"| {articles:,} records | articles/s | CPU-s per 1,000 | RSS MB | KB a record |\n|---|---|---|---|---|")
    print(f"| what order reads | | | | {kept_kb(cluster, pipeline.topics['enriched']) / articles:.1f} |")
    for stage in ("order", "cluster"):
        speed, cpu, memory = measure(pipeline.start(stage, **more), stage, articles)
        print(f"| {stage} | {speed:,.0f} | {cpu:.3f} | {memory} | {kept_kb(cluster, pipeline.topics[OUTPUT[stage]]) / articles:.1f} |", flush=True)
    print(f"| cluster's state | | | | {kept_kb(cluster, pipeline.topics['stories_state']) / articles:.1f} |")


def latency(bootstrap, directory, seconds, rate):
    body = own_body()
    pipeline = Pipeline(bootstrap, directory, "latency").create_topics()
    pipeline.start_all()
    total, taken = seconds * rate, []

    def paced():
        started = time.monotonic()
        for number in range(total):
            time.sleep(max(0.0, started + number / rate - time.monotonic()))
            yield message(number, body)

    producer = threading.Thread(target=produce, args=(bootstrap, pipeline.topics["raw"], paced()), daemon=True)
    with reader(bootstrap, pipeline.topics["enriched"]) as (consumer, _):
        producer.start()
        deadline = time.monotonic() + seconds + 60
        while len(taken) < total and time.monotonic() < deadline:
            for record in consumer.consume(1000, 0.005):
                if not record.error():
                    taken.append(time.time() * 1000 - record.timestamp()[1])
    pipeline.stop()
    if len(taken) < total:
        sys.exit(f"only {len(taken)} of {total} articles arrived")
    steady = taken[rate:]  # without the first second
    cuts = statistics.quantiles(steady, n=100)
    print(f"\n{rate} articles/s through four processes: p50 {cuts[49]:.0f} ms, p90 {cuts[89]:.0f} ms, p99 {cuts[98]:.0f} ms, "
          f"largest {max(steady):.0f} ms, of {len(steady):,} articles")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--bodies", type=Path, help="articles of your own, a JSON object with a body a line; with more --articles than lines they are taken again, and compress too well")
    parser.add_argument("--compression", default="none", help="of the stages' producers, for the throughput")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=int, default=200)
    arguments = parser.parse_args()
    bodies = read_bodies(arguments.bodies)
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as directory:
        with kafka.Cluster(Path(directory) / "kafka") as cluster:
            throughput(cluster, Path(directory), bodies, arguments.articles, arguments.compression)
            story_throughput(cluster, Path(directory), arguments.articles, arguments.compression)
            if arguments.seconds > 0:
                latency(cluster.bootstrap, Path(directory), arguments.seconds, arguments.rate)


if __name__ == "__main__":
    main()
