#!/usr/bin/env python3
"""Marsad beside what a team would otherwise write, in one run each.

    build/venv/bin/python bench/peers/run.py [--chain] [--streams] [--rounds N] [--repeat N] [--articles N] [--build DIR]

--chain    all four stages beside the fast Python pipeline (python_pipeline.py): in memory, one thread, the same 200 Arabic JSON
           articles of 4 KB and the same list of names, in turn. The Python packages come from PyPI into an environment of its own
           (build/bench_peers).
--streams  one process beside a Kafka Streams copy that reads JSON, puts the text into NFKC and writes JSON
           (streams/NormalizeCopy.java, its jars by Maven): decode alone, and decode with normalize. A Kafka of its own, four
           partitions, one thread, exactly once, the same articles waiting; every output is counted as a read_committed reader
           sees it. The first fifth of the articles is not counted: a JVM compiles meanwhile.

Without either: both. Needs ./dev deps test, and ./dev bench once: bench/chain_rate, and the programs. What each gives and
what not: bench/README.md.
"""
import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests/integration"), str(ROOT / "tools/kafka"), str(ROOT / "bench"), str(ROOT / "bench/lucene")]
import compare  # noqa: E402  how articles are made, and jars are kept
import jars  # noqa: E402
from process_use import cpu_seconds, peak_mb  # noqa: E402

ARTICLES, ARTICLE_BYTES = 200, 4096
WARM = 0.2  # share of the articles that is not counted
# Whose paragraphs the articles are made of, at random and always the same.
KINDS = {"ordinary news": ["stages/decode/golden/arabic_text.in", "stages/normalize/golden/ar_*.txt"],
         "names in every line": ["stages/tag/golden/ar_*.txt"]}
TYPES = {"PER", "ORG", "LOC", "MISC"}


# ------------------------------------------------------------------------------------------------------ what both are given
def paragraphs(kind):
    lines = [line for pattern in KINDS[kind] for path in sorted(ROOT.glob(pattern)) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if len(line) > 80]


def make_articles(count, kind="ordinary news"):
    """JSON, a line each: of the prose of golden Arabic articles."""
    dice, source = compare.random.Random(compare.SEED), paragraphs(kind)
    for number in range(count):
        title, body = compare.make_article(source, dice, ARTICLE_BYTES).split("\n", 1)
        yield {"uri": f"urn:bench:{number}", "title": title, "body": body, "language": "ar", "published": "2025-11-03T08:15:00+02:00",
               "source": {"name": "Example", "country": "EG"}}


def write_names(path):
    """Every name of the lists that ship, in every language: id, type, name."""
    rows = []
    for file in sorted((ROOT / "gazetteer").glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if line.startswith("#") or len(cells) < 7 or cells[1] not in TYPES:
                continue
            identifier = cells[3].split("|")[0] or f"marsad:{cells[0]}"
            rows += [(identifier, cells[1], name.lstrip("~*")) for cell in cells[6:] for name in cell.split("|") if name.strip("~* ")]
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


# ------------------------------------------------------------------------------------------------------------------- chain
def environment(folder):
    """Python with the packages of requirements.txt, and readers of the contract for their protobuf."""
    wanted = (HERE / "requirements.txt").read_text(encoding="utf-8")
    stamp = folder / "stamp"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
        (folder / "proto").mkdir()
        subprocess.run([folder / "bin/python", "-m", "grpc_tools.protoc", f"-I{ROOT}/proto", f"--python_out={folder}/proto",
                        "marsad/v1/article.proto", "marsad/v1/enriched.proto"], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return folder


def run(command):
    # numpy's kernels are those that it chooses itself; its own threads would count as the pipeline's CPU.
    mine = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT,
                          env={**mine, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def chain(options):
    peers = environment(ROOT / "build/bench_peers")
    print(f"In memory, one thread, {ARTICLES} articles of 4 KB of each kind, {options.rounds} rounds, {options.repeat} runs of each in turn, load "
          f"{os.getloadavg()[0]:.1f}\n\n| articles | | articles per CPU-second | lowest to highest | bytes out |\n|---|---|---|---|---|")
    details = []
    for kind in KINDS:
        found = measure_chain(options, peers, kind)
        for name, results in found.items():
            rates = [result["articles_per_cpu_second"] for result in results]
            print(f"| {kind} | {name} | {statistics.median(rates):,.0f} | {min(rates):,.0f} to {max(rates):,.0f} | "
                  f"{results[0]['bytes_out_per_article']:,.0f} |", flush=True)
        last = found["fast Python pipeline"][-1]
        details.append(f"{kind}: {', '.join(f'{step} {ms:.3f}' for step, ms in last['milliseconds'].items())}; {last['names_known']:,} names "
                       f"known, {last['names_per_article']:.1f} found in an article")
    print("\nPython, ms of CPU an article, " + "\n".join(details) + "\n", flush=True)


def measure_chain(options, peers, kind):
    """Name to the results of its runs."""
    found = {"Marsad, four stages": [], "fast Python pipeline": []}
    with tempfile.TemporaryDirectory(prefix="marsad-peers-") as folder:
        articles, names = Path(folder) / "articles", Path(folder) / "names"
        articles.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in make_articles(ARTICLES, kind)), encoding="utf-8")
        write_names(names)
        commands = ([options.build / "bench/chain_rate", articles, options.rounds],
                    [peers / "bin/python", HERE / "python_pipeline.py", articles, names, peers / "proto", options.rounds])
        for _ in range(options.repeat):
            for results, command in zip(found.values(), commands):
                results.append(run(command))
    return found


# ----------------------------------------------------------------------------------------------------------------- streams
def watch(process, records, count):
    """Takes `count` records of the iterator; (articles per CPU-second and per second, after the warm-up, peak MB, bytes of a record)."""
    begun, size = None, 0
    for number, record in enumerate(records, 1):
        size += len(record.value)
        if number == int(count * WARM):
            begun = number, cpu_seconds(process.pid), time.monotonic()
        if number == count:
            break
    done, cpu, clock = begun
    return ((count - done) / (cpu_seconds(process.pid) - cpu), (count - done) / (time.monotonic() - clock), peak_mb(process.pid), size / count)


def end(process):
    process.send_signal(signal.SIGTERM)
    process.wait(60)


def java_classes(folder):
    """The class path of the compiled copy."""
    cache = Path(os.environ.get("MARSAD_CACHE") or Path.home() / ".cache/marsad") / "streams-4.1.0"
    (jars.verify if list(cache.glob("*.jar")) else jars.fetch)(HERE / "streams", cache)
    subprocess.run(["javac", "-cp", f"{cache}/*", "-d", folder, HERE / "streams/NormalizeCopy.java"], check=True)
    return f"{folder}:{cache}/*"


def start_streams(classes, bootstrap, folder, name, raw):
    import harness
    harness.create_topics(bootstrap, [f"{name}.out"], 4)
    with open(folder / f"{name}.log", "wb") as log:
        process = subprocess.Popen(["java", "-Xmx1g", "-cp", classes, "NormalizeCopy", bootstrap, name, raw, f"{name}.out", folder / name],
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    return process, f"{name}.out"


def start_marsad(bootstrap, folder, name, raw, stages):
    import pipeline
    one = pipeline.Pipeline(bootstrap, folder, name, raw=raw).create_topics()
    return one.start_chain(stages=stages).process, one.topics[{"decode": "articles", "normalize": "normalized"}[stages[-1]]]


def streams(options):
    import setup_paths  # noqa: F401  before what it makes importable
    import harness
    import kafka
    found = {}
    with tempfile.TemporaryDirectory(prefix="marsad-peers-") as name, kafka.Cluster(Path(name) / "kafka") as cluster:
        folder, boot = Path(name), cluster.bootstrap
        harness.create_topics(boot, ["raw"], 4)
        articles = list(make_articles(ARTICLES))
        harness.produce(boot, "raw", ((f"urn:bench:{n}", json.dumps({**articles[n % ARTICLES], "uri": f"urn:bench:{n}"}, ensure_ascii=False).encode(),
                                       [("content-type", b"application/json")], None) for n in range(options.articles)))
        classes = java_classes(folder)
        starts = {"Kafka Streams: JSON, NFKC, JSON": lambda turn: start_streams(classes, boot, folder, f"streams{turn}", "raw"),
                  "Marsad: decode": lambda turn: start_marsad(boot, folder, f"decode{turn}", "raw", ("decode",)),
                  "Marsad: decode and normalize": lambda turn: start_marsad(boot, folder, f"both{turn}", "raw", ("decode", "normalize"))}
        for turn in range(options.repeat):
            for what, start in starts.items():
                process, topic = start(turn)
                killer = threading.Timer(900, process.kill)
                killer.start()
                try:
                    records = harness.scan(boot, topic, enough=lambda: False, seconds=900)
                    found.setdefault(what, []).append(watch(process, records, options.articles))
                finally:
                    killer.cancel()
                    end(process)
    print(f"Through a Kafka of one broker, {options.articles:,} articles of 4 KB, four partitions, one thread, exactly once, {options.repeat} runs "
          f"of each in turn, the first fifth not counted, load {os.getloadavg()[0]:.1f}\n\n"
          "| | articles per CPU-second of the process | lowest to highest | articles/s | peak MB | bytes out |\n|---|---|---|---|---|---|")
    for what, results in found.items():
        rates, walls, memory, size = zip(*results)
        print(f"| {what} | {statistics.median(rates):,.0f} | {min(rates):,.0f} to {max(rates):,.0f} | {statistics.median(walls):,.0f} | "
              f"{max(memory)} | {size[0]:,.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chain", action="store_true")
    parser.add_argument("--streams", action="store_true")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--build", type=Path, default=ROOT / "build/release")
    options = parser.parse_args()
    os.environ["MARSAD_BIN"] = str(options.build / "bin")  # which the tests' modules read
    if options.chain or not options.streams:
        chain(options)
    if options.streams or not options.chain:
        streams(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
