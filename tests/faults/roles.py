"""Which broker does what, leaders that move, and a disk that is full."""
import contextlib
import shutil
import subprocess
from pathlib import Path

import kafka_protocol
from confluent_kafka import ElectionType, KafkaException, TopicPartition
from harness import wait_until


def port_of(trial):
    """The port of a broker that runs and answers."""
    return next(port for node, port in trial.cluster.ports.items()
                if node in trial.cluster.processes and kafka_protocol.brokers_known(port))


def metadata(trial):
    return trial.admin.list_topics(timeout=10).topics


def leader(trial):
    """Of the first partition that tag reads."""
    return metadata(trial)[trial.pipeline.topics["normalized"]].partitions[0].leader


def group_coordinator(trial):
    return kafka_protocol.coordinator(port_of(trial), kafka_protocol.GROUP, f"{trial.pipeline.name}-tag")


def transaction_coordinator(trial):
    return kafka_protocol.coordinator(port_of(trial), kafka_protocol.TRANSACTION, f"{trial.pipeline.name}-tag-0-0")


def controller(trial):
    return kafka_protocol.quorum_leader(port_of(trial))


def is_usable(trial):
    """Whether every partition has a leader that takes writes."""
    with contextlib.suppress(KafkaException, OSError):
        return all(p.leader > 0 and len(p.isrs) >= min(2, len(p.replicas))
                   for topic in metadata(trial).values() for p in topic.partitions.values())
    return False


def move_leaders(trial, lane, by):
    """Makes the replica `by` places further the leader of each partition of a topic: a new order of the replicas, and then
    an election of the preferred ones. No data moves."""
    topic = trial.pipeline.topics[lane]
    order = {number: p.replicas[by:] + p.replicas[:by] for number, p in metadata(trial)[topic].partitions.items()}
    kafka_protocol.reassign(port_of(trial), topic, order)
    wait_until(lambda: all(p.replicas == order[n] for n, p in metadata(trial)[topic].partitions.items()),
               f"the new order of {topic}")
    trial.admin.elect_leaders(ElectionType.PREFERRED, [TopicPartition(topic, n) for n in order]).result(30)
    wait_until(lambda: all(p.leader == order[n][0] for n, p in metadata(trial)[topic].partitions.items()),
               f"the new leaders of {topic}")


class SmallDisk:
    """A broker's data on a file system of its own, which has room for so many bytes more. Needs the right to mount."""

    def __init__(self, cluster, node, room):
        self.data = Path(cluster.directory) / str(node) / "data"
        self.aside = self.data.with_name("aside")
        self.room = room

    @staticmethod
    def is_possible(directory):
        directory.mkdir(parents=True, exist_ok=True)
        tried = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory], capture_output=True)
        return tried.returncode == 0 and subprocess.run(["umount", directory], capture_output=True).returncode == 0

    def put(self):
        """While the broker is down."""
        size = sum(f.stat().st_blocks * 512 for f in self.data.rglob("*")) + self.room
        self.data.rename(self.aside)
        self.data.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", self.data], check=True)
        self._copy(self.aside, self.data)
        shutil.rmtree(self.aside)

    def free(self):
        """How many bytes may still be written."""
        return shutil.disk_usage(self.data).free

    def grow(self, size):
        subprocess.run(["mount", "-o", f"remount,size={size}", self.data], check=True)

    def remove(self):
        """The data on the ordinary disk again; while the broker is down."""
        self._copy(self.data, self.aside)
        subprocess.run(["umount", self.data], check=True)
        self.data.rmdir()
        self.aside.rename(self.data)

    @staticmethod
    def _copy(source, target):
        """With the holes that Kafka's index files have."""
        subprocess.run(["cp", "-a", "--sparse=always", f"{source}/.", target] if target.exists()
                       else ["cp", "-a", "--sparse=always", source, target], check=True)
