"""Every command in the documents for operators is one that there is: verbs and options of our programs, services of the compose
file, values of the chart, units. Commands are read from the blocks between ``` of each document."""
import functools
import os
import re
import shlex
import subprocess
from pathlib import Path

import chart
import pytest
import yaml

DOCUMENTS = ["README.md", "SECURITY.md", "deploy/README.md", "docs/install.md", "docs/operations.md", "docs/upgrade.md"]
BIN = Path(os.environ.get("MARSAD_BIN", chart.ROOT / "build/release/bin"))
STAGES = sorted(path.parent.name for path in (chart.ROOT / "stages").glob("*/README.md"))


def commands(text):
    """The command lines of all blocks, as lists of words; what follows a pipe or && is a command of its own."""
    for block in re.findall(r"^```\n(.*?)^```$", text, re.M | re.S):
        for line in re.sub(r"\\\n\s*", "", block).splitlines():
            try:
                words = shlex.split(line, comments=True)
            except ValueError:  # a drawing, or a text of several lines
                continue
            command = []
            for word in [*words, ";"]:
                if word in (";", "|", "&&", "&", "do", "done"):
                    if command:
                        yield command
                    command = []
                else:
                    command.append(word)


@functools.cache
def page(*words):
    """The help of a program's verb; None if there is none."""
    shown = subprocess.run([str(BIN / words[0]), *words[1:], "--help"], capture_output=True, text=True, timeout=60)
    return shown.stdout if shown.returncode == 0 else None


def options_of(words):
    return {word.split("=")[0] for word in words if re.match(r"--[a-z]", word)}


def unknown_options(words, text):
    return [f"{option} of {words[0]}" for option in sorted(options_of(words)) if not re.search(rf"{option}\b", text)]


def of_program(words):
    """`marsad VERB [VERB] …`: as many verbs as have a page of their own."""
    program, rest = words[0].rsplit("/", 1)[-1], words[1:]
    if page(program) is None:
        return [f"no program {program}"]
    verbs = []
    while rest and re.fullmatch(r"[a-z]+", rest[0]) and re.search(rf"^  {rest[0]}\b", page(program, *verbs), re.M):
        verbs.append(rest.pop(0))
    if program == "marsad" and not verbs and not options_of(rest):
        return [f"no verb: {' '.join(words)}"]
    return unknown_options([" ".join([program, *verbs]), *rest], page(program, *verbs))


def of_dev(words):
    shown = subprocess.run([str(chart.ROOT / "dev"), "help", *words[1:2]], capture_output=True, text=True, timeout=60).stdout
    return [] if re.match(rf"usage: \./dev {words[1]}\b", shown) else [f"no verb: {' '.join(words[:2])}"]


def of_compose(words):
    services = yaml.safe_load((chart.ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    if words[1] != "run":
        return [] if words[1] in ("up", "down", "logs", "ps") else [f"docker-compose {words[1]}"]
    rest = words[2:]
    while rest and rest[0].startswith("-"):
        rest = rest[2 if rest[0] == "-v" else 1:]
    return ([] if rest[0] in services else [f"no service {rest[0]}"]) + (of_program(rest[1:]) if rest[1:] else [])


def of_helm(words):
    values = yaml.safe_load((chart.CHART / "values.yaml").read_text(encoding="utf-8"))
    faults = [] if any((chart.ROOT / word / "Chart.yaml").is_file() for word in words) else [f"no chart: {' '.join(words)}"]
    for option, setting in zip(words, words[1:]):
        if option in ("--set", "--set-string"):
            first, *more = re.split(r"(?<!\\)\.", setting.split("=")[0])
            here = values.get(first)
            if here is None or (more and isinstance(here, dict) and first != "config" and more[0] not in here):
                faults.append(f"no value {setting}")
    return faults


def of_systemd(words):
    units = [word for word in words if word.startswith("marsad")]
    return [f"no unit {unit}" for unit in units if unit.removeprefix("marsad-stage@") not in STAGES]


KINDS = [(r"(build/release/bin/)?marsad(-[a-z]+)?", of_program), (r"\./dev", of_dev), (r"docker-compose", of_compose), (r"helm", of_helm),
         (r"systemctl", of_systemd)]


def faults(text):
    found = []
    for words in commands(text):
        words = words[1:] if words[0] in ("sudo", "(cd") else words
        for pattern, check in KINDS:
            if words and re.fullmatch(pattern, words[0]):
                found += check(words)
    return found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_is_one_that_there_is(document):
    assert faults((chart.ROOT / document).read_text(encoding="utf-8")) == []


def test_the_ways_to_a_first_article_are_walked():
    """So that none of them is lost from the page, or from what is looked at here."""
    text = (chart.ROOT / "docs/install.md").read_text(encoding="utf-8")
    first = {words[1 if words[0] == "sudo" else 0] for words in commands(text)}
    assert {"docker-compose", "./dev", "apt-get", "systemctl", "marsad", "helm", "kubectl"} <= first


@pytest.mark.parametrize("wrong, word", [
    ("marsad tap news.enriched --config x --limits 1", "--limits"),
    ("marsad tapp news.enriched", "no verb"),
    ("./dev packages", "no verb"),
    ("docker-compose run --rm topic marsad topics list", "no service topic"),
    ("docker-compose run --rm topics marsad topics list --partition 1", "--partition"),
    ("helm install marsad deploy/helm/marsad --set imagge.tag=1", "no value imagge"),
    ("sudo systemctl enable --now marsad-stage@decoder", "no unit marsad-stage@decoder"),
    ("true && marsad send --conf x", "--conf"),
])
def test_a_mistake_is_caught(wrong, word):
    assert any(word in fault for fault in faults(f"```\n{wrong}\n```\n"))
