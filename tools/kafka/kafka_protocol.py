"""As much of Kafka's protocol as starting a cluster needs: who is there, and making topics. Standard library only."""
import socket
import struct


class KafkaError(Exception):
    """Kafka could not be had, or refused; the text says why."""


def text(value):
    encoded = value.encode()
    return struct.pack(">h", len(encoded)) + encoded


def ask(port, api, version, body, seconds=5):
    """One request to a broker; the answer without its header."""
    request = struct.pack(">hhi", api, version, 1) + text("marsad") + body
    with socket.create_connection(("127.0.0.1", port), seconds) as connection:
        connection.settimeout(seconds)
        connection.sendall(struct.pack(">i", len(request)) + request)
        answer = b""
        while len(answer) < 4 or len(answer) < 4 + struct.unpack(">i", answer[:4])[0]:
            part = connection.recv(65536)
            if not part:
                raise ConnectionError("the broker closed the connection")
            answer += part
    return answer[8:]


def brokers_known(port):
    """Ports of the brokers that this one knows; none if it does not answer. (Metadata, version 1, no topics.)"""
    try:
        answer = ask(port, 3, 1, struct.pack(">i", 0))
    except OSError:
        return []
    (count,), at, ports = struct.unpack_from(">i", answer), 4, []
    for _ in range(count):
        (size,) = struct.unpack_from(">h", answer, at + 4)
        at += 6 + size
        ports.append(struct.unpack_from(">i", answer, at)[0])
        (rack,) = struct.unpack_from(">h", answer, at + 4)
        at += 6 + max(rack, 0)
    return ports


def create_topics(bootstrap, topics, replication=-1):
    """`topics`: name to number of partitions, or to (number, {config: value}). Those that exist stay as they are.
    (CreateTopics, version 4.)"""
    body = struct.pack(">i", len(topics))
    for name, what in topics.items():
        partitions, configs = what if isinstance(what, tuple) else (what, {})
        body += text(name) + struct.pack(">ihii", partitions, replication, 0, len(configs))
        body += b"".join(text(key) + text(str(value)) for key, value in configs.items())
    answer = ask(int(bootstrap.split(",")[0].rsplit(":", 1)[1]), 19, 4, body + struct.pack(">ib", 30000, 0), seconds=40)
    (count,), at = struct.unpack_from(">i", answer, 4), 8
    for _ in range(count):
        (size,) = struct.unpack_from(">h", answer, at)
        name = answer[at + 2:at + 2 + size].decode()
        code, length = struct.unpack_from(">hh", answer, at + 2 + size)
        message = answer[at + 6 + size:at + 6 + size + max(length, 0)].decode()
        at += 6 + size + max(length, 0)
        topic_already_exists = 36
        if code not in (0, topic_already_exists):
            raise KafkaError(f"topic {name}: error {code} {message}")


TRANSACTION, GROUP = 1, 0


def coordinator(port, kind, name):
    """The broker that coordinates a group or a transactional id; None if there is none now. (FindCoordinator, v1.)"""
    answer = ask(port, 10, 1, text(name) + struct.pack(">b", kind))
    code, message = struct.unpack_from(">hh", answer, 4)
    node, = struct.unpack_from(">i", answer, 8 + max(message, 0))
    return node if code == 0 else None


# The requests below have the flexible encoding: lengths as varints of one more, tagged fields (none: 0) after each part.
def compact(value):
    encoded = value.encode()
    assert len(encoded) < 127  # a varint of one byte
    return bytes([len(encoded) + 1]) + encoded


def quorum_leader(port):
    """The active controller, or -1. (DescribeQuorum, version 0.)"""
    topic = compact("__cluster_metadata")
    answer = ask(port, 55, 0, b"\0\2" + topic + b"\2" + struct.pack(">i", 0) + b"\0\0\0")
    # A tag, the error, one topic with its name, one partition with its number and error, its leader.
    (code,) = struct.unpack_from(">h", answer, 1)
    if code:
        raise KafkaError(f"DescribeQuorum: error {code}")
    at = 1 + 2 + 1 + len(topic) + 1
    (leader,) = struct.unpack_from(">i", answer, at + 4 + 2)
    return leader


def reassign(port, topic, replicas):
    """`replicas`: partition to its brokers, the preferred leader first. To the active controller or any broker.
    (AlterPartitionReassignments, version 0.)"""
    assert len(replicas) < 127
    partitions = b"".join(struct.pack(">ib", number, len(nodes) + 1) + b"".join(struct.pack(">i", n) for n in nodes) + b"\0"
                          for number, nodes in replicas.items())
    answer = ask(port, 45, 0, b"\0" + struct.pack(">i", 30000) + b"\2" + compact(topic) + bytes([len(replicas) + 1])
                 + partitions + b"\0\0", seconds=40)
    (code,) = struct.unpack_from(">h", answer, 1 + 4)
    if code:
        raise KafkaError(f"AlterPartitionReassignments of {topic}: error {code}")
