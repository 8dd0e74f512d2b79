#!/usr/bin/env python3
"""A real Apache Kafka (KRaft) on free ports of the loopback interface, for tests and trials.

    kafka.py start [--brokers N] [--partitions N] [--dir DIR] | stop | status

As a module, a cluster that ends with its owner:

    with Cluster(directory, brokers=3) as cluster:
        create_topics(cluster.bootstrap, {"in": 4})
        cluster.kill(1); cluster.start(1)          # also pause, resume, terminate

The jars come by Maven once, are checked against jars.sha256 and kept in ~/.cache/marsad (MARSAD_CACHE), together with
what makes a broker start in two seconds: an archive of loaded classes and the formatted metadata. Standard library only.
"""
import argparse
import ctypes
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from pathlib import Path

import jars
from kafka_protocol import KafkaError, brokers_known

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STATE = ROOT / "build/kafka/state.json"
MARSAD = ROOT / "build/release/bin/marsad"
START_SECONDS = 90
STOP_SECONDS = 20
MIB = 1 << 20


# ----------------------------------------------------------------------------------------------------------- jars, cache
def cache_dir():
    base = os.environ.get("MARSAD_CACHE") or Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "marsad"
    key = hashlib.sha256((HERE / "jars.sha256").read_bytes() + java_version().encode()).hexdigest()[:16]
    return Path(base) / f"kafka-{key}"


def java_version():
    try:
        return subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError) as error:
        raise KafkaError("java is missing: run ./dev deps test") from error


@contextmanager
def locked(path):
    """One preparer at a time, over processes."""
    import fcntl
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare():
    """The cache directory, made complete first: jars/, bootstrap.checkpoint, classes.jsa."""
    cache = cache_dir()
    if (cache / "complete").exists():
        return cache
    with locked(cache.with_suffix(".lock")):
        if (cache / "complete").exists():
            return cache
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir(parents=True)
        jars.fetch(HERE, cache / "jars")
        with tempfile.TemporaryDirectory(prefix="marsad-kafka-") as temporary:
            warm_up(cache, Path(temporary))
        (cache / "complete").touch()
    return cache


def warm_up(cache, directory):
    """Formats once the slow way, and runs a broker once that writes down the classes it loaded."""
    trial = Cluster(directory, cache=cache)
    properties = trial.write(1)
    done = subprocess.run(java(cache, heap="128m") + ["kafka.tools.StorageTool", "format", "-t", trial.cluster_id,
                                                      "-c", str(properties)], capture_output=True, text=True)
    made = directory / "1/data/bootstrap.checkpoint"
    if done.returncode != 0 or not made.exists():
        raise KafkaError("formatting failed:\n" + (done.stdout + done.stderr)[-2000:])
    shutil.copy(made, cache / "bootstrap.checkpoint")
    trial.start(1, options=[f"-XX:ArchiveClassesAtExit={cache / 'classes.jsa'}"])
    trial.wait()
    trial.stop()


def java(cache, heap="320m", options=()):
    archive = cache / "classes.jsa"
    shared = [f"-XX:SharedArchiveFile={archive}", "-Xshare:auto", "-Xlog:disable"] if archive.exists() else []
    return ["java", f"-Xmx{heap}", "-Xms64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *shared, *options,
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-cp", str(cache / "jars") + "/*"]


# ------------------------------------------------------------------------------------------------------------- the broker
def free_ports(count):
    """Below those that the kernel gives to outgoing connections: a broker that was away must find its port free."""
    first_outgoing = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    candidates, sockets = random.sample(range(min(first_outgoing, 32768) // 2, first_outgoing), 50 + count), []
    try:
        for port in candidates:
            if len(sockets) == count:
                break
            each = socket.socket()
            try:
                each.bind(("127.0.0.1", port))
                sockets.append(each)
            except OSError:
                each.close()
        if len(sockets) < count:
            raise KafkaError(f"no {count} free ports below {first_outgoing}")
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def die_with_parent():
    """In the child: the kernel ends the broker when its owner is gone, however that went."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


class Cluster:
    """`brokers` brokers, numbered from 1, each a controller too; replicated three times (minimum two) where there are three.

    Use as a context manager, or start_all() and stop(). `properties` are added to every broker's. `listeners` are more
    ways in beside the plain one, which stays: name to properties, security.protocol among them (see security.py)."""

    def __init__(self, directory, brokers=1, properties=None, cache=None, owned=True, listeners=None):
        self.directory = Path(directory)
        self.nodes = range(1, brokers + 1)
        self.properties = properties or {}
        self.owned = owned
        self.cache = cache or prepare()
        self.cluster_id = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        self.processes = {}
        self.listeners = listeners or {}
        ports = iter(free_ports((2 + len(self.listeners)) * brokers))
        self.ports = dict(zip(self.nodes, ports))
        self.controllers = dict(zip(self.nodes, ports))
        self.more_ports = {name: dict(zip(self.nodes, ports)) for name in self.listeners}

    @property
    def bootstrap(self):
        return ",".join(f"127.0.0.1:{port}" for port in self.ports.values())

    def address(self, listener):
        """The bootstrap.servers of one of `listeners`; by host name, as certificates have it."""
        return ",".join(f"localhost:{port}" for port in self.more_ports[listener].values())

    def __enter__(self):
        try:
            self.start_all()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start_all(self):
        for node in self.nodes:
            self.write(node)
            self.format(node)
            self.start(node)
        self.wait()

    def write(self, node):
        """The broker's properties file."""
        home = self.directory / str(node)
        home.mkdir(parents=True, exist_ok=True)
        replicas = min(3, len(self.nodes))
        voters = ",".join(f"{n}@127.0.0.1:{port}" for n, port in self.controllers.items())
        properties = {
            "process.roles": "broker,controller", "node.id": node, "controller.quorum.voters": voters,
            **self._listening(node),
            "controller.listener.names": "CONTROLLER", "inter.broker.listener.name": "PLAINTEXT",
            "log.dirs": home / "data", "auto.create.topics.enable": "false", "unclean.leader.election.enable": "false",
            "default.replication.factor": replicas, "min.insync.replicas": max(1, replicas - 1),
            "offsets.topic.replication.factor": replicas, "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": replicas, "transaction.state.log.min.isr": max(1, replicas - 1),
            "transaction.state.log.num.partitions": 4, "group.initial.rebalance.delay.ms": 0,
            "group.min.session.timeout.ms": 1000, "message.max.bytes": 64 * MIB, "replica.fetch.max.bytes": 64 * MIB,
            "log.cleaner.dedupe.buffer.size": 8 * MIB, "num.network.threads": 2, "num.io.threads": 4,
            **self.properties}
        path = home / "server.properties"
        path.write_text("".join(f"{name}={value}\n" for name, value in properties.items()))
        return path

    def _listening(self, node):
        """The properties that say where a broker listens, and how."""
        plain = f"PLAINTEXT://127.0.0.1:{self.ports[node]}"
        others = [f"{name}://localhost:{ports[node]}" for name, ports in self.more_ports.items()]
        protocols = {"PLAINTEXT": "PLAINTEXT", "CONTROLLER": "PLAINTEXT",
                     **{name: properties["security.protocol"] for name, properties in self.listeners.items()}}
        return {
            "listeners": ",".join([plain, *others, f"CONTROLLER://127.0.0.1:{self.controllers[node]}"]),
            "advertised.listeners": ",".join([plain, *others]),
            "listener.security.protocol.map": ",".join(f"{name}:{protocol}" for name, protocol in protocols.items()),
            **{f"listener.name.{listener.lower()}.{name}": value for listener, properties in self.listeners.items()
               for name, value in properties.items() if name != "security.protocol"}}

    def format(self, node):
        """What Kafka's format command writes, without its second of Java."""
        data = self.directory / str(node) / "data"
        data.mkdir(parents=True, exist_ok=True)
        directory_id = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "A", 1)
        (data / "meta.properties").write_text(
            f"version=1\ncluster.id={self.cluster_id}\nnode.id={node}\ndirectory.id={directory_id}\n")
        shutil.copy(self.cache / "bootstrap.checkpoint", data)

    def start(self, node, options=()):
        home = self.directory / str(node)
        with open(home / "log", "ab") as log:
            self.processes[node] = subprocess.Popen(
                java(self.cache, options=options) + ["kafka.Kafka", str(home / "server.properties")],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=die_with_parent if self.owned else None)

    def wait(self, seconds=START_SECONDS):
        """Until every running broker knows every running broker."""
        deadline = time.monotonic() + seconds
        for node, process in self.processes.items():
            while process.poll() is None and len(brokers_known(self.ports[node])) < len(self.processes):
                if time.monotonic() > deadline:
                    raise KafkaError(f"broker {node} was not ready within {seconds} s:\n{self.log(node)}")
                time.sleep(0.05)
            if process.poll() is not None:
                raise KafkaError(f"broker {node} ended with status {process.returncode}:\n{self.log(node)}")

    def log(self, node, last=3000):
        return (self.directory / str(node) / "log").read_text(errors="replace")[-last:]

    def kill(self, node):
        """kill -9; start(node) brings it back with its data."""
        self._end(node, signal.SIGKILL)

    def terminate(self, node):
        """An orderly shutdown: leadership moves first."""
        self._end(node, signal.SIGTERM)

    def pause(self, node):
        self.processes[node].send_signal(signal.SIGSTOP)

    def resume(self, node):
        self.processes[node].send_signal(signal.SIGCONT)

    def _end(self, node, how):
        process = self.processes.pop(node)
        process.send_signal(signal.SIGCONT)
        process.send_signal(how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop(self):
        """Ends all at once; without the others a broker's orderly end would wait for a quorum."""
        for process in self.processes.values():
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGTERM if len(self.processes) == 1 else signal.SIGKILL)
        for node in list(self.processes):
            self._end(node, signal.SIGTERM)


# ------------------------------------------------------------------------------------------------------------ command line
def read_state():
    """The cluster that `start` left running; None if there is none."""
    if not STATE.exists():
        return None
    state = json.loads(STATE.read_text())
    state["alive"] = [pid for pid in state["pids"] if is_ours(pid, state["directory"])]
    return state


def is_ours(pid, directory):
    """A process id may have been given to somebody else meanwhile."""
    try:
        return os.fsencode(directory) in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def make_topics(bootstrap, partitions):
    """All that the stages read and write, as the program knows them from their table. Returns what it says."""
    command = [str(MARSAD), "topics", "create", "--bootstrap", bootstrap, "--partitions", str(partitions)]
    try:
        made = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise KafkaError(f"{MARSAD} cannot be run ({error.strerror}): ./dev build makes it") from error
    if made.returncode != 0:
        raise KafkaError(f"making topics failed: {made.stderr.strip()}")
    return made.stdout.strip()


def command_start(arguments):
    state = read_state()
    if state and state["alive"]:
        raise KafkaError(f"already running at {state['bootstrap']}; ./dev kafka stop ends it")
    began = time.monotonic()
    directory = Path(arguments.dir or tempfile.mkdtemp(prefix="marsad-kafka-")).resolve()
    cluster = Cluster(directory, brokers=arguments.brokers, owned=False)
    try:
        cluster.start_all()
        topics = make_topics(cluster.bootstrap, arguments.partitions)
    except BaseException:
        cluster.stop()
        raise
    STATE.parent.mkdir(parents=True, exist_ok=True)
    STATE.write_text(json.dumps({"bootstrap": cluster.bootstrap, "directory": str(directory),
                                 "temporary": arguments.dir is None,
                                 "pids": [process.pid for process in cluster.processes.values()]}))
    print(f"{arguments.brokers} broker(s) ready in {time.monotonic() - began:.1f} s, {topics}\n"
          f"bootstrap.servers: {cluster.bootstrap}")


def command_stop(_):
    state = read_state()
    if not state:
        print("not running")
        return
    for pid in state["alive"]:
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while any(is_ours(pid, state["directory"]) for pid in state["alive"]):
        if time.monotonic() > deadline:
            for pid in filter(lambda pid: is_ours(pid, state["directory"]), state["alive"]):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
    if state["temporary"]:
        shutil.rmtree(state["directory"], ignore_errors=True)
    STATE.unlink()
    print("stopped")


def command_status(_):
    state = read_state()
    if not state or not state["alive"]:
        raise KafkaError("not running")
    print(f"{len(state['alive'])} of {len(state['pids'])} broker(s) running, data in {state['directory']}\n"
          f"bootstrap.servers: {state['bootstrap']}")


def main():
    parser = argparse.ArgumentParser(prog="./dev kafka", description="A real Apache Kafka on free ports.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    start = verbs.add_parser("start", help="start a cluster with the pipeline's topics")
    start.add_argument("--brokers", type=int, choices=(1, 3), default=1)
    start.add_argument("--partitions", type=int, default=4, help="of each topic (default 4)")
    start.add_argument("--dir", help="where data is kept (default: a temporary directory that stop removes)")
    start.set_defaults(run=command_start)
    verbs.add_parser("stop", help="end it").set_defaults(run=command_stop)
    verbs.add_parser("status", help="say where it is; status 1 where it is not").set_defaults(run=command_status)
    arguments = parser.parse_args()
    try:
        arguments.run(arguments)
    except (KafkaError, jars.JarError) as error:
        print(f"kafka: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
