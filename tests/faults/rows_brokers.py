"""Faults of roles. A dead one is given up after its session (9 s, by Kafka's default), then others lead in its place."""
import time

import brokers
import roles
from harness import wait_until
from matrix import Load, Skipped, row

CRASH, CRASH_SOON, HANGING, ROLLING, RESUME = 15.0, 10.0, 30.0, 3.0, 10.0  # seconds that are allowed
MIB = 1 << 20
# Gives a dead broker up after three seconds; a pause of the broker's own (garbage collection, a slow disk) must be shorter.
SOON = {"broker.session.timeout.ms": 3000, "broker.heartbeat.interval.ms": 500}


def crash(name, whose, find, short=False):
    crash_of(f"broker-{name}", whose, find, CRASH, short=short)
    crash_of(f"broker-{name}-soon", whose, find, CRASH_SOON, properties=SOON)


def crash_of(name, whose, find, bar, properties=None, short=False):
    given_up = f"; given up after {properties['broker.session.timeout.ms'] // 1000} s" if properties else ""

    @row(name, f"kill -9 of the broker that is {whose}, twice, back after 3 s{given_up}", bar=bar, brokers=properties, short=short,
         load=Load(rate=500))
    def act(trial):
        for share in (0.15, 0.6):
            trial.reach(share)
            node = find(trial)
            trial.strike(f"kill -9 of broker {node}, {whose}")
            brokers.kill(trial.cluster, node, 3)


crash("leader", "the leader of an input partition", roles.leader, short=True)
crash("group", "the group's coordinator", roles.group_coordinator)
crash("transactions", "the transactions' coordinator", roles.transaction_coordinator)
crash("controller", "the active controller", roles.controller)


@row("broker-rolling", "SIGTERM and restart of each broker, one after the other", bar=ROLLING, load=Load(rate=300))
def rolling(trial):
    trial.reach(0.1)
    for node in trial.cluster.nodes:
        trial.strike(f"SIGTERM of broker {node}")
        brokers.roll(trial.cluster, node, 0)


@row("broker-two", "kill -9 of two brokers, six seconds apart, back after 12 s; stall once the cluster is usable",
     bar=RESUME, load=Load(rate=500))
def two(trial):
    trial.reach(0.2)
    first, second = trial.dice.sample(list(trial.cluster.nodes), 2)
    trial.strike(f"kill -9 of broker {first}, then {second}")
    trial.cluster.kill(first)
    time.sleep(6)
    trial.cluster.kill(second)
    time.sleep(12)
    come_back(trial, (first, second))


def come_back(trial, nodes):
    """Starts brokers; from when the cluster is usable again, the pipeline's own stall counts."""
    began = time.monotonic()
    for node in nodes:
        trial.cluster.start(node)
    trial.cluster.wait(brokers.WHOLE_SECONDS)  # what a broker without a quorum says of leaders is old
    wait_until(lambda: roles.is_usable(trial), "a usable cluster", brokers.WHOLE_SECONDS)
    trial.note(f"the cluster was usable {time.monotonic() - began:.0f} s after the start of its brokers")
    trial.healed()
    brokers.wait_in_sync(trial.cluster)


def all_wait(trial):
    """Every stage lives, and says that and why it is not ready."""
    for stage in trial.stages.values():
        wait_until(lambda s=stage: s.process.get("/readyz")[0] == 503, f"/readyz 503 of {stage.name}", 30)
        assert stage.process.get("/healthz")[0] == 200, "a restart would not help"
        _, why = stage.process.get("/readyz")
        assert str(next(iter(trial.cluster.ports.values()))) in why, why
        trial.measure("MiB", stage.resident_mib())


@row("broker-all", "kill -9 of all brokers, down for 60 s; stall once the cluster is usable", bar=RESUME,
     load=Load(rate=500))
def all_down(trial):
    trial.reach(0.2)
    trial.strike("kill -9 of all brokers")
    for node in trial.cluster.nodes:
        trial.cluster.kill(node)
    time.sleep(30)
    all_wait(trial)
    time.sleep(30)
    assert all(not stage.codes() for stage in trial.stages.values()), "a stage ended while Kafka was away"
    come_back(trial, trial.cluster.nodes)


@row("broker-late", "stages started 20 s before the cluster; stall once the cluster is usable", bar=RESUME,
     load=Load(rate=500))
def late(trial):
    trial.reach(0.2)
    trial.strike("all ended; the stages started first")
    for stage in trial.stages.values():
        assert stage.terminate()[0] == 0
    for node in trial.cluster.nodes:
        trial.cluster.kill(node)
    for stage in trial.stages.values():
        stage.restart()
    time.sleep(20)
    all_wait(trial)
    come_back(trial, trial.cluster.nodes)


@row("broker-moves", "leaders of every topic moved by reassignment and preferred election, under load", bar=ROLLING,
     load=Load(rate=500))
def moves(trial):
    trial.reach(0.1)
    for _ in range(2):
        for lane in trial.pipeline.topics:
            trial.strike(f"leaders of {lane} moved")
            roles.move_leaders(trial, lane, 1)


@row("broker-paused", "SIGSTOP of a broker that leads an input partition, for 45 s", bar=HANGING, load=Load(rate=500))
def paused(trial):
    """It breaks no connection. The controller gives its partitions to others after broker.session.timeout.ms (9 s); a request
    that was under way to it ends with socket.timeout.ms (10 s), and so does one more that was sent before the clients knew."""
    trial.reach(0.2)
    node = roles.leader(trial)
    trial.strike(f"SIGSTOP of broker {node}")
    brokers.pause(trial.cluster, node, 45)


@row("broker-disk", "a broker whose disk is full under load, and has room again after a restart", bar=CRASH,
     load=Load(rate=500), brokers={})
def full_disk(trial):
    """Kafka ends a broker that cannot write to its only directory."""
    if not roles.SmallDisk.is_possible(trial.directory / "mount"):
        raise Skipped("this user may not mount a file system")
    trial.reach(0.06)
    brokers.wait_in_sync(trial.cluster)
    node = roles.leader(trial)
    disk = roles.SmallDisk(trial.cluster, node, room=12 * MIB)
    trial.cluster.terminate(node)
    disk.put()
    try:
        trial.cluster.start(node)  # it may be full before every replica is in sync
        trial.healed()
        wait_until(lambda: trial.cluster.processes[node].poll() is not None, lambda: f"a full disk; {disk.free()} free", 120)
        trial.strike(f"the disk of broker {node} was full: it ended")
        trial.cluster.kill(node)
        disk.grow(1024 * MIB)
        trial.cluster.start(node)
        brokers.wait_in_sync(trial.cluster)
    finally:
        trial.cluster.kill(node)
        disk.remove()
        trial.cluster.start(node)
    brokers.wait_in_sync(trial.cluster)
