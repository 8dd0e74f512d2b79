"""What a run found: a line for the terminal, and the table of docs/faults.md."""
import os
import platform
import re
import subprocess
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs/faults.md"
HEAD = """# What breaks, and what comes of it

Written by `./dev faults`; a run of single rows renews their lines. Each row: {articles} numbered articles or more at
{rate} a second through the four stages, each a supervised process, on three brokers (replication 3, at least two in sync),
followed by a read_committed consumer of another client, then read again as a whole. *Exact*: each article came out once,
unchanged and in the order of its key, as an article or as the dead letter that it had to become. *Stall*: the longest time
without an article after the first blow; *partition*: the same for the worst single partition. The load is the machine's
average over the last minute of the row: figures from a loaded machine are too long, never too short.
Rows `state-…`: 20,000 articles through a stage with state, which is no stage that ships (`tests/faults/count`); *exact* is
that sha256 over all its outputs, and its state, are those of a twin that reads the same input undisturbed.
Rows `cluster-…`: the same of cluster, one partition, with the changes of every story numbered without a gap.
A plus after a commit: files had changes that were in none. How a row is written: `tests/faults/matrix.py`.

| row | what breaks | outcome | measured, of the bar | worst partition | articles | blows | notes | load | when, seed, commit |
|---|---|---|---|---|---|---|---|---|---|
"""
LINE = re.compile(r"^\| `([^`]+)` \|.*$", re.MULTILINE)


def outcome(verdict):
    return "exact" if verdict.is_exact else "**" + "; ".join(verdict.problems) + "**"


def measured(verdict):
    """The figure that the bar is about, and whether it was kept."""
    row = verdict.row
    if row.bar is None:
        return f"stall {verdict.figures['stall']:.1f} s"
    if verdict.measured is None:
        return f"no {row.of}"
    verb = "of" if verdict.is_met else "**missed**, bar"
    return f"{row.of} {verdict.measured:.2f} s {verb} {row.bar:g} s"


def describe(verdict):
    """One line for the terminal."""
    parts = [measured(verdict).replace("*", ""), outcome(verdict).replace("*", ""),
             f"worst partition {verdict.figures['partition']:.1f} s", f"{verdict.count} articles", f"{verdict.strikes} blows",
             f"took {verdict.seconds:.0f} s", f"load {verdict.load:.1f}", *verdict.notes]
    return f"{verdict.row.name:20} {'; '.join(parts)}"


def commit():
    """What was built: with a plus if the tree has changes that no commit has."""
    def git(*arguments):
        return subprocess.run(["git", "-C", DOCS.parent, *arguments], capture_output=True, text=True, check=False).stdout.strip()
    name = git("rev-parse", "--short", "HEAD") or "no commit"
    changed = git("status", "--porcelain", "--untracked-files=no", "--", ":/", ":!/docs")
    return name + ("+" if changed else "")


def table_line(verdict, seed):
    cells = [f"`{verdict.row.name}`", verdict.row.fault, outcome(verdict), measured(verdict),
             f"{verdict.figures['partition']:.1f} s", f"{verdict.count:,}", str(verdict.strikes), "; ".join(verdict.notes),
             f"{verdict.load:.1f}", f"{verdict.when} UTC, {seed}, {commit()}"]
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def failed_line(row, error, seed):
    sentence = " ".join(str(error).split())[:200].replace("|", "/") or type(error).__name__
    return f"| `{row.name}` | {row.fault} | **not run to its end: {sentence}** | | | | | | | {seed} |"


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{os.cpu_count()} cores ({model[1] if model else platform.machine()}), {memory:.0f} GiB, "
            f"Linux {platform.release()}; brokers, stages, load and reader share them")


def write(lines, order, head):
    """Renews `lines` (row to line) in the table; the others stay, in the order of `order`."""
    old = DOCS.read_text(encoding="utf-8") if DOCS.exists() else ""
    known = {found[1]: found[0] for found in LINE.finditer(old)} | lines
    table = [known[name] for name in order if name in known]
    DOCS.parent.mkdir(exist_ok=True)
    DOCS.write_text(HEAD.format(**head) + "\n".join(table) + f"\n\nThe machine of the last run: {machine()}.\n", encoding="utf-8")
