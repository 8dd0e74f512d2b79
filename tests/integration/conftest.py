"""One real Kafka for each test program, generated readers, and pipelines that are ended whatever happens."""
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
import setup_paths  # noqa: E402, F401  before what it makes importable


@pytest.fixture(scope="session")
def bootstrap():
    """The address of a broker that is ended with the tests; of the one that MARSAD_KAFKA names, if it does."""
    if os.environ.get("MARSAD_KAFKA"):
        yield os.environ["MARSAD_KAFKA"]
        return
    with tempfile.TemporaryDirectory(prefix="marsad-kafka-") as directory:
        import kafka
        with kafka.Cluster(Path(directory)) as cluster:
            yield cluster.bootstrap


def make_pipelines(bootstrap, directory):
    """Lends a maker of pipelines: make("one"), make("two", raw="one.raw"), make("none", partitions=0).
    What they started is ended at the end."""
    from pipeline import Pipeline
    made = []

    def make(name, raw=None, partitions=4):
        made.append(Pipeline(bootstrap, directory, f"{name}{time.time_ns() % 10**9}", raw))
        return made[-1].create_topics(partitions) if partitions else made[-1]

    yield make
    for pipeline in made:
        pipeline.kill()


@pytest.fixture
def pipelines(bootstrap, tmp_path):
    yield from make_pipelines(bootstrap, tmp_path)


@pytest.fixture(scope="module")
def shared_pipelines(bootstrap, tmp_path_factory):
    """For tests that look at one run from many sides."""
    yield from make_pipelines(bootstrap, tmp_path_factory.mktemp("shared"))


@pytest.fixture
def dice():
    """Random numbers; the seed is printed where a test fails, MARSAD_SEED sets it."""
    seed = int(os.environ.get("MARSAD_SEED", 1))
    print(f"MARSAD_SEED={seed}")
    return random.Random(seed)
