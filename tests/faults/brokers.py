"""Faults of single brokers, which rows and the random run share. Each ends when the cluster is whole again."""
import contextlib
import time

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from harness import wait_until

WHOLE_SECONDS = 300


def behind(admin):
    """Partitions whose replicas are not all in sync; None if no broker says."""
    with contextlib.suppress(KafkaException):
        topics = admin.list_topics(timeout=5).topics
        return [f"{name}/{number}" for name, topic in topics.items() for number, partition in topic.partitions.items()
                if len(partition.isrs) < len(partition.replicas)]
    return None


def wait_in_sync(cluster):
    """Until every replica of every partition is in sync."""
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap, "log_level": 2})
    wait_until(lambda: behind(admin) == [], lambda: f"replicas in sync, behind are {behind(admin)}", WHOLE_SECONDS)


def kill(cluster, node, seconds):
    """kill -9, and back after `seconds` with its data."""
    cluster.kill(node)
    time.sleep(seconds)
    cluster.start(node)
    wait_in_sync(cluster)


def roll(cluster, node, seconds):
    """An orderly end, and back after `seconds`."""
    cluster.terminate(node)
    time.sleep(seconds)
    cluster.start(node)
    wait_in_sync(cluster)


def pause(cluster, node, seconds):
    """SIGSTOP for `seconds`."""
    cluster.pause(node)
    time.sleep(seconds)
    cluster.resume(node)
    wait_in_sync(cluster)
