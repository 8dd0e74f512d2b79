"""Prometheus, the real one, scrapes all four stages; the page is clean to promtool."""
import json
import subprocess
import urllib.parse

import articles
import pytest
from harness import at_least, free_port, produce, read, wait_until
from pipeline import STAGES, fetch

COUNT = 500


@pytest.fixture(scope="module")
def running(bootstrap, shared_pipelines):
    """The four stages after they have enriched COUNT articles: stage to process."""
    pipeline = shared_pipelines("metrics")
    processes = dict(zip(STAGES, pipeline.start_all()))
    produce(bootstrap, pipeline.topics["raw"], (articles.message(n) for n in range(COUNT)))
    read(bootstrap, pipeline.topics["enriched"], at_least(COUNT))
    yield processes
    pipeline.stop()


@pytest.mark.parametrize("stage", STAGES)
def test_promtool_finds_nothing(running, stage):
    status, page = running[stage].get("/metrics")
    assert status == 200
    checked = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, text=True)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


@pytest.fixture
def prometheus(running, tmp_path):
    """Its API's address, while it scrapes the stages every second."""
    targets = [p.url("")[len("http://"):] for p in running.values()]
    config = {"global": {"scrape_interval": "1s"},
              "scrape_configs": [{"job_name": "marsad", "static_configs": [{"targets": targets}]}]}
    (tmp_path / "prometheus.yml").write_text(json.dumps(config), encoding="utf-8")
    port = free_port()
    with open(tmp_path / "log", "wb") as log:
        process = subprocess.Popen(
            ["prometheus", f"--config.file={tmp_path}/prometheus.yml", f"--storage.tsdb.path={tmp_path}/data",
             f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(120)


def query(prometheus, expression):
    """The value of each series, by its labels' `stage`, else by instance."""
    status, body = fetch(f"{prometheus}/api/v1/query?query={urllib.parse.quote(expression)}")
    result = json.loads(body)["data"]["result"] if status == 200 else []
    return {s["metric"].get("stage", s["metric"].get("instance")): float(s["value"][1]) for s in result}


def test_prometheus_scrapes_every_stage(running, prometheus):
    wait_until(lambda: list(query(prometheus, 'up{job="marsad"}').values()) == [1.0] * 4, "four stages up")
    records = wait_until(lambda: query(prometheus, 'sum by (stage) (marsad_records_total{verdict="ok"})'), "records")
    assert records == {stage: COUNT for stage in STAGES}
    assert set(query(prometheus, "marsad_ready").values()) == {1.0}
