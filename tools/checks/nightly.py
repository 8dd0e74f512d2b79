#!/usr/bin/env python3
"""What is too long for every day: see `./dev nightly --help`.

usage: nightly.py [--brief] [PART…]    each part's words are kept in build/nightly/PART.log. A part that ran at full length, on
                                       a tree that is its commit's, renews its row in docs/nightly.md, which keeps the rows of
                                       all others: a report may be made in pieces. Exit 1 if a part failed.
"""
import ctypes
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOGS, REPORT = ROOT / "build/nightly", "docs/nightly.md"
BENCH = ROOT / "build/nightly/bench"
PR_SET_CHILD_SUBREAPER = 36

# The whole matrix but for `upgrade`, in pieces of half an hour on two quiet cores: part: (what it is, its rows).
FAULTS = {
    "faults_stages": ("faults of stages and of what they read",
                      "'crash-*' oversize dead-refused slow backlog none 'kill-*' 'sigterm*' zombie 'pause-*' members orphan"),
    "faults_brokers": ("faults of brokers", "'broker-*'"),
    "faults_state": ("faults of a stage with state", "'state-*'"),
    "faults_cluster": ("faults of cluster", "'cluster-*'"),
}

# Part: (what it is, command, the same tried briefly). SEED stands for a number that is drawn anew.
PARTS = {
    "tidy": ("clang-tidy on every C++ file", "./dev lint --tidy all", "./dev lint --tidy lib/base/clock.cc"),
    "mutants": ("every mutant is caught", "./dev mutants", "./dev mutants --check"),
    "seeds": ("the quick tests from three seeds drawn anew",
              "for more in 0 1 2; do MARSAD_SEED=$((SEED + more)) ./dev test --quick || exit; done",
              "MARSAD_SEED=SEED ./dev test -R marsad_pipeline_faults"),
    "chart": ("the chart through helm and kubeconform", "/usr/bin/python3 tests/deploy/chart.py build && ./dev test -R deploy_chart",
              "./dev test -R deploy_chart"),
    "debian13": ("a bare Debian 13: demo, quick and security tests", "SUITE=trixie tests/bare/run.sh "
                 "'./dev demo && ./dev test --quick && ./dev test -R integration_security'", "bash -n tests/bare/run.sh"),
    "package": ("the package and the image, built and tried in a bare Debian 13", "TWICE=1 ./dev package try",
                "bash -n tests/bare/try_package.sh"),
    "upgrade": ("an older build becomes this one under load, and goes back",
                'old=$(tests/faults/old_build.sh) && MARSAD_OLD_BIN=$(tail -n 1 <<<"$old") ./dev faults upgrade --seed SEED',
                "bash -n tests/faults/old_build.sh"),
    **{part: (what, f"./dev faults {rows} --seed SEED", "./dev faults --list") for part, (what, rows) in FAULTS.items()},
    "fuzz": ("ten minutes of fuzzing a target", "./dev fuzz 600", "./dev fuzz 5 record"),
    "bench": ("benchmarks, in processor time", "BENCH_FOLDER=build/nightly/bench ./dev bench",
              "BENCH_FOLDER=build/nightly/bench ./dev bench --benchmark_min_time=0.01"),
}

Result = namedtuple("Result", "well commit seed seconds load line")


def stop_children():
    """Ends every process that a part has left. This process is the parent of all whose own parent has gone."""
    while True:
        for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split():
            os.kill(int(child), signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def run(part, command, seed, commit):
    log, began, load = LOGS / f"{part}.log", time.monotonic(), os.getloadavg()[0]
    try:
        with open(log, "wb") as out:
            # Not subprocess.run, which would wait once more for what stop_children has reaped.
            child = subprocess.Popen(["bash", "-c", re.sub(r"\bSEED\b", str(seed), command)], cwd=ROOT, stdin=subprocess.DEVNULL,
                                     stdout=out, stderr=subprocess.STDOUT)
            status = child.wait()
    finally:
        stop_children()
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return Result(status == 0, commit, seed, round(time.monotonic() - began), load, lines[-1].strip() if lines else "")


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def commit_of_tree():
    """None if the tree has changes; the report itself may have."""
    changes = git("status", "--porcelain", "--", ".", f":!{REPORT}")
    return None if changes else git("rev-parse", "HEAD")


def figures():
    """Nanoseconds of processor time of each benchmark of the last run."""
    found = {}
    for file in sorted(BENCH.glob("*.json")):
        text = file.read_text(encoding="utf-8")
        for entry in json.loads(text)["benchmarks"] if text.strip() else []:
            scale = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[entry["time_unit"]]
            found[f"{file.stem}: {entry['name']}"] = entry["cpu_time"] * scale
    return found


def rows_of_benchmarks(measured, report):
    """A row for each, beside the figure that `report` has."""
    last = {name: float(value.replace(",", "")) for name, value in re.findall(r"^\| (\S+_bench: \S+) \| ([\d,]+) \|", report, re.MULTILINE)}
    rows = []
    for name, value in measured.items():
        before = last.get(name)
        difference = f"{100 * (value / before - 1):+.1f} %" if before else ""
        rows.append(f"| {name} | {value:,.0f} | {f'{before:,.0f}' if before else ''} | {difference} |")
    return rows


def row(part, result):
    return (f"| {part}: {PARTS[part][0]} | {'passed' if result.well else '**failed**'} | `{result.commit[:12]}` | {result.seed} | "
            f"{result.seconds} | {result.load:.1f} | {result.line.replace('|', '/')} |")


def renew(report, results, benchmarks):
    """The report with the rows of `results`, and of `benchmarks` if there are any; all others stay."""
    rows = {part: f"| {part}: {what} | has not run | | | | | |" for part, (what, _, _) in PARTS.items()}
    rows.update({part: line for line, part in re.findall(r"^(\| (\w+): .*)$", report, re.MULTILINE) if part in PARTS})
    rows.update({part: row(part, result) for part, result in results.items()})
    benchmarks = benchmarks or re.findall(r"^\| \S+_bench: .*$", report, re.MULTILINE)
    tidied = re.search(r"\| passed \| `(\w+)` \|", rows["tidy"])
    lines = ["# The last nightly runs", "", "`./dev nightly` writes this file: each part renews its row.", "",
             f"Commit: `{tidied[1]}`, where clang-tidy passed last." if tidied else "clang-tidy has not passed on every file.", "",
             "| part | outcome | commit | seed | seconds | load before | its last line |", "|---|---|---|---|---|---|---|", *rows.values(),
             "", "| benchmark | ns of processor time | before | difference |", "|---|---|---|---|", *benchmarks]
    return "\n".join(lines) + "\n"


def record(part, result):
    file = ROOT / REPORT
    report = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(renew(report, {part: result}, rows_of_benchmarks(figures(), report) if part == "bench" else []), encoding="utf-8")


def main():
    brief = "--brief" in sys.argv[1:]
    chosen = [a for a in sys.argv[1:] if a != "--brief"]
    if unknown := set(chosen) - set(PARTS):
        sys.exit(f"nightly: no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("nightly: the system does not let it find the processes that a part leaves")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that run() stops its children
    BENCH.mkdir(parents=True, exist_ok=True)
    seed = int(os.environ.get("MARSAD_SEED", time.time_ns() % 2**31))
    failed = False
    for part in chosen or PARTS:
        commit = commit_of_tree()
        result = run(part, PARTS[part][2 if brief else 1], seed, commit)
        failed = failed or not result.well
        print(f"{part}: {'passed' if result.well else 'FAILED'}, {result.seconds} s, seed {seed}: {result.line}", flush=True)
        if brief:
            continue
        if commit is not None and commit_of_tree() == commit:
            record(part, result)
        else:
            print(f"{part}: not in {REPORT}, for the tree is not that of one commit", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
