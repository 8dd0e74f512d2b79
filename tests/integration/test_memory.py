"""A stage that is far behind takes no more memory than its configuration says, also where large articles stand among small
ones. `bench/kafka_memory.py` measures every stage with a gigabyte waiting; this is the short form, with small queues."""
import sys

import pytest
from pipeline import ROOT

sys.path.append(str(ROOT / "bench"))
import kafka_memory  # noqa: E402

WAITING_MB = 200
SIZES = kafka_memory.Sizes(queue=16, fetch=16, batch=8, output=30)
SECONDS = 250  # for a backlog that takes some seconds on an idle machine


@pytest.fixture(scope="module")
def records(bootstrap, tmp_path_factory):
    """For each stage: small and large records that it reads."""
    return kafka_memory.templates(bootstrap, tmp_path_factory.mktemp("seed"))


@pytest.mark.parametrize("stage", ["decode", "tag"])
def test_memory_is_bounded(bootstrap, pipelines, records, stage):
    one = pipelines(f"memory-{stage}")
    count, largest_mb = kafka_memory.fill(bootstrap, one.topics[kafka_memory.INPUT[stage]], *records[stage], WAITING_MB)
    done, peak = kafka_memory.run(stage, one, SECONDS, count, **SIZES.config(bootstrap))
    assert done >= count, f"{done} of {count} within {SECONDS} s"
    print(f"{stage}: peak {peak} MB, bound {SIZES.bound(largest_mb)} MB")
    assert peak <= SIZES.bound(largest_mb)
