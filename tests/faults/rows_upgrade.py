"""An older build and this one on the same topics: the rolling upgrade of docs/upgrade.md under load, and the way back.

MARSAD_OLD_BIN names the older build's programs (tests/faults/old_build.sh makes them); without it the row is skipped. Each stage has
two members. From the last stage to the first, one member after the other: SIGTERM, then the program of this build; at half
of the articles the same back, from the first stage to the last, each when what the stage before it wrote is read. Beside what every row demands: each stage of each build took
part, and `marsad tap` of either build reads every record."""
import os
import subprocess
from collections import Counter
from pathlib import Path

import articles
from harness import scan
from matrix import Load, Skipped, row
from stage_table import BIN, ROWS
from trial import Trial

OLD = Path(os.environ.get("MARSAD_OLD_BIN", "/nowhere"))
# What the older build reads and writes, by the keys of `topics`. Of this build's stages those that the older one has take part.
OLD_LANES = {"decode": ("raw", "articles"), "normalize": ("articles", "normalized"), "tag": ("normalized", "tagged"),
             "summarize": ("tagged", "enriched")}
STAGES = [name for name in OLD_LANES if name in {line[0] for line in ROWS}]
MEMBERS = (0, 1)


def new_lanes():
    """This build's key of each topic, by the older one's."""
    lanes = {line[0]: [topic.removeprefix("news.") for topic in line[1:3]] for line in ROWS}
    return {new: old for stage in STAGES for new, old in zip(lanes[stage], OLD_LANES[stage])}


class UpgradeTrial(Trial):
    """Two members of each stage; each knows of which build it is."""

    def __init__(self, *arguments):
        if not (OLD / "marsad-decode").exists():
            raise Skipped("MARSAD_OLD_BIN names no older build: tests/faults/old_build.sh makes one")
        super().__init__(*arguments)
        self.builds = {}
        names = {lane: self.pipeline.topics[lane] for lane in (*{lane for lanes in OLD_LANES.values() for lane in lanes}, "dead")}
        self.topics = {OLD: names, BIN: {**{new: names[old] for new, old in new_lanes().items()}, "dead": names["dead"]}}
        articles.STAGES = STAGES

    def start_stages(self):
        for stage in STAGES:
            for ordinal in MEMBERS:
                self.builds[name_of(stage, ordinal)] = OLD
                self.add_stage(stage, ordinal)

    def start_process(self, stage, ordinal, name):
        build = self.builds[name]
        return self.pipeline.start(stage, name=name, program=build / f"marsad-{stage}", ordinal=str(ordinal), topics=self.topics[build])

    def roll(self, stage, ordinal, build):
        """The member goes on as that of another build."""
        name = name_of(stage, ordinal)
        self.strike(f"{name} becomes {self.version(build)}")
        code, seconds = self.stages[name].terminate()
        assert code == 0, f"exit {code} of {self.stages[name].process}"
        self.measure("drain", seconds)
        self.builds[name] = build
        self.stages[name].restart()
        self.stages[name].wait_ready()

    def let_through(self):
        """Until all that was sent so far came out: no stage of the older build has to read what only a newer one writes."""
        sent = self.feed.sent
        self.reach(sent / self.count)

    @staticmethod
    def version(build):
        return subprocess.run([build / "marsad-decode", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]

    def _problems(self, tally):
        yield from super()._problems(tally)
        topic = self.pipeline.topics["enriched"]
        runs = Counter((run.stage, run.build) for record in scan(self.pipeline.bootstrap, topic, seconds=900)
                       for run in articles.EnrichedArticle.FromString(record.value).runs)
        for stage in STAGES:
            counts = {build: runs[stage, self.version(build)] for build in (OLD, BIN)}
            self.note(f"{stage} {counts[OLD]:,} by {self.version(OLD)}, {counts[BIN]:,} by {self.version(BIN)}")
            if not all(counts.values()):
                yield f"{stage}: articles of one build alone"
        for build in (OLD, BIN):
            if (count := self.tapped(build, topic)) != self.feed.count:
                yield f"tap of {self.version(build)} shows {count} of {self.feed.count} records"

    def tapped(self, build, topic):
        config = self.pipeline.directory / "tap.yaml"
        config.write_text(f"kafka: {{bootstrap.servers: '{self.pipeline.bootstrap}'}}\n", encoding="utf-8")
        shown = subprocess.run([build / "marsad", "tap", topic, "--config", config, "--from", "beginning", "--json", "--limit",
                                str(self.feed.count)], capture_output=True, text=True, check=True, timeout=900).stdout
        return len(shown.splitlines())


def name_of(stage, ordinal):
    return f"{stage}-{ordinal}" if ordinal else stage


@row("upgrade", "an older build, two members a stage, becomes this one member by member, and goes back", bar=5.0, kind=UpgradeTrial,
     load=Load(rate=150))
def upgrade(trial):
    steps = [(stage, BIN) for stage in reversed(STAGES)] + [(stage, OLD) for stage in STAGES]
    members = [(stage, ordinal, build) for stage, build in steps for ordinal in MEMBERS]
    for number, (stage, ordinal, build) in enumerate(members):
        trial.reach(0.1 + 0.75 * number / len(members))
        if build == OLD and ordinal == MEMBERS[0]:
            trial.let_through()
        trial.roll(stage, ordinal, build)
