"""The matrix of faults: what breaks, and what must be true all the same.

A row is one function in rows_*.py. It is called while numbered articles are sent at an even pace to a three-broker Kafka,
pass through four supervised stage processes, and are followed by a reader of committed records:

    @row("kill-tag", "kill -9 of tag, five times", bar=2.0)
    def kill_tag(trial):
        for share in (0.15, 0.3, 0.45, 0.6, 0.75):
            trial.reach(share)                       # until this share of the articles has come out
            trial.strike("kill -9 of tag")           # notes when, and that it is in mid-stream
            trial.stages["tag"].kill()

When it returns, trial.Trial waits for the rest, ends the stages in order, reads all again and compares: nothing lost,
nothing doubled, nothing changed, order within each key; dead letters count as outputs. A row whose fault came before the
stream began or after it ended fails, and so does one that never called strike().

What a row may say:
  bar, of    the seconds that are allowed, and of what. "stall" (default): the longest time without an arrival since the
             first strike(), or since trial.healed() where the row calls that. "partition": the same for the worst single
             partition. Any other name: what the row passed to trial.measure(name, seconds).
  short      one of the few that run in `./dev test`.
  load       Load(...): how many articles, how fast, what is in them, what must become a dead letter, more configuration; or
             a function of the number of articles that gives one.
  setup      another way to start: a function of the trial, instead of trial.setup() (cluster, stages, load, in order).
  brokers    None: the cluster that rows share, whole before each row. Else properties for a cluster of the row's own.
  kind       another class of trials than trial.Trial: stateful.StatefulTrial, for a stage with state.
  state      of such: properties of its topic.

Faults of single brokers that rows share are in brokers.py; an older build beside this one: rows_upgrade.py. A trial has: stages (name to supervisor.Supervised), cluster
(tools/kafka), admin (confluent-kafka's), feed, follower, pipeline, dice (random numbers from the seed), reach, strike,
healed, measure, note. A wrong outcome that only the row can see is an assert.
"""
from dataclasses import dataclass, field
from typing import Callable

FULL, SHORT = 50_000, 12_000  # articles
RATE = 1000                   # articles a second


class Skipped(Exception):
    """This machine cannot do what the row needs; the text says why. Raised by the row before it breaks anything."""


@dataclass(frozen=True)
class Load:
    rate: float | None = RATE       # a second; None: all of them before the stages start
    count: int | None = None        # None: the size of the run
    before: dict = field(default_factory=dict)  # article to text that stands before its body
    bad: tuple = ()                 # articles that are sent as broken JSON: dead letters MALFORMED
    codes: dict = field(default_factory=dict)   # article to codes of its dead letters: "CRASH"
    config: dict = field(default_factory=dict)  # for every stage
    stage_config: dict = field(default_factory=dict)  # stage to what is for it alone
    programs: dict = field(default_factory=dict)      # stage to another program than its own
    partitions: int = 4
    doubles: int = 0                # articles that each strike may double: for at_least_once


@dataclass(frozen=True)
class Row:
    name: str
    fault: str
    act: Callable
    bar: float | None
    of: str = "stall"
    short: bool = False
    load: Load | Callable = Load()
    setup: Callable | None = None
    brokers: dict | None = None
    kind: type | None = None
    state: dict | None = None


ROWS = {}


def row(name, fault, bar, **more):
    """Registers the function that it decorates."""
    def register(act):
        assert name not in ROWS, f"two rows {name}"
        ROWS[name] = Row(name, fault, act, bar, **more)
        return act
    return register
