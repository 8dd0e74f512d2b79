#!/usr/bin/env python3
"""Who may include what: the table of ARCHITECTURE.md, and words that belong to one folder only.

usage: layers.py [ROOT]    prints FILE:LINE: what is wrong; exit 1 if anything is.
"""
import re
import sys
from pathlib import Path

from sources import SOURCE_SUFFIXES, report, tracked

ALL = "all"
# Folder -> what of ours it may include, beside itself. The longest prefix of a path decides; a file name beats a folder.
OURS = {
    "lib/base": [],
    "lib/text": ["lib/base"],
    "lib/record": ["lib/base"],
    "lib/article": ["lib/base", "lib/text"],
    "lib/pipeline": ["lib/base", "lib/record"],
    "lib/kafka": ["lib/base", "lib/record", "lib/pipeline"],
    "lib/telemetry": ["lib/base", "lib/record", "lib/pipeline", "lib/text/escape.h"],
    "lib/app": ALL,
    "stages": ["lib/base", "lib/text"],
    "cli": ALL, "tools": ALL, "bench": ALL, "tests": ALL,
}
STAGE_SEAM = ["lib/base", "lib/text", "lib/article", "lib/pipeline/stage.h", "lib/pipeline/testing", "lib/record"]  # stages/X/stage.{h,cc}, stages/X/contract/ and tests
# Within one library: folder -> its neighbours that it may not include. What stands on top of them may use all.
INSIDE = {
    "lib/kafka/auth": ["lib/kafka/session", "lib/kafka/tools"],
    "lib/kafka/tools": ["lib/kafka/session"],
    "stages/decode/article": ["stages/decode/html", "stages/decode/json"],
    "stages/decode/json": ["stages/decode/xml"],
    "stages/decode/html": ["stages/decode/xml"],
    "cli/show": ["cli/dead", "cli/demo", "cli/verbs"],
    "cli/dead": ["cli/demo"], "cli/demo": ["cli/dead"],
}
# Header prefix -> folders whose .cc files may include it. Programs, tools, benchmarks and tests are free.
OUTSIDE = {
    "unicode/": ["lib/text"],
    "google/protobuf/": ["lib/record", "lib/app"],
    "marsad/": ["lib/record", "lib/article", "lib/pipeline", "lib/app"],  # generated from proto/
    "librdkafka/": ["lib/kafka"],
    "prometheus/": ["lib/telemetry"], "civetweb": ["lib/telemetry"], "Civet": ["lib/telemetry"],
    "spdlog/": ["lib/telemetry"],
    "openssl/": ["lib/record", "lib/kafka"], "xxhash.h": ["stages/tag", "stages/normalize", "stages/cluster"],
    "cld2/": ["stages/normalize"], "simdjson": ["stages/decode", "lib/kafka"], "rapidjson/": ["stages/decode"],
    "libxml/": ["stages/decode"], "gumbo.h": ["stages/decode"],
    "yaml-cpp/": ["lib/app"], "CLI/": ["lib/app"],
}
EVERYWHERE = ("tl/",)
SYSTEM = ["lib/base/mapped_file.cc", "lib/pipeline", "lib/kafka", "lib/telemetry", "lib/app"]  # POSIX: <sys/mman.h>, <unistd.h> ...
FREE = ("cli/", "tools/", "bench/", "tests/")
TEST_ONLY = ("gtest/", "gmock/", "rapidcheck", "nlohmann/")

# Word -> (where it may stand, why not elsewhere).
BANS = [
    (r"\brd_kafka_|\bRdKafka::", ("lib/kafka/", "bench/"), "librdkafka is known to lib/kafka only"),
    (r"\bgetenv\b|std::(jthread|thread|async)\b(?!::)", ("lib/app/", "tests/", "bench/"),
     "environment and threads belong to lib/app"),
    (r"\b(tolower|toupper|isalpha|isalnum|isupper|islower|isspace|ispunct)\s*\(", ("lib/text/",),
     "text is not bytes: use lib/text"),
    (r"\bsleep_for\b|\busleep\s*\(", ("lib/app/", "lib/kafka/", "lib/pipeline/runner.cc", "tests/faults/trap/", "tests/eventually.h"),
     "wait for a condition, not for time"),
    (r"\brandom_device\b|\bs?rand\s*\(", (), "nothing is random: tests take their seed from tests/seed.h"),
]
# The same in the tests that are written in Python. What makes names that must differ is none of it.
PYTHON_BANS = [
    (r"MARSAD_SEED.*\btime\.|\brandom\.Random\(\s*\)|\brandom\.(random|randint|randrange|choice|choices|sample|shuffle)\(",
     ("tests/faults/run.py",), "nothing in the tests is random: take the seed from MARSAD_SEED, 1 without it"),
]
TEST_BANS_LIFTED = ("getenv",)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
COMMENT = re.compile(r"//.*$")


def is_test(path):
    return path.endswith("_test.cc") or "/testing/" in path or path.startswith(("tests/", "bench/"))


def is_main(path):
    return re.match(r"(stages|cli)/main\.cc$", path) is not None or is_table(path)


def is_table(path):
    """The table of stages: the one place that names them all."""
    return re.match(r"stages/table(_test)?\.(h|cc)$", path) is not None


def is_seam(path):
    return re.match(r"stages/\w+/(stage\.(h|cc)$|contract/)", path) is not None or is_test(path)


def within(path, folders):
    return any(path == f or path.startswith(f.rstrip("/") + "/") for f in folders)


def allowed_ours(path):
    if is_main(path):
        return ALL
    if path.startswith("stages/"):
        stage = "/".join(path.split("/")[:2])
        return [stage] + (STAGE_SEAM if is_seam(path) else OURS["stages"])
    for folder, may in OURS.items():
        if within(path, [folder]):
            return ALL if may == ALL else may + [folder]
    return []


def check_ours(path, header):
    if "/testing/" in header and not is_test(path):
        return f"{header} is for tests"
    if header.startswith("tests/"):
        return None if is_test(path) else f"{header} is for tests"
    if "/testing/" in header:
        return None
    if any(within(path, [folder]) and within(header, others) for folder, others in INSIDE.items()):
        return f"{header} stands above this folder"
    if path.startswith("stages/") and is_seam(header) and not (is_seam(path) or is_main(path)):
        return f"{header} belongs to the contract: the core knows no protobuf"
    may = allowed_ours(path)
    if may == ALL:
        other = re.match(r"stages/(\w+)/", header)
        if other and path.startswith("stages/") and not is_table(path) and not within(path, [f"stages/{other[1]}"]):
            return "no stage includes another"
        return None
    return None if within(header, may) else f"{header} may not be included here"


def check_outside(path, header):
    if header.startswith(EVERYWHERE) or path.startswith(FREE) or is_main(path):
        return None
    if header.startswith(TEST_ONLY):
        return None if is_test(path) else f"<{header}> is for tests"
    for prefix, folders in OUTSIDE.items():
        if header.startswith(prefix):
            record = prefix in ("marsad/", "google/protobuf/") and (is_test(path) or path.startswith("stages/") and is_seam(path))
            if not (within(path, folders) or record):
                return f"<{header}> may not be included here"
            return None if path.endswith(".cc") or is_test(path) else f"<{header}> belongs in a .cc file"
    if re.fullmatch(r"[a-z_0-9]+", header):
        return None  # the C++ standard library
    if re.fullmatch(r"([a-z]+/)*[a-z_0-9]+\.h", header):
        return None if within(path, SYSTEM) or is_test(path) else f"<{header}>: no system calls here"
    return f"<{header}> is not in the table of tools/checks/layers.py"


def check_line(path, line):
    found = INCLUDE.match(line)
    if found:
        header = found[2]
        ours = found[1] == '"' and not header.startswith(("marsad/", "google/"))
        problem = check_ours(path, header) if ours else check_outside(path, header)
        return [problem] if problem else []
    code = COMMENT.sub("", line)
    return [f"{why}: {match[0]}" for word, places, why in BANS
            if (match := re.search(word, code)) and not path.startswith(places)
            and not (is_test(path) and any(lifted in word for lifted in TEST_BANS_LIFTED))]


def check(path, text):
    """Everything that is wrong with one file: a list of (line, sentence)."""
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if path.endswith((".h", ".cc")):
            problems += [(number, p) for p in check_line(path, line)]
        if path.startswith("tests/") and path.endswith(".py"):
            problems += [(number, f"{why}: {match[0]}") for word, places, why in PYTHON_BANS
                         if (match := re.search(word, line)) and not path.startswith(places)]
        if BIDI.search(line):
            problems.append((number, "a bidirectional control character: write it as an escape"))
        if UNFINISHED.search(line) and not path.startswith("tools/checks/"):
            problems.append((number, "unfinished work is not marked in the source: do it, or open an issue"))
    return problems


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    return report("layers", root, tracked(root, SOURCE_SUFFIXES), check)


if __name__ == "__main__":
    sys.exit(main())
