#!/usr/bin/env python3
"""Runs fuzz targets, as many at once as there are processors: see `./dev fuzz --help`.

usage: run.py DIRECTORY SECONDS|fixed [TARGET…]   DIRECTORY holds bin/fuzz_*; what is found is kept there: corpus/TARGET what
                                                  reached new code, findings/TARGET-* what broke a promise. Exit 1 then.

`fixed` is the same every time: the regressions and seeds that belong to the project, and a fixed number of inputs that are
made of them (fixed_inputs.py); neither what was found before nor the shared data has a part in it.
"""
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fixed_inputs

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("MARSAD_SHARED_DATA", ROOT / "../shared/data")) / "badinput"
GOLDEN, NORMALIZE = ROOT / "stages/decode/golden", ROOT / "stages/normalize/golden"
JSON = [SHARED / "jsontestsuite/test_parsing", SHARED / "gofuzz/json/corpus"]
XML = [SHARED / "feedparser/tests", SHARED / "gofuzz/xml/corpus", SHARED / "xmlbombs/xmltestdata"]
PROTOBUF = [SHARED / "gofuzz/protobuf/corpus"]
HTML = [SHARED / "dompurify", SHARED / "html5lib/tokenizer"]
TEXT = [NORMALIZE, GOLDEN, SHARED / "utf8tests", SHARED / "blns", SHARED / "trojan-source"]

# Target: (greatest input in bytes, folders of seeds). Those of the shared data are used where they are at hand.
TARGETS = {
    "decode": (8192, [GOLDEN, *JSON, *XML, *PROTOBUF, *HTML, *TEXT]),
    "decode_frame": (4096, [ROOT / "tests/fuzz/seeds/decode_frame", *PROTOBUF]),
    "decode_html": (8192, [GOLDEN, *HTML, SHARED / "feedparser/tests"]),
    "decode_json": (8192, [GOLDEN, *JSON]),
    "decode_xml": (8192, [GOLDEN, *XML]),
    "normalize": (4096, TEXT),
    "record": (4096, [ROOT / "tests/contract/v1", ROOT / "tests/fuzz/seeds/record", *PROTOBUF]),
    "segment": (4096, TEXT),
}


SLOWEST = 10  # seconds that an input may take
FIXED_INPUTS = 5000
FIXED = ["-seed=1", "-runs=0", "-timeout=120"]  # only what is given to it


def write_fixed(folder, seeds, dictionary, length):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = [file for seed in seeds if seed.exists() for file in sorted(seed.rglob("*")) if file.is_file()]
    made = fixed_inputs.make([file.read_bytes() for file in files], fixed_inputs.read_words(dictionary), FIXED_INPUTS, length)
    for number, data in enumerate(made):
        (folder / f"{number:04}").write_bytes(data)


def is_slow(program, file):
    """Whether the input in `file` takes too long by the processor's time, alone. A broken promise is for its own finding."""
    alone = subprocess.Popen([program, "-timeout=600", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(alone.pid, 0)
    alone.returncode = os.waitstatus_to_exitcode(status)
    return alone.returncode != 0 or used.ru_utime + used.ru_stime >= SLOWEST


def only_waited(program, findings):
    """Whether all that ended libFuzzer are inputs that took long by the clock alone, on a machine with other work; they are
    removed then."""
    if not findings or any("-timeout-" not in file.name or is_slow(program, file) for file in findings):
        return False
    for file in findings:
        file.unlink()
    return True


def fuzz(command, target, seconds, findings, log):
    """libFuzzer's exit status after so many seconds. It ends at an input that took long by the clock, and goes on if that was
    not the input's fault."""
    def found():
        return {file for file in findings.glob(f"{target}-*") if "-slow-unit-" not in file.name}  # which end nothing

    end, known = time.monotonic() + seconds, found()
    while (left := round(end - time.monotonic())) > 0 or seconds == 0:  # libFuzzer's 0: without end
        status = subprocess.run([*command, f"-max_total_time={max(left, 0)}"], stdout=log, stderr=subprocess.STDOUT,
                                check=False).returncode
        if status == 0 or not only_waited(command[0], found() - known):
            return status
    return 0


def run(directory, target, limit):
    """libFuzzer's exit status. Its whole output goes to the target's log."""
    length, seeds = TARGETS[target]
    seeds = [ROOT / f"tests/fuzz/regressions/{target}", *seeds]
    corpus, findings = directory / "corpus" / target, directory / "findings"
    limits = [f"-timeout={SLOWEST}"]
    dictionary = ROOT / f"tests/fuzz/dictionaries/{target.rpartition('_')[2]}.dict"
    if limit == "fixed":
        corpus, limits = directory / "fixed" / target, FIXED
        seeds = [folder for folder in seeds if SHARED not in folder.parents]
        write_fixed(corpus, seeds, dictionary, length)
    corpus.mkdir(parents=True, exist_ok=True)
    findings.mkdir(parents=True, exist_ok=True)
    command = [directory / f"bin/fuzz_{target}", *limits, f"-max_len={length}",
               "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={findings}/{target}-"]
    if dictionary.exists():
        command.append(f"-dict={dictionary}")
    command.append(corpus)
    command += [folder for folder in seeds if folder.exists()]
    with open(directory / f"fuzz_{target}.log", "wb") as log:
        if limit != "fixed":
            return fuzz(command, target, int(limit), findings, log)
        return subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False).returncode


def summary(log):
    """Of a target's log: how much was tried, and what broke."""
    text = log.read_text(encoding="utf-8", errors="replace")
    stats = dict(re.findall(r"^stat::(\w+):\s+(\d+)$", text, re.MULTILINE))
    cover = re.findall(r"cov: (\d+)", text)
    words = [f"{stats.get('number_of_executed_units', '?')} inputs", f"{cover[-1] if cover else '?'} edges",
             f"{stats.get('peak_rss_mb', '?')} MB"]
    broken = re.findall(r"^(broken promise: .*|SUMMARY: .*|.*runtime error: .*)$", text, re.MULTILINE)
    found = re.findall(r"Test unit written to (\S+)", text)
    return ", ".join(words) + "".join(f"\n  {line}" for line in [*broken[:3], *found])


def main():
    directory, limit, chosen = Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3:] or list(TARGETS)
    if unknown := set(chosen) - set(TARGETS):
        sys.exit(f"fuzz: no such target: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    failed = []
    with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        for target, status in zip(chosen, pool.map(lambda target: run(directory, target, limit), chosen)):
            print(f"{target}: {summary(directory / f'fuzz_{target}.log')}", flush=True)
            if status != 0:
                failed.append(target)
    if limit != "fixed" and not SHARED.exists():
        print(f"(without seeds from {SHARED}, which is not here: MARSAD_SHARED_DATA names its place)")
    if failed:
        print(f"broken: {', '.join(failed)}; {directory}/fuzz_TARGET.log has the whole story")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
