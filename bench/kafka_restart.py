#!/usr/bin/env python3
"""How long cluster is away on a real Kafka: after kill -9, and when another ordinal takes over.

    build/venv/bin/python bench/kafka_restart.py [--articles 100000] [--words 48] [--rounds 3]

Records of made-up events (tests/faults/stories.py) fill its window and its state topic; then, each time, kill -9 and a new process
with the same ids, from its start to /readyz, with the seconds of CPU that it took until then; at last a second ordinal waits, the
first one gets kill -9, and the time until the second is ready. One broker. Needs ./dev deps test and ./dev build."""
import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests/faults"), str(ROOT / "tests/integration"), str(ROOT / "tools/kafka")]
import setup_paths  # noqa: E402, F401  marsad.v1
import kafka  # noqa: E402
import stories  # noqa: E402
from harness import produce, wait_until  # noqa: E402
from kafka_stages import count_done, kept_kb  # noqa: E402
from pipeline import Pipeline  # noqa: E402
from process_use import cpu_seconds, peak_mb  # noqa: E402

PATIENCE = 3600.0


def fill(cluster, pipeline, process, articles, words):
    made = (stories.article(number, words) for number in range(articles))
    produce(cluster.bootstrap, pipeline.topics["ordered"], ((key, value, None, 0) for key, value, _ in made))
    process.wait_ready()
    wait_until(lambda: count_done(process, "cluster") >= articles, lambda: str(process), PATIENCE)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=48, help="of an article")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    # Time goes on by 30 s an article: the window holds them all, up to 86,400.
    options = {"cluster": {"window_hours": 720, "max_articles": max(1000, arguments.articles)}}
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as directory:
        with kafka.Cluster(Path(directory) / "kafka") as cluster:
            pipeline = Pipeline(cluster.bootstrap, Path(directory), "restart").create_topics(1)

            def start(ordinal):
                return pipeline.start("cluster", name=f"cluster-{ordinal}", ordinal=str(ordinal), **options)

            process = start(0)
            fill(cluster, pipeline, process, arguments.articles, arguments.words)
            print(f"{arguments.articles:,} articles of {arguments.words} words, load {os.getloadavg()[0]:.1f}; state topic "
                  f"{kept_kb(cluster, pipeline.topics['stories_state']) / 1000:.0f} MB, process {peak_mb(process.process.pid)} MB", flush=True)
            taken = []
            for _ in range(arguments.rounds):
                process.kill()
                began = time.monotonic()
                process = start(0).wait_ready(PATIENCE)
                taken.append(time.monotonic() - began)
                print(f"ready again after kill -9: {taken[-1]:.1f} s, {cpu_seconds(process.process.pid):.1f} s of CPU", flush=True)
            print(f"median {statistics.median(taken):.1f} s", flush=True)
            other = start(1)
            other.wait_for_event("started")
            process.kill()
            began = time.monotonic()
            other.wait_ready(PATIENCE)
            print(f"another ordinal is ready {time.monotonic() - began:.1f} s after kill -9 of the first", flush=True)
            pipeline.stop()


if __name__ == "__main__":
    main()
