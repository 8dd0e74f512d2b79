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
STAGES = {"decode": (0.041, 193), "normalize": (0.091, 223), "tag": (0.854, 299), "summarize": (0.213, 205)}
# The same of the stages that see all articles in one order, so have one thread; cluster with an empty window, and what it
# remembers of an article.
ORDERED = {"order": 0.044, "cluster": 0.434}
ORDERED_MB, REMEMBERED_KB = {"order": 198, "cluster": 200}, 3.2
WINDOW_HOURS, MAX_ARTICLES = 72, 100_000  # defaults of cluster.window_hours and .max_articles
# KB that a broker keeps of an article which comes in with MEASURED_KB, by the producers' compression and the topic.
# ordered and stories hold the record of enriched (measured: as long; 3 % longer).
TOPICS = ("raw", "articles", "normalized", "tagged", "enriched", "ordered", "stories")
KEPT_KB = {"none": (4.1, 4.2, 10.7, 12.3, 13.5, 13.5, 13.9), "lz4": (2.3, 2.3, 4.7, 5.4, 5.7, 5.7, 5.9), "zstd": (1.4, 1.4, 2.5, 3.2, 3.2, 3.2, 3.3)}
KEPT_LONG = ("raw", "enriched", "stories")
MEASURED_KB = 4.1
PARTITIONS = [6, 12, 24, 48, 96, 192, 384, 768]
EVERY_DAY = [10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

Load = namedtuple("Load", "articles kb peak busy replication days days_between compression",
                  defaults=(4.0, 4.0, 0.6, 3, 7.0, 1.0, "zstd"))
Need = namedtuple("Need", "rate threads partitions memory_gb disk_gb network_mb drain_minutes")
# Shares of a thread at the peak; articles of the whole window, what they take, and the hours that MAX_ARTICLES last.
Stories = namedtuple("Stories", "busy window window_gb hours")


def size(load):
    """What `load` needs. CPU and bytes grow with an article's length (bench/README.md: linear from 4 KB to 1 MB)."""
    rate = load.articles / 86_400 * load.peak
    length = load.kb / MEASURED_KB
    # Two at least, so that one may go.
    threads = {stage: max(2, math.ceil(rate * cpu * length / 1000 / load.busy)) for stage, (cpu, _) in STAGES.items()}
    wanted = 2 * max(threads.values())
    partitions = next((n for n in PARTITIONS if n >= wanted), wanted)
    memory = sum(threads[stage] * megabytes for stage, (_, megabytes) in STAGES.items()) / 1000
    memory += sum(ORDERED_MB.values()) / 1000 + min(stories(load).window, MAX_ARTICLES) * REMEMBERED_KB / 1e6
    kept = {topic: kb * length for topic, kb in zip(TOPICS, KEPT_KB[load.compression])}
    days = {topic: load.days if topic in KEPT_LONG else load.days_between for topic in TOPICS}
    disk = load.articles / 1e6 * load.replication * sum(kept[topic] * days[topic] for topic in TOPICS)
    network = rate / 1000 * sum(kept.values())
    capacity = load.peak / load.busy  # of the mean
    return Need(rate, threads, partitions, memory, disk, network, 60 / (capacity - 1))


def stories(load):
    """What `load` asks of the stages that have one thread each. What cluster remembers does not grow with an article's length."""
    rate, length = load.articles / 86_400 * load.peak, load.kb / MEASURED_KB
    busy = {stage: rate * cpu * length / 1000 for stage, cpu in ORDERED.items()}
    window = load.articles * WINDOW_HOURS / 24
    return Stories(busy, window, window * REMEMBERED_KB / 1e6, WINDOW_HOURS * min(1.0, MAX_ARTICLES / max(window, 1)))


def number(value):
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def row(load):
    need = size(load)
    threads = " / ".join(str(need.threads[stage]) for stage in STAGES)
    return (f"| {load.articles:,} | {number(need.rate)} | {threads} | {need.partitions} | {number(need.memory_gb)} | "
            f"{number(need.disk_gb)} | {number(need.network_mb)} |")


def stories_row(load):
    asked = stories(load)
    shares = " | ".join(f"{100 * share:.0f} %" if share <= load.busy else f"**{100 * share:.0f} %**" for share in asked.busy.values())
    hours = f"{asked.hours:.0f} h" if asked.hours >= 1 else f"{60 * asked.hours:.0f} min"
    return f"| {load.articles:,} | {shares} | {asked.window:,.0f} | {number(asked.window_gb)} | {hours} |"


STORIES_HEADER = ["| articles a day | " + " | ".join(f"{stage}'s thread at the peak" for stage in ORDERED)
                  + f" | articles of {WINDOW_HOURS} h | GB to remember them all | {MAX_ARTICLES:,} last |", "|---|---|---|---|---|---|"]
HEADER = ["| articles a day | a second at the peak | threads: " + " / ".join(STAGES) + " | partitions | resident GB, all | Kafka's disk GB, all | MB/s into Kafka at the peak |",
          "|---|---|---|---|---|---|---|"]


def page():
    usual = Load(0)
    uncompressed = size(usual._replace(articles=1_000_000, compression="none")).disk_gb / size(usual._replace(articles=1_000_000)).disk_gb
    lines = ["# Sizing", "", "Made by `tools/checks/sizing.py --write`; for figures of your own: `tools/checks/sizing.py --articles 3000000 --kb 6`",
             "(`--help` has them all). Beyond what one machine of two cores did, it is arithmetic: nobody ran 100 million a day.", "",
             *HEADER, *(row(Load(n)) for n in EVERY_DAY), "",
             "Threads are those of the stages that scale by partitions; memory, disk and network are those of all six.", "",
             "## Stories", "",
             "order and cluster see every article in one order: one partition, one thread, however many there are.", "",
             *STORIES_HEADER, *(stories_row(Load(n)) for n in EVERY_DAY), "",
             f"- More than {100 * usual.busy:.0f} % (bold): one cluster does not keep up. Give each desk, language or region a pipeline of its own from",
             "  `news.enriched` on; stories do not join across them.",
             "- `cluster.max_articles` is how many articles it remembers, by default as many as fit a limit of 1 GB; the oldest are",
             "  forgotten first. Set it to the articles of your window, and the memory limit by the column beside.", "",
             "## What it rests on", "",
             f"- An article of {usual.kb:g} KB in UTF-8 as it comes in (some 350 words of Arabic, 650 of English). CPU and bytes grow with its length.",
             f"- The busiest hours bring {usual.peak:g} times the mean, and a thread is then {100 * usual.busy:.0f} % busy. What an hour's outage at the mean rate",
             f"  left is gone {size(usual).drain_minutes:.0f} minutes after its end. At least two threads a stage, so that one may go.",
             "- Twice as many partitions as the busiest stage has threads: their number cannot be changed without moving keys.",
             f"- Replication factor {usual.replication}; `news.raw`, `news.enriched` and `news.stories` are kept {usual.days:g} days, the topics between {usual.days_between:g} day; `compression.type: {usual.compression}` under",
             f"  `kafka:` of the stages and of what fills `news.raw`. Without it the disk takes {uncompressed:.1f} times as much.", "",
             "## What was measured, and how", "",
             "| stage | CPU-s per 1,000 articles | resident MB, one thread |", "|---|---|---|",
             *(f"| {stage} | {cpu} | {megabytes} |" for stage, (cpu, megabytes) in STAGES.items()),
             *(f"| {stage} | {cpu} | {ORDERED_MB[stage]} |" for stage, cpu in ORDERED.items()), "",
             "Of articles of 4 KB with many names, the heaviest kind for tag, on two cores of an AMD EPYC at rest",
             "([bench/README.md](../bench/README.md), `bench/kafka_stages.py`). A pod's memory limit must hold the bound that stands there, not the figure here.",
             "order and cluster: 50,000 records of 12 KB of made-up news (as tests/faults/stories.py makes it, 650 words), all in the window at the end,",
             f"when cluster had 359 MB: {REMEMBERED_KB:g} KB an article. With a million in the window its core takes 1.9 times as long as with 100,000 (`bench/cluster_rate`).",
             "All stages in one process save what is written and read between them, and share the lists of names.", "",
             f"KB that a broker keeps of an article which comes in with {MEASURED_KB:g}, mean of 102 different Arabic encyclopedia articles",
             "(EASC, `bench/kafka_stages.py --bodies MARSAD_SHARED_DATA/summ/easc.jsonl --articles 102 --seconds 0 --compression …`;",
             "`raw` is taken to compress as `articles` does):", "",
             "| compression | " + " | ".join(TOPICS) + " |", "|---|" + "---|" * len(TOPICS),
             *(f"| {name} | " + " | ".join(f"{kb:g}" for kb in kept) + " |" for name, kept in KEPT_KB.items()), "",
             "An article full of names takes more: 25.1 KB in `enriched` for 4.3 that came in, uncompressed."]
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
        print("\n".join([*HEADER, row(load), "", *STORIES_HEADER, stories_row(load)]))
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
