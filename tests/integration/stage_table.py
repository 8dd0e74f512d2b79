"""The program's own table of stages: no test has a list of its own."""
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("MARSAD_BIN", ROOT / "build/release/bin"))


def _table():
    """The rows, and of the topics that have marks after them: the partitions that they must have; those that are compacted."""
    shown = subprocess.run([BIN / "marsad", "stages"], capture_output=True, check=True, text=True, timeout=120).stdout
    return parse(shown)


def parse(shown):
    rows, partitions, compacted = [], {}, set()
    for line in shown.splitlines()[1:]:
        row = []
        for word in line.split():
            if not word.startswith("("):
                row.append(word)
            elif word == "(compacted)":
                compacted.add(row[-1])
            else:
                partitions[row[-1]] = int(word.strip("()"))
        rows.append(row)
    return rows, partitions, compacted


def _lane(topic):
    """A default name is the key of the topic in the configuration after "news.", with dots for underscores."""
    return topic.removeprefix("news.").replace(".", "_")


def _until(lane):
    """The stages that lead to what is in `lane`, in order."""
    made = []
    for row in reversed(ROWS):
        if _lane(row[2]) == (lane if not made else INPUT[made[0]]):
            made.insert(0, row[0])
    return tuple(made)


# Name, topic that it reads, topic that it writes, topic of its state or "-".
ROWS, _partitions, _compacted = _table()
ALL_STAGES = tuple(row[0] for row in ROWS)
INPUT = {row[0]: _lane(row[1]) for row in ROWS}
OUTPUT = {row[0]: _lane(row[2]) for row in ROWS}
LANES = tuple(dict.fromkeys([_lane(topic) for row in ROWS for topic in row[1:] if topic != "-"] + ["dead"]))
PARTITIONS = {_lane(topic): count for topic, count in _partitions.items()}
COMPACTED = {_lane(topic) for topic in _compacted}
STAGES = _until("enriched")  # what makes of an article all that it says by itself
