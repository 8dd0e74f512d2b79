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
    assert compose.faults(folder, stage_table.STAGES) == []


@pytest.mark.parametrize("file, right, wrong, word", [
    ("docker-compose.yml", "stop_grace_period", "stop_grace_perod", "stop_grace_perod"),
    ("docker-compose.yml", "read_only: true", "read_only: perhaps", "read_only"),
    ("docker-compose.yml", "condition: service_healthy", "condition: service_started", "does not wait for kafka"),
    ("docker-compose.yml", "command: [marsad-tag,", "command: [marsad-normalize,", "tag runs marsad-normalize"),
    ("docker-compose.yml", "hostname: decode-0", "hostname: decode", "no ordinal"),
    ("docker-compose.yml", "127.0.0.1:${GRAFANA_PORT}:3000", "${GRAFANA_PORT}:3000", "open to other machines"),
    ("docker-compose.yml", "- tag-state:/var", "- decode-state:/var", "nobody uses the volume"),
    ("docker-compose.yml", "./deploy/grafana/dashboards:", "./deploy/grafana/boards:", "is not there"),
    ("docker-compose.yml", "stop_grace_period: 15s", "stop_grace_period: 3s", "killed before"),
    (".env", "GRAFANA_IMAGE", "GRAFANA_IMG", "GRAFANA_IMAGE"),
    ("deploy/prometheus/prometheus.yml", "tag:9464", "tag:9644", "listens at 9464"),
    ("deploy/grafana/provisioning/datasources/marsad.yml", "http://prometheus:", "http://prometheus-server:", "no service"),
])
def test_a_mistake_is_caught(folder, file, right, wrong, word):
    text = (folder / file).read_text(encoding="utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert any(word in fault for fault in compose.faults(folder, stage_table.STAGES))
