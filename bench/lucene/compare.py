#!/usr/bin/env python3
"""Articles per CPU-second of normalize and of Lucene's ArabicAnalyzer on the same 4 KB Arabic articles, in turn.

    compare.py [--rounds N] [--repeat N] [--build DIR]

Both run in memory on one thread. normalize does the more work: besides terms with offsets it gives blocks, language,
sentences, the folded text with its map, and serializes all of it; Lucene stems and drops stop words, and that is all.
Lucene's jars come by Maven (pom.xml) and are checked against jars.sha256. Standard library only.

    compare.py --scaling

counts the instructions (valgrind) that normalize needs for an article of 4 KB to 1 MB: cost must grow with the size alone.
"""
import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.append(str(ROOT / "tools/kafka"))
import jars  # noqa: E402

SEED = 20240611
KIB = 1024
ARTICLES = 200
SCALING = [4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, 1024 * KIB]
MOST_GROWTH = 1.15  # instructions a byte at 1 MB, against 4 KB


def paragraphs():
    """Lines of the golden Arabic articles: prose that was written for this project."""
    files = sorted(ROOT.glob("stages/normalize/golden/ar_*.txt")) + sorted(ROOT.glob("stages/tag/golden/ar_*.txt"))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if len(line) > 80]


def make_article(source, dice, size):
    lines, length = [], 0
    while length < size:
        line = dice.choice(source)
        length += len(line.encode()) + 1
        lines.append(line)
    title = " ".join(dice.choice(source).split()[:9])
    return title + "\n" + "\n".join(lines)


def write_articles(path, count, size):
    dice = random.Random(SEED)
    source = paragraphs()
    path.write_text("\f".join(make_article(source, dice, size) for _ in range(count)), encoding="utf-8")


def run(command, **kwargs):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **kwargs)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n" + (done.stdout + done.stderr)[-2000:])
    return done


def fetch_jars():
    """The folder that has them: fetched once, checked each time."""
    cache = Path(os.environ.get("MARSAD_CACHE") or Path.home() / ".cache/marsad") / "lucene-9.12.1"
    if list(cache.glob("*.jar")):
        jars.verify(HERE, cache)
    else:
        jars.fetch(HERE, cache)
    return cache


def compare(program, rounds, repeat):
    classpath = f"{fetch_jars()}/*"
    rates = {"normalize": [], "lucene": []}
    with tempfile.TemporaryDirectory() as directory:
        articles = Path(directory) / "articles"
        write_articles(articles, ARTICLES, 4 * KIB)
        run(["javac", "-cp", classpath, "-d", directory, HERE / "AnalyzerRate.java"])
        commands = {"normalize": [program, articles, rounds],
                    "lucene": ["java", "-cp", f"{directory}:{classpath}", "AnalyzerRate", articles, rounds]}
        for _ in range(repeat):
            for name, command in commands.items():
                rates[name].append(json.loads(run(command).stdout)["articles_per_cpu_second"])
    print(f"{ARTICLES} articles of 4 KB, {rounds} rounds, {repeat} runs of each in turn; load {os.getloadavg()[0]:.1f}")
    for name, values in rates.items():
        print(f"{name:10} {statistics.median(values):9.0f} articles per CPU-second (median; best {max(values):.0f})")


def instructions(program, articles, rounds):
    """Counted by valgrind: what a noisy machine cannot change."""
    with tempfile.TemporaryDirectory() as directory:
        done = run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={directory}/out", program, articles, rounds])
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def scaling(program):
    per_byte = {}
    print(f"{'size':>8} {'instructions':>14} {'per byte':>9}")
    for size in SCALING:
        with tempfile.TemporaryDirectory() as directory:
            articles = Path(directory) / "articles"
            write_articles(articles, 1, size)
            real = articles.stat().st_size
            # The difference takes out the start, and a first article's growing buffers.
            count = instructions(program, articles, 3) - instructions(program, articles, 2)
        per_byte[size] = count / real
        print(f"{real:8} {count:14} {per_byte[size]:9.1f}", flush=True)
    growth = per_byte[SCALING[-1]] / per_byte[SCALING[0]]
    print(f"per byte at {SCALING[-1]} against {SCALING[0]}: {growth:.3f} (at most {MOST_GROWTH})")
    return growth <= MOST_GROWTH


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--build", type=Path, default=ROOT / "build/release")
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--articles", type=Path, help="only write the articles to this file")
    args = parser.parse_args()
    program = args.build / "bench/normalize_rate"
    if args.articles:
        write_articles(args.articles, ARTICLES, 4 * KIB)
        return 0
    if args.scaling:
        return 0 if scaling(program) else 1
    compare(program, args.rounds, args.repeat)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except jars.JarError as error:
        sys.exit(f"compare: {error}")
