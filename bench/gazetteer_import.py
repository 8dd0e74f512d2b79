#!/usr/bin/env python3
"""How fast `marsad gazetteer import` reads, beside plain decompression of the same file, in turn.

usage: gazetteer_import.py [--bin MARSAD] [--megabytes 400] [--rounds 3]

A dump in the form of Wikidata's and a table in that of GeoNames' are made, always the same: items of some 10 kB with labels in
forty languages, statements with references and sitelinks. Each is read plain, as gzip and as bzip2 by cat, zcat or bzcat into
nothing, and by the import. The rate is megabytes of text a second, of the process's CPU time (all it started included) and by
the clock; the least of the rounds counts. Needs room for three times --megabytes below TMPDIR.
"""
import argparse
import bz2
import gzip
import json
import os
import random
import resource
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("ar en ru fr es de tr fa zh ja pt it nl pl sv uk he ko vi cs fi hu ca ro da nb el id th sr bg hr sk sl lt lv et az "
             "ka hy").split()
SYLLABLES = "ba dor el fi gan hu ka lem mo nor pe qui ras so tan ur ve wil xi zan".split()
BLOCK = 2000  # items that are made; the dump repeats them under other numbers


def name(chance, words=2):
    return " ".join("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(words))


def statement(chance, number):
    reference = {"hash": f"{chance.getrandbits(160):040x}", "snaks": {"P143": [{
        "snaktype": "value", "property": "P143", "datavalue": {"value": {"entity-type": "item", "numeric-id": 328, "id": "Q328"},
                                                               "type": "wikibase-entityid"}, "datatype": "wikibase-item"}]}}
    value = {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}
    return {"mainsnak": {"snaktype": "value", "property": "P31", "hash": f"{chance.getrandbits(160):040x}",
                         "datavalue": {"value": value, "type": "wikibase-entityid"}, "datatype": "wikibase-item"},
            "type": "statement", "id": f"Q1${chance.getrandbits(128):032x}", "rank": "normal", "references": [reference]}


def item(chance):
    """A third are persons, the others of no class that is known."""
    labels = {language: {"language": language, "value": name(chance)} for language in LANGUAGES}
    claims = {"P31": [statement(chance, 5 if chance.random() < 0.33 else 16521)]}
    claims.update({f"P{100 + i}": [statement(chance, chance.randrange(1, 10**8))] for i in range(8)})
    links = {f"{language}wiki": {"site": f"{language}wiki", "title": label["value"], "badges": []}
             for language, label in list(labels.items())[:chance.randrange(25)]}
    return json.dumps({"type": "item", "id": "Q@", "labels": labels, "descriptions": {}, "claims": claims, "sitelinks": links,
                       "aliases": {"en": [{"language": "en", "value": name(chance)}]}, "lastrevid": 1}, separators=(",", ":"))


def write_dump(path, size):
    chance = random.Random(1)
    items = [item(chance) for _ in range(BLOCK)]
    with open(path, "w", encoding="utf-8") as out:
        out.write("[\n")
        number = 0
        while out.tell() < size:
            for one in items:
                number += 1
                out.write(one.replace("Q@", f"Q{10**6 + number}", 1) + ",\n")
        out.write(items[0].replace("Q@", "Q7", 1) + "\n]\n")


def write_places(path, size):
    chance = random.Random(1)
    with open(path, "w", encoding="utf-8") as out:
        number = 0
        while out.tell() < size:
            lines = []
            for _ in range(10000):
                number += 1
                one = name(chance)
                people = chance.choice([0, 0, 0, 900, 20000])
                lines.append("\t".join([str(number), one, one, f"{one},{name(chance)}", "31.95522", "35.94503", "P", "PPL", "JO", "",
                                        "16", "", "", "", str(people), "", "773", "Asia/Amman", "2024-01-13"]))
            out.write("\n".join(lines) + "\n")


def compress(path, opener, ending):
    packed = path.with_name(path.name + ending)
    with open(path, "rb") as plain, opener(packed, "wb") as out:
        while block := plain.read(1 << 20):
            out.write(block)
    return packed


def measure(command):
    """CPU and clock seconds."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - begun


def compare(plain, packed, reader, importing, rounds):
    megabytes = plain.stat().st_size / 1e6
    least = {}
    for _ in range(rounds):
        for who, command in (("reader", [reader, packed]), ("import", [*importing[:4], packed, *importing[4:]])):
            cpu, clock = measure(command)
            known = least.get(who, (1e9, 1e9))
            least[who] = (min(cpu, known[0]), min(clock, known[1]))
    rates = [f"{megabytes / seconds:.0f}" for who in ("reader", "import") for seconds in least[who]]
    print(f"| {packed.name} | {reader} | {' | '.join(rates)} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=ROOT / "build/release/bin/marsad")
    parser.add_argument("--megabytes", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dump, places = Path(folder) / "wikidata.json", Path(folder) / "allCountries.txt"
        write_dump(dump, args.megabytes * 10**6)
        write_places(places, args.megabytes * 10**6 // 4)
        print(f"load {os.getloadavg()[0]:.1f}; MB/s of CPU time and by the clock\n")
        print("| file | peer | peer CPU | clock | import CPU | clock |\n|---|---|---|---|---|---|")
        for plain, source in ((dump, "wikidata"), (places, "geonames")):
            importing = [args.bin, "gazetteer", "import", source, "--output", Path(folder) / "list.tsv"]
            for opener, ending, reader in ((None, "", "cat"), (gzip.open, ".gz", "zcat"), (bz2.open, ".bz2", "bzcat")):
                packed = compress(plain, opener, ending) if opener else plain
                compare(plain, packed, reader, importing, args.rounds)
                if opener:
                    packed.unlink()


if __name__ == "__main__":
    main()
