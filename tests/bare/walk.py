#!/usr/bin/env python3
"""A newcomer's walk: the commands of docs/install.md for Debian, as they stand there, in a bare root with a real Kafka, to the
first enriched article. Called by try_package.sh.

usage: walk.py ROOT PACKAGE    ROOT: a bare Debian with the network of the host; PACKAGE: the .deb; needs Java (`./dev deps test`)

What cannot be in a bare root is replaced, and printed as it was run: the package is not built again; there is no sudo; the Kafka is
one of this machine, with one broker; no systemd runs, so the command of each unit is started as it stands in the unit, by root.
"""
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path.insert(0, str(TOP / "tools/kafka"))
import kafka  # noqa: E402
from kafka_protocol import KafkaError  # noqa: E402

SECTION = "Debian 12 or 13, with a Kafka of yours"
READY_SECONDS = 120


class Failed(Exception):
    """What did not work, for a person."""


def commands(page, section):
    """The lines of the block before the sections, and of the section's first one."""
    before, rest = page.split("\n## ", 1)
    of_section = next(part for part in ("\n## " + rest).split("\n## ") if part.startswith(section))
    return [line for text in (before, of_section) for line in re.search(r"^```\n(.*?)^```$", text, re.M | re.S)[1].splitlines()]


class Walk:
    """One root, one Kafka; ends what it started."""

    def __init__(self, root, package, bootstrap):
        self.root, self.package, self.bootstrap = root, package, bootstrap
        self.stages, self.ports = [], []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for stage in self.stages:
            stage.terminate()
        for stage in self.stages:
            stage.wait(30)

    def translate(self, line):
        """The line as it can be run here; None if it is not."""
        if line.startswith("./dev package"):
            return None
        line = line.removeprefix("sudo ").replace("kafka.example.org:9092", self.bootstrap)
        line = line.replace("./build/package/packages/marsad_*.deb", f"-qq -y --no-install-recommends /root/{self.package.name}")
        return line.replace("--replication 3", "--replication 1")

    def run(self, line):
        """One line of the page."""
        here = self.translate(line)
        if here is None:
            return
        print(f"$ {here}", flush=True)
        if here.startswith("systemctl enable --now "):
            for unit in here.split()[3:]:
                self.start(unit.removeprefix("marsad-stage@"))
            self.until(f"marsad health --ready --address 127.0.0.1:{port}" for port in self.ports)
            return
        done = self.shell(here, timeout=600)
        if done.returncode != 0:
            raise Failed(f"{here}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        print("".join(f"  {said}\n" for said in done.stdout.splitlines()[-40:]), end="", flush=True)

    def shell(self, command, **more):
        return subprocess.run(["chroot", self.root, "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root",
                               "DEBIAN_FRONTEND=noninteractive", "bash", "-c", f"cd /root && {command}"],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, **more)

    def start(self, stage):
        """What the unit of `stage` starts, with its options."""
        unit = (self.root / "usr/lib/systemd/system/marsad-stage@.service").read_text()
        command = re.search(r"^ExecStart=(.*)$", unit, re.M)[1].replace("%i", stage)
        state = f"/var/lib/marsad/{stage}"
        options = re.search(r"^MARSAD_OPTIONS=(.*)$", (self.root / f"etc/default/marsad-{stage}").read_text(), re.M)[1]
        self.ports.append(re.search(r"http\.listen=127\.0\.0\.1:(\d+)", options)[1])
        command = command.replace("${STATE_DIRECTORY}", state).replace("$MARSAD_OPTIONS", options)
        print(f"  {command}", flush=True)
        log = open(self.root / f"root/{stage}.log", "wb")
        inside = f"mkdir -p {state} && exec {command}"
        self.stages.append(subprocess.Popen(["chroot", self.root, "/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "bash", "-c", inside],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log))

    def until(self, checks):
        """Each command, until it says yes."""
        deadline = time.monotonic() + READY_SECONDS
        for check in checks:
            while (done := self.shell(check, timeout=60)).returncode != 0:
                if time.monotonic() > deadline:
                    raise Failed(f"{check}: {done.stdout}{done.stderr}")
                time.sleep(0.2)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    root, package = Path(sys.argv[1]), Path(sys.argv[2])
    shutil.copy(package, root / "root")
    with ExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="marsad-walk-"))
        cluster = stack.enter_context(kafka.Cluster(directory))
        walk = stack.enter_context(Walk(root, package, cluster.bootstrap))
        began, lines = time.monotonic(), commands((TOP / "docs/install.md").read_text(encoding="utf-8"), SECTION)
        for line in lines:
            walk.run(line)
        print(f"walked: {len(lines)} commands, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    try:
        main()
    except (Failed, KafkaError) as why:
        sys.exit(f"walk: {why}")
