#!/usr/bin/env python3
"""Runs clang-tidy on the files that are new since it passed them: see `./dev lint --help`.

usage: tidy.py BUILD FILE…    BUILD has compile_commands.json and bin/own_code.so. In BUILD/passed there is a record of each file
                              that passed, with all that it includes: as long as none of that differs, nor how it is compiled,
                              nor the checks, it is not looked at again. Exit 1 if there is a finding.
"""
import hashlib
import json
import os
import shlex
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

CONFIG = ".clang-tidy"
TOOL = "clang-tidy-14"


@lru_cache(maxsize=None)
def digest(path):
    """'' if it is not there."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest() if Path(path).is_file() else ""


def key_of(setting, command, included):
    return hashlib.sha256("\n".join([setting, command, *(f"{path} {digest(path)}" for path in included)]).encode()).hexdigest()


def included_by(entry):
    """All that a file includes, itself among them; none if it cannot be read."""
    words = shlex.split(entry["command"])
    at = words.index("-o")
    words = [*words[:at], *words[at + 2:], "-M"]
    done = subprocess.run(words, cwd=entry["directory"], capture_output=True, text=True, check=False)
    paths = done.stdout.replace("\\\n", " ").split()[1:]
    return sorted({os.path.normpath(os.path.join(entry["directory"], path)) for path in paths}) if done.returncode == 0 else []


def look(build, path):
    """(whether it passed, what clang-tidy said)"""
    done = subprocess.run([TOOL, f"--load={build.resolve()}/bin/own_code.so", "--quiet", "-p", build, path], capture_output=True,
                          text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


class Passed:
    """The records of what passed."""

    def __init__(self, folder, setting):
        self.folder, self.setting = folder, setting
        folder.mkdir(parents=True, exist_ok=True)

    def _file(self, path):
        return self.folder / (path.replace("/", "+") + ".json")

    def has(self, path, command):
        if not self._file(path).is_file():
            return False
        record = json.loads(self._file(path).read_text(encoding="utf-8"))
        return record["key"] == key_of(self.setting, command, record["included"])

    def add(self, path, command, included):
        key = key_of(self.setting, command, included)
        self._file(path).write_text(json.dumps({"key": key, "included": included}), encoding="utf-8")


def check(path, entries, passed, build):
    """(whether it was looked at, whether it is well, what was said); `entries` are those of compile_commands.json."""
    command = "\n".join(entry["command"] for entry in entries)
    if passed.has(path, command):
        return False, True, ""
    included = included_by(entries[0]) if entries else []  # before it is looked at: what changes meanwhile is new again
    well, said = look(build, path)
    if well and included:
        passed.add(path, command, included)
    return True, well, said


def main():
    build, files = Path(sys.argv[1]), sys.argv[2:]
    entries = defaultdict(list)
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        entries[os.path.relpath(entry["file"])].append(entry)
    version = subprocess.run([TOOL, "--version"], capture_output=True, text=True, check=True).stdout
    passed = Passed(build / "passed", version + digest(CONFIG) + digest("tools/checks/own_code.cc"))
    looked = broken = 0
    with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        for path, (was_new, well, said) in zip(files, pool.map(lambda path: check(path, entries.get(path, []), passed, build), files)):
            looked, broken = looked + was_new, broken + (not well)
            if not well:
                print(f"{path}:\n{said}", flush=True)
    print(f"tidy: {len(files)} files, {looked} of them new, {broken} with findings")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
