#!/usr/bin/env python3
"""What a pipeline needs for so many articles a day: docs/sizing.md, or one row for figures of your own.

usage: sizing.py [--write | --articles N …] [ROOT]    without --articles: exit 1 if the page is not what this says; --write puts it there
"""
import argparse
import math
import sys
from collections import namedtuple
from pathlib import Path

PAGE = "docs/sizing.md"
# Measured, see the page. CPU seconds per 1,000 articles of 4 KB; peak resident MB of a process with one thread and 4 KB articles.
STAGES = {"decode": (0.036, 179), "normalize": (0.091, 210), "tag": (0.835, 301), "summarize": (0.238, 199)}
# KB that a broker keeps of an article which comes in with MEASURED_KB, by the producers' compression and the topic.
TOPICS = ("raw", "articles", "normalized", "tagged", "enriched")
KEPT_KB = {"none": (4.1, 4.2, 10.7, 12.3, 13.5), "lz4": (2.3, 2.3, 4.7, 5.4, 5.7), "zstd": (1.4, 1.4, 2.5, 3.2, 3.2)}
MEASURED_KB = 4.1
PARTITIONS = [6, 12, 24, 48, 96, 192, 384, 768]
EVERY_DAY = [10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

Load = namedtuple("Load", "articles kb peak busy replication days days_between compression",
                  defaults=(4.0, 4.0, 0.6, 3, 7.0, 1.0, "zstd"))
Need = namedtuple("Need", "rate threads partitions memory_gb disk_gb network_mb drain_minutes")


def size(load):
    """What `load` needs. CPU and bytes grow with an article's length (bench/README.md: linear from 4 KB to 1 MB)."""
    rate = load.articles / 86_400 * load.peak
    length = load.kb / MEASURED_KB
    # Two at least, so that one may go.
    threads = {stage: max(2, math.ceil(rate * cpu * length / 1000 / load.busy)) for stage, (cpu, _) in STAGES.items()}
    wanted = 2 * max(threads.values())
    partitions = next((n for n in PARTITIONS if n >= wanted), wanted)
    memory = sum(threads[stage] * megabytes for stage, (_, megabytes) in STAGES.items()) / 1000
    kept = {topic: kb * length for topic, kb in zip(TOPICS, KEPT_KB[load.compression])}
    days = {topic: load.days if topic in ("raw", "enriched") else load.days_between for topic in TOPICS}
    disk = load.articles / 1e6 * load.replication * sum(kept[topic] * days[topic] for topic in TOPICS)
    network = rate / 1000 * sum(kept.values())
    capacity = load.peak / load.busy  # of the mean
    return Need(rate, threads, partitions, memory, disk, network, 60 / (capacity - 1))


def number(value):
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def row(load):
    need = size(load)
    threads = " / ".join(str(need.threads[stage]) for stage in STAGES)
    return (f"| {load.articles:,} | {number(need.rate)} | {threads} | {need.partitions} | {number(need.memory_gb)} | "
            f"{number(need.disk_gb)} | {number(need.network_mb)} |")


HEADER = ["| articles a day | a second at the peak | threads: " + " / ".join(STAGES) + " | partitions | resident GB, all | Kafka's disk GB, all | MB/s into Kafka at the peak |",
          "|---|---|---|---|---|---|---|"]


def page():
    usual = Load(0)
    uncompressed = size(usual._replace(articles=1_000_000, compression="none")).disk_gb / size(usual._replace(articles=1_000_000)).disk_gb
    lines = ["# Sizing", "", "Made by `tools/checks/sizing.py --write`; for figures of your own: `tools/checks/sizing.py --articles 3000000 --kb 6`",
             "(`--help` has them all). Beyond what one machine of two cores did, it is arithmetic: nobody ran 100 million a day.", "",
             *HEADER, *(row(Load(n)) for n in EVERY_DAY), "",
             "## What it rests on", "",
             f"- An article of {usual.kb:g} KB in UTF-8 as it comes in (some 350 words of Arabic, 650 of English). CPU and bytes grow with its length.",
             f"- The busiest hours bring {usual.peak:g} times the mean, and a thread is then {100 * usual.busy:.0f} % busy. What an hour's outage at the mean rate",
             f"  left is gone {size(usual).drain_minutes:.0f} minutes after its end. At least two threads a stage, so that one may go.",
             "- Twice as many partitions as the busiest stage has threads: their number cannot be changed without moving keys.",
             f"- Replication factor {usual.replication}; `news.raw` and `news.enriched` are kept {usual.days:g} days, the topics between {usual.days_between:g} day; `compression.type: {usual.compression}` under",
             f"  `kafka:` of the stages and of what fills `news.raw`. Without it the disk takes {uncompressed:.1f} times as much.", "",
             "## What was measured, and how", "",
             "| stage | CPU-s per 1,000 articles | resident MB, one thread |", "|---|---|---|",
             *(f"| {stage} | {cpu} | {megabytes} |" for stage, (cpu, megabytes) in STAGES.items()), "",
             "Of articles of 4 KB with many names, the heaviest kind for tag, on two cores of an AMD EPYC at rest",
             "([bench/README.md](../bench/README.md), `bench/kafka_stages.py`). A pod's memory limit must hold the bound that stands there, not the figure here.",
             "All stages in one process save what is written and read between them, and share the lists of names.", "",
             f"KB that a broker keeps of an article which comes in with {MEASURED_KB:g}, mean of 102 different Arabic encyclopedia articles",
             "(EASC, `bench/kafka_stages.py --bodies MARSAD_SHARED_DATA/summ/easc.jsonl --articles 102 --seconds 0 --compression …`;",
             "`raw` is taken to compress as `articles` does):", "",
             "| compression | " + " | ".join(TOPICS) + " |", "|---|" + "---|" * len(TOPICS),
             *(f"| {name} | " + " | ".join(f"{kb:g}" for kb in kept) + " |" for name, kept in KEPT_KB.items()), "",
             "An article full of names takes more: 24.6 KB in `enriched` for 4.3 that came in, uncompressed."]
    return "\n".join(lines) + "\n"


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", nargs="?", default=".")
    parser.add_argument("--write", action="store_true", help=f"put the page into {PAGE}")
    parser.add_argument("--articles", type=int, help="articles a day: print what they need")
    usual = Load(0)
    parser.add_argument("--kb", type=float, default=usual.kb, help="of an article as it comes in (default %(default)g)")
    parser.add_argument("--peak", type=float, default=usual.peak, help="how many times the mean the busiest hours bring (default %(default)g)")
    parser.add_argument("--busy", type=float, default=usual.busy, help="share of a core that a thread uses then (default %(default)g)")
    parser.add_argument("--replication", type=int, default=usual.replication, help="copies of each partition (default %(default)s)")
    parser.add_argument("--days", type=float, default=usual.days, help="that raw and enriched are kept (default %(default)g)")
    parser.add_argument("--days-between", type=float, default=usual.days_between, help="that the topics between are kept (default %(default)g)")
    parser.add_argument("--compression", choices=KEPT_KB, default=usual.compression, help="of all producers (default %(default)s)")
    arguments = parser.parse_args()
    if not 0 < arguments.busy <= 1 or arguments.peak <= arguments.busy:
        parser.error("--busy is a share, more than 0 and at most 1, and --peak more than it")
    if min(arguments.kb, arguments.replication, arguments.days, arguments.days_between) <= 0 or (arguments.articles is not None and arguments.articles <= 0):
        parser.error("articles, KB, replication and days must be more than 0")
    return arguments


def main():
    arguments = parse()
    if arguments.articles is not None:
        load = Load(*(getattr(arguments, field) for field in Load._fields))
        print("\n".join([*HEADER, row(load)]))
        return 0
    path = Path(arguments.root) / PAGE
    if arguments.write:
        path.write_text(page(), encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != page():
        print(f"{PAGE} is not what tools/checks/sizing.py says: run it with --write")
        return 1
    print(f"sizing: {len(EVERY_DAY)} sizes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
