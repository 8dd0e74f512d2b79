"""What the package of Debian brings beside programs: the unit, by systemd's own judgement and by what deploy/README.md promises,
a port for each stage, and every file in /etc as one that an upgrade leaves alone. Packages are built by tests/bare/try_package.sh."""
import re
import subprocess
from collections import Counter

import chart
import pytest

UNIT = chart.ROOT / "deploy/systemd/marsad-stage@.service"
DEBIAN = chart.ROOT / "deploy/debian"
# What must stand in the unit: pattern, what is wrong without it.
WANTED = [
    (r"^RestartPreventExitStatus=2 3$", "starts again what only a person can mend"),
    (r"^DynamicUser=yes$", "runs as root"),
    (r"^Restart=on-failure$", "stays down after a crash"),
    (r"^ExecStart=marsad-%i ", "starts another program than its name says"),
    (r"^TimeoutStopSec=(1[0-9]|[2-9][0-9])$", "kills what is committing its batch"),
    (r"--set state_dir=\$\{STATE_DIRECTORY\}", "keeps its crash journal where systemd does not let it"),
]


def faults_of_unit(text, folder):
    path = folder / UNIT.name
    path.write_text(text, encoding="utf-8")
    judged = subprocess.run([chart.ROOT / "tools/checks/units.sh", path], capture_output=True, text=True, timeout=60)
    if judged.returncode != 0:
        return [judged.stdout + judged.stderr]
    return [what for pattern, what in WANTED if not re.search(pattern, text, re.M)]


def test_the_unit_is_right(tmp_path):
    assert faults_of_unit(UNIT.read_text(encoding="utf-8"), tmp_path) == []


@pytest.mark.parametrize("right, wrong, word", [
    ("RestartSec=", "RestartSecs=", "RestartSecs"),
    ("TimeoutStopSec=15", "TimeoutStopSec=soon", "soon"),
    ("CapabilityBoundingSet=\n", "", "exposure level"),
    ("DynamicUser=yes\n", "", "as root"),
    ("RestartPreventExitStatus=2 3", "RestartPreventExitStatus=2", "only a person"),
    ("ExecStart=marsad-%i", "ExecStart=marsad-decode", "another program"),
    ("TimeoutStopSec=15", "TimeoutStopSec=3", "committing"),
])
def test_a_mistake_in_the_unit_is_caught(right, wrong, word, tmp_path):
    text = UNIT.read_text(encoding="utf-8")
    assert right in text
    found = faults_of_unit(text.replace(right, wrong, 1), tmp_path)
    assert found and word in found[0]


def ports(folder):
    return {path.name: re.search(r"http\.listen=127\.0\.0\.1:(\d+)$", path.read_text(encoding="utf-8"), re.M)[1] for path in sorted(folder.iterdir())}


def faults_of_files(conffiles, listening):
    doubled = [port for port, count in Counter(listening.values()).items() if count > 1]
    files = {f"/etc/default/{name}" for name in listening} | {"/etc/marsad/marsad.yaml"}
    return ([f"port {port} twice" for port in doubled] + [f"no file {name}" for name in sorted(set(conffiles) - files)]
            + [f"an upgrade would overwrite {name}" for name in sorted(files - set(conffiles))])


def conffiles():
    return (DEBIAN / "conffiles").read_text(encoding="utf-8").split()


def test_every_file_in_etc_is_the_operators():
    assert faults_of_files(conffiles(), ports(DEBIAN / "default")) == []


@pytest.mark.parametrize("mistake, word", [
    (lambda files, listening: listening.update({"marsad-tag": listening["marsad-decode"]}), "port 9464 twice"),
    (lambda files, listening: files.remove("/etc/marsad/marsad.yaml"), "overwrite /etc/marsad/marsad.yaml"),
    (lambda files, listening: files.append("/etc/default/marsad-tagg"), "no file /etc/default/marsad-tagg"),
])
def test_a_mistake_in_the_files_is_caught(mistake, word):
    files, listening = conffiles(), ports(DEBIAN / "default")
    mistake(files, listening)
    assert any(word in fault for fault in faults_of_files(files, listening))
