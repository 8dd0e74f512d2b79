"""That the judge of the matrix sees what it must: no Kafka, made-up outcomes."""
import shlex
import sys
import types
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "integration"), str(HERE.parents[1] / "tools/checks")]
import setup_paths  # noqa: E402, F401  before what it makes importable
import articles  # noqa: E402
import nightly  # noqa: E402
import soak  # noqa: E402
import stage_table  # noqa: E402
from follower import Arrival, longest_stall  # noqa: E402
from harness import Record  # noqa: E402
from marsad.v1.dead_letter_pb2 import DeadLetter  # noqa: E402
from marsad.v1.enriched_pb2 import EnrichedArticle, StageRun  # noqa: E402
from matrix import ROWS, Load  # noqa: E402
from trial import Missed, Trial  # noqa: E402

COUNT = 20


def enriched(number, status=StageRun.OK, body=None):
    made = EnrichedArticle()
    made.article.uri, made.article.version = articles.uri_of(number), 1 + number % articles.VERSIONS
    made.article.title, made.article.body = articles.title_of(number), body or articles.body_of(number)
    for stage in articles.STAGES:
        made.runs.add(stage=stage, status=status)
    return made


def record(made):
    return Record("enriched", 0, 0, 0, made.article.uri.encode(), made.SerializeToString(), [])


def letter(number, passed_on):
    made = DeadLetter(code=DeadLetter.CRASH, stage="tag", passed_on=passed_on, value=enriched(number).SerializeToString())
    return Record("dead", 0, 0, 0, None, made.SerializeToString(), [])


def judge(records, letters=(), **load):
    """The problems that a trial finds in this outcome."""
    trial = Trial.__new__(Trial)
    trial.load, trial.strikes = Load(**load), ["one"]
    trial.feed = types.SimpleNamespace(count=COUNT)
    tally = articles.Tally()
    for each in records:
        tally.add(each)
    for each in letters:
        tally.add_letter(each)
    return list(trial._problems(tally))


def whole():
    return [record(enriched(n)) for n in range(COUNT)]


def test_nothing_wrong():
    assert judge(whole()) == []


@pytest.mark.parametrize("spoil, word", [
    (lambda r: r.pop(7), "lost 1"),
    (lambda r: r.append(r[3]), "doubled 1"),
    (lambda r: r.append(record(enriched(COUNT))), "never sent"),
    (lambda r: r.__setitem__(slice(5, 7), [r[6], r[5]]), "came after"),
    (lambda r: r.__setitem__(4, record(enriched(4, body="another"))), "changed"),
    (lambda r: r.__setitem__(4, r[4]._replace(key=b"another")), "changed"),
    (lambda r: r.__setitem__(4, r[4]._replace(partition=1)), "came after"),
    (lambda r: r.__setitem__(4, record(enriched(4, StageRun.FAILED))), "failed stage"),
])
def test_what_is_wrong_is_named(spoil, word):
    records = whole()
    spoil(records)
    assert any(word in problem for problem in judge(records)), judge(records)


def test_doubles_within_what_is_allowed():
    assert judge([*whole(), whole()[3]], doubles=1) == []


def test_letters():
    failed = [record(enriched(n, StageRun.FAILED if n == 4 else StageRun.OK)) for n in range(COUNT)]
    without = [r for n, r in enumerate(whole()) if n != 4]
    assert judge(failed, [letter(4, True)], codes={4: "CRASH"}) == []
    assert judge(without, [letter(4, False)], codes={4: "CRASH"}) == []
    assert judge(failed, [letter(4, True)]), "an innocent article was blamed"
    assert judge(whole(), codes={4: "CRASH"}), "the culprit has no letter"
    assert judge(whole(), [letter(4, False)], codes={4: "CRASH"}), "both an article and a letter in its place"


def test_a_fault_outside_the_stream_is_no_fault():
    trial = Trial.__new__(Trial)
    trial.count, trial.since, trial.strikes = 100, None, []
    for arrived in (0, 100):
        trial.follower = types.SimpleNamespace(count=lambda arrived=arrived: arrived)
        with pytest.raises(Missed):
            trial.strike("too early or too late")
    assert trial.strikes == []


def test_the_longest_stall_begins_with_the_fault():
    arrivals = [Arrival(time, 0, 0, 0) for time in (1.0, 9.0, 10.0, 12.5)]
    assert longest_stall(arrivals, 0.0) == 8.0
    assert longest_stall(arrivals, 8.0) == 2.5
    assert longest_stall(arrivals, 20.0) == 0.0


def test_the_seed_makes_the_schedule():
    assert soak.schedule(7, 3600) == soak.schedule(7, 3600) != soak.schedule(8, 3600)
    assert {fault.kind for fault in soak.schedule(7, 3600)} == set(soak.KINDS)


def test_there_are_rows():
    import run  # registers them
    assert {"kill-tag", "zombie", "crash-segfault"} <= set(run.SHORT_ROWS) < set(ROWS)


def test_each_row_is_in_one_part_of_the_nightly_run():
    import run  # registers them
    for row in ROWS:
        parts = [part for part, (_, rows) in nightly.FAULTS.items() if run.named(shlex.split(rows)).count(ROWS[row]) > 0]
        assert len(parts) == (row != "upgrade"), row


def test_what_the_table_says_of_a_topic_is_no_topic():
    shown = """stage       reads                   writes                  keeps
sort        news.articles           news.normalized (1)     -
count       news.normalized         news.counted            news.counts (6) (compacted)
"""
    rows, partitions, compacted = stage_table.parse(shown)
    assert rows == [["sort", "news.articles", "news.normalized", "-"],
                    ["count", "news.normalized", "news.counted", "news.counts"]]
    assert partitions == {"news.normalized": 1, "news.counts": 6}
    assert compacted == {"news.counts"}
