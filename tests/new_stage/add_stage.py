#!/usr/bin/env python3
"""Adds a stage by the seven steps of CONTRIBUTING.md to a copy of the repository, and looks whether each step is true.

usage: add_stage.py DIRECTORY    prints what it looked at; exit 1 if a step is not true
"""
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(__file__).resolve().parent / "weigh"
PROGRAMS = ["marsad_stages_test", "marsad_app_test", "marsad_weigh_test"]
STEPS_NAME = ["stages/weigh/", "proto/marsad/v1/enriched.proto", "tests/contract/v1/fields.txt", "lib/record/record.h",
              "proto/marsad/config/v1/config.proto", "docs/configuration.md", "deploy/marsad.sample.yaml", "stages/table.cc",
              "docker-compose.yml", "deploy/prometheus/prometheus.yml", "ARCHITECTURE.md"]


def run(copy, *command, **more):
    return subprocess.run(list(map(str, command)), cwd=copy, check=True, capture_output=True, text=True, **more).stdout


def copy_tree(copy):
    names = run(ROOT, "git", "ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    for name in names:
        if not (ROOT / name).is_file():
            continue
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    run(copy, "git", "init", "-q")
    run(copy, "git", "add", "-A")
    run(copy, "git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "before")


def insert(path, before, text):
    """Puts `text` in front of the first line that holds `before`."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if before in line)
    lines.insert(at, text)
    path.write_text("".join(lines), encoding="utf-8")


def add_stage(copy):
    # 1, 3, 4, 5: the folder.
    shutil.copytree(FILES, copy / "stages/weigh")
    # 2: the field that it owns.
    enriched = copy / "proto/marsad/v1/enriched.proto"
    insert(enriched, "message EnrichedArticle {", "// How long an article is.\nmessage Weight {\n  optional uint32 words = 1;"
           "  // of title and body\n}\n\n")
    text = enriched.read_text(encoding="utf-8")
    first, last = map(int, re.search(r"reserved (\d+) to (\d+);  .*for stages to come", text).groups())
    text = text.replace(f"  reserved {first} to {last};", f"  optional Weight weight = {first};     // weigh\n  reserved {first + 1} to {last};")
    enriched.write_text(text, encoding="utf-8")
    record = copy / "lib/record/record.h"
    record.write_text(re.sub(r"(enum class Field : uint32_t \{.*?kStory = 5,)", rf"\1 kWeight = {first},", record.read_text(
        encoding="utf-8"), count=1, flags=re.DOTALL), encoding="utf-8")
    run(copy, sys.executable, "tests/contract/additive.py", "--update")
    # 6: its options and its topic.
    config = copy / "proto/marsad/config/v1/config.proto"
    insert(config, "// The names of the topics.", "message Weigh {\n  // Articles of more words weigh "
           "as much as this.\n  optional int32 most = 1 [default = 100000, (rule) = {min: 1, max: 10000000}];\n}\n\n")
    text = config.read_text(encoding="utf-8")
    text = re.sub(r"(message Config \{.*?)\n\}", r"\1\n  optional Weigh weigh = 99;\n}", text, count=1, flags=re.DOTALL)
    text = re.sub(r"(message Topics \{.*?)\n\}", r'\1\n  // With a weight.\n  optional string weighed = 99 [default = "news.weighed"];\n}', text, count=1,
                  flags=re.DOTALL)
    config.write_text(text, encoding="utf-8")
    run(copy, sys.executable, "tools/checks/configuration.py", "--write")
    sample = copy / "deploy/marsad.sample.yaml"
    insert(sample, "#  dead: news.dead", "#  weighed: news.weighed\n")
    sample.write_text(sample.read_text(encoding="utf-8") + "\n#weigh:\n#  most: 100000\n", encoding="utf-8")
    # 7: its row.
    table = copy / "stages/table.cc"
    text = table.read_text(encoding="utf-8")
    text = text.replace('#include "stages/tag/stage.h"\n', '#include "stages/tag/stage.h"\n#include "stages/weigh/stage.h"\n')
    row = '    app::StageEntry{\n        .name = "weigh", .input = "enriched", .output = {.key = "weighed"}, .load_enricher = weigh::LoadWeigh},\n'
    text = re.sub(r"(constexpr std::array kStages = \{.*?\n)\};", lambda m: m[1] + row + "};", text, count=1, flags=re.DOTALL)
    table.write_text(text, encoding="utf-8")


def look(copy):
    """Yields (what, whether it is so)."""
    changed = [line[3:] for line in run(copy, "git", "status", "--porcelain").splitlines()]
    others = [name for name in changed if not name.startswith(tuple(STEPS_NAME))]
    yield f"no other room was touched {others}", not others
    for tests in ("marsad_stages_table", "marsad_app_config", "marsad_weigh_stage"):
        shown = subprocess.run(["ctest", "--test-dir", "build/release", "--no-tests=error", "-R", tests], cwd=copy, check=False,
                               capture_output=True, text=True)
        yield f"tests {tests}", shown.returncode == 0
    for check in ("layers", "sizes"):
        shown = subprocess.run([sys.executable, f"tools/checks/{check}.py", "."], cwd=copy, check=False, capture_output=True)
        yield f"tools/checks/{check}.py", shown.returncode == 0
    yield "contract", "added" in run(copy, sys.executable, "tests/contract/additive.py")
    marsad = copy / "build/release/bin/marsad"
    yield "marsad stages", run(copy, marsad, "stages").splitlines()[-1].split()[:3] == ["weigh", "news.enriched", "news.weighed"]
    yield "completion", all("weigh" in run(copy, marsad, "completion", shell) for shell in ("bash", "zsh", "fish"))
    yield "help of run", "weigh" in run(copy, marsad, "run", "--help")
    (copy / "weigh.yaml").write_text("kafka:\n  bootstrap.servers: localhost:1\nstages: [summarize, weigh]\n", encoding="utf-8")
    yield "marsad check", "valid" in run(copy, marsad, "check", "--offline", "weigh.yaml")
    yield "its own program", "weigh.most = 100000" in run(copy, copy / "build/release/bin/marsad-weigh", "--config", "weigh.yaml",
                                                           "--check")
    shown = run(copy, marsad, "demo", "--quiet", "--out", "demo-out", timeout=300)
    yield "demo names it", re.search(r"^weigh +\d", shown, re.MULTILINE) is not None
    records = [json.loads(line) for line in (copy / "demo-out/enriched.jsonl").read_text(encoding="utf-8").splitlines()]
    articles = [record for record in records if "article" in record]
    yield "every article of the demo was weighed", bool(articles) and all(
        record["runs"][-1]["stage"] == "weigh" and record["weight"]["words"] > 0 for record in articles)
    places = [(r["article"]["uri"], r["article"].get("version")) for r in articles]
    yield "no article came out twice", len(places) == len(set(places))


def main():
    copy = Path(sys.argv[1]).resolve()
    if not (copy / "stages/weigh").exists():
        copy_tree(copy)
        add_stage(copy)
    run(copy, "cmake", "--preset", "release", "-DMARSAD_TESTS=ON")
    built = subprocess.run(["cmake", "--build", "build/release", "--target", "marsad", "marsad-weigh", "marsad_gazetteer",
                            *PROGRAMS], cwd=copy, check=False)
    if built.returncode != 0:
        return 1
    wrong = 0
    for what, is_so in look(copy):
        print(f"{'yes' if is_so else 'NO '}  {what}", flush=True)
        wrong += not is_so
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
