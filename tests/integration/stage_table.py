"""The program's own table of stages: no test has a list of its own."""
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("MARSAD_BIN", ROOT / "build/release/bin"))


def _rows():
    shown = subprocess.run([BIN / "marsad", "stages"], capture_output=True, check=True, text=True, timeout=60).stdout
    return [line.split() for line in shown.splitlines()[1:]]


ROWS = _rows()  # name, topic that it reads, topic that it writes, topic of its state or "-"
STAGES = tuple(row[0] for row in ROWS)
# The keys of topics in the configuration: a default name is its key after "news.".
LANES = tuple(dict.fromkeys([topic.removeprefix("news.") for row in ROWS for topic in row[1:] if topic != "-"] + ["dead"]))
