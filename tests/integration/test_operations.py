"""What an operator meets: Kafka away, topics missing, a wrong configuration, orderly and disorderly ends."""
import socket
import subprocess

import articles
import pytest
from harness import Relay, at_least, produce, read
from pipeline import BIN, ROOT, STAGES, Process
from stage_table import ALL_STAGES

PORTION = 4_000


def test_kafka_away_at_start(bootstrap, pipelines):
    pipeline = pipelines("away")
    relay = Relay(bootstrap)
    decode = pipeline.start("decode", kafka={"bootstrap.servers": f"127.0.0.1:{relay.port}"})
    assert decode.get("/healthz")[0] == 200, "alive: a restart would not help"
    assert decode.get("/readyz")[0] == 503
    relay.open()
    produce(bootstrap, pipeline.topics["raw"], [articles.message(0)])
    decode.wait_ready()
    assert len(read(bootstrap, pipeline.topics["articles"], at_least(1))) == 1
    assert decode.terminate()[0] == 0
    relay.close()


def test_missing_topic(pipelines):
    pipeline = pipelines("missing", partitions=0)
    decode = pipeline.start("decode")
    (problem,) = {event["problem"] for event in [decode.wait_for_event("topic_unfit")] if event["level"] == "error"}
    assert pipeline.topics["raw"] in problem
    status, why = decode.get("/readyz")
    assert status == 503 and pipeline.topics["raw"] in why
    assert decode.get("/healthz")[0] == 200
    pipeline.create_topics()
    decode.wait_ready()
    assert decode.terminate()[0] == 0


def refused(arguments, config, directory):
    process = Process(arguments, config, directory, "refused")
    return process.wait(), process.log()


@pytest.mark.parametrize("stage", ALL_STAGES)
def test_wrong_key(tmp_path, stage):
    yaml = "pipeline: news\nkafka:\n  bootstrap.servers: 127.0.0.1:1\nbatch:\n  windwo_ms: 20\n"
    code, log = refused([BIN / f"marsad-{stage}"], yaml, tmp_path)
    assert code == 2, log
    (line,) = log.strip().splitlines()
    assert "refused.yaml:5" in line and "windwo_ms" in line and "window_ms" in line


@pytest.mark.parametrize("stage", ALL_STAGES)
def test_the_sample_configuration_is_fine(stage):
    checked = subprocess.run([BIN / f"marsad-{stage}", "--config", ROOT / "deploy/marsad.sample.yaml", "--check"],
                             capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert "kafka:9092" in checked.stdout


def test_port_in_use(bootstrap, pipelines):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        decode = pipelines("port").start("decode", http={"listen": address})
        assert decode.wait() == 2
        assert address in decode.log() and "in use" in decode.log()


def under_load(pipeline, blows, dice):
    """For each (stage, blow): sends a portion of articles and calls blow(stage) while they are on their way. Then waits for
    all of them and returns how many they were."""
    for i, (stage, blow) in enumerate(blows):
        produce(pipeline.bootstrap, pipeline.topics["raw"],
                (articles.message(n) for n in range(i * PORTION, (i + 1) * PORTION)))
        some = i * PORTION + dice.randrange(100, PORTION // 2)
        read(pipeline.bootstrap, pipeline.topics["enriched"], at_least(some), to_end=False)
        blow(stage)
    count = len(blows) * PORTION
    read(pipeline.bootstrap, pipeline.topics["enriched"], at_least(count))
    pipeline.stop()
    return count


def test_sigterm_under_load(pipelines, dice):
    pipeline = pipelines("term")
    running = dict(zip(STAGES, pipeline.start_all()))

    def end_and_restart(stage):
        code, _ = running[stage].terminate()  # how long that takes, the matrix of faults measures
        assert code == 0, f"{stage}: exit {code}"
        running[stage] = pipeline.start(stage)

    count = under_load(pipeline, [(stage, end_and_restart) for stage in STAGES], dice)
    articles.check_exactly_once(read(pipeline.bootstrap, pipeline.topics["enriched"]), count)


def test_kill_under_load(pipelines, dice):
    pipeline = pipelines("kill")
    running = dict(zip(STAGES, pipeline.start_all()))

    def kill_and_restart(stage):
        running[stage].kill()
        running[stage] = pipeline.start(stage)

    order = [*STAGES, dice.choice(STAGES)]
    dice.shuffle(order)
    count = under_load(pipeline, [(stage, kill_and_restart) for stage in order], dice)
    articles.check_exactly_once(read(pipeline.bootstrap, pipeline.topics["enriched"]), count)
    assert read(pipeline.bootstrap, pipeline.topics["dead"]) == []
