"""Random faults of every kind, one after the other, under a steady load: `./dev faults --random SECONDS [--seed N]`.

The seed makes the schedule: what, whom, when and for how long. Where a fault takes longer to heal than the schedule has it,
the next one comes as soon as it is over. Some articles are broken, and some crash the tag stage; at the end everything must
have come out once."""
import random
import signal
import time
from collections import Counter, namedtuple

import brokers
from harness import wait_until
from matrix import Load, Row
from pipeline import STAGES
from rows_content import TRAP
from rows_processes import FENCED

NAME = "random"
RATE = 200          # articles a second
PAUSE = (4.0, 16.0)  # seconds between the beginnings of two faults
BROKEN, CRASHING = 997, 20_011  # every so many articles

Fault = namedtuple("Fault", "at kind target hold")


def kill_stage(trial, stage, _):
    trial.stages[stage].kill()


def terminate_stage(trial, stage, hold):
    supervised = trial.stages[stage]
    code, seconds = supervised.terminate()
    # It may have died of an article right before, or been at its end already: a coordinator that is lost while a static
    # member joins again takes the member for another one (FENCED_INSTANCE_ID), and only a new process helps.
    # Before it has started, nothing is there that could end it otherwise.
    early = () if supervised.process.events("started") else (-signal.SIGTERM,)
    assert code in (0, FENCED, -signal.SIGSEGV, *early), f"exit {code} of {supervised.process}"
    trial.measure("drain", seconds)
    time.sleep(hold)
    supervised.restart()


def pause_stage(trial, stage, hold):
    process = trial.stages[stage].process
    process.signal(signal.SIGSTOP)
    time.sleep(hold)
    process.signal(signal.SIGCONT)


def double_stage(trial, stage, _):
    """A person ends the second one, whichever gave up. Each may also die of an article that crashes."""
    first, second = trial.stages[stage], trial.start_process(stage, 0, f"{stage}-double-{len(trial.strikes)}")
    wait_until(lambda: second.process.poll() is not None or first.has_given_up(), "one gives up", 120)
    second.kill()
    assert second.process.returncode in (FENCED, -signal.SIGSEGV, -signal.SIGKILL), str(second)
    if first.has_given_up():
        first.restart()


def add_member(trial, stage, hold):
    second = trial.start_process(stage, 1, f"{stage}-1")
    time.sleep(hold)
    second.terminate()


def broker_fault(how):
    return lambda trial, node, hold: how(trial.cluster, node, hold)


# Kind to: how often among the others, what it does, whom it meets, how long it may hold (seconds).
KINDS = {
    "kill a stage": (6, kill_stage, STAGES, (0, 0)),
    "end a stage": (3, terminate_stage, STAGES, (0, 5)),
    "pause a stage": (3, pause_stage, STAGES, (1, 30)),
    "double a stage": (1, double_stage, STAGES, (0, 0)),
    "add a member": (1, add_member, STAGES, (2, 15)),
    "kill a broker": (3, broker_fault(brokers.kill), (1, 2, 3), (0, 15)),
    "roll a broker": (2, broker_fault(brokers.roll), (1, 2, 3), (0, 5)),
    "pause a broker": (2, broker_fault(brokers.pause), (1, 2, 3), (1, 15)),
}


def schedule(seed, seconds):
    """The faults between the first and the last twentieth of the time."""
    dice = random.Random(seed)
    names, weights = list(KINDS), [weight for weight, *_ in KINDS.values()]
    at, faults = 0.06 * seconds, []
    while at < 0.9 * seconds:
        kind = dice.choices(names, weights)[0]
        _, _, targets, hold = KINDS[kind]
        faults.append(Fault(at, kind, dice.choice(targets), dice.uniform(*hold)))
        at += dice.uniform(*PAUSE)
    return faults


def make_row(seed, seconds):
    """The row that runs this schedule."""
    count = int(seconds * RATE)
    crashing = range(CRASHING // 2, count, CRASHING)
    broken = [n for n in range(BROKEN // 2, count, BROKEN) if n not in crashing]
    load = Load(count=count, rate=RATE, before={n: "trap: segfault\n\n" for n in crashing}, bad=frozenset(broken),
                codes={n: "CRASH" for n in crashing} | {n: "MALFORMED" for n in broken}, programs={"tag": TRAP},
                config={"kafka": {"compression.type": "lz4"}})
    faults = schedule(seed, seconds)

    def act(trial):
        began = time.monotonic()
        struck = Counter()
        trial.reach(0.055)
        for fault in faults:
            time.sleep(max(0.0, began + fault.at - time.monotonic()))
            if trial.progress() > 0.93:
                break  # healing took longer than was scheduled
            print(f"{time.monotonic() - began:7.1f} s  {fault.kind}: {fault.target}, {fault.hold:.1f} s", flush=True)
            for stage in trial.stages.values():
                stage.wait_settled()
                if stage.has_given_up():  # a person has to start it again, and the table tells
                    struck[f"{stage.name} gave up"] += 1
                    stage.restart()
            trial.strike(fault.kind)
            KINDS[fault.kind][1](trial, fault.target, fault.hold)
            struck[fault.kind] += 1
        trial.note(", ".join(f"{kind}: {times}" for kind, times in struck.items()))

    return Row(NAME, f"random faults for {seconds} s, one every {sum(PAUSE) / 2:.0f} s, {RATE} articles/s", act, None,
               load=load)
