"""The link to Kafka under lock and key: each way in works, with no more rights than a stage needs."""
from pathlib import Path

import articles
import confluent_kafka
import pytest
from harness import at_least, produce, read
from pipeline import STAGES
from secured import Secured, rights_of

PASSWORD = "correct-horse-battery"


@pytest.fixture(scope="module")
def secured(tmp_path_factory):
    with Secured(tmp_path_factory.mktemp("secured")).running() as secured:
        yield secured


@pytest.fixture(scope="module")
def bootstrap(secured):
    return secured.cluster.bootstrap


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret"
    path.write_text(PASSWORD)
    return path


@pytest.fixture
def newer_library(tmp_path, monkeypatch):
    """Marsad with the librdkafka that the test's own client brings. What Debian 12 has cannot do SCRAM with Kafka 4."""
    (library,) = (Path(confluent_kafka.__file__).parents[1] / "confluent_kafka.libs").glob("librdkafka-*.so.1")
    (tmp_path / "librdkafka.so.1").symlink_to(library)
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))


def by_tls(secured, secret):
    return secured.tls(), None  # the broker knows no name


def by_certificate(secured, secret):
    return secured.mtls("marsad"), "User:CN=marsad"


def by_token(secured, secret):
    return secured.oauth("marsad", secret), "User:marsad"


def all_through(secured, pipelines, properties, principal, delivery="exactly_once"):
    """The four stages, each with its own rights alone, carry every article."""
    pipeline = pipelines("way")
    for stage in STAGES:
        if principal:
            secured.grant(principal, *rights_of(pipeline, stage).values())
    pipeline.start_all(kafka=properties, delivery=delivery)
    produce(pipeline.bootstrap, pipeline.topics["raw"], map(articles.message, range(200)))
    articles.check_exactly_once(read(pipeline.bootstrap, pipeline.topics["enriched"], at_least(200)), 200)
    pipeline.stop()


@pytest.mark.parametrize("way", [by_tls, by_certificate, by_token])
def test_way(secured, pipelines, secret, way):
    all_through(secured, pipelines, *way(secured, secret))


def test_way_by_password(secured, pipelines, secret, newer_library):
    all_through(secured, pipelines, secured.scram("marsad", secret), "User:marsad")
