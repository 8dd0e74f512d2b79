"""The boards are what make_boards.py makes of the table of stages, hold what Grafana knows, and ask for what is there."""
import copy
import json
import sys

import boards
import promql
import pytest
import yaml
from test_prometheus import RECORDED

ROOT = promql.ROOT
sys.path.insert(0, str(ROOT / "deploy/grafana"))
import make_boards  # noqa: E402

sys.path.insert(0, str(ROOT / "tests/integration"))
import stage_table  # noqa: E402

PATHS = sorted((ROOT / "deploy/grafana/dashboards").glob("*.json"))
MADE = make_boards.make_all(stage_table.ALL_STAGES)


def test_the_files_are_what_is_made_of_the_stages():
    assert {p.name: json.loads(p.read_text(encoding="utf-8")) for p in PATHS} == MADE, \
        "build/venv/bin/python deploy/grafana/make_boards.py deploy/grafana/dashboards $(stages in order)"


@pytest.mark.parametrize("name", MADE)
def test_a_board_is_whole(name):
    assert boards.faults(MADE[name], RECORDED) == []


def test_there_are_enough_panels_and_each_board_has_an_id_of_its_own():
    assert sum(len(board["panels"]) for board in MADE.values()) >= 16
    assert len({board["uid"] for board in MADE.values()}) == len(MADE)


def set_expr(board, expr):
    board["panels"][0]["targets"][0]["expr"] = expr


@pytest.mark.parametrize("mistake, word", [
    (lambda b: b["panels"][0].update(descripton="x"), "unknown key descripton"),
    (lambda b: b["panels"][1].update(id="2"), "id is a str"),
    (lambda b: b["panels"][2]["fieldConfig"]["defaults"].update(unit="seconds"), "no unit seconds"),
    (lambda b: set_expr(b, "rate(marsad_articles_count[5m])"), "no live page has marsad_articles_count"),
    (lambda b: set_expr(b, 'marsad_ready{partition="0"}'), "marsad_ready has no label partition"),
    (lambda b: set_expr(b, "sum by (host) (marsad_ready)"), "no metric has the label host"),
    (lambda b: b["panels"][1]["gridPos"].update(x=0), "lies on"),
], ids=["unknown_key", "wrong_type", "unit", "metric", "label", "grouping", "overlap"])
def test_a_mistake_is_caught(mistake, word):
    board = copy.deepcopy(MADE["marsad-overview.json"])
    mistake(board)
    assert any(word in fault for fault in boards.faults(board, RECORDED))


def test_provisioning_leads_to_the_boards():
    provided = yaml.safe_load((ROOT / "deploy/grafana/provisioning/dashboards/marsad.yml").read_text(encoding="utf-8"))
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    mounted = compose["services"]["grafana"]["volumes"]
    path = provided["providers"][0]["options"]["path"]
    assert f"./deploy/grafana/dashboards:{path}:ro" in mounted
    assert "./deploy/grafana/provisioning:/etc/grafana/provisioning:ro" in mounted
