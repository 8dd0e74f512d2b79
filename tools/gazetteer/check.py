#!/usr/bin/env python3
"""Checks what gazetteer/ ships: form, sums, and that each id is one that a source states.

    tools/gazetteer/check.py [--sources DIRECTORY]

Checked always: every file is listed in gazetteer/SHA256SUMS with its sum; the tables have equal columns, every entity has
an id of a known kind and none is there twice, no bidirectional controls, no name twice in a cell; a country has its names, ids and coordinates, a city its coordinates; the ledger of ids
(ledger.py), the table of the README and how many entities it promises (counts.py). With --sources (tab-separated files id, type, lang, name, ...): every
Wikidata and GeoNames id in a table written by hand stands in one of them under one of the entity's names. --write renews
SHA256SUMS, the ledger and the README.
"""
import argparse
import collections
import csv
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import counts
import ledger
from tables import BUILT, GAZETTEER, read_tables

BIDI = {chr(c) for c in [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]}
# desk: is what users call their own.
KNOWN_ID = re.compile(r"wikidata:Q[1-9]\d*|iso3166-1:[A-Z]{2}|un-m49:\d{3}|geonames:\d+|tz-city:\S+|iso4217:[A-Z]{3}|"
                      r"marsad:[a-z0-9]+(-[a-z0-9]+)*")


def sums():
    files = sorted(GAZETTEER.glob("*.tsv"))
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def check_row(row):
    if BIDI & set("".join(row.cells)):
        yield f"{row}: holds a bidirectional control"
    if not row.ids:
        yield f"{row}: has no id; without a source of one it is marsad:{row.key}"
    yield from (f"{row}: {curie} is no id of a known kind" for curie in row.ids if not KNOWN_ID.fullmatch(curie))
    if row.file not in BUILT and not re.fullmatch(r"\d{4}-\d\d", row.as_of):
        yield f"{row}: as_of is no month"
    for language, names in row.names.items():
        doubled = [name for name, count in collections.Counter(names).items() if count > 1]
        if doubled:
            yield f"{row}: {language} has {doubled[0]} twice"


def check_form(rows):
    owners = {}
    for row in rows:
        yield from check_row(row)
        for own in [*row.ids, "key " + row.key]:
            if own in owners:
                yield f"{row}: {own} is also that of {owners[own]}"
            owners[own] = row


def check_sources(directory, rows):
    known = collections.defaultdict(set)
    for file in sorted(Path(directory).glob("*.tsv")):
        with open(file, encoding="utf-8", newline="") as source:
            for line in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
                _, _, geonames = line["source"].partition("geonames=")
                for identifier in {line["id"].removeprefix("geonames:"), geonames} - {""}:
                    known[identifier].add(line["name"].split(" (")[0].casefold())
    for row in rows:
        for curie in row.ids:
            scheme, _, identifier = curie.partition(":")
            is_stated = row.all_names() & known.get(identifier, set())
            if row.file not in BUILT and scheme in ("wikidata", "geonames") and not is_stated:
                yield f"{row}: no source states {curie} for any of its names"


# What no source states: the Arabic name of Aruba is that of Europe in many a text, Cocos in English is a nut; islands without borders
# of their own in the source of borders, without a capital in GeoNames; stations and villages that GeoNames no longer counts as towns.
UNSTATED = {"iso3166-1:AW": "ar", "iso3166-1:CC": "en", "iso3166-1:BQ": "coordinates", "iso3166-1:BV": "coordinates",
            "iso3166-1:TK": "coordinates", "geonames:6620459": "coordinates", "geonames:6620791": "coordinates",
            "geonames:5558618": "coordinates", "geonames:6121522": "coordinates"}


def check_promises(rows):
    """A country has its name in Arabic and in English, its ids in Wikidata and GeoNames, and lies somewhere; so does a city."""
    for row in (row for row in rows if row.file in BUILT):
        is_country = any(curie.startswith("iso3166-1:") for curie in row.ids)
        has = {"coordinates": row.coordinates, "ar": row.names.get("ar"), "en": row.names.get("en"),
               "country": row.country, **{scheme: any(curie.startswith(scheme) for curie in row.ids)
                                          for scheme in ("geonames:", "wikidata:")}}
        wanted = ("ar", "en", "geonames:", "wikidata:", "coordinates", "country") if is_country else \
                 ("coordinates", "country") if has["geonames:"] else ()
        exempt = {UNSTATED[curie] for curie in row.ids if curie in UNSTATED}
        yield from (f"{row}: lacks {what}" for what in wanted if not has[what] and what not in exempt)


def write():
    (GAZETTEER / "SHA256SUMS").write_text(sums(), encoding="utf-8")
    for tool in (ledger, counts):
        subprocess.run([sys.executable, tool.__file__, "--write"], check=False, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if args.write:
        write()
    problems = []
    rows = read_tables(problems)
    problems += check_form(rows)
    problems += check_promises(rows)
    problems += counts.too_few(rows)
    problems += ledger.check(ledger.parse(ledger.LEDGER.read_text(encoding="utf-8")), ledger.committed(), rows)
    readme = counts.README.read_text(encoding="utf-8")
    listed = GAZETTEER / "SHA256SUMS"
    if readme != counts.with_table(readme, rows) or not listed.exists() or listed.read_text(encoding="utf-8") != sums():
        problems.append("SHA256SUMS or the README's table is old: after a change run tools/gazetteer/check.py --write")
    if args.sources and Path(args.sources).is_dir():
        problems += check_sources(args.sources, rows)
    else:
        print("ids not compared with their sources: --sources names no directory", file=sys.stderr)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
