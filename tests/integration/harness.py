"""Kafka as an independent client sees it: topics, producing, and reading a topic to its end."""
import contextlib
import socket
import threading
import time
from collections import namedtuple

from confluent_kafka import Consumer, KafkaError, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

Record = namedtuple("Record", "topic partition offset timestamp key value headers")
LARGEST = 32 << 20


def wait_until(condition, what, seconds=180.0):
    """The first true value of `condition()`; fails, naming `what`, after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"not within {seconds} s: {what() if callable(what) else what}"
        threading.Event().wait(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def create_topics(bootstrap, names, partitions, compacted=(), own=None):
    """`own`: the number of partitions of those names that have another one."""
    properties = {"max.message.bytes": str(LARGEST)}
    topics = [NewTopic(n, (own or {}).get(n, partitions), -1,
                       config=properties | ({"cleanup.policy": "compact"} if n in compacted else {})) for n in names]
    admin = AdminClient({"bootstrap.servers": bootstrap})  # its futures end with it
    for future in admin.create_topics(topics).values():
        future.result(120)


def delete_topics(bootstrap, names):
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for future in admin.delete_topics(names, operation_timeout=60).values():
        future.result(120)


def produce(bootstrap, topic, messages, **settings):
    """Sends (key, value, headers, partition or None) tuples; fails unless the broker took every one."""
    failed = []
    producer = Producer({"bootstrap.servers": bootstrap, "message.max.bytes": LARGEST, "linger.ms": 5,
                         "partitioner": "murmur2_random", "enable.idempotence": True,
                         "queue.buffering.max.messages": 1000000, **settings})
    for key, value, headers, partition in messages:
        target = {} if partition is None else {"partition": partition}
        producer.produce(topic, key=key, value=value, headers=headers,
                         on_delivery=lambda error, _: error and failed.append(error), **target)
        producer.poll(0)
    left = producer.flush(120)
    assert left == 0 and not failed, f"{left} not sent, {failed[:3]}"


@contextlib.contextmanager
def reader(bootstrap, *topics, **settings):
    """A read_committed consumer at the beginning of every partition; yields it and the partitions."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "reader", "isolation.level": "read_committed",
                         "enable.auto.commit": False, "auto.offset.reset": "earliest", "enable.partition.eof": True,
                         "fetch.message.max.bytes": LARGEST, "receive.message.max.bytes": 2 * LARGEST,
                         "fetch.wait.max.ms": 50, **settings})
    try:
        partitions = []
        for topic in topics:
            # The broker that is asked may hear of a new topic later than the one that made it.
            numbers = wait_until(lambda t=topic: sorted(consumer.list_topics(t, 120).topics[t].partitions), f"{topic} is there")
            partitions += [TopicPartition(topic, number, 0) for number in numbers]
        consumer.assign(partitions)
        yield consumer, partitions
    finally:
        consumer.close()


def is_end(message):
    """Whether this says that a partition has no more; any other error fails."""
    if message.error() is None:
        return False
    assert message.error().code() == KafkaError._PARTITION_EOF, message.error()
    return True


def scan(bootstrap, topic, enough=lambda: True, seconds=300.0, to_end=True):
    """Yields every committed record of `topic`: until `enough()` and the end of every partition. Waits for the end that
    the broker tells, not for lag 0: transaction markers are offsets too. Without `to_end`: until enough."""
    deadline, count, at_end = time.monotonic() + seconds, 0, set()
    with reader(bootstrap, topic) as (consumer, partitions):
        while (to_end and len(at_end) < len(partitions)) or not enough():
            assert time.monotonic() < deadline, f"{topic}: {count} records after {seconds} s, still not enough"
            for message in consumer.consume(1000, 0.05):
                if is_end(message):
                    at_end.add(message.partition())
                    continue
                at_end.discard(message.partition())
                count += 1
                yield Record(topic, message.partition(), message.offset(), message.timestamp()[1], message.key(),
                             message.value(), message.headers() or [])


def read(bootstrap, topic, enough=lambda records: True, seconds=300.0, to_end=True):
    """The records that scan() yields, as a list."""
    records = []
    for record in scan(bootstrap, topic, lambda: enough(records), seconds, to_end):
        records.append(record)
    return records


def at_least(count):
    return lambda records: len(records) >= count


class Relay:
    """A TCP relay on a port of its own: a broker address that can be away, and come back."""

    def __init__(self, target):
        host, port = target.rsplit(":", 1)
        self.target = (host, int(port))
        self.port = free_port()
        self.listener = None

    def open(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        if self.listener:
            self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(self.target)
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=self._copy, args=(source, sink), daemon=True).start()

    @staticmethod
    def _copy(source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
