#!/usr/bin/env python3
"""Writes as JSON what rules and boards ask Prometheus for: {"queries": [...], "rules": {...}, "alertmanager": {...}}.

For tests/integration, whose Python has no YAML."""
import json

import promql
import yaml

ROOT = promql.ROOT


def load(path):
    return yaml.safe_load((ROOT / "deploy" / path).read_text(encoding="utf-8"))


def main():
    rules = load("prometheus/alerts.yml")
    queries = set()
    for group in rules["groups"]:
        for rule in group["rules"]:
            # What an alert compares is empty as long as all is well: what it reads is not.
            queries |= {rule["expr"]} if "record" in rule else {selector for _, selector in promql.selectors(rule["expr"])}
    for path in sorted((ROOT / "deploy/grafana/dashboards").glob("*.json")):
        for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]:
            queries |= {target["expr"] for target in panel["targets"]}
    print(json.dumps({"queries": sorted(queries), "rules": rules, "alertmanager": load("alertmanager/alertmanager.yml")}))


if __name__ == "__main__":
    main()
