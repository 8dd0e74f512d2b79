#!/usr/bin/env python3
"""Cluster's core beside what is commonly put together in Python, on the made-up news of cluster_rate, in one run, in turn.

    bench/cluster_peers.py [--window N] [--measured N] [--build DIR]

datasketch: MinHash of 128 permutations over shingles of five words, an LSH with a threshold of .5; a copy is a candidate whose
estimated Jaccard is .8 or more. numpy: one pass with tf-idf (hashed to 4,096 places, document frequencies as they come),
cosine to every article of the window at once; an article joins the story of the nearest one from .5 on. Each holds a window of
articles, one goes as one comes, and so in Marsad by time. What comes from PyPI is in an environment of its own (DIR/bench_peers).
CPU time of one thread, an article after the window is full; of the peers without reading the articles.
"""
import argparse
import re
import subprocess
import sys
import time
import venv
import zlib
from collections import deque
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ["datasketch==2.0.0", "numpy==2.4.6"]
PLACES = 4096
SHINGLE = 5
SAME_TEXT, SAME_STORY = 0.8, 0.5


def environment(folder):
    if not (folder / "bin/python").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", *PACKAGES], check=True)
    return folder / "bin/python"


class Copies:
    """Near copies by MinHash and locality-sensitive hashing."""
    name = "datasketch MinHash LSH"

    def __init__(self, window):
        from datasketch import MinHash, MinHashLSH
        self.new, self.window = MinHash, deque(maxlen=window)
        self.index, self.hashes, self.found, self.count = MinHashLSH(threshold=0.5, num_perm=128), {}, 0, 0

    def take(self, _, body):
        words = body.split()
        minhash = self.new(num_perm=128)
        minhash.update_batch([" ".join(words[i:i + SHINGLE]).encode() for i in range(max(1, len(words) - SHINGLE + 1))])
        found = any(self.hashes[key].jaccard(minhash) >= SAME_TEXT for key in self.index.query(minhash))
        if len(self.window) == self.window.maxlen:
            oldest = self.window.popleft()
            self.index.remove(oldest)
            del self.hashes[oldest]
        self.index.insert(self.count, minhash)
        self.hashes[self.count] = minhash
        self.window.append(self.count)
        self.count += 1
        return found


class Stories:
    """Stories by one pass with tf-idf and the nearest article."""
    name = "numpy tf-idf, one pass"

    def __init__(self, window):
        import numpy
        self.np = numpy
        self.vectors = numpy.zeros((window, PLACES), dtype=numpy.float32)
        self.seen, self.count, self.story = numpy.ones(PLACES, dtype=numpy.float32), 0, numpy.zeros(window, dtype=numpy.int64)

    def take(self, title, body):
        np, window = self.np, len(self.vectors)
        places = np.fromiter((zlib.crc32(word.encode()) % PLACES for word in (title + " " + body).split()), dtype=np.int64)
        counts = np.bincount(places, minlength=PLACES).astype(np.float32)
        self.seen += counts > 0
        vector = np.log1p(counts) * np.log((self.count + 2) / self.seen)
        vector /= np.linalg.norm(vector) or 1
        likeness = self.vectors @ vector
        nearest = int(likeness.argmax())
        joined = bool(likeness[nearest] >= SAME_STORY)
        at = self.count % window
        self.vectors[at] = vector
        self.story[at] = self.story[nearest] if joined else self.count
        self.count += 1
        return joined


def measure(peer, news, before):
    found = 0
    for title, body in news[:before]:
        peer.take(title, body)
    start = time.process_time()
    for title, body in news[before:]:
        found += peer.take(title, body)
    each = (time.process_time() - start) / (len(news) - before) * 1e6
    print(f"{peer.name}: {each:,.0f} us an article, {found} of {len(news) - before} found", flush=True)


def run_peers(given, news):
    before = given.window + given.window // 20
    for peer in (Copies, Stories):
        measure(peer(given.window), news, before)


def run_marsad(program, given):
    output = subprocess.run([program, str(given.window), str(given.measured)], check=True, capture_output=True,
                            text=True).stdout
    for part in ("copies", "stories", "fold"):
        print(f"Marsad {part}: {re.search(rf'^{part} +([0-9.]+) us', output, re.M)[1]} us an article")
    print("Marsad", re.search(r"of \d+: .*?merges", output)[0], "(of the window, too)")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--window", type=int, default=10_000)
    arguments.add_argument("--measured", type=int, default=2_000)
    arguments.add_argument("--build", type=Path, default=ROOT / "build/release")
    arguments.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    program = given.build / "bench/cluster_rate"
    if not given.inside:
        python = environment(given.build / "bench_peers")
        return subprocess.run([python, __file__, *sys.argv[1:], "--inside"], check=False,
                              env={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}).returncode
    lines = subprocess.run([program, str(given.window), str(given.measured), "news"], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    run_peers(given, [line.split("\t") for line in lines])
    run_marsad(program, given)
    return 0


if __name__ == "__main__":
    sys.exit(main())
