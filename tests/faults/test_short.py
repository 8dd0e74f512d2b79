"""The short selection of the matrix, for ctest: exactness, and a bound that a busy machine keeps too."""
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from run import SHORT_ROWS, run_row  # noqa: E402
from report import describe  # noqa: E402
from matrix import ROWS, SHORT  # noqa: E402
from trial import Clusters  # noqa: E402

GENEROUS = 5  # times the bar


@pytest.fixture(scope="module")
def clusters(tmp_path_factory):
    with Clusters(tmp_path_factory.mktemp("faults")) as clusters:
        yield clusters


@pytest.mark.parametrize("name", SHORT_ROWS)
def test_row(name, clusters, tmp_path):
    seed = int(os.environ.get("MARSAD_SEED", 1))
    print(f"MARSAD_SEED={seed}")
    verdict = run_row(ROWS[name], clusters, tmp_path, SHORT, seed)
    print(describe(verdict))
    assert verdict.is_exact, verdict.problems
    assert verdict.row.bar is None or verdict.measured <= GENEROUS * verdict.row.bar, f"{verdict.row.of} of {verdict.measured:.1f} s"
