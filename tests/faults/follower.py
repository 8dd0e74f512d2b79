"""The reader after the pipeline, as a process of its own: writes down when each committed record arrived.

As a program: follower.py BOOTSTRAP FILE TOPIC…, until it is ended. As a module: Follower starts that and reads its file
while it grows. The client is confluent-kafka, which shares nothing with Marsad's."""
import os
import struct
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

ENTRY = struct.Struct("<dHhq")  # CLOCK_MONOTONIC, which all processes share; index of the topic; partition; offset
# It must not be slower to find a new leader than what it measures.
CLIENT = {"reconnect.backoff.max.ms": 500, "topic.metadata.refresh.interval.ms": 1000,
          "socket.timeout.ms": 10_000}
Arrival = namedtuple("Arrival", "time topic partition offset")


class Follower:
    """Follows `topics` from their beginning; `path` keeps what it saw."""

    def __init__(self, bootstrap, path, topics):
        self.path = Path(path)
        self.path.write_bytes(b"")  # a directory that is kept may hold the arrivals of an earlier run
        with open(self.path.with_suffix(".log"), "wb") as log:
            self.process = subprocess.Popen([sys.executable, __file__, bootstrap, str(path), *topics],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def count(self):
        """How many records arrived so far."""
        assert self.process.poll() is None, f"the follower ended:\n{self.path.with_suffix('.log').read_text()}"
        return os.path.getsize(self.path) // ENTRY.size

    def idle(self):
        """Seconds since the last arrival, or since the start."""
        return time.time() - self.path.stat().st_mtime

    def arrivals(self):
        data = self.path.read_bytes()
        return [Arrival(*entry) for entry in ENTRY.iter_unpack(data[:len(data) - len(data) % ENTRY.size])]

    def end(self):
        self.process.kill()
        self.process.wait()


def longest_stall(arrivals, since):
    """The longest time without an arrival that ended after `since`; what passed before `since` does not count."""
    times = sorted(a.time for a in arrivals)
    gaps = [after - max(before, since) for before, after in zip([since, *times], times) if after > since]
    return max(gaps, default=0.0)


def follow(bootstrap, path, topics):
    from harness import is_end, reader
    with open(path, "ab", buffering=0) as file, \
            reader(bootstrap, *topics, **CLIENT) as (consumer, _):
        while True:
            messages = consumer.consume(1000, 0.02)
            now = time.monotonic()
            seen = [m for m in messages if not is_end(m)] if messages else []
            if seen:
                file.write(b"".join(ENTRY.pack(now, topics.index(m.topic()), m.partition(), m.offset()) for m in seen))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "integration"))
    follow(sys.argv[1], sys.argv[2], sys.argv[3:])
