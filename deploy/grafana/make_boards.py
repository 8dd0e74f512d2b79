#!/usr/bin/env python3
"""Writes dashboards/*.json: an overview, one board for each stage of the same make, the link to Kafka, and quality.

usage: make_boards.py FOLDER STAGE…

The stages are those of `marsad stages`, in their order. Boards are made, so that those of the stages stay alike: change
this file, not them.
"""
import json
import sys
from pathlib import Path

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
COLUMNS, HEIGHT = 3, 8
HERE = 'pipeline=~"$pipeline"'


def panel(title, what, unit, queries, kind="timeseries"):
    """`queries`: (PromQL, legend) pairs."""
    targets = [{"refId": chr(ord("A") + i), "datasource": DATASOURCE, "expr": expr, "legendFormat": legend,
                "instant": kind == "stat"} for i, (expr, legend) in enumerate(queries)]
    return {"title": title, "description": what, "type": kind, "datasource": DATASOURCE,
            "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []}, "options": {}, "targets": targets}


def with_budget(made):
    """Freshness beside what is allowed, which is drawn as a line."""
    made["fieldConfig"]["overrides"] = [{"matcher": {"id": "byRegexp", "options": "/budget/"},
                                         "properties": [{"id": "custom.lineStyle", "value": {"fill": "dash"}}]}]
    return made


def quantile(q, metric, by, selector):
    return f"histogram_quantile({q}, sum by ({by}, le) (rate({metric}_bucket{{{selector}}}[$__rate_interval])))"


def rate(metric, by, selector):
    return f"sum by ({by}) (rate({metric}{{{selector}}}[$__rate_interval]))"


def overview(last):
    every = HERE
    return "marsad-overview", "Marsad: overview", [
        with_budget(panel("Freshness by stage", "Age of 95 of 100 articles when a stage writes them, since Kafka received "
                          "them; dashed: what each may take.", "s",
                          [(quantile(0.95, "marsad_end_to_end_seconds", "stage", f'{every},since="received"'), "{{stage}}"),
                           ("marsad:freshness_budget_seconds", "budget {{budget}}")])),
        panel("Since publication", "Age of half of the articles, and of 95 of 100, when the last stage writes them, since "
              "their source published them.", "s",
              [(quantile(q, "marsad_end_to_end_seconds", "pipeline", f'{every},since="published",stage=~"(.*-)?{last}"'),
                f"{int(q * 100)} of 100") for q in (0.5, 0.95)]),
        panel("Articles in and out", "Kafka records that each stage reads and writes.", "cps",
              [(rate("marsad_messages_total", "stage, direction", f'{every},direction!="dead"'), "{{stage}} {{direction}}")]),
        panel("Lag", "Committed records that wait for each stage.", "short",
              [(f"sum by (stage) (marsad_consumer_lag_records{{{every}}})", "{{stage}}")]),
        panel("Dead letters", "What each stage refused or failed on, in ten minutes.", "short",
              [(f'sum by (stage) (increase(marsad_messages_total{{{every},direction="dead"}}[10m]))', "{{stage}}")]),
        panel("Ready", "Processes that are ready, and those that there are.", "short",
              [(f"sum by (stage) (marsad_ready{{{every}}})", "{{stage}} ready"),
               (f"count by (stage) (marsad_ready{{{every}}})", "{{stage}} all")]),
        panel("Processor", "Cores that each stage uses.", "short",
              [(rate("process_cpu_seconds_total", "stage", every), "{{stage}}")]),
        panel("Memory", "Memory of each process.", "bytes",
              [(f"process_resident_memory_bytes{{{every}}}", "{{stage}} {{instance}}")]),
        panel("Remembered", "Of a stage with state: articles of its window, and how many it may remember.", "short",
              [(f"sum by (stage) (marsad_state_entries{{{every}}})", "{{stage}}"),
               (f"sum by (stage) (marsad_state_entries_limit{{{every}}})", "{{stage}} at most")]),
        panel("Memory for what is remembered", "Of a stage with state: about how much of its memory that takes.", "bytes",
              [(f"sum by (stage) (marsad_state_bytes{{{every}}})", "{{stage}}")]),
        panel("Build", "Processes of each version.", "short",
              [(f"count by (version) (marsad_build_info{{{every}}})", "{{version}}")], "stat"),
    ]


def stage_board(stage):
    own = f'{HERE},stage=~"(.*-)?{stage}(-.*)?"'
    step = f'{HERE},stage="{stage}"'
    return f"marsad-stage-{stage}", f"Marsad: {stage}", [
        with_budget(panel("Freshness", "Age of articles when this stage writes them, since Kafka received them.", "s",
                          [(quantile(q, "marsad_end_to_end_seconds", "stage", f'{own},since="received"'),
                            f"{{{{stage}}}} {int(q * 100)} of 100") for q in (0.5, 0.95)] +
                          [(f'marsad:freshness_budget_seconds{{budget="{stage}"}}', "budget")])),
        panel("Lag by partition", "Committed records that wait.", "short",
              [(f"sum by (partition) (marsad_consumer_lag_records{{{own}}})", "{{partition}}")]),
        panel("Answers", "Articles by what the stage said.", "cps",
              [(rate("marsad_records_total", "verdict", step), "{{verdict}}")]),
        panel("Failures by reason", "Refused, or passed on without the stage's field.", "cps",
              [(rate("marsad_records_total", "verdict, reason", f'{step},verdict=~"rejected|failed"'),
                "{{verdict}} {{reason}}")]),
        panel("Time for one article", "What the stage itself takes.", "s",
              [(quantile(q, "marsad_stage_seconds", "stage", step), f"{int(q * 100)} of 100") for q in (0.5, 0.99)]),
        panel("Bytes", "Of the values read and written.", "Bps",
              [(rate("marsad_bytes_total", "direction", own), "{{direction}}")]),
        panel("Articles a transaction", "Mean.", "short",
              [(f'{rate("marsad_batch_records_sum", "instance", own)} / {rate("marsad_batch_records_count", "instance", own)}',
                "{{instance}}")]),
        panel("Partitions", "That each process holds.", "short",
              [(f"marsad_assigned_partitions{{{own}}}", "{{instance}}")]),
        panel("Bundles", "Read while the stage ran, in an hour, and what became of them.", "short",
              [(f"sum by (result) (increase(marsad_bundle_loads_total{{{own}}}[1h]))", "{{result}}")]),
        panel("In use", "Bundle that each process works with.", "short",
              [(f"count by (bundle) (marsad_bundle_info{{{step}}})", "{{bundle}}")], "stat"),
    ]


def kafka():
    return "marsad-kafka", "Marsad: link to Kafka", [
        panel("Transactions", "By how they ended.", "cps",
              [(rate("marsad_transactions_total", "stage, result", HERE), "{{stage}} {{result}}")]),
        panel("Commit", "How long a commit takes: the round trips to the brokers and what they write.", "s",
              [(quantile(q, "marsad_commit_seconds", "stage", HERE), f"{{{{stage}}}} {int(q * 100)} of 100")
               for q in (0.5, 0.99)]),
        panel("Transaction", "From its first record to the answer to its commit.", "s",
              [(quantile(0.99, "marsad_transaction_seconds", "stage", HERE), "{{stage}} 99 of 100")]),
        panel("Rebalances", "In ten minutes.", "short",
              [(f"sum by (stage) (increase(marsad_rebalances_total{{{HERE}}}[10m]))", "{{stage}}")]),
        panel("New producers", "Under the same id, in ten minutes: after a fence, or an end of a transaction without answer.",
              "short", [(f"sum by (stage) (increase(marsad_producer_reopens_total{{{HERE}}}[10m]))", "{{stage}}")]),
        panel("Brokers", "That each process is connected to.", "short",
              [(f"marsad_connected_brokers{{{HERE}}}", "{{stage}} {{instance}}")]),
        panel("Read ahead and unsent", "Bytes that the clients hold.", "bytes",
              [(f"sum by (stage, queue) (marsad_queue_bytes{{{HERE}}})", "{{stage}} {{queue}}")]),
        panel("Position", "Next offset of each partition: a line that is flat while there is lag is stuck.", "short",
              [(f"marsad_consumer_position_offset{{{HERE}}}", "{{topic}} {{partition}}")]),
        panel("Certificates", "Time that is left.", "s",
              [(f"marsad_certificate_expiry_timestamp_seconds{{{HERE}}} - time()", "{{stage}} {{property}}")]),
    ]


def quality(last):
    end = f'{HERE},stage=~"(.*-)?{last}"'
    share = "marsad_article_chosen_sentences"
    return "marsad-quality", "Marsad: quality", [
        panel("Languages", "Articles by the language that was found.", "cps",
              [(rate("marsad_articles_total", "language", end), "{{language}}")]),
        panel("Entities an article", "Mean.", "short",
              [(f'{rate("marsad_article_entities_sum", "pipeline", end)} / {rate("marsad_article_entities_count", "pipeline", end)}',
                "mean")]),
        panel("Articles without an entity", "Share.", "percentunit",
              [(f'sum by (pipeline) (rate(marsad_article_entities_bucket{{{end},le="0"}}[$__rate_interval])) / '
                f'{rate("marsad_article_entities_count", "pipeline", end)}', "without")]),
        panel("Empty summaries", "Share.", "percentunit",
              [(f'sum by (pipeline) (rate({share}_bucket{{{end},le="0"}}[$__rate_interval])) / '
                f'{rate(share + "_count", "pipeline", end)}', "empty")]),
        panel("Sentences a summary", "Mean.", "short",
              [(f'{rate(share + "_sum", "pipeline", end)} / {rate(share + "_count", "pipeline", end)}', "mean")]),
        panel("Refused by reason", "Of all stages.", "cps",
              [(rate("marsad_records_total", "stage, reason", f'{HERE},verdict=~"rejected|failed"'), "{{stage}} {{reason}}")]),
    ]


def board(uid, title, panels):
    width = 24 // COLUMNS
    for i, made in enumerate(panels):
        made["id"] = i + 1
        made["gridPos"] = {"h": HEIGHT, "w": width, "x": i % COLUMNS * width, "y": i // COLUMNS * HEIGHT}
    variables = [
        {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Prometheus"},
        {"name": "pipeline", "type": "query", "datasource": DATASOURCE, "query": "label_values(marsad_ready, pipeline)",
         "label": "Pipeline", "refresh": 2, "multi": True, "includeAll": True, "allValue": ".*"}]
    return {"uid": uid, "title": title, "tags": ["marsad"], "schemaVersion": 39, "version": 1, "editable": False,
            "refresh": "10s", "time": {"from": "now-1h", "to": "now"}, "timezone": "browser",
            "templating": {"list": variables}, "annotations": {"list": []},
            "links": [{"title": "Marsad", "type": "dashboards", "tags": ["marsad"], "asDropdown": True, "keepTime": True}],
            "panels": panels}


def make_all(stages):
    """File name to board."""
    boards = [overview(stages[-1]), *(stage_board(stage) for stage in stages), kafka(), quality(stages[-1])]
    return {f"{uid}.json": board(uid, title, panels) for uid, title, panels in boards}


def main():
    folder = Path(sys.argv[1])
    for name, made in make_all(sys.argv[2:]).items():
        (folder / name).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
