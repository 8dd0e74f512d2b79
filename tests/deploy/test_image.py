"""deploy/Dockerfile, by hadolint, and what it must hold that hadolint does not ask for. Images are built by
tests/bare/try_package.sh."""
import re
import subprocess

import chart
import pytest

PATH = chart.ROOT / "deploy/Dockerfile"
# What the last stage must say: pattern, what is wrong without it.
WANTED = [
    (r"^USER 1\d{4}$", "runs as root, or as a user whose number Kubernetes cannot see"),
    (r"^FROM \$\{RUNTIME\}$", "has a base that cannot be replaced"),
    (r"^EXPOSE 9464$", "does not say the port of http.listen"),
    (r'^  CMD \["marsad", "health"\]$', "asks for its health in another way"),  # alive, not ready; at the port of EXPOSE
    (r"org\.opencontainers\.image\.revision=", "does not say of which commit it is"),
    (r"org\.opencontainers\.image\.version=", "does not say its version"),
    (r"--no-install-recommends", "installs more than it needs"),
]


def faults(path):
    judged = subprocess.run([str(chart.hadolint()), str(path)], capture_output=True, text=True, timeout=120)
    if judged.returncode != 0:
        return [judged.stdout + judged.stderr]
    last = path.read_text(encoding="utf-8").rsplit("\nFROM ", 1)[1]
    return [what for pattern, what in WANTED if not re.search(pattern, "FROM " + last, re.M)]


def test_hadolint_takes_the_file():
    assert faults(PATH) == []


@pytest.mark.parametrize("right, wrong, word", [
    ("EXPOSE 9464", "EXPOZE 9464", "unexpected"),
    ("USER 10001", "USER root", "DL3002"),
    ("EXPOSE 9464", "EXPOSE 99464", "DL3011"),
    ("USER 10001\n", "", "runs as root"),
    ('"health"]', '"health", "--ready"]', "health in another way"),
    ("EXPOSE 9464", "EXPOSE 9090", "port of http.listen"),
    ("COPY . ./", "COPY --from=built . ./", "DL3022"),
    ("image.version=", "image.vershun=", "its version"),
])
def test_a_mistake_is_caught(right, wrong, word, tmp_path):
    text = PATH.read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "Dockerfile"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert any(word in fault for fault in faults(path))
