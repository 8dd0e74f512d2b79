"""Faults of a stage with state: the same ones for batches of 1, 7 and 10,000 articles, for the model of such a stage and for
cluster."""
import signal
import time

import brokers
from harness import wait_until
from matrix import FULL, Load, row
from rows_brokers import come_back
from rows_processes import FENCED, FIVE, pause, rivalry
from stateful import BRISK, StatefulTrial, remembered
from stories import ClusterTrial

STATE_FULL, STATE_SHORT = 20_000, 2_000
BATCHES = (1, 7, 10_000)
KINDS = {"state": ("with state", StatefulTrial), "cluster": ("cluster", ClusterTrial)}
# Small batches take as long as their transactions, so they find everything there; large ones need an even pace, and time
# to fill, or there would be one of them.
PACE = {1: None, 7: None, 10_000: 1000}


def load(batch, short_count=STATE_SHORT, **config):
    """The same for every row."""
    def make(size):
        return Load(rate=PACE[batch], count=STATE_FULL if size >= FULL else short_count,
                    config={"batch": {"max_records": batch, "window_ms": 2000}, **config})
    return make


def state_row(name, fault, short=(), brokers_of_its_own=None, state=None, setup=None, **config):
    """One row for each stage and size of batch; `short`: sizes that run in `./dev test`."""
    def register(act):
        for prefix, (what, kind) in KINDS.items():
            for batch in BATCHES:
                row(f"{prefix}-{name}-{batch}", f"{what}, batches of {batch:,}: {fault}", bar=None, kind=kind,
                    short=batch in short, load=load(batch, **config), brokers=brokers_of_its_own, state=state,
                    setup=setup)(act)
        return act
    return register


@state_row("kill", "kill -9, five times", short=(7,))
def kill(trial):
    for share in FIVE:
        trial.reach(share)
        trial.strike(f"kill -9 of {trial.name}")
        trial.stage.kill()
    assert trial.stage.codes() == [-signal.SIGKILL] * len(FIVE)


@state_row("sigterm", "SIGTERM and a new process, five times")
def sigterm(trial):
    for share in FIVE:
        trial.reach(share)
        trial.strike(f"SIGTERM of {trial.name}")
        code, seconds = trial.stage.terminate()
        assert code == 0, f"exit {code} of {trial.stage.process}"
        trial.measure("drain", seconds)
        trial.stage.restart()


@state_row("members", "a second member joins and leaves, three times", static_membership=False)
def members(trial):
    for share in FIVE[:3]:
        trial.reach(share)
        trial.strike("a second member")
        second = trial.add_stage(trial.name, 1).wait_ready()
        code, _ = second.terminate()
        assert code == 0, f"exit {code} of {second.process}"


def lates(trial):
    """Before the feed: articles whose time no broker takes. Each makes the transactions fail in which it is."""
    trial.late = {int(share * trial.count) for share in FIVE}
    trial.setup()


@state_row("abort", "the output topic refuses five articles (their time): transactions are aborted, five dead letters", setup=lates)
def refuse(trial):
    for share in FIVE:
        trial.reach(share - 0.02)
        trial.strike("an article whose time is refused comes")
    wait_until(lambda: len(trial.stage.process.events("transaction_repeated")) >= len(trial.late),
               "as many transactions aborted as there are such articles", 300)


@state_row("fenced", "a second process with the same ids, until one gives up")
def fenced(trial):
    trial.reach(0.2)
    trial.strike(f"a second {trial.name} with the same ids")
    loser, second = rivalry(trial, trial.name, f"{trial.name}-double")
    assert loser.process.returncode == FENCED
    trial.note(f"the {'second' if loser is second else 'first'} gave up")


@state_row("timeout", "SIGSTOP for longer than transaction.timeout.ms (10 s) and the broker's sweep",
           kafka={"transaction.timeout.ms": "10000", "message.timeout.ms": "9000"})
def outlast_transaction(trial):
    trial.reach(0.2)
    pause(trial, trial.stage, 22)


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
    """Until the state topic holds that much fewer records than articles came out, each of which wrote one at least."""
    topic, found = trial.topic("state"), {}

    def is_shrunk():
        _, found["records"] = remembered(trial.pipeline.bootstrap, topic)
        return found["records"] * trial.shrinks < trial.follower.count()
    wait_until(is_shrunk, lambda: f"a compacted state topic: {found['records']} records are left", 300)
    return f"{found['records']} records after {trial.follower.count()} articles"


@state_row("compacted", "kill -9 after the broker has compacted the state topic, five times",
           brokers_of_its_own={"log.cleaner.backoff.ms": 200, "log.cleaner.dedupe.buffer.size": 64 << 20}, state=BRISK)
def compacted(trial):
    left = []
    for share in (0.25, 0.4, 0.55, 0.7, 0.85):
        trial.reach(share)
        trial.feed.hold()  # or so much would wait afterwards that the next share is passed at once
        trial.stage.pause()  # that it is in mid-stream when it is killed
        left.append(await_compaction(trial))
        trial.strike(f"kill -9 of {trial.name} after compaction")
        trial.stage.kill()
        trial.feed.go_on()
    trial.note("state topic at each restore: " + ", ".join(left))
