"""Faults of docker-compose.yml: those that docker-compose itself finds, and those of meaning that it cannot know."""
import re
import subprocess
from pathlib import Path

import promql
import yaml

ROOT = promql.ROOT


def faults(folder, stages):
    """`folder` holds docker-compose.yml, .env and deploy/."""
    done = subprocess.run(["docker-compose", "--project-directory", str(folder), "-f", str(folder / "docker-compose.yml"),
                           "config"], capture_output=True, text=True, timeout=120, cwd=folder)
    if done.returncode != 0 or "is not set" in done.stderr:
        return [done.stderr]
    whole = yaml.safe_load(done.stdout)
    services = whole["services"]
    return (stage_faults(services, stages) + order_faults(services, stages) + mount_faults(whole)
            + target_faults(folder, services) + port_faults(services))


def stage_faults(services, stages):
    said = [f"no service {stage}" for stage in stages if stage not in services]
    for stage in set(stages) & set(services):
        service = services[stage]
        if service["command"][0] != f"marsad-{stage}":
            said.append(f"{stage} runs {service['command'][0]}")
        if not re.search(r"-\d+$", service.get("hostname", "")):
            said.append(f"{stage}: no ordinal at the end of its host name")
        if not (service.get("read_only") and service.get("cap_drop") == ["ALL"]
                and service.get("security_opt") == ["no-new-privileges:true"]):
            said.append(f"{stage} may more than it needs")
        if seconds(service.get("stop_grace_period", "10s")) < 10:
            said.append(f"{stage}: killed before its batch is committed (five seconds)")
    return said


def seconds(text):
    found = re.fullmatch(r"(?:(\d+)m)?(?:(\d+)s)?", text)
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def order_faults(services, stages):
    said = []
    wanted = {"topics": ("kafka", "service_healthy"), **{stage: ("topics", "service_completed_successfully") for stage in stages}}
    for name, (before, condition) in wanted.items():
        depends = services.get(name, {}).get("depends_on", {})
        if not isinstance(depends, dict) or depends.get(before, {}).get("condition") != condition:
            said.append(f"{name} does not wait for {before} ({condition})")
    if "healthcheck" not in services["kafka"]:
        said.append("kafka has no health check, so that nobody can wait for it")
    return said


def mount_faults(whole):
    said, named = [], set(whole["volumes"])
    for name, service in whole["services"].items():
        for volume in service.get("volumes", []):
            source, target = volume.split(":")[:2]
            if not source.startswith("/"):
                named.discard(source)
            elif not Path(source).exists():
                said.append(f"{name}: {source} is not there, for {target}")
    return said + [f"nobody uses the volume {volume}" for volume in sorted(named)]


def target_faults(folder, services):
    """What Prometheus and Grafana look for must be a service, at the port at which it listens."""
    ports = dict.fromkeys(services, 9464) | {"alertmanager": 9093, "prometheus": 9090}
    scraped = yaml.safe_load((folder / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8"))
    source = yaml.safe_load((folder / "deploy/grafana/provisioning/datasources/marsad.yml").read_text(encoding="utf-8"))
    targets = [t for job in scraped["scrape_configs"] for s in job["static_configs"] for t in s["targets"]]
    targets += [t for a in scraped["alerting"]["alertmanagers"] for s in a["static_configs"] for t in s["targets"]]
    targets += [source["datasources"][0]["url"].removeprefix("http://")]
    said = []
    for target in targets:
        host, port = target.split(":")
        if host not in services:
            said.append(f"no service {host} for {target}")
        elif int(port) != ports[host]:
            said.append(f"{host} listens at {ports[host]}, not at {port}")
    return said


def port_faults(services):
    return [f"{name}: {port} is open to other machines" for name, service in services.items()
            for port in service.get("ports", []) if not str(port).startswith("127.0.0.1:")]
