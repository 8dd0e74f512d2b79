#!/usr/bin/env python3
"""The drawing of layers in ARCHITECTURE.md, made from the table of layers.py.

usage: drawing.py [--write] [ROOT]    exit 1 if the drawing in the document is not the table's; --write puts it there.
"""
import sys
from pathlib import Path

from layers import ALL, OURS, STAGE_SEAM

DOCUMENT = "ARCHITECTURE.md"
BEGIN, END = "<!-- layers: tools/checks/drawing.py --write -->\n```\n", "```\n<!-- end of layers -->\n"
# A stage is drawn as its two parts.
CORE, SEAM = "stages/X: the core", "stages/X: stage.h, contract/"


def folder_of(header):
    """The folder that the table means by a file in it."""
    return "/".join(header.split("/")[:2])


def graph():
    """{folder: the folders of ours that it may include}, without what may include all."""
    edges = {}
    for folder, may in OURS.items():
        if may != ALL:
            edges[CORE if folder == "stages" else folder] = sorted({folder_of(m) for m in may})
    edges[SEAM] = sorted({folder_of(m) for m in STAGE_SEAM} | {CORE})
    return edges


def levels(edges):
    """[[folder, ...]] from the bottom: each stands above all that it may include."""
    height = {}
    while len(height) < len(edges):
        ready = {f: max((height[m] + 1 for m in may), default=0) for f, may in edges.items()
                 if f not in height and all(m in height for m in may)}
        if not ready:
            raise ValueError(f"layers.py: these include each other: {sorted(set(edges) - set(height))}")
        height.update(ready)
    rows = [[] for _ in range(max(height.values()) + 1)]
    for folder in edges:
        rows[height[folder]].append(folder)
    return rows


def row(folders, edges):
    boxes = []
    for folder in folders:
        below = [m.removeprefix("lib/") for m in edges.get(folder, [])]
        below = ["the core" if m == CORE else m for m in below]
        boxes.append((folder, "uses " + ", ".join(below) if below else ""))
    widths = [max(len(name), len(uses)) for name, uses in boxes]
    edge = "  ".join("+-" + "-" * width + "-+" for width in widths)
    lines = [edge]
    for part in (0, 1):
        lines.append("  ".join(f"| {box[part]:{width}} |" for box, width in zip(boxes, widths)))
    return lines + [edge]


def draw(edges):
    everything = sorted(f for f, may in OURS.items() if may == ALL)
    rows = [[", ".join(everything)]] + list(reversed(levels(edges)))
    named = {**edges, rows[0][0]: ["all"]}
    lines = [line for folders in rows for line in row(folders, named)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def split(document):
    """(before, drawing, after) of the document."""
    before, found, rest = document.partition(BEGIN)
    drawing, closed, after = rest.partition(END)
    if not (found and closed):
        raise ValueError(f"{DOCUMENT} has no place for the drawing: {BEGIN!r} ... {END!r}")
    return before, drawing, after


def main():
    arguments = [a for a in sys.argv[1:] if a != "--write"]
    path = Path(arguments[0] if arguments else ".") / DOCUMENT
    before, drawing, after = split(path.read_text(encoding="utf-8"))
    wanted = draw(graph())
    if "--write" in sys.argv:
        path.write_text(before + BEGIN + wanted + END + after, encoding="utf-8")
    elif drawing != wanted:
        print(f"{DOCUMENT}: the drawing of layers is not that of tools/checks/layers.py: run tools/checks/drawing.py --write")
        return 1
    print(f"drawing: {len(graph())} folders")
    return 0


if __name__ == "__main__":
    sys.exit(main())
