"""The program's own table of stages: no test has a list of its own."""
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("MARSAD_BIN", ROOT / "build/release/bin"))


def _table():
    """The rows, and the topics that are compacted: `marsad stages` writes "(compacted)" after these."""
    shown = subprocess.run([BIN / "marsad", "stages"], capture_output=True, check=True, text=True, timeout=120).stdout
    return parse(shown)


def parse(shown):
    rows, compacted = [], set()
    for line in shown.splitlines()[1:]:
        row = []
        for word in line.split():
            if not word.startswith("("):
                row.append(word)
            elif word == "(compacted)":
                compacted.add(row[-1])
        rows.append(row)
    return rows, compacted


def _lane(topic):
    """A default name is the key of the topic in the configuration after "news."."""
    return topic.removeprefix("news.")


ROWS, _compacted = _table()  # name, topic that it reads, topic that it writes, topic of its state or "-"
STAGES = tuple(row[0] for row in ROWS)
INPUT = {row[0]: _lane(row[1]) for row in ROWS}
LANES = tuple(dict.fromkeys([_lane(topic) for row in ROWS for topic in row[1:] if topic != "-"] + ["dead"]))
COMPACTED = {_lane(topic) for topic in _compacted}
