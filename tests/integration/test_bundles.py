"""The gazetteer is swapped twenty times under load: every article comes out once, as `marsad explain` enriches it with the
bundle that its StageRun names, whatever is killed and whatever broken sets come in between."""
import hashlib
import json
import os
import subprocess
import threading

import pytest
from google.protobuf import json_format
from harness import at_least, produce, read, scan, wait_until
from marsad.v1.enriched_pb2 import EnrichedArticle
from stage_table import BIN, ROOT

SWAPS = 20
KINDS = 3  # of articles: their texts
HEADER = "key\ttype\ttier\tids\tcountry\tas_of\ten\n"
KILLS = {7: "before", 14: "after"}  # swap to when the process is killed: before it can load the set, or after it works with it


def name_of(number):
    """A name that no gazetteer has: set `number` knows it, and the set before it did."""
    return f"Qorvan {chr(ord('A') + number)}elt"


def article(number):
    kind = number % KINDS
    names = ", ".join(name_of(n) for n in range(SWAPS + 2))
    return {"uri": f"urn:marsad:swap:{number}", "title": f"Report {kind} from Cairo",
            "body": f"The ministers of Egypt met in Vienna, report {kind}.\n\nThey spoke of {names}.\n",
            "published": "2026-11-03T09:15:00+03:00", "source": {"name": "Test"}}


def write_set(directory, number):
    """A whole set: what ships, and a file that knows the names `number` and `number + 1`."""
    directory.mkdir(parents=True)
    for shipped in sorted((BIN.parent / "share/marsad/gazetteer").glob("*.tsv")):
        (directory / shipped.name).write_bytes(shipped.read_bytes())
    rows = [f"swap-{n}\tORG\t1\t\t\t2026-11\t{name_of(n)}\n" for n in (number, number + 1)]
    (directory / "swap.tsv").write_text(HEADER + "".join(rows), encoding="utf-8")
    sums = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in sorted(directory.glob("*.tsv"))]
    (directory / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return directory


def bundle_of(directory):
    """What StageRun calls a set, with the models that ship beside it, worked out without Marsad."""
    files = [*sorted(directory.glob("*.tsv")), *sorted((BIN.parent / "share/marsad/models").glob("*.model"))]
    parts = [f.name.encode() + b"\0" + hashlib.sha256(f.read_bytes()).hexdigest().encode() + b"\n" for f in files]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def without_place(enriched):
    """What is the same for every article of a kind: neither its uri nor where and when it came, nor what `explain` says of
    its story, which no stage of these pipelines does."""
    enriched.ClearField("story")
    kept = [run for run in enriched.runs if run.stage != "cluster"]
    del enriched.runs[:]
    enriched.runs.extend(kept)
    enriched.article.ClearField("uri")
    enriched.article.ClearField("input")
    enriched.article.ClearField("received")
    for run in enriched.runs:
        run.ClearField("started")
        run.ClearField("finished")
    return enriched.SerializeToString(deterministic=True)


def explain(directory, kinds):
    """The articles of every kind as `marsad explain` enriches them with this set."""
    config = directory.with_suffix(".yaml")
    config.write_text(json.dumps({"tag": {"gazetteer": str(directory)}}), encoding="utf-8")
    shown = subprocess.run([BIN / "marsad", "explain", "--json", "--config", config, *kinds], capture_output=True,
                           check=True, timeout=120)
    return [without_place(json_format.Parse(line, EnrichedArticle())) for line in shown.stdout.splitlines()]


class Load(threading.Thread):
    """Sends articles, a few at a time, until it is told to stop."""

    def __init__(self, bootstrap, topic):
        super().__init__()
        self.target, self.count, self.enough, self.error = (bootstrap, topic), 0, threading.Event(), None

    def run(self):
        try:
            while not self.enough.is_set():
                batch = [(a["uri"], json.dumps(a).encode(), [("content-type", b"application/json")], None)
                         for a in map(article, range(self.count, self.count + 20))]
                produce(*self.target, batch)
                self.count += len(batch)
                self.enough.wait(0.05)
        except AssertionError as error:
            self.error = error

    def stop(self):
        self.enough.set()
        self.join()
        assert self.error is None, self.error


class Stage:
    """The chain of all stages as one process, with its gazetteer behind a link."""

    def __init__(self, pipeline, link):
        self.pipeline, self.link = pipeline, link
        self.start()

    def start(self):
        self.process = self.pipeline.start_chain(tag={"gazetteer": str(self.link)}).wait_ready()

    def restart(self):
        self.process.kill()
        self.start()

    def point_to(self, directory):
        """As one replaces a link: under another name first."""
        fresh = self.link.with_suffix(".fresh")
        fresh.symlink_to(directory)
        os.replace(fresh, self.link)

    def shows(self, line):
        wait_until(lambda: line in self.process.get("/metrics")[1], lambda: f"{line} of {self.process}")

    def works_with(self, directory):
        """Waits until articles have gone through with this set."""
        self.shows(f'marsad_bundle_info{{bundle="{bundle_of(directory)}",stage="tag",pipeline="{self.pipeline.name}"}} 1')
        before = self.outputs()
        wait_until(lambda: self.outputs() >= before + 10, lambda: f"ten more articles of {self.process}")

    def outputs(self):
        page = self.process.get("/metrics")[1]
        return next(float(line.split()[-1]) for line in page.splitlines()
                    if line.startswith('marsad_messages_total{direction="out",'))

    def refuses(self, directory, word):
        refused = len(self.process.events("bundle_refused"))
        self.point_to(directory)
        wait_until(lambda: len(self.process.events("bundle_refused")) > refused, lambda: f"a refusal by {self.process}")
        assert word in self.process.events("bundle_refused")[-1]["error"]
        self.shows('marsad_bundle_loads_total{result="refused",')


@pytest.fixture
def sets(tmp_path):
    return [write_set(tmp_path / "sets" / str(n), n) for n in range(SWAPS + 1)]


@pytest.fixture
def broken(tmp_path):
    """(set, what the refusal says) of sets that must not be used."""
    truncated = write_set(tmp_path / "truncated", 0)
    whole = (truncated / "swap.tsv").read_bytes()
    (truncated / "swap.tsv").write_bytes(whole[:-5])
    half = write_set(tmp_path / "half", 1)
    (half / "places.tsv").unlink()
    unlisted = write_set(tmp_path / "unlisted", 2)
    (unlisted / "SHA256SUMS").unlink()
    (unlisted / "swap.tsv").write_bytes(whole[:len(HEADER) + 9])
    return [(truncated, "swap.tsv is not what SHA256SUMS says"), (half, "places.tsv is missing"), (unlisted, "swap.tsv:2")]


def page_blocks():
    """What docs/own-names.md shows, block by block; lines of a terminal without the marks around what was inserted."""
    return [block.strip() for block in (ROOT / "docs/own-names.md").read_text(encoding="utf-8").split("```")[1::2]]


def run(*arguments):
    done = subprocess.run([BIN / "marsad", *arguments], capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode().replace("\u2068", "").replace("\u2069", ""), done.stderr.decode()


def test_the_desks_half_hour(bootstrap, pipelines, tmp_path):
    """Steps 5 and 6 of docs/own-names.md; `marsad_program_ownnames` asks the steps before."""
    sentence, swap, _, after = page_blocks()[-4:]
    before = swap.splitlines()[1]
    pipeline = pipelines("halfhour", partitions=1)
    shipped = BIN.parent / "share/marsad/gazetteer"
    link = tmp_path / "gazetteer"
    link.symlink_to(shipped)
    stage = Stage(pipeline, link)

    def last_lines_of_tap(count):
        read(bootstrap, pipeline.topics["enriched"], at_least(count))
        _, out, error = run("tap", pipeline.topics["enriched"], "--config", stage.process.config_path, "--from", "beginning",
                            "--limit", str(count))
        assert error == ""
        return [line.strip() for line in out.splitlines() if line.strip()][-1]

    produce(bootstrap, pipeline.topics["raw"], [(None, sentence.encode(), [("content-type", b"text/plain")], None)])
    assert last_lines_of_tap(1) == before
    desk = tmp_path / "desk.tsv"
    rows = (ROOT / "docs/own-names.tsv").read_text(encoding="utf-8")
    desk.write_text(rows.replace("\tشركة كورفكس\t", "\tكورفكس|شركة كورفكس\t").replace("\tHarvest\n", "\t?Harvest\n"), encoding="utf-8")
    newer = tmp_path / "gazetteer-8"
    code, out, error = run("gazetteer", "build", newer, "--add", desk, "--config", stage.process.config_path)
    assert (code, error) == (0, "") and f"{newer}/gazetteer.bin: 11 lists, " in out
    code, out, _ = run("gazetteer", "diff", link, newer)
    assert code == 1 and len(out.splitlines()) == 20
    assert out.splitlines()[:3] == [line for line in swap.splitlines() if line.startswith("+ ")]
    stage.point_to(newer)
    swapped = stage.process.wait_for_event("bundle_swapped")
    assert swapped["to"] == bundle_of(newer)
    stage.shows(f'marsad_bundle_info{{bundle="{bundle_of(newer)}",stage="tag",pipeline="{pipeline.name}"}} 1')
    produce(bootstrap, pipeline.topics["raw"],
            [(None, sentence.replace("الأحد", "الاثنين").encode(), [("content-type", b"text/plain")], None)])
    assert last_lines_of_tap(2) == after
    pipeline.stop()


def test_twenty_swaps_under_load(bootstrap, pipelines, tmp_path, sets, broken):
    pipeline = pipelines("swap")
    link = tmp_path / "now"
    link.symlink_to(sets[0])
    stage = Stage(pipeline, link)
    load = Load(bootstrap, pipeline.topics["raw"])
    load.start()
    stage.works_with(sets[0])
    for number in range(1, SWAPS + 1):
        if number % 5 == 4 and broken:
            stage.refuses(*broken.pop())
        stage.point_to(sets[number])
        if KILLS.get(number) == "before":
            stage.restart()
        stage.works_with(sets[number])
        if KILLS.get(number) == "after":
            stage.restart()
    load.stop()

    kinds = [tmp_path / f"kind{k}.json" for k in range(KINDS)]
    for number, path in enumerate(kinds):
        path.write_text(json.dumps(article(number)), encoding="utf-8")
    expected = {bundle_of(s): explain(s, kinds) for s in sets}
    assert len({outcome[0] for outcome in expected.values()}) == SWAPS + 1, "the sets do not differ in what they find"

    times = {}
    for record in scan(bootstrap, pipeline.topics["enriched"], lambda: len(times) >= load.count):
        enriched = EnrichedArticle.FromString(record.value)
        number = int(enriched.article.uri.rsplit(":", 1)[1])
        bundle = next(run.bundle for run in enriched.runs if run.stage == "tag")
        times.setdefault(number, []).append(bundle)
        assert without_place(enriched) == expected[bundle][number % KINDS], f"article {number}, bundle {bundle}"
    assert sorted(times) == list(range(load.count))
    assert [number for number, bundles in times.items() if len(bundles) != 1] == []
    # A set may be replaced before an article comes while it is in use: most, not all, have been at work.
    used = {bundles[0] for bundles in times.values()}
    assert used <= set(expected)
    assert len(used) > SWAPS // 2
    assert list(scan(bootstrap, pipeline.topics["dead"])) == []
    pipeline.stop()
