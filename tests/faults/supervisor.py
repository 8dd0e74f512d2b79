"""Restarts a stage as the systemd unit that ships does: with its RestartSec and its RestartPreventExitStatus."""
import os
import re
import signal
import threading
import time
from collections import namedtuple
from pathlib import Path

from harness import wait_until

UNIT = (Path(__file__).resolve().parents[2] / "deploy/systemd/marsad-stage@.service").read_text(encoding="utf-8")
RESTART_SECONDS = int(re.search(r"^RestartSec=(\d+)ms$", UNIT, re.MULTILINE)[1]) / 1000
NO_RESTART = {0} | {int(code) for code in re.search(r"^RestartPreventExitStatus=(.*)$", UNIT, re.MULTILINE)[1].split()}

Exit = namedtuple("Exit", "code time")  # the code is negative for a signal, as subprocess has it


class Supervised:
    """One stage process and those that follow it. `start()` makes a pipeline.Process."""

    def __init__(self, name, start):
        self.name, self._start = name, start
        self.exits = []
        self.runs = []  # every process so far
        self.is_restarting = True
        self._begin()

    def _begin(self):
        self.process = self._start()
        self.runs.append(self.process)
        threading.Thread(target=self._watch, args=(self.process,), daemon=True).start()

    def _watch(self, process):
        code = process.process.wait()
        self.exits.append(Exit(code, time.monotonic()))
        if code in NO_RESTART or not self.is_restarting:
            return
        threading.Event().wait(RESTART_SECONDS)
        if self.is_restarting:
            self._begin()

    @property
    def pid(self):
        return self.process.process.pid

    def is_alive(self):
        return self.process.process.poll() is None

    def wait_ready(self, seconds=180.0):
        wait_until(lambda: self.is_alive() and self.process.events("started") and self.process.get("/readyz")[0] == 200,
                   lambda: f"/readyz of {self.process}", seconds)
        return self

    def wait_settled(self):
        """Until it runs, or has ended and stays so."""
        wait_until(lambda: self.is_alive() or not self.is_restarting or self.has_given_up(), f"a restart of {self.name}")

    def has_given_up(self):
        """Whether it ended with a status after which the unit does not restart it."""
        return self.is_restarting and self.process.process.poll() in NO_RESTART

    def kill(self):
        """kill -9; returns when the next process is there."""
        runs = len(self.runs)
        self.process.signal(signal.SIGKILL)
        wait_until(lambda: len(self.runs) > runs or not self.is_restarting or self.has_given_up(),
                   f"a restart of {self.name}")

    def pause(self):
        self.process.signal(signal.SIGSTOP)

    def resume(self):
        self.process.signal(signal.SIGCONT)

    def terminate(self):
        """SIGTERM, and no restart; (exit code, seconds that it took)."""
        self.is_restarting = False
        return self.process.terminate()

    def restart(self):
        """A new process after terminate()."""
        self.is_restarting = True
        self._begin()

    def end(self):
        """kill -9, and no restart."""
        self.is_restarting = False
        self.process.kill()

    def codes(self):
        return [e.code for e in self.exits]

    def resident_mib(self):
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
