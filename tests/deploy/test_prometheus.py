"""Alert rules and Alertmanager's routes, by promtool and amtool; and that these refuse what is wrong."""
import os
import re
import shutil
import subprocess

import promql
import pytest
import yaml

ROOT = promql.ROOT
PROMETHEUS = ROOT / "deploy/prometheus"
ALERTMANAGER = ROOT / "deploy/alertmanager/alertmanager.yml"


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), promql.LOADER)


RULES = [rule for group in load(PROMETHEUS / "alerts.yml")["groups"] for rule in group["rules"]]
ALERTS = [rule for rule in RULES if "alert" in rule]
RECORDED = {rule["record"] for rule in RULES if "record" in rule}


def run(*arguments):
    """(exit code, what was said)."""
    few = {**os.environ, "GOMAXPROCS": "1", "GOGC": "400"}  # a third less processor than Go's collector takes by itself
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=300, env=few)
    return done.returncode, done.stdout + done.stderr


# The checks of a folder of rules: each gives the faults that it finds.
def faults_of_shape(folder):
    code, said = run("promtool", "check", "config", folder / "prometheus.yml")
    return [said] if code != 0 else []


def faults_of_firing(folder):
    code, said = run("promtool", "test", "rules", folder / "alerts_test.yml")
    return [said] if code != 0 else []


def faults_of_reading(folder):
    return [fault for group in load(folder / "alerts.yml")["groups"] for rule in group["rules"] if "vector(" not in rule["expr"]
            for fault in promql.faults(rule["expr"], RECORDED)]


@pytest.mark.parametrize("check", [faults_of_shape, faults_of_firing, faults_of_reading])
def test_rules_and_configuration_are_right(check):
    assert check(PROMETHEUS) == []


@pytest.mark.parametrize("mistake", [
    ("unknown key", faults_of_shape, "for: 2m", "fore: 2m", "fore"),
    ("wrong type", faults_of_shape, "for: 2m", "for: soon", "soon"),
    ("an alert that never fires", faults_of_firing, "marsad_ready == 0", "marsad_ready == 2", "MarsadNotReady"),
    ("a metric that no live page has", faults_of_reading, 'direction="dead"}[10m])) > 0', 'direction="dead"}[10m])) + 0 * '
     'sum by (pipeline, stage) (marsad_messages_total{direction="dead"}) > 0 unless marsad_deadletters', "marsad_deadletters"),
    ("a label that it has not", faults_of_reading, "sum by (pipeline, stage) (marsad_consumer_lag_records)\n",
     'sum by (pipeline, stage) (marsad_consumer_lag_records{group!="x"})\n', "no label group"),
], ids=lambda mistake: mistake[0].replace(" ", "_"))
def test_a_mistake_in_the_rules_is_caught(mistake, tmp_path):
    _, check, right, wrong, word = mistake
    folder = shutil.copytree(PROMETHEUS, tmp_path / "prometheus")
    text = (folder / "alerts.yml").read_text(encoding="utf-8")
    assert right in text
    (folder / "alerts.yml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert any(word in fault for fault in check(folder))


@pytest.mark.parametrize("alert", ALERTS, ids=lambda rule: rule["alert"])
def test_each_alert_fires_in_one_case_and_not_in_another(alert):
    outcomes = {bool(case["exp_alerts"]) for test in load(PROMETHEUS / "alerts_test.yml")["tests"]
                for case in test["alert_rule_test"] if case["alertname"] == alert["alert"]}
    # A case that fires has series beside it that must not: promtool compares all that fire.
    assert True in outcomes, "no case fires"
    quiet = any(len(test["input_series"]) > 1 for test in load(PROMETHEUS / "alerts_test.yml")["tests"]
                for case in test["alert_rule_test"] if case["alertname"] == alert["alert"])
    assert False in outcomes or quiet, "no case stays quiet"


@pytest.mark.parametrize("alert", ALERTS, ids=lambda rule: rule["alert"])
def test_each_alert_has_its_page(alert):
    assert alert["labels"]["severity"] in ("page", "ticket")
    page = ROOT / alert["annotations"]["runbook_url"]
    assert page.name == f"{alert['alert']}.md"
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {alert['alert']}\n\nSeverity: {alert['labels']['severity']}.")
    for part in ("What it means", "Where to look", "What to do"):
        assert re.search(rf"^## {part}\n\n\S", text, re.M), part


def test_no_page_without_its_alert():
    assert {p.stem for p in (ROOT / "docs/runbooks").glob("*.md")} == {rule["alert"] for rule in ALERTS}


# ------------------------------------------------------------------------------------------------------- Alertmanager
def check_alertmanager(path):
    code, said = run("amtool", "check-config", path)
    if code != 0:
        return [said]
    names, faults = {rule["alert"] for rule in ALERTS}, []
    for inhibit in load(path)["inhibit_rules"]:
        for matcher in inhibit["source_matchers"] + inhibit["target_matchers"]:
            named = re.search(r'"(.*)"', matcher)[1].split("|")
            faults += [f"no rule is called {name}" for name in named if name not in names]
    for severity in ("page", "ticket"):
        _, said = run("amtool", "config", "routes", "test", f"--config.file={path}", f"severity={severity}")
        receiver = said.splitlines()[0]  # what follows is a warning about options
        if receiver != severity:
            faults.append(f"an alert of severity {severity} goes to {receiver}")
    return faults


def test_amtool_takes_the_routes():
    assert check_alertmanager(ALERTMANAGER) == []


@pytest.mark.parametrize("mistake", [
    ("unknown key", "repeat_interval: 4h", "repeat_intervall: 4h", "repeat_intervall"),
    ("wrong type", "group_wait: 30s", "group_wait: [30]", "into string"),
    ("a receiver that is not there", "receiver: page\n", "receiver: pager\n", "pager"),
    ("an alert that is not there", "MarsadStandsStill|", "MarsadStandStill|", "MarsadStandStill"),
    ("a severity that nobody has", 'severity = "page"', 'severity = "critical"', "severity page"),
], ids=lambda mistake: mistake[0].replace(" ", "_"))
def test_a_mistake_in_the_routes_is_caught(mistake, tmp_path):
    _, right, wrong, word = mistake
    text = ALERTMANAGER.read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "alertmanager.yml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert any(word in fault for fault in check_alertmanager(path))
