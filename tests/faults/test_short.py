"""The short selection of the matrix, for ctest: exactness, and a bound that a busy machine keeps too."""
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from run import SHORT_ROWS, run_row  # noqa: E402
from report import describe  # noqa: E402
from matrix import ROWS, SHORT  # noqa: E402
from trial import Clusters, Missed  # noqa: E402

GENEROUS, LEAST = 5, 60  # times the bar, and seconds: what a busy machine keeps too
TRIES = 3  # of a row whose fault came too late: that proves nothing, neither good nor bad


@pytest.fixture(scope="module")
def clusters(tmp_path_factory):
    with Clusters(tmp_path_factory.mktemp("faults")) as clusters:
        yield clusters


def run_until_it_strikes(name, clusters, directory, seed):
    for number in range(1, TRIES + 1):
        own = directory / str(number)
        own.mkdir()
        try:
            return run_row(ROWS[name], clusters, own, SHORT, seed)
        except Missed as why:
            print(f"{name}: {why}")
            if number == TRIES:
                raise
    return None


@pytest.mark.parametrize("name", SHORT_ROWS)
def test_row(name, clusters, tmp_path):
    seed = int(os.environ.get("MARSAD_SEED", 1))
    print(f"MARSAD_SEED={seed}")
    verdict = run_until_it_strikes(name, clusters, tmp_path, seed)
    print(describe(verdict))
    assert verdict.is_exact, verdict.problems
    bar = verdict.row.bar
    assert bar is None or verdict.measured <= max(GENEROUS * bar, LEAST), f"{verdict.row.of} of {verdict.measured:.1f} s"
