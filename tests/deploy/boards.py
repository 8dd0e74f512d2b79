"""A strict reader of what Grafana's JSON model may hold, as far as our boards use it: Grafana itself is not in Debian."""
import promql

UNITS = {"s", "cps", "short", "bytes", "Bps", "percentunit"}
TEXT, NUMBER, OBJECT, LIST, FLAG = str, (int, float), dict, list, bool
BOARD = {"uid": TEXT, "title": TEXT, "tags": LIST, "schemaVersion": NUMBER, "version": NUMBER, "editable": FLAG,
         "refresh": TEXT, "time": OBJECT, "timezone": TEXT, "templating": OBJECT, "annotations": OBJECT, "links": LIST,
         "panels": LIST}
PANEL = {"id": NUMBER, "title": TEXT, "description": TEXT, "type": TEXT, "datasource": OBJECT, "gridPos": OBJECT,
         "fieldConfig": OBJECT, "options": OBJECT, "targets": LIST}
TARGET = {"refId": TEXT, "datasource": OBJECT, "expr": TEXT, "legendFormat": TEXT, "instant": FLAG}
GRID = {"h": NUMBER, "w": NUMBER, "x": NUMBER, "y": NUMBER}


def shape(where, value, keys):
    """Keys that are missing, unknown, or of another type."""
    said = [f"{where}: unknown key {key}" for key in value if key not in keys]
    said += [f"{where}: {key} is missing" for key in keys if key not in value]
    return said + [f"{where}: {key} is a {type(value[key]).__name__}" for key in keys if key in value and (
        not isinstance(value[key], keys[key]) or (keys[key] is NUMBER and isinstance(value[key], bool)))]


def panel_faults(panel, recorded):
    where = panel.get("title", "a panel")
    said = shape(where, panel, PANEL)
    if said:
        return said
    said += shape(f"{where}, gridPos", panel["gridPos"], GRID)
    if panel["type"] not in ("timeseries", "stat"):
        said.append(f"{where}: no panel of type {panel['type']}")
    if panel["fieldConfig"]["defaults"].get("unit") not in UNITS:
        said.append(f"{where}: no unit {panel['fieldConfig']['defaults'].get('unit')}")
    if not panel["targets"]:
        said.append(f"{where}: asks nothing")
    for target in panel["targets"]:
        wrong = shape(f"{where}, target", target, TARGET)
        said += wrong or [f"{where}: {fault}" for fault in promql.faults(target["expr"], recorded)]
    return said


def overlaps(panels):
    taken = {}
    for panel in panels:
        grid = panel["gridPos"]
        for cell in ((x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])):
            if cell in taken or cell[0] >= 24:
                return [f"{panel['title']}: lies on {taken.get(cell, 'the edge')}"]
            taken[cell] = panel["title"]
    return []


def faults(board, recorded):
    said = shape(board.get("title", "the board"), board, BOARD)
    if said:
        return said
    said = [fault for panel in board["panels"] for fault in panel_faults(panel, recorded)]
    if said:
        return said
    ids = [panel["id"] for panel in board["panels"]]
    if len(set(ids)) != len(ids):
        said.append("two panels have one id")
    return said + overlaps(board["panels"])
