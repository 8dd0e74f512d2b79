"""Articles that break a stage, and places that do not take what it writes."""
import os
import time
from pathlib import Path

from confluent_kafka.admin import AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType
from harness import wait_until
from matrix import Load, row
from pipeline import BIN, fetch

TRAP = Path(os.environ.get("MARSAD_TRAP", BIN.parent / "tests/marsad-trap"))
STARTS = 3  # deaths at one article after which it becomes a dead letter


def trapped(what, *shares, **more):
    """A load in which the articles at these shares break the tag stage."""
    def load(size):
        numbers = [int(share * size) for share in shares]
        return Load(before={n: f"trap: {what}\n\n" for n in numbers}, codes={n: "CRASH" for n in numbers},
                    programs={"tag": TRAP}, **more)
    return load


def await_deaths(trial, deaths):
    """Until tag has died so often; each counts as a fault."""
    tag = trial.stages["tag"]
    for number in range(1, deaths + 1):
        wait_until(lambda: len(tag.exits) >= number, f"death {number} of {deaths}", 300)
        trial.strike("the stage dies")


def crash(what, code, bar, **more):
    @row(f"crash-{what}", f"an article on which tag {PLAIN[what]}: after three starts it is a dead letter", bar=bar, **more)
    def act(trial):
        await_deaths(trial, STARTS * 2)
        trial.reach(0.9)
        assert trial.stages["tag"].codes() == [code] * STARTS * 2, trial.stages["tag"].codes()


PLAIN = {"segfault": "is ended by SIGSEGV", "abort": "aborts", "loop": "does not come back (watchdog: 5 s)"}
# Three starts, each as fast as after a kill; in the loop each begins with the watchdog's time.
crash("segfault", -11, 6.0, short=True, load=trapped("segfault", 0.2, 0.5))
crash("abort", -6, 6.0, load=trapped("abort", 0.2, 0.5))
crash("loop", 4, 24.0, load=trapped("loop", 0.2, 0.5, config={"watchdog_seconds": 5}))


@row("crash-and-kill", "articles that crash tag, and kill -9 of tag at random: no innocent article is blamed", bar=8.0,
     load=trapped("segfault", 0.1, 0.3, 0.5, 0.7))
def crash_and_kill(trial):
    for share in sorted(trial.dice.uniform(0.07, 0.9) for _ in range(20)):
        trial.reach(share)
        trial.strike("kill -9 of tag")
        tag = trial.stages["tag"]
        tag.wait_settled()
        tag.kill()
    trial.reach(0.93)
    crashes = trial.stages["tag"].codes().count(-11)
    assert crashes >= 4 * STARTS, f"{crashes} crashes: the articles were given up before their third"


# normalize adds a text that is too long; the stages after it say UPSTREAM_FAILED, without a letter.
GROWN = "TOO_LARGE"
LADDER = {"raw_bytes": 65536, "enriched_bytes": 98304, "dead_bytes": 262144}


@row("oversize", "articles that grow beyond enriched_bytes in a stage", bar=2.0,
     load=lambda size: Load(before={n: "Grows. " * 5000 for n in (size // 5, size // 2)},
                            codes={n: GROWN for n in (size // 5, size // 2)}, config={"limits": LADDER}))
def oversize(trial):
    trial.reach(0.10)
    trial.strike("an article that grows")
    trial.reach(0.75)


def set_topic(trial, topic, name, value):
    """Sets one value of a topic's configuration; None: as it was before."""
    how = AlterConfigOpType.DELETE if value is None else AlterConfigOpType.SET
    change = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[
        ConfigEntry(name, value, incremental_operation=how)])
    for done in trial.admin.incremental_alter_configs([change]).values():
        done.result(30)


def is_ready(process):
    started = process.events("started")
    return bool(started) and fetch(f"http://127.0.0.1:{started[0]['port']}/readyz")[0] == 200


@row("dead-refused", "the dead-letter topic takes no letter for 10 s; stall after it is mended", bar=10.0,
     load=lambda size: Load(bad=(size * 2 // 5,), codes={size * 2 // 5: "MALFORMED"}))
def dead_letters_refused(trial):
    dead, decode = trial.pipeline.topics["dead"], trial.stages["decode"]
    set_topic(trial, dead, "max.message.bytes", "100")
    trial.reach(0.3)
    wait_until(lambda: not is_ready(decode.process), "decode is not ready", 60)
    trial.strike("the dead-letter topic refuses")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        assert trial.progress() < 0.45, "decode skipped the article whose letter was refused"
        time.sleep(0.1)
    assert not is_ready(decode.process), "decode says that it is ready"
    trial.note(f"{len(decode.exits)} restarts meanwhile")
    set_topic(trial, dead, "max.message.bytes", str(32 << 20))
    trial.healed()


@row("slow", "tag takes 100 ms for each of 200 articles: no rebalance, flat memory", bar=5.0,
     load=lambda size: Load(before={n: "trap: slow\n\n" for n in range(size // 5, size // 5 + 200)}, programs={"tag": TRAP}))
def slow(trial):
    tag = trial.stages["tag"]
    trial.reach(0.18)
    before = tag.resident_mib()
    trial.reach(0.2)
    trial.strike("slow articles")
    largest = before
    while trial.progress() < 0.3:
        largest = max(largest, tag.resident_mib())
        time.sleep(0.2)
    assigned = tag.process.events("partitions_assigned")
    assert len(assigned) == 1, f"{len(assigned)} assignments: the group took it for dead"
    trial.note(f"tag's memory {before:.0f} MiB, at most {largest:.0f} MiB")
    assert largest < before + 200


@row("backlog", "300,000 articles waiting at the start; kill -9 of every stage among them", bar=3.0,
     load=Load(count=300_000, rate=None))
def backlog(trial):
    largest = {}
    for share in [n / 20 for n in range(2, 19)]:
        trial.reach(share)
        for name, stage in trial.stages.items():
            largest[name] = max(largest.get(name, 0), stage.resident_mib())
        if share in (0.2, 0.4, 0.6, 0.8):
            stage = list(trial.stages.values())[round(share * 5) - 1]
            trial.strike(f"kill -9 of {stage.name}")
            stage.kill()
    trial.note("largest memory " + ", ".join(f"{name} {mib:.0f} MiB" for name, mib in largest.items()))
