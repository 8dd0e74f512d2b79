"""The link to Kafka under lock and key: each way in works, with no more rights than a stage needs; each refusal says which
setting or right is missing, and is waited for; no secret gets out."""
import functools
import json
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import articles
import confluent_kafka
import pytest
import security
from confluent_kafka.admin import AclOperation
from harness import at_least, produce, read, wait_until
from pipeline import BIN, STAGES
from secured import RIGHTS, Right, Secured, rights_of

PATIENCE = 120  # seconds: a refusal is understood within ten, but by a machine that has nothing else to do

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


def await_reason(process, *words):
    """Within PATIENCE /readyz says 503 and all of `words`; /healthz stays 200, since a restart would not help."""
    def reason():
        status, body = process.get("/readyz")
        return status == 503 and all(word in body for word in words)
    wait_until(reason, lambda: f"{words}, but {process.get('/readyz')} of {process}", PATIENCE)
    assert process.get("/healthz")[0] == 200
    assert all(word in process.log() for word in words), process


def wrong_authority(secured, secret):
    stranger = security.Authority(secret.parent / "stranger")
    return {**secured.tls(), "ssl.ca.location": str(stranger.certificate)}, ["ssl.ca.location", "not vouched for"]


def wrong_host_name(secured, secret):
    return secured.tls("MISNAMED"), ["another host", "ssl.endpoint.identification.algorithm"]


def no_certificate(secured, secret):
    return secured.tls("MTLS"), ["wants a certificate", "ssl.certificate.location"]


def strange_certificate(secured, secret):
    stranger = security.Authority(secret.parent / "stranger").identity("marsad")
    return {**secured.tls("MTLS"), "ssl.key.location": str(stranger.key),
            "ssl.certificate.location": str(stranger.certificate)}, ["does not accept the certificate"]


def no_tls(secured, secret):
    return {"bootstrap.servers": secured.cluster.address("TLS")}, ["security.protocol"]


def wrong_password(secured, secret):
    properties = secured.scram("mistaken", secret)
    secret.write_text("another-" + PASSWORD)
    return properties, ["sasl.username, sasl.password"]


def wrong_mechanism(secured, secret):
    return {**secured.scram("marsad", secret), "sasl.mechanism": "SCRAM-SHA-256"}, ["SCRAM-SHA-512"]


def wrong_token(secured, secret):
    return secured.oauth("marsad", secret, scope="other"), ["does not accept the token in", "insufficient_scope"]


@pytest.mark.parametrize("lock", [wrong_authority, wrong_host_name, no_certificate, strange_certificate, no_tls,
                                  wrong_password, wrong_mechanism, wrong_token])
def test_refused_connection(secured, pipelines, secret, lock):
    properties, words = lock(secured, secret)
    decode = pipelines("locked", partitions=0).start("decode", kafka=properties)
    await_reason(decode, properties["bootstrap.servers"], *words)
    assert PASSWORD not in decode.log()
    assert decode.terminate()[0] == 0


@pytest.mark.parametrize("seconds", [-60, 8])
def test_an_expired_token_is_waited_for(secured, pipelines, secret, seconds):
    """One that has expired before the start, and one that nobody renews."""
    pipeline = pipelines("expired")
    secured.grant("User:marsad", *rights_of(pipeline, "decode").values())
    decode = pipeline.start("decode", kafka=secured.oauth("marsad", secret, seconds=seconds))
    if seconds > 0:
        # A busy machine may take longer to join than the token lives: then it has expired before, which is as good.
        wait_until(lambda: decode.events("partitions_assigned") or "expired at" in decode.log(), lambda: str(decode))
        # Told by the worker's thread, which may first wait for a request to end: up to ten seconds.
        wait_until(lambda: "expired at" in decode.log(), lambda: str(decode))
    await_reason(decode, str(secret), "expired at", "put a new one there")
    secured.oauth("marsad", secret)
    decode.wait_ready()
    assert decode.terminate()[0] == 0


@contextmanager
def renewed(write, every):
    """Calls `write` every so many seconds, from a thread of its own."""
    ended = threading.Event()

    def go_on():
        while not ended.wait(every):
            write()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_tokens_are_renewed_while_records_flow(secured, pipelines, secret):
    """The broker ends a connection when its token expires, so that each life of a token takes a new one."""
    pipeline, life, lives, count = pipelines("renewed"), 8.0, 3, 0
    for stage in STAGES:
        secured.grant("User:marsad", *rights_of(pipeline, stage).values())
    token = functools.partial(secured.oauth, "marsad", secret, seconds=life)
    properties = token()
    with renewed(token, every=life / 8):
        running = pipeline.start_all(kafka=properties)
        began = time.monotonic()
        while time.monotonic() < began + lives * life:
            produce(pipeline.bootstrap, pipeline.topics["raw"], map(articles.message, range(count, count + 10)))
            count += 10
            records = read(pipeline.bootstrap, pipeline.topics["enriched"], at_least(count))
        pipeline.stop()
    articles.check_exactly_once(records, count)
    assert not [process for process in running if "expired at" in process.log()]


def test_scram_of_an_old_library_is_explained(secured, pipelines, secret):
    decode = pipelines("old").start("decode", kafka=secured.scram("marsad", secret))
    if "librdkafka 2.0.2" not in decode.wait_for_event("started")["client"]:
        pytest.skip("this librdkafka is not the old one")
    await_reason(decode, "before 2.6.1 cannot do SCRAM with Kafka 4")


@pytest.mark.parametrize("change, named", [
    ({"ssl.ca.location": "/nowhere/ca.pem"}, "ssl.ca.location: /nowhere/ca.pem is not there"),
    ({"security.protocol": "SASL_SSL", "sasl.mechanism": "OAUTHBEARER"}, "nowhere to take tokens from"),
    ({"security.protocol": "SASL_SSL", "sasl.mechanism": "OAUTHBEARER",
      "sasl.oauthbearer.token.endpoint.url": "file:///nowhere/token"}, "/nowhere/token is not there")])
def test_what_can_never_work_ends_at_once(secured, pipelines, change, named):
    decode = pipelines("never", partitions=0).start("decode", kafka={**secured.tls(), **change})
    assert decode.wait() == 2
    assert named in decode.log()


def spoil(key, value, headers, partition):
    return key, value[:-20], headers, partition


# Transactional ids are for exactly_once alone; only topics can be seen and yet not used.
CASES = [(right, seen, delivery) for right in RIGHTS for seen in ("unseen", "seen")
         for delivery in ("exactly_once", "at_least_once")
         if not (delivery == "at_least_once" and "transactional" in right) and not (seen == "seen" and right not in RIGHTS[:3])]


@pytest.mark.parametrize("missing, seen, delivery", CASES)
def test_missing_right(secured, pipelines, missing, seen, delivery):
    """`seen`: the principal may describe the topic, so that only the use of it is refused."""
    properties, principal = by_certificate(secured, None)
    pipeline = pipelines("right")
    rights = rights_of(pipeline, "decode")
    wanted = rights.pop(missing)
    secured.grant(principal, *rights.values())
    if seen == "seen":
        secured.grant(principal, Right(AclOperation.DESCRIBE, wanted.resource, wanted.name))
    article = articles.message(0)
    produce(pipeline.bootstrap, pipeline.topics["raw"], [spoil(*article) if missing == "write dead" else article])
    decode = pipeline.start("decode", kafka=properties, delivery=delivery)
    await_reason(decode, f"grant {missing.split()[0].capitalize()} on", wanted.name)
    secured.grant(principal, wanted)
    decode.wait_ready()
    lane = "dead" if missing == "write dead" else "articles"
    assert len(read(pipeline.bootstrap, pipeline.topics[lane], at_least(1))) == 1
    assert decode.terminate()[0] == 0


def test_check_of_one_stage_needs_that_stages_rights_alone(secured, pipelines, tmp_path):
    properties, principal = by_certificate(secured, None)
    pipeline = pipelines("check")
    secured.grant(principal, *rights_of(pipeline, "decode").values())
    config = tmp_path / "marsad.yaml"
    config.write_text(json.dumps(pipeline.config("check") | {"kafka": properties}), encoding="utf-8")

    def check(*arguments):
        return subprocess.run([BIN / "marsad", "check", *arguments, config], capture_output=True, text=True, timeout=300)

    # A right that was granted just now may not be known to every broker.
    checked = wait_until(lambda: (done := check("--stages", "decode")).returncode == 0 and done, "a check that passes")
    assert "3 topics: ready" in checked.stdout
    whole = check()
    assert whole.returncode == 1 and pipeline.topics["normalized"] in whole.stderr


def test_a_right_that_is_taken_away_and_given_back(secured, pipelines):
    properties, principal = by_certificate(secured, None)
    pipeline = pipelines("revoked")
    rights = rights_of(pipeline, "decode")
    secured.grant(principal, *rights.values())
    decode = pipeline.start("decode", kafka=properties).wait_ready()
    secured.revoke(principal, rights["write out"])
    produce(pipeline.bootstrap, pipeline.topics["raw"], map(articles.message, range(50)))
    await_reason(decode, "grant Write", pipeline.topics["articles"])
    secured.grant(principal, rights["write out"])
    assert len(read(pipeline.bootstrap, pipeline.topics["articles"], at_least(50))) == 50
    decode.wait_ready()
    assert decode.terminate()[0] == 0


def test_no_secret_gets_out(secured, pipelines, secret, newer_library, monkeypatch):
    """Neither by file nor by environment, however much the client is asked to tell."""
    monkeypatch.setenv("KAFKA_PASSWORD", PASSWORD)
    pipeline = pipelines("secret")
    secured.grant("User:marsad", *rights_of(pipeline, "decode").values())
    by_file = {**secured.scram("marsad", secret), "debug": "all"}
    for properties in (by_file, {**by_file, "sasl.password": "${KAFKA_PASSWORD}"}):
        decode = pipeline.start("decode", kafka=properties, log={"level": "debug"}).wait_ready()
        pages = [decode.get(path)[1] for path in ("/metrics", "/readyz", "/healthz")]
        command = Path(f"/proc/{decode.process.pid}/cmdline").read_text(encoding="utf-8")
        checked = [subprocess.run([*program, decode.config_path], capture_output=True, text=True) for program in
                   ([BIN / "marsad", "check", "--offline"], [BIN / "marsad-decode", "--check", "--config"])]
        assert [done.returncode for done in checked] == [0, 0], checked
        assert "sasl.password = ***" in checked[1].stdout
        assert decode.terminate()[0] == 0
        told = [decode.log(), command, *pages, decode.config_path.read_text(encoding="utf-8")]
        told += [done.stdout + done.stderr for done in checked]
        assert "Selected provider SCRAM" in told[0], "the client told nothing"
        assert not [text for text in told if PASSWORD in text]
