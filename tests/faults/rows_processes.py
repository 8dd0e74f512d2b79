"""Faults of stage processes."""
import re
import signal
import time

from confluent_kafka import IsolationLevel, TopicPartition
from confluent_kafka.admin import OffsetSpec
from harness import wait_until
from matrix import Load, row
from pipeline import STAGES

FIVE = (0.12, 0.27, 0.42, 0.57, 0.72)
FENCED = 3  # the exit code of lib/app


@row("none", "nothing: what the load alone shows", bar=2.0)
def nothing(trial):
    trial.reach(0.2)
    trial.strike("nothing")


def kill_five_times(stage):
    @row(f"kill-{stage}", f"kill -9 of {stage}, five times", bar=2.0, short=stage == "tag")
    def act(trial):
        for share in FIVE:
            trial.reach(share)
            trial.strike(f"kill -9 of {stage}")
            trial.stages[stage].kill()
        assert trial.stages[stage].codes() == [-signal.SIGKILL] * len(FIVE)


for each in STAGES:
    kill_five_times(each)


@row("sigterm", "SIGTERM of each stage in turn, then a new process", bar=5.0, of="drain", short=True)
def sigterm(trial):
    for share, stage in zip(FIVE, trial.stages.values()):
        trial.reach(share)
        trial.strike(f"SIGTERM of {stage.name}")
        code, seconds = stage.terminate()
        assert code == 0, f"exit {code} of {stage.process}"
        trial.measure("drain", seconds)
        stage.restart()


def rivalry(trial, stage, name):
    """Starts a second process with the ids of the first. They take them from each other until one gives up and says so;
    (the one that gave up, the second). It stays down, as the unit has it."""
    second = trial.start_process(stage, 0, name)
    rivals = [trial.stages[stage].process, second]
    loser = wait_until(lambda: next((p for p in rivals if p.process.poll() is not None), None), "one gives up", 120)
    assert loser.process.returncode == FENCED, f"exit {loser.process.returncode} of {loser}"
    assert loser.events("fenced"), str(loser)
    winner = next(p for p in rivals if p is not loser)
    wait_until(lambda: winner.process.poll() is None and winner.get("/readyz")[0] == 200,
               lambda: f"the one that stays: exit {winner.process.poll()} of {winner}")
    return loser, second


@row("zombie", "a second process with the same transactional.id, both alive, until one gives up", bar=10.0, short=True)
def zombie(trial):
    trial.reach(0.2)
    trial.strike("a second tag with the same ids")
    loser, second = rivalry(trial, "tag", "tag-double")
    trial.note(f"the {'second' if loser is second else 'first'} gave up")


def pause(trial, stage, seconds):
    """SIGSTOP, and SIGCONT after so long; the stall counts from there where nobody else takes over."""
    trial.strike(f"SIGSTOP of {stage.name} for {seconds} s")
    stage.pause()
    time.sleep(seconds)
    stage.resume()


@row("pause-session", "SIGSTOP of one of two members for longer than the session (10 s)", bar=16.0, of="partition", short=True)
def pause_beyond_session(trial):
    """Its partitions move when the session ends, after 10 s, and the other member hears so with its next heartbeat, up to 1 s
    later. A transaction that was open holds readers back until its owner wakes, after 14 s, and aborts it. The bar is two
    seconds beyond the later one."""
    trial.add_stage("tag", 1).wait_ready()
    trial.reach(0.15)
    pause(trial, trial.stages["tag"], 14)


@row("pause-poll", "SIGSTOP for longer than max.poll.interval.ms (8 s); stall after it", bar=5.0,
     load=Load(stage_config={"tag": {"kafka": {"session.timeout.ms": "6000", "max.poll.interval.ms": "8000"}}}))
def pause_beyond_poll(trial):
    trial.reach(0.15)
    pause(trial, trial.stages["tag"], 10)
    trial.healed()


@row("pause-transaction", "SIGSTOP for longer than transaction.timeout.ms (10 s) and the broker's sweep; stall after it",
     bar=5.0, load=Load(stage_config={"tag": {"kafka": {"transaction.timeout.ms": "10000", "message.timeout.ms": "9000"}}}))
def pause_beyond_transaction(trial):
    trial.reach(0.15)
    pause(trial, trial.stages["tag"], 22)
    trial.healed()


@row("members", "1 member, then 5, then 1 again, ten rounds", bar=12.0, of="partition",
     load=Load(rate=700, partitions=8, stage_config={"tag": {"static_membership": False}}))
def members(trial):
    """Without static membership, as a group is that grows and shrinks: who leaves says so."""
    trial.reach(0.06)
    first = trial.stages["tag"]
    for _ in range(10):
        trial.strike("four more members")
        more = [trial.add_stage("tag", ordinal) for ordinal in range(1, 5)]
        for stage in more:
            stage.wait_ready()
        for stage in more:
            code, seconds = stage.terminate()
            assert code == 0, f"exit {code} of {stage.process}"
            trial.measure("drain", seconds)
        wait_until(lambda: has_all(first, trial.load.partitions), "all partitions at the one that is left")


def has_all(stage, partitions):
    """Whether all partitions are assigned to it."""
    _, page = stage.process.get("/metrics")
    return float(re.search(r"^marsad_assigned_partitions(?:{[^}]*})? (\S+)$", page, re.M)[1]) == partitions


def held(trial, topic):
    """Partitions of `topic` whose readers an open transaction holds back: partition to last stable offset."""
    asked = {TopicPartition(topic, p): OffsetSpec.latest() for p in range(trial.load.partitions)}
    ends = []
    for level in (IsolationLevel.READ_COMMITTED, IsolationLevel.READ_UNCOMMITTED):
        answers = trial.admin.list_offsets(asked, isolation_level=level)
        ends.append({where.partition: answer.result(30).offset for where, answer in answers.items()})
    return {p: stable for p, stable in ends[0].items() if stable < ends[1][p]}


@row("orphan", "kill -9, never restarted; another ordinal takes over: until readers get past the dead one's transaction",
     bar=25.0, of="held")
def orphan(trial):
    """The bar is transaction.timeout.ms (15 s) and the broker's sweep (10 s)."""
    topic, orphaned = trial.pipeline.topics["tagged"], {}
    for share in FIVE:  # until a kill meets an open transaction
        trial.reach(share)
        trial.stages["tag"].end()
        began = time.monotonic()
        at_once = held(trial, topic)
        time.sleep(1)  # a transaction that was being committed is soon over
        orphaned = dict(at_once.items() & held(trial, topic).items())
        if orphaned:
            break
        trial.stages["tag"].restart()
    assert orphaned, "no kill met an open transaction"
    trial.strike("kill -9, never restarted")
    trial.add_stage("tag", 1)
    trial.since = began
    while orphaned.items() & held(trial, topic).items():
        trial.measure("held", time.monotonic() - began)
        assert trial.figures["held"] < 90, "the orphaned transaction is never given up"
        time.sleep(0.1)


@row("sigterm-alo", "at_least_once: SIGTERM of each stage in turn: no doubles either", bar=5.0, of="drain",
     load=Load(config={"delivery": "at_least_once"}))
def sigterm_at_least_once(trial):
    sigterm(trial)


# What a stage may do again after a kill: what it took since its last commit, a window of 50 ms and what a commit takes.
@row("kill-alo", "at_least_once: kill -9 of every stage: doubles are counted", bar=2.0,
     load=Load(config={"delivery": "at_least_once"}, doubles=1000))
def kill_at_least_once(trial):
    for share, stage in zip(FIVE, trial.stages.values()):
        trial.reach(share)
        trial.strike(f"kill -9 of {stage.name}")
        stage.kill()
