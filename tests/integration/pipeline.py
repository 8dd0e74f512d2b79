"""Marsad's own programs, started as an operator would start them."""
import json
import signal
import subprocess
import time
import urllib.error
import urllib.request

from harness import create_topics, delete_topics, wait_until
from stage_table import BIN, COMPACTED, LANES, PARTITIONS, ROOT, STAGES



def fetch(url, seconds=30.0):
    """(status, body) of a page; status 0 if nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


class Process:
    """One process with a configuration of its own. Logs go to a file."""

    def __init__(self, arguments, config, directory, name):
        self.name = name
        directory.mkdir(parents=True, exist_ok=True)
        self.config_path = directory / f"{name}.yaml"
        # YAML is a superset of JSON.
        self.config_path.write_text(config if isinstance(config, str) else json.dumps(config, indent=1), encoding="utf-8")
        self.log_path = directory / f"{name}.{time.monotonic_ns()}.log"
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen([str(a) for a in arguments] + ["--config", str(self.config_path)],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=directory)

    def log(self):
        return self.log_path.read_text(encoding="utf-8")

    def events(self, name):
        """The fields of every log line of event `name`."""
        lines = (json.loads(line) for line in self.log().splitlines() if line.startswith("{"))
        return [line for line in lines if line.get("event") == name]

    def wait_for_event(self, name, seconds=180.0):
        return wait_until(lambda: self._alive() and self.events(name), lambda: f"{name} of {self}", seconds)[0]

    def url(self, path):
        return f"http://127.0.0.1:{self.wait_for_event('started')['port']}{path}"

    def get(self, path):
        return fetch(self.url(path))

    def wait_ready(self, seconds=180.0):
        wait_until(lambda: self._alive() and self.get("/readyz")[0] == 200, lambda: f"/readyz of {self}", seconds)
        return self

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, seconds=180.0):
        return self.process.wait(seconds)

    def terminate(self):
        """SIGTERM; (exit code, seconds that it took)."""
        started = time.monotonic()
        self.signal(signal.SIGTERM)
        return self.wait(), time.monotonic() - started

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def _alive(self):
        assert self.process.poll() is None, f"{self} ended with {self.process.returncode}"
        return True

    def __str__(self):
        return f"{self.name}; its log ends:\n" + "\n".join(self.log().splitlines()[-15:])


class Pipeline:
    """A pipeline with a name, topics and a directory of its own; several may read the same raw topic."""

    def __init__(self, bootstrap, directory, name, raw=None):
        self.bootstrap, self.directory, self.name = bootstrap, directory / name, name
        self.topics = {lane: f"{name}.{lane}" for lane in LANES} | ({"raw": raw} if raw else {})
        self.running = []

    def create_topics(self, partitions=4):
        """Those of its own."""
        create_topics(self.bootstrap, [t for t in self.topics.values() if t.startswith(self.name)], partitions,
                      {self.topics[lane] for lane in COMPACTED}, {self.topics[lane]: n for lane, n in PARTITIONS.items()})
        return self

    def delete_topics(self):
        delete_topics(self.bootstrap, [t for t in self.topics.values() if t.startswith(self.name)])

    def config(self, process, **more):
        return {"pipeline": self.name, "kafka": {"bootstrap.servers": self.bootstrap}, "topics": self.topics,
                "state_dir": str(self.directory / f"state-{process}"), "http": {"listen": "127.0.0.1:0"}, **more}

    def start(self, stage, name=None, program=None, **more):
        """One stage as a process of its own; `name` tells several of a stage apart, `program` runs it in another way."""
        return self._run([program or BIN / f"marsad-{stage}"], name or stage, more)

    def start_chain(self, stages=STAGES, **more):
        """Several stages in one process."""
        return self._run([BIN / "marsad", "run", "--stages", ",".join(stages)], "chain", more)

    def start_all(self, stages=STAGES, **more):
        return [p.wait_ready() for p in [self.start(stage, **more) for stage in stages]]

    def _run(self, arguments, name, more):
        process = Process(arguments, self.config(name, **more), self.directory, name)
        self.running.append(process)
        return process

    def stop(self):
        """SIGTERM to all that runs; each must end in order."""
        alive = [p for p in self.running if p.process.poll() is None]
        for process in alive:
            process.signal(signal.SIGTERM)
        for process in alive:
            assert process.wait() == 0, str(process)

    def kill(self):
        for process in self.running:
            process.kill()
