"""Faults of a stage with state: the same ones for batches of 1, 7 and 10,000 articles."""
import signal
import time

import brokers
from harness import wait_until
from matrix import FULL, Load, row
from rows_brokers import come_back
from rows_processes import FENCED, FIVE, pause, rivalry
from stateful import BRISK, StatefulTrial, remembered

STATE_FULL, STATE_SHORT = 20_000, 2_000
BATCHES = (1, 7, 10_000)
# Small batches take as long as their transactions, so they find everything there; large ones need an even pace, and time
# to fill, or there would be one of them.
PACE = {1: None, 7: None, 10_000: 1000}


def load(batch, short_count=STATE_SHORT, **config):
    """The same for every row: two threads, so that a partition is not alone."""
    def make(size):
        return Load(rate=PACE[batch], count=STATE_FULL if size >= FULL else short_count,
                    config={"threads": 2, "batch": {"max_records": batch, "window_ms": 2000}, **config})
    return make


def state_row(name, fault, short=(), brokers_of_its_own=None, state=None, **config):
    """One row for each size of batch; `short`: sizes that run in `./dev test`."""
    def register(act):
        for batch in BATCHES:
            row(f"state-{name}-{batch}", f"with state, batches of {batch:,}: {fault}", bar=None, kind=StatefulTrial,
                short=batch in short, load=load(batch, **config), brokers=brokers_of_its_own, state=state)(act)
        return act
    return register


@state_row("kill", "kill -9, five times", short=(7,))
def kill(trial):
    for share in FIVE:
        trial.reach(share)
        trial.strike("kill -9 of count")
        trial.stages["count"].kill()
    assert trial.stages["count"].codes() == [-signal.SIGKILL] * len(FIVE)


@state_row("sigterm", "SIGTERM and a new process, five times")
def sigterm(trial):
    stage = trial.stages["count"]
    for share in FIVE:
        trial.reach(share)
        trial.strike("SIGTERM of count")
        code, seconds = stage.terminate()
        assert code == 0, f"exit {code} of {stage.process}"
        trial.measure("drain", seconds)
        stage.restart()


@state_row("members", "a second member joins and leaves, three times", static_membership=False)
def members(trial):
    for share in FIVE[:3]:
        trial.reach(share)
        trial.strike("a second member")
        second = trial.add_stage("count", 1).wait_ready()
        code, _ = second.terminate()
        assert code == 0, f"exit {code} of {second.process}"


def lates(trial):
    """Before the feed: articles whose time no broker takes. Each makes the transactions fail in which it is."""
    trial.late = {int(share * trial.count) for share in FIVE}
    trial.setup()


def refuse(trial):
    for share in FIVE:
        trial.reach(share - 0.02)
        trial.strike("an article whose time is refused comes")
    wait_until(lambda: len(trial.stages["count"].process.events("transaction_repeated")) >= len(trial.late),
               "as many transactions aborted as there are such articles", 300)


for size in BATCHES:
    row(f"state-abort-{size}", f"with state, batches of {size:,}: the output topic refuses five articles (their time): "
        "transactions are aborted, five dead letters", bar=None, kind=StatefulTrial, load=load(size), setup=lates)(refuse)


@state_row("fenced", "a second process with the same ids, until one gives up")
def fenced(trial):
    trial.reach(0.2)
    trial.strike("a second count with the same ids")
    loser, second = rivalry(trial, "count", "count-double")
    assert loser.process.returncode == FENCED
    trial.note(f"the {'second' if loser is second else 'first'} gave up")


@state_row("timeout", "SIGSTOP for longer than transaction.timeout.ms (10 s) and the broker's sweep",
           kafka={"transaction.timeout.ms": "10000", "message.timeout.ms": "9000"})
def outlast_transaction(trial):
    trial.reach(0.2)
    pause(trial, trial.stages["count"], 22)


@state_row("brokers", "kill -9 of all brokers, down for 10 s")
def all_down(trial):
    trial.reach(0.2)
    trial.strike("kill -9 of all brokers")
    for node in trial.cluster.nodes:
        trial.cluster.kill(node)
    time.sleep(10)
    come_back(trial, trial.cluster.nodes)
    brokers.wait_in_sync(trial.cluster)


def await_compaction(trial):
    """Until the state topic holds less than half as many records as articles came out, each of which wrote one at least."""
    topic, found = trial.pipeline.topics["tagged"], {}

    def is_shrunk():
        _, found["records"] = remembered(trial.pipeline.bootstrap, topic)
        return found["records"] * 2 < trial.follower.count()
    wait_until(is_shrunk, lambda: f"a compacted state topic: {found['records']} records are left", 300)
    return f"{found['records']} records after {trial.follower.count()} articles"


@state_row("compacted", "kill -9 after the broker has compacted the state topic, five times",
           brokers_of_its_own={"log.cleaner.backoff.ms": 200, "log.cleaner.dedupe.buffer.size": 64 << 20}, state=BRISK)
def compacted(trial):
    left = []
    for share in (0.25, 0.4, 0.55, 0.7, 0.85):
        trial.reach(share)
        trial.feed.hold()  # or so much would wait afterwards that the next share is passed at once
        trial.stages["count"].pause()  # that it is in mid-stream when it is killed
        left.append(await_compaction(trial))
        trial.strike("kill -9 of count after compaction")
        trial.stages["count"].kill()
        trial.feed.go_on()
    trial.note("state topic at each restore: " + ", ".join(left))
