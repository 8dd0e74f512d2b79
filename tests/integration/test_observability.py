"""Rules, boards and routes of deploy/ on a living pipeline: Prometheus and Alertmanager, the real ones, find in it all that
they ask for, and a stage that stops reaches a webhook."""
import http.server
import json
import os
import re
import subprocess
import threading
import urllib.parse
from pathlib import Path

import articles
import pytest
from harness import at_least, free_port, produce, read, wait_until
from pipeline import ROOT, fetch
from stage_table import ALL_STAGES, OUTPUT

COUNT = 200
KNOWN = ROOT / "tests/deploy/metrics.txt"
# Series that a pipeline that is well does not have, each with the reason. So far there is none.
NOT_LIVE = {}


@pytest.fixture(scope="module")
def deployed():
    """What rules, boards and routes say, as tests/deploy/expressions.py reads them."""
    shown = subprocess.run(["/usr/bin/python3", ROOT / "tests/deploy/expressions.py"], check=True, capture_output=True, text=True,
                           env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, timeout=120)
    return json.loads(shown.stdout)


@pytest.fixture(scope="module")
def running(bootstrap, shared_pipelines, tmp_path_factory):
    """All stages after COUNT articles and one that was refused: stage to process."""
    authority = tmp_path_factory.mktemp("tls") / "ca.crt"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                    "/CN=Test", "-days", "30", "-keyout", os.devnull, "-out", str(authority)], check=True, capture_output=True)
    pipeline = shared_pipelines("observed")
    kafka = {"bootstrap.servers": bootstrap, "ssl.ca.location": str(authority)}
    processes = dict(zip(ALL_STAGES, pipeline.start_all(ALL_STAGES, kafka=kafka)))
    produce(bootstrap, pipeline.topics["raw"], [("bad", b"", [], None)] + [articles.message(n) for n in range(COUNT)])
    read(bootstrap, pipeline.topics[OUTPUT[ALL_STAGES[-1]]], at_least(COUNT))
    read(bootstrap, pipeline.topics["dead"], at_least(1))
    yield processes
    for process in processes.values():
        process.kill()


class Webhook(http.server.ThreadingHTTPServer):
    """Keeps what Alertmanager posts: (path, alert)."""

    def __init__(self):
        self.told = []
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.told += [(self.path, alert) for alert in body["alerts"]]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


class Daemon:
    """A daemon with a log of its own, ended with the tests."""

    def __init__(self, directory, *command):
        self.log = directory / "log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([str(word) for word in command], stdout=log, stderr=log)

    def close(self):
        self.process.terminate()
        self.process.wait(120)


@pytest.fixture(scope="module")
def webhook():
    with Webhook() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def as_json(directory, name, content):
    """YAML is a superset of JSON."""
    path = directory / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def alertmanager(deployed, webhook, tmp_path_factory):
    """Its address. The routes of deploy/, with our webhook's address and without the wait for company."""
    directory = tmp_path_factory.mktemp("alertmanager")
    config = deployed["alertmanager"]
    config["route"].update(group_wait="1s", group_interval="1s")
    for receiver in config["receivers"]:
        for hook in receiver["webhook_configs"]:
            hook["url"] = f"http://127.0.0.1:{webhook.server_port}/{receiver['name']}"
    address = f"127.0.0.1:{free_port()}"
    daemon = Daemon(directory, "prometheus-alertmanager", f"--config.file={as_json(directory, 'routes.yml', config)}",
                    f"--storage.path={directory}/data", f"--web.listen-address={address}", "--cluster.listen-address=")
    yield address
    daemon.close()


@pytest.fixture(scope="module")
def prometheus(running, deployed, alertmanager, tmp_path_factory):
    """Its API's address. The rules of deploy/, but that nothing has to last, so that nobody has to wait."""
    directory = tmp_path_factory.mktemp("prometheus")
    for group in deployed["rules"]["groups"]:
        group["rules"] = [rule | ({"for": "1s"} if "for" in rule else {}) for rule in group["rules"]]
    as_json(directory, "alerts.yml", deployed["rules"])
    targets = [p.url("")[len("http://"):] for p in running.values()]
    config = as_json(directory, "prometheus.yml", {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"}, "rule_files": ["alerts.yml"],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [alertmanager]}]}]},
        "scrape_configs": [{"job_name": "marsad", "static_configs": [{"targets": targets}]}]})
    port = free_port()
    daemon = Daemon(directory, "prometheus", f"--config.file={config}", f"--storage.tsdb.path={directory}/data",
                    f"--web.listen-address=127.0.0.1:{port}")
    yield f"http://127.0.0.1:{port}"
    daemon.close()


def query(prometheus, expression):
    """The labels of each series; nothing as long as nobody answers. An expression that is wrong fails."""
    status, body = fetch(f"{prometheus}/api/v1/query?query={urllib.parse.quote(expression)}")
    assert status in (0, 200, 503), f"{expression}: {body}"
    return [series["metric"] for series in json.loads(body)["data"]["result"]] if status == 200 else []


def as_grafana(expression):
    """With what Grafana puts in the place of its variables."""
    return expression.replace("$__rate_interval", "1m").replace("$pipeline", ".*")


def on_page(page):
    """Name to labels of every series of a page."""
    found = {}
    for name, labels in re.findall(r"^(\w+)(?:\{(.*)\})? \S+$", page, re.M):
        found.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
    return found


def test_the_list_of_metrics_is_that_of_the_living_pages(running):
    """tests/deploy/metrics.txt, by which rules and boards are judged where nothing runs. MARSAD_WRITE_METRICS=1 writes it."""
    found = {}
    for process in running.values():
        page = wait_until(lambda p=process: (text := p.get("/metrics")[1]).count("marsad_consumer_lag_records{") and text,
                          f"statistics of {process}")
        for name, labels in on_page(page).items():
            found.setdefault(name, set()).update(labels)
    lines = [" ".join([name, *sorted(labels)]) for name, labels in sorted(found.items())]
    known = KNOWN.read_text(encoding="utf-8").splitlines()
    if os.environ.get("MARSAD_WRITE_METRICS"):
        KNOWN.write_text("\n".join([line for line in known if line.startswith("#")] + lines) + "\n", encoding="utf-8")
        known = lines
    assert [line for line in known if not line.startswith("#")] == lines


def test_every_series_says_whose_it_is(running):
    for stage, process in running.items():
        for line in process.get("/metrics")[1].splitlines():
            assert line.startswith("#") or ('pipeline="observed' in line and f'stage="{stage}"' in line), line


def test_every_query_of_rules_and_boards_has_an_answer(deployed, prometheus):
    """Each returns a series, or is listed with the reason why not."""
    waiting = {expression for expression in deployed["queries"] if expression not in NOT_LIVE}
    assert len(waiting) > 50

    def all_answered():
        waiting.difference_update({e for e in waiting if query(prometheus, as_grafana(e))})
        return not waiting

    wait_until(all_answered, lambda: "no answer to " + "; ".join(sorted(waiting)))


def test_what_has_no_series_says_so(prometheus):
    wait_until(lambda: query(prometheus, "marsad_ready"), "the first scrape")
    assert query(prometheus, "marsad_redy") == []
    assert query(prometheus, 'marsad_ready{stage="tagg"}') == []


def test_a_stage_that_stops_reaches_the_webhook(running, prometheus, webhook):
    wait_until(lambda: len(query(prometheus, "up == 1")) == len(ALL_STAGES), "all stages are scraped")
    stopped = running["tag"]
    instance = stopped.url("")[len("http://"):]
    assert stopped.terminate()[0] == 0

    def told():
        return [alert for path, alert in list(webhook.told) if path == "/page" and alert["labels"].get("instance") == instance
                and alert["labels"]["alertname"] == "MarsadDown"]

    alert = wait_until(told, lambda: f"an alert among {webhook.told}")[0]
    assert alert["status"] == "firing" and alert["labels"]["severity"] == "page"
    assert Path(ROOT / alert["annotations"]["runbook_url"]).is_file()
