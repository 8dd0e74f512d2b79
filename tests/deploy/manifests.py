"""Faults of the chart's manifests: of shape, by Kubernetes' and the operators' schemas, and of meaning."""
import functools
import json
import subprocess
import sys

import jsonschema
import promql
import yaml

ROOT = promql.ROOT
sys.path.insert(0, str(ROOT / "tests/integration"))
import stage_table  # noqa: E402

OWN_PARTITIONS = stage_table.PARTITIONS
SCHEMAS = ROOT / "deploy/helm/schemas"
PORT = 9464


@functools.cache
def validator(api_version, kind):
    group, _, version = api_version.rpartition("/")
    custom = SCHEMAS / group / f"{kind.lower()}_{version}.json"
    core = SCHEMAS / "-".join(filter(None, [kind.lower(), group.split(".")[0], f"{version}.json"]))
    path = custom if custom.is_file() else core
    return jsonschema.Draft7Validator(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


class Manifests:
    def __init__(self, text):
        self.documents = [d for d in yaml.load_all(text, promql.LOADER) if d]

    def all(self, kind):
        return [d for d in self.documents if d["kind"] == kind]

    def one(self, kind, name):
        return next((d for d in self.all(kind) if d["metadata"]["name"] == name), None)

    def config(self):
        return yaml.load(self.all("ConfigMap")[0]["data"]["marsad.yaml"], promql.LOADER)


def workload(stateful):
    """(stages, threads) of what a StatefulSet runs."""
    command = stateful["spec"]["template"]["spec"]["containers"][0]["command"]
    threads = next(word for word in command if word.startswith("threads="))
    return command[command.index("--stages") + 1].split(","), int(threads.removeprefix("threads="))


def faults(text, rows, check_config):
    """`rows`: (stage, input, output, state) keys, in order; state "-": none. `check_config(text)` says what Marsad does not take, or nothing."""
    manifests = Manifests(text)
    said = shape_faults(manifests)
    if said:
        return said
    said = [fault for stateful in manifests.all("StatefulSet") for fault in pod_faults(stateful)]
    for look in (network_faults, select_faults, rule_faults):
        said += look(manifests)
    said += scale_faults(manifests, rows) + right_faults(manifests, rows)
    wrong = check_config(manifests.all("ConfigMap")[0]["data"]["marsad.yaml"])
    return said + ([wrong] if wrong else [])


def shape_faults(manifests):
    said = []
    for document in manifests.documents:
        schema = validator(document["apiVersion"], document["kind"])
        where = f"{document['kind']} {document['metadata']['name']}"
        if schema is None:
            said.append(f"{where}: no schema of {document['apiVersion']}")
            continue
        said += [f"{where}: {'.'.join(map(str, e.absolute_path))}: {e.message}" for e in schema.iter_errors(document)]
    return said


def pod_faults(stateful):
    name, pod = stateful["metadata"]["name"], stateful["spec"]["template"]["spec"]
    container = pod["containers"][0]
    said = [f"{name}: {fault}" for fault in probe_faults(container) + security_faults(pod)]
    volumes = {v["name"] for v in pod["volumes"]}
    volumes |= {c["metadata"]["name"] for c in stateful["spec"].get("volumeClaimTemplates", [])}
    for one in pod["containers"] + pod.get("initContainers", []):
        said += [f"{name}: no volume {m['name']}" for m in one["volumeMounts"] if m["name"] not in volumes]
    for init in pod.get("initContainers", []):
        if init["command"][init["command"].index("--stages") + 1].split(",") != workload(stateful)[0]:
            said.append(f"{name}: the preflight looks at other stages than the container runs")
    if pod["terminationGracePeriodSeconds"] < 10:
        said.append(f"{name}: killed before its batch is committed")
    return said


def probe_faults(container):
    ports = {p["name"]: p["containerPort"] for p in container["ports"]}
    said = [] if ports.get("http") == PORT else [f"listens at {PORT}, the port is {ports.get('http')}"]
    for probe, path in (("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")):
        asked = container[probe]["httpGet"]
        if asked["path"] != path:
            said.append(f"{probe} asks for {asked['path']} instead of {path}")
        if ports.get(asked["port"], asked["port"]) != PORT:
            said.append(f"{probe} asks at port {asked['port']}")
    return said


def security_faults(pod):
    """What Pod Security's level "restricted" refuses, and what we want beyond it."""
    said = [] if pod["securityContext"].get("runAsUser") else ["runs as root"]
    for one in pod["containers"] + pod.get("initContainers", []):
        context = one["securityContext"]
        wanted = {"allowPrivilegeEscalation": False, "runAsNonRoot": True, "readOnlyRootFilesystem": True,
                  "capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"}}
        said += [f"{one['name']}: {key} is {context.get(key)}" for key, value in wanted.items() if context.get(key) != value]
    kinds = {"configMap", "emptyDir", "secret", "projected", "persistentVolumeClaim", "csi", "ephemeral", "downwardAPI"}
    return said + [f"volume {v['name']} is of a kind that is not allowed" for v in pod["volumes"] if not kinds & set(v)]


def network_faults(manifests):
    """What is let in is where the processes listen; what is let out reaches the brokers."""
    said = []
    config = manifests.config()
    if config["http"]["listen"] != f"0.0.0.0:{PORT}":
        said.append(f"the processes listen at {config['http']['listen']}")
    brokers = {int(b.rsplit(":", 1)[1]) for b in config["kafka"]["bootstrap.servers"].split(",")}
    for policy in manifests.all("NetworkPolicy"):
        let_in = {p["port"] for rule in policy["spec"]["ingress"] for p in rule["ports"]}
        let_out = {p["port"] for rule in policy["spec"]["egress"] for p in rule.get("ports", [])}
        if let_in != {PORT}:
            said.append(f"the network policy lets in {sorted(let_in)}")
        if not brokers <= let_out:
            said.append(f"the network policy does not let out to the brokers' port {sorted(brokers - let_out)}")
    said += [f"PodMonitor asks at port {e['port']}" for m in manifests.all("PodMonitor")
             for e in m["spec"]["podMetricsEndpoints"] if e["port"] != "http"]
    return said


def select_faults(manifests):
    """Whoever selects pods finds some."""
    pods = [s["spec"]["template"]["metadata"]["labels"] for s in manifests.all("StatefulSet")]

    def finds(labels):
        return any(labels.items() <= pod.items() for pod in pods)

    said = [f"Service {s['metadata']['name']} selects no pod" for s in manifests.all("Service") if not finds(s["spec"]["selector"])]
    for kind, key in (("PodDisruptionBudget", "selector"), ("NetworkPolicy", "podSelector"), ("PodMonitor", "selector")):
        said += [f"{kind} {d['metadata']['name']} selects no pod" for d in manifests.all(kind)
                 if not finds(d["spec"][key]["matchLabels"])]
    return said


def rule_faults(manifests):
    """The alerts are those of deploy/prometheus, to which tests/deploy/test_prometheus.py looks."""
    rules = yaml.load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"), promql.LOADER)
    return ["PrometheusRule is not deploy/prometheus/alerts.yml" for d in manifests.all("PrometheusRule") if d["spec"] != rules]


def ends_of(stages, rows):
    table = {row[0]: row[1:] for row in rows}
    return table[stages[0]][0], table[stages[-1]][1]


def states_of(stages, rows):
    return [row[3] for row in rows if row[0] in stages and row[3] != "-"]


def topic_of(config, key):
    return config.get("topics", {}).get(key, f"news.{key.replace('_', '.')}")


def scale_faults(manifests, rows):
    said, config = [], manifests.config()
    own = {topic_of(config, key): count for key, count in OWN_PARTITIONS.items()}
    given = {t["spec"].get("topicName", t["metadata"]["name"]): t["spec"]["partitions"] for t in manifests.all("KafkaTopic")}
    said += [f"{topic} has {given[topic]} partitions" for topic, count in own.items() if given.get(topic, count) != count]
    partitions = {count for topic, count in given.items() if topic not in own}
    if len(partitions) > 1:
        said.append(f"topics of one pipeline with {sorted(partitions)} partitions")
    for scaled in manifests.all("ScaledObject"):
        name, spec = scaled["metadata"]["name"], scaled["spec"]
        stateful = manifests.one("StatefulSet", spec["scaleTargetRef"]["name"])
        if stateful is None:
            said.append(f"{name} scales {spec['scaleTargetRef']['name']}, which is not there")
            continue
        stages, _ = workload(stateful)
        trigger = spec["triggers"][0]["metadata"]
        wanted = {"topic": topic_of(config, ends_of(stages, rows)[0]),
                  "consumerGroup": "-".join([config.get("pipeline", "news"), *stages]),
                  "bootstrapServers": config["kafka"]["bootstrap.servers"]}
        said += [f"{name}: {key} is {trigger.get(key)}, of {value}" for key, value in wanted.items() if trigger.get(key) != value]
        if "replicas" in stateful["spec"]:
            said.append(f"{name}: replicas are set too, and each upgrade would undo KEDA's")
    return said


def right_faults(manifests, rows):
    """KafkaUser: no less and no more than SECURITY.md lists."""
    said, config = [], manifests.config()
    for user in manifests.all("KafkaUser"):
        name = user["metadata"]["name"]
        stages, _ = workload(manifests.one("StatefulSet", name))
        group = "-".join([config.get("pipeline", "news"), *stages])
        comes, goes = (topic_of(config, key) for key in ends_of(stages, rows))
        wanted = {("topic", comes, "literal", "Read"), ("topic", goes, "literal", "Write"),
                  ("topic", topic_of(config, "dead"), "literal", "Write"), ("group", group, "literal", "Read"),
                  ("transactionalId", f"{group}-", "prefix", "Write")}
        wanted |= {("topic", topic_of(config, key), "literal", right) for key in states_of(stages, rows) for right in ("Read", "Write")}
        given = {(a["resource"]["type"], a["resource"]["name"], a["resource"]["patternType"], operation)
                 for a in user["spec"]["authorization"]["acls"] for operation in a["operations"]
                 if operation not in ("Describe", "DescribeConfigs")}
        said += [f"{name} lacks {right}" for right in sorted(wanted - given)]
        said += [f"{name} may {right}, which it does not need" for right in sorted(given - wanted)]
    return said


def config_checker(program, files):
    """What `marsad check --offline` says of a configuration whose /etc/marsad is the folder `files`; "" if it takes it. The
    same text is asked for once: Marsad loads its models to answer."""
    @functools.cache
    def check(text):
        path = files / "marsad.yaml"
        path.write_text(text.replace("/etc/marsad/", f"{files}/").replace("/var/lib/marsad", str(files)), encoding="utf-8")
        done = subprocess.run([str(program), "check", "--offline", str(path)], capture_output=True, text=True, timeout=300)
        return done.stderr.strip() if done.returncode else ""
    return check
