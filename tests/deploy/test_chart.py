"""The chart: its values by their schema; the manifests that helm made of six sets of values, by the schemas of Kubernetes
and the operators and by what they must mean. Where helm and kubeconform are (chart.py build), also the chart itself."""
import copy
import json
import shutil
import subprocess
import sys

import chart
import jsonschema
import manifests
import promql
import pytest
import yaml

ROOT = chart.ROOT
sys.path.insert(0, str(ROOT / "tests/integration"))
import stage_table  # noqa: E402

ROWS = [(row[0], *(topic.removeprefix("news.").replace(".", "_") for topic in row[1:])) for row in stage_table.ROWS]
SETS = [path.stem for path in chart.VALUES]
SCHEMA = json.loads((chart.CHART / "values.schema.json").read_text(encoding="utf-8"))
needs_helm = pytest.mark.skipif(not chart.there_are_tools(), reason="no helm here: tests/deploy/chart.py build")


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), promql.LOADER)


def merge(under, over):
    """As helm lays values over others."""
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(under.get(key), dict)
        under[key] = merge(under[key], value) if both else value
    return under


def values_of(name):
    return merge(load(chart.CHART / "values.yaml"), load(ROOT / f"tests/deploy/chart/values/{name}.yaml"))


def golden(name):
    return (chart.GOLDEN / f"{name}.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def check_config(tmp_path_factory):
    """/etc/marsad as the pods have it."""
    files = tmp_path_factory.mktemp("etc")
    (files / "gazetteer").symlink_to((stage_table.BIN.parent / "share/marsad/gazetteer").resolve())  # compiled, as in the image
    for secret in ("kafka-ca", "marsad-tls"):
        (files / "secrets" / secret).mkdir(parents=True)
    tls = files / "secrets/marsad-tls"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                    "/CN=marsad", "-days", "30", "-keyout", str(tls / "tls.key"), "-out", str(tls / "tls.crt")],
                   check=True, capture_output=True)
    shutil.copy(tls / "tls.crt", files / "secrets/kafka-ca/ca.crt")
    return manifests.config_checker(stage_table.BIN / "marsad", files)


# ------------------------------------------------------------------------------------------------------------- values
@pytest.mark.parametrize("name", SETS)
def test_values_are_within_the_schema(name):
    jsonschema.validate(values_of(name), SCHEMA)


@pytest.mark.parametrize("mistake", [
    {"replicaCount": 2}, {"defaults": {"replicas": "2"}}, {"workloads": {"tag": {"stages": ["tagg"]}}},
    {"workloads": {"tag": {"stages": ["tag"], "replica": 2}}}, {"partitions": 0}, {"config": {"http": {"listen": ""}}},
    {"config": {"kafka": {"bootstrap.servers": ""}}}, {"defaults": {"resources": {"limits": {"memory": "1 GB"}}}},
    {"terminationGracePeriodSeconds": 5}, {"strimzi": {"authentication": "plain"}}, {"bundles": [{"name": "gazetteer"}]},
], ids=str)
def test_a_mistake_in_the_values_is_refused(mistake):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(merge(values_of("minimal"), copy.deepcopy(mistake)), SCHEMA)


def test_the_schema_knows_every_stage():
    stages = SCHEMA["properties"]["workloads"]["additionalProperties"]["properties"]["stages"]["items"]["enum"]
    assert stages == list(stage_table.ALL_STAGES)
    table = (chart.CHART / "templates/_helpers.tpl").read_text(encoding="utf-8")
    for stage, comes, goes, keeps in ROWS:
        more = f", partitions: {stage_table.PARTITIONS[goes]}" if goes in stage_table.PARTITIONS else ""
        more += "" if keeps == "-" else f", state: {keeps}"
        assert f"- {{stage: {stage}, input: {comes}, output: {goes}{more}}}" in table


def test_the_alerts_are_the_same():
    assert (chart.CHART / "files/alerts.yml").read_bytes() == (ROOT / "deploy/prometheus/alerts.yml").read_bytes()


# ---------------------------------------------------------------------------------------------------------- manifests
def test_the_manifests_are_what_the_chart_makes():
    """By what they were made of; where helm is, test_helm_makes_the_manifests looks at themselves."""
    assert (chart.GOLDEN / "made_of").read_text(encoding="utf-8").strip() == chart.made_of(), "tests/deploy/chart.py render"


@pytest.mark.parametrize("name", SETS)
def test_manifests_are_right(name, check_config):
    assert manifests.faults(golden(name), ROWS, check_config) == []


def test_every_part_is_in_some_set():
    kinds = {d["kind"] for name in SETS for d in manifests.Manifests(golden(name)).documents}
    assert kinds == {"ConfigMap", "KafkaTopic", "KafkaUser", "NetworkPolicy", "PodDisruptionBudget", "PodMonitor",
                     "PrometheusRule", "ScaledObject", "Service", "ServiceAccount", "StatefulSet"}


@pytest.mark.parametrize("name, right, wrong, word", [
    ("minimal", "serviceName:", "servicName:", "servicName"),
    ("scaled", "minReplicaCount:", "minReplicaCountX:", "minReplicaCountX"),
    ("minimal", "replicas: 1", "replicas: three", "three"),
    ("strimzi", "partitions: 12", 'partitions: "12"', "not of type"),
    ("scaled", "jobLabel:", "jobLabell:", "jobLabell"),
    ("minimal", "path: /readyz", "path: /ready", "readinessProbe asks for /ready"),
    ("minimal", "containerPort: 9464", "containerPort: 9090", "listens at 9464"),
    ("tls", "port: 9093", "port: 9092", "does not let out"),
    ("strimzi", "Describe, DescribeConfigs, Read", "Describe, DescribeConfigs", "lacks"),
    ("strimzi", "operations: [Read]", "operations: [Read, Delete]", "does not need"),
    ("scaled", "topic: news.normalized", "topic: news.articles", "topic is news.articles"),
    ("minimal", "state_dir:", "state_dirr:", "state_dirr"),
    ("bundles", "name: bundle-gazetteer\n", "name: bundle-gazeteer\n", "no volume"),
    ("minimal", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "readOnlyRootFilesystem"),
    ("scaled", "marsad_ready == 0", "marsad_ready == 1", "PrometheusRule"),
])
def test_a_mistake_in_the_manifests_is_caught(name, right, wrong, word, check_config):
    text = golden(name)
    assert right in text
    # Marsad loads its models to check its configuration: so only if that is what is wrong.
    check = check_config if word == "state_dirr" else lambda _: ""
    assert any(word in fault for fault in manifests.faults(text.replace(right, wrong, 1), ROWS, check))


# --------------------------------------------------------------------------------------------------- helm, kubeconform
def kubeconform(text):
    schemas = manifests.SCHEMAS
    return subprocess.run([str(chart.path_of("kubeconform")), "-strict", "-summary",
                           "-schema-location", f"{schemas}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json",
                           "-schema-location", f"{schemas}/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json"],
                          input=text, capture_output=True, text=True, timeout=300)


@needs_helm
@pytest.mark.parametrize("name", SETS)
def test_helm_makes_the_manifests(name):
    values = ROOT / f"tests/deploy/chart/values/{name}.yaml"
    code, said, wrong = chart.helm("lint", "--strict", chart.CHART, "--values", values)
    assert code == 0, said + wrong
    assert chart.template(chart.CHART, values)[1] == golden(name)
    judged = kubeconform(golden(name))
    assert judged.returncode == 0, judged.stdout


@needs_helm
@pytest.mark.parametrize("right, wrong, word", [
    ("serviceName: {{", "servicName: {{", "servicName"),
    ("replicas: {{ $all.replicas }}", "replicas: three", "replicas"),
    ("containerPort: 9464", "containerPort: http", "containerPort"),
])
def test_kubeconform_catches_a_mistake_in_the_chart(right, wrong, word, tmp_path):
    changed = shutil.copytree(chart.CHART, tmp_path / "marsad")
    path = changed / "templates/statefulset.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    judged = kubeconform(chart.template(changed, ROOT / "tests/deploy/chart/values/minimal.yaml")[1])
    assert judged.returncode != 0 and word in judged.stdout


@needs_helm
def test_helm_itself_refuses_values_that_the_schema_refuses(tmp_path):
    values = tmp_path / "values.yaml"
    values.write_text("config: {kafka: {bootstrap.servers: 'kafka:9092'}}\nreplicaCount: 2\n", encoding="utf-8")
    code, _, said = chart.template(chart.CHART, values)
    assert code != 0 and "replicaCount" in said
