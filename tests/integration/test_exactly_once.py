"""Every article exactly once and in order, through separate processes and through a chain, with the same bytes."""
import time

import articles
import wire
from harness import at_least, produce, read

COUNT = 50_000


def run_through(pipeline, started, count):
    """Waits for the last article, ends the pipeline, and reads all again to the end."""
    read(pipeline.bootstrap, pipeline.topics["enriched"], at_least(count), seconds=300)
    print(f"{pipeline.name}: {count / (time.monotonic() - started):.0f} articles/s, start included")
    pipeline.stop()
    assert read(pipeline.bootstrap, pipeline.topics["dead"]) == []
    return read(pipeline.bootstrap, pipeline.topics["enriched"])


def by_input(records):
    found = {}
    for record in records:
        source = articles.EnrichedArticle.FromString(record.value).article.input
        found[source.partition, source.offset] = record
    return found


def test_separate_processes_and_a_chain_write_the_same_bytes(bootstrap, pipelines):
    separate = pipelines("separate")
    raw = separate.topics["raw"]
    produce(bootstrap, raw, (articles.message(n) for n in range(COUNT)))

    started = time.monotonic()
    separate.start_all()
    one = run_through(separate, started, COUNT)
    articles.check_exactly_once(one, COUNT)

    chain = pipelines("chain", raw=raw)
    started = time.monotonic()
    chain.start_chain().wait_ready()
    other = run_through(chain, started, COUNT)

    left, right = by_input(one), by_input(other)
    assert left.keys() == right.keys() and len(one) == len(other) == COUNT
    for where, record in left.items():
        assert (record.key, record.partition) == (right[where].key, right[where].partition)
        assert wire.without_times(record.value) == wire.without_times(right[where].value), f"input {where} differs"
