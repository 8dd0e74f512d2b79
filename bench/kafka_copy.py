#!/usr/bin/env python3
"""An identity stage in our shell beside a bare librdkafka copy, both exactly once, on a broker of its own.

    bench/kafka_copy.py [--records 200000] [--rounds 2] [--queue KBYTES ...] [--bin build/release/bench]

Runs A B A B (wall time on a shared machine wanders; CPU time less so), counts every output as a read_committed reader sees
it, and prints a table. --queue sets queued.max.messages.kbytes; give several to compare them."""
import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools/kafka"))
import kafka  # noqa: E402


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"{program}: {done.stderr[-2000:]}")
    return json.loads(done.stdout) if done.stdout else {}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--queue", type=int, nargs="*", default=[131072])
    parser.add_argument("--bin", type=Path, default=ROOT / "build/release/bench")
    arguments = parser.parse_args()

    results = {}
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as directory, kafka.Cluster(directory) as cluster:
        server = f"bootstrap.servers={cluster.bootstrap}"
        kafka.create_topics(cluster.bootstrap, {"in": 4})
        run(arguments.bin / "kafka_load", server, "to=in", f"records={arguments.records}")
        for turn in range(arguments.rounds):
            for queue in arguments.queue:
                for program in ("kafka_copy", "kafka_identity"):
                    topic = f"{program}.{queue}.{turn}"
                    kafka.create_topics(cluster.bootstrap, {topic: 4})
                    got = run(arguments.bin / program, server, "from=in", f"to={topic}", f"id={topic}",
                              f"records={arguments.records}", f"queued.max.messages.kbytes={queue}")
                    counted = run(arguments.bin / "kafka_load", server, f"from={topic}")
                    if counted != {"records": arguments.records, "keys": arguments.records}:
                        sys.exit(f"{topic} holds {counted}, not each of {arguments.records} records once")
                    results.setdefault((program, queue), []).append(got)
                    print(f"{topic:32} {got}", file=sys.stderr, flush=True)

    print("| program | queue MB | articles/s, each run | CPU-s per 1,000, each run | RSS MB | commits |")
    print("|---|---|---|---|---|---|")
    for (program, queue), runs in sorted(results.items(), key=lambda item: (item[0][1], item[0][0])):
        speeds = ", ".join(f"{got['per_second']:,}" for got in runs)
        costs = ", ".join(f"{got['cpu_per_1000']:.4f}" for got in runs)
        commits = ", ".join(str(got["commits"]) for got in runs)
        print(f"| {program} | {queue // 1024} | {speeds} | {costs} | {max(got['rss_mb'] for got in runs)} | {commits} |")
    for queue in arguments.queue:
        shell, bare = ({key: statistics.median(got[key] for got in results[program, queue])
                        for key in ("per_second", "cpu_per_1000")} for program in ("kafka_identity", "kafka_copy"))
        print(f"queue {queue // 1024} MB: the identity stage reaches {100 * shell['per_second'] / bare['per_second']:.0f} % of "
              f"the bare copy's articles/s and {100 * bare['cpu_per_1000'] / shell['cpu_per_1000']:.0f} % of its "
              "articles per CPU second")


if __name__ == "__main__":
    main()
