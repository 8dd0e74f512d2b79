"""What PromQL names: metrics with their labels, and whether a live page of Marsad has them (metrics.txt)."""
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
LOADER = yaml.CSafeLoader  # in a tenth of the time of the one in Python
# A name, perhaps with matchers in braces.
SELECTOR = re.compile(r'(?<![\w:"$])((?:marsad|process)[_:][\w:]+|up)\b(?:\{([^}]*)\})?')
MATCHER = re.compile(r'(\w+)\s*(?:=~|!~|!=|=)\s*"')
GROUPING = re.compile(r"\b(?:by|on|ignoring|without)\s*\(([^)]*)\)")
# Labels that Prometheus itself gives a series, or a rule of ours.
GIVEN = {"job", "instance", "budget"}


def live_metrics():
    """Name to the set of its labels, as tests/integration/test_observability.py found them on living pages."""
    lines = (ROOT / "tests/deploy/metrics.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: set(line.split()[1:]) for line in lines if line and not line.startswith("#")}


def selectors(expression):
    """(name, whole selector) of everything that the expression reads."""
    return [(found[1], found[0]) for found in SELECTOR.finditer(expression)]


def faults(expression, recorded=()):
    """What a live page does not have, a sentence each. `recorded`: names that rules make."""
    metrics, said = live_metrics() | {"up": set()} | {name: set() for name in recorded}, []
    found = list(SELECTOR.finditer(expression))
    if not found:
        return [f"reads no metric: {expression}"]
    for one in found:
        if one[1] not in metrics:
            said.append(f"no live page has {one[1]}")
            continue
        labels = set(MATCHER.findall(one[2] or "")) - GIVEN - metrics[one[1]]
        if one[1] not in recorded and labels:
            said.append(f"{one[1]} has no label {', '.join(sorted(labels))}")
    known = GIVEN.union(*metrics.values())
    for grouping in GROUPING.findall(expression):
        said += [f"no metric has the label {label}" for label in re.split(r"[,\s]+", grouping) if label and label not in known]
    return said
