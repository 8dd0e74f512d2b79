"""docker-compose.yml, read by docker-compose itself; and the mistakes that are caught in it. Nothing is started."""
import shutil
import sys

import compose
import promql
import pytest

ROOT = promql.ROOT
sys.path.insert(0, str(ROOT / "tests/integration"))
import stage_table  # noqa: E402


@pytest.fixture
def folder(tmp_path):
    """A copy of what the file refers to."""
    for name in ("docker-compose.yml", ".env"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    return tmp_path


def test_compose_takes_the_file(folder):
    assert compose.faults(folder, stage_table.ALL_STAGES) == []


def change(folder, file, right, wrong):
    text = (folder / file).read_text(encoding="utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")


@pytest.mark.parametrize("file, right, wrong, word", [
    ("docker-compose.yml", "stop_grace_period", "stop_grace_perod", "stop_grace_perod"),
    ("docker-compose.yml", "read_only: true", "read_only: perhaps", "read_only"),
    (".env", "GRAFANA_IMAGE", "GRAFANA_IMG", "GRAFANA_IMAGE"),
])
def test_a_mistake_that_compose_itself_finds_is_caught(folder, file, right, wrong, word):
    change(folder, file, right, wrong)
    assert any(word in fault for fault in compose.faults(folder, stage_table.ALL_STAGES))


# What docker-compose takes. All are made in one copy, for it needs half a second to read one.
MISTAKES_OF_MEANING = [
    ("docker-compose.yml", "condition: service_healthy", "condition: service_started", "does not wait for kafka"),
    ("docker-compose.yml", "command: [marsad-tag,", "command: [marsad-normalize,", "tag runs marsad-normalize"),
    ("docker-compose.yml", "hostname: decode-0", "hostname: decode", "no ordinal"),
    ("docker-compose.yml", "127.0.0.1:${GRAFANA_PORT}:3000", "${GRAFANA_PORT}:3000", "open to other machines"),
    ("docker-compose.yml", "- tag-state:/var", "- decode-state:/var", "nobody uses the volume"),
    ("docker-compose.yml", "./deploy/grafana/dashboards:", "./deploy/grafana/boards:", "is not there"),
    ("docker-compose.yml", "stop_grace_period: 15s", "stop_grace_period: 3s", "killed before"),
    ("deploy/prometheus/prometheus.yml", "tag:9464", "tag:9644", "listens at 9464"),
    ("deploy/grafana/provisioning/datasources/marsad.yml", "http://prometheus:", "http://prometheus-server:", "no service"),
]


def test_mistakes_of_meaning_are_caught_each_by_its_own_fault(folder):
    for file, right, wrong, _ in MISTAKES_OF_MEANING:
        change(folder, file, right, wrong)
    faults = compose.faults(folder, stage_table.ALL_STAGES)
    words = [word for _, _, _, word in MISTAKES_OF_MEANING]
    assert [word for word in words if not any(word in fault for fault in faults)] == []
    assert [fault for fault in faults if sum(word in fault for word in words) != 1] == []
