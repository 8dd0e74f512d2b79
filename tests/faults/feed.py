"""The load: numbered articles at an even pace, from a thread of its own."""
import threading
import time

from confluent_kafka import Producer
from harness import LARGEST

# Longer than any fault lasts: the load itself must lose nothing.
PATIENCE_MS = 600_000


class Feed(threading.Thread):
    """Sends articles 0..count-1 to `topic` at `rate` a second (None: as fast as it can).
    `make(number)` gives key, value, headers, partition, and perhaps its time in milliseconds."""

    def __init__(self, bootstrap, topic, count, rate, make):
        super().__init__(daemon=True)
        self.bootstrap, self.topic, self.count, self.rate, self.make = bootstrap, topic, count, rate, make
        self.sent = self.taken = 0
        self.failed = []
        self.is_abandoned = threading.Event()
        self.is_held = threading.Event()

    def run(self):
        try:
            self._run()
        except Exception as error:  # shown by check(), in the thread that waits for the outcome
            self.failed.append(error)

    def _run(self):
        producer = Producer({"bootstrap.servers": self.bootstrap, "message.max.bytes": LARGEST, "linger.ms": 5,
                             "partitioner": "murmur2_random", "enable.idempotence": True, "compression.type": "lz4",
                             "message.timeout.ms": PATIENCE_MS, "queue.buffering.max.messages": 1_000_000,
                             "queue.buffering.max.kbytes": 1_000_000, "reconnect.backoff.max.ms": 500,
                             "socket.timeout.ms": 10_000, "log_level": 2})
        begun = time.monotonic()
        while self.sent < self.count and not self.is_abandoned.is_set():
            if self.is_held.is_set() and self.rate is not None:
                producer.poll(0.01)
                begun = time.monotonic() - self.sent / self.rate  # what was not sent meanwhile is not sent all at once
                continue
            due = self.count if self.rate is None else min(self.count, int((time.monotonic() - begun) * self.rate) + 1)
            while self.sent < due:
                self._send(producer)
            producer.poll(0.01)
        self.count = self.sent
        while left := producer.flush(0.5):
            if self.is_abandoned.is_set():
                producer.purge()
                assert False, f"{left} articles were not sent"

    def _send(self, producer):
        key, value, headers, _, *when = self.make(self.sent)
        while True:
            try:
                producer.produce(self.topic, key=key, value=value, headers=headers, on_delivery=self._on_delivery,
                                 **({"timestamp": when[0]} if when else {}))
                break
            except BufferError:
                producer.poll(0.1)
                if self.is_abandoned.is_set():
                    return
        self.sent += 1
        if self.sent % 100 == 0:
            producer.poll(0)

    def _on_delivery(self, error, _):
        if error:
            self.failed.append(error)
        else:
            self.taken += 1

    def hold(self):
        """Sends nothing until go_on(), where it has a rate."""
        self.is_held.set()

    def go_on(self):
        self.is_held.clear()

    def abandon(self):
        """Sends no more, not even what waits to be sent."""
        self.is_abandoned.set()

    def check(self):
        assert not self.failed, f"the load itself failed: {self.failed[:3]}"
