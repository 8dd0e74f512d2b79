#!/usr/bin/env python3
"""What is too long for every day: see `./dev nightly --help`.

usage: nightly.py [--brief] [PART…]    each part's words are kept in build/nightly/PART.log; a run of all parts at full length
                                       writes docs/nightly.md. Exit 1 if a part failed.
"""
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOGS, REPORT = ROOT / "build/nightly", ROOT / "docs/nightly.md"
BENCH = ROOT / "build/nightly/bench"

# Part: (what it is, command, the same tried briefly). SEED stands for a number that is drawn anew.
PARTS = {
    "tidy": ("clang-tidy on every C++ file", "./dev lint --tidy all", "./dev lint --tidy lib/base/clock.cc"),
    "mutants": ("every mutant is caught", "./dev mutants", "./dev mutants --check"),
    "seeds": ("the quick tests from a seed drawn anew", "MARSAD_SEED=SEED ./dev test --quick",
              "MARSAD_SEED=SEED ./dev test -R marsad_pipeline_faults"),
    "chart": ("the chart through helm and kubeconform", "/usr/bin/python3 tests/deploy/chart.py build && ./dev test -R deploy_chart",
              "./dev test -R deploy_chart"),
    "faults": ("the whole matrix of faults", "./dev faults --seed SEED", "./dev faults --list"),
    "fuzz": ("ten minutes of fuzzing a target", "./dev fuzz 600", "./dev fuzz 5 record"),
    "bench": ("benchmarks, in processor time", "BENCH_FOLDER=build/nightly/bench ./dev bench",
              "BENCH_FOLDER=build/nightly/bench ./dev bench --benchmark_min_time=0.01"),
}


def run(part, command, seed):
    """(whether it went well, seconds, its last line)."""
    log, began = LOGS / f"{part}.log", time.monotonic()
    with open(log, "wb") as out:
        status = subprocess.run(["bash", "-c", command.replace("SEED=SEED", f"SEED={seed}").replace("--seed SEED", f"--seed {seed}")],
                                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return status == 0, round(time.monotonic() - began), lines[-1].strip() if lines else ""


def figures():
    """Nanoseconds of processor time of each benchmark of the last run."""
    found = {}
    for file in sorted(BENCH.glob("*.json")):
        text = file.read_text(encoding="utf-8")
        for entry in json.loads(text)["benchmarks"] if text.strip() else []:
            scale = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[entry["time_unit"]]
            found[f"{file.stem}: {entry['name']}"] = entry["cpu_time"] * scale
    return found


def last_figures(report):
    """Those of the report that is there."""
    return {name: float(value.replace(",", "")) for name, value in re.findall(r"^\| (\S+_bench: \S+) \| ([\d,]+) \|", report, re.MULTILINE)}


def write(outcomes, commit, seed):
    last = last_figures(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {}
    lines = ["# The last nightly run", "", "`./dev nightly` writes this file.", "", f"Commit: `{commit}`, seed {seed}.", "",
             "| part | outcome | seconds | its last line |", "|---|---|---|---|"]
    for part, (well, seconds, line) in outcomes.items():
        lines.append(f"| {PARTS[part][0]} | {'passed' if well else '**failed**'} | {seconds} | {line.replace('|', '/')} |")
    lines += ["", "| benchmark | ns of processor time | before | difference |", "|---|---|---|---|"]
    for name, value in figures().items():
        before = last.get(name)
        difference = f"{100 * (value / before - 1):+.1f} %" if before else ""
        lines.append(f"| {name} | {value:,.0f} | {f'{before:,.0f}' if before else ''} | {difference} |")
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    brief = "--brief" in sys.argv[1:]
    chosen = [a for a in sys.argv[1:] if a != "--brief"]
    if unknown := set(chosen) - set(PARTS):
        sys.exit(f"nightly: no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    BENCH.mkdir(parents=True, exist_ok=True)
    seed = int(os.environ.get("MARSAD_SEED", time.time_ns() % 2**31))
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    outcomes = {}
    for part in chosen or PARTS:
        outcomes[part] = run(part, PARTS[part][2 if brief else 1], seed)
        well, seconds, line = outcomes[part]
        print(f"{part}: {'passed' if well else 'FAILED'}, {seconds} s, seed {seed}: {line}", flush=True)
    if not chosen and not brief:
        write(outcomes, commit, seed)
    return 0 if all(well for well, _, _ in outcomes.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
