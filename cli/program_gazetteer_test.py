#!/usr/bin/env python3
"""marsad gazetteer, as a user meets it. usage: program_gazetteer_test.py PATH_OF_MARSAD [CLASS…]"""
import gzip
import hashlib
import json
import re
import shlex
import shutil

import program
from program import ROOT, Temporary, marsad


HEADER = "key\ttype\ttier\tids\tcountry\tas_of\ten\n"


class Lists(Temporary):
    """Tests whose lists are few: what ships is compiled anew by each call that needs it as lists, in half a second."""
    HEADER = HEADER
    CAPITALS = HEADER + "moscow\tLOC\t1\twikidata:Q649\t\t2026-11\tMoscow\n"

    def lists(self):
        """A directory with two lists, one of them of words."""
        lists = self.directory / "lists"
        lists.mkdir(exist_ok=True)
        (lists / "capitals.tsv").write_text(self.CAPITALS, encoding="utf-8")
        shutil.copy(ROOT / "gazetteer/context.tsv", lists)
        return lists

    def config(self, lists):
        return self.file("marsad.yaml", json.dumps({"kafka": {"bootstrap.servers": "127.0.0.1:1"}, "tag": {"gazetteer": str(lists)}}))


class Gazetteer(Lists):
    def test_a_list_of_ones_own_is_checked_and_asked(self):
        desk = self.file("desk.tsv", self.HEADER + "one\tORG\t1\tdesk:one\t\t2026-11\tQuorvex|Petra\n"
                         "two\tORG\t1\t\t\t2026-11\tZanthor Works\n")
        checked = marsad("gazetteer", "check", desk)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn(b"desk.tsv:2: ", checked.stdout)
        self.assertIn(b"call it desk:two", checked.stdout)
        why = marsad("gazetteer", "why", "Quorvex said so", "--list", desk)
        self.assertIn(b"found", why.stdout)
        self.assertIn(b"[desk:one]", why.stdout)
        self.assertIn(b"no list has a name", marsad("gazetteer", "why", "Quorvex grew", "--config", self.config(self.lists())).stdout)

    def test_an_id_of_anothers_is_named(self):
        desk = self.file("desk.tsv", self.HEADER + "one\tORG\t1\tmarsad:kremlin\t\t2026-11\tQuorvex\n")
        self.assertIn(b"is also that of bodies.tsv:", marsad("gazetteer", "check", desk).stdout)

    def test_what_differs_as_diff_says_it(self):
        row = "one\tORG\t1\tdesk:one\t\t2026-11\tQuorvex\n"
        old, same = self.file("old.tsv", self.HEADER + row), self.file("same.tsv", self.HEADER + row)
        new = self.file("new.tsv", self.HEADER + row.replace("Quorvex", "Quorvex|QVX").replace("ORG", "LOC"))
        broken = self.file("broken.tsv", self.HEADER + row + "two\tORG\n")
        equal = marsad("gazetteer", "diff", old, same)
        self.assertEqual((equal.returncode, equal.stdout), (0, b""))
        differing = marsad("gazetteer", "diff", old, new)
        self.assertEqual(differing.returncode, 1)
        self.assertIn(b"type was", differing.stdout)
        self.assertIn(b"QVX", differing.stdout)
        refused = marsad("gazetteer", "diff", old, broken)
        self.assertEqual((refused.returncode, refused.stdout), (2, b""))
        self.assertIn(b"broken.tsv:3: needs 7 columns, has 2", refused.stderr)

    def test_words_about_names_are_lists_too(self):
        words = self.file("context.tsv", "place\ten\tcity|town\n")
        self.assertEqual(marsad("gazetteer", "check", words, "--config", self.config(self.lists())).returncode, 0)
        newer = self.directory / "newer"
        newer.mkdir()
        (newer / "context.tsv").write_text("place\ten\tcity\n", encoding="utf-8")
        differing = marsad("gazetteer", "diff", words, newer / "context.tsv")
        self.assertEqual(differing.returncode, 1)
        self.assertIn(b"context.tsv place en city|town", differing.stdout)

    def test_lists_are_compiled_and_the_file_is_used_as_long_as_it_is_of_them(self):
        lists = self.lists()
        (lists / "desk.tsv").write_text(self.HEADER + "one\tORG\t1\tdesk:one\t\t2026-11\tQuorvex\n", encoding="utf-8")
        config = self.config(lists)
        article = self.file("article.txt", "Quorvex and Moscow agreed.")
        read = marsad("explain", "--json", article, "--config", config)
        known = json.loads(read.stdout)
        built = marsad("gazetteer", "build", lists)
        self.assertEqual(built.returncode, 0, built.stderr)
        self.assertIn(b" 3 lists, ", built.stdout)
        mapped = marsad("explain", "--json", article, "--config", config)
        self.assertEqual(mapped.stderr, b"")
        same = json.loads(mapped.stdout)
        self.assertEqual(same["entities"], known["entities"])
        self.assertEqual([run.get("bundle") for run in same["runs"]], [run.get("bundle") for run in known["runs"]])
        self.assertIn(b'"desk:one"', mapped.stdout)
        (lists / "desk.tsv").write_text(self.HEADER + "one\tORG\t1\tdesk:two\t\t2026-11\tQuorvex\n", encoding="utf-8")
        stale = marsad("explain", "--json", article, "--config", config)
        self.assertIn(b'"desk:two"', stale.stdout)
        self.assertIn(b"gazetteer.bin was made of other lists: desk.tsv changed; the lists are read instead", stale.stderr)
        checked = marsad("check", "--offline", config)
        self.assertEqual(checked.returncode, 0)
        self.assertIn(b"warning: tag.gazetteer: ", checked.stderr)

    def test_what_cannot_be_compiled_is_named_and_the_file_before_stays(self):
        lists = self.directory / "lists"
        lists.mkdir()
        self.assertIn(b"holds no .tsv file", marsad("gazetteer", "build", lists).stderr)
        (lists / "desk.tsv").write_text(self.HEADER + "one\tORG\t1\t\t\t\tX\n", encoding="utf-8")
        self.assertEqual(marsad("gazetteer", "build", lists).returncode, 0)
        before = (lists / "gazetteer.bin").read_bytes()
        (lists / "desk.tsv").write_text(self.HEADER + "one\tORG\t9\t\t\t\tX\n", encoding="utf-8")
        refused = marsad("gazetteer", "build", lists)
        self.assertEqual(refused.returncode, 1)
        self.assertIn(b"desk.tsv:2: tier is 1, 2 or 3", refused.stderr)
        self.assertEqual((lists / "gazetteer.bin").read_bytes(), before)
        self.assertEqual(sorted(path.name for path in lists.iterdir()), ["desk.tsv", "gazetteer.bin"])
        (lists / "desk.tsv").unlink()
        nowhere = marsad("gazetteer", "build", self.lists(), "--output", self.directory / "none" / "x.bin")
        self.assertEqual(nowhere.returncode, 1)
        self.assertIn(b"x.bin: cannot be written", nowhere.stderr)

    def test_a_broken_list_is_named(self):
        desk = self.file("desk.tsv", self.HEADER + "one\tORG\t9\t\t\t\tX\n")
        checked = marsad("gazetteer", "check", desk, "--config", self.config(self.lists()))
        self.assertEqual(checked.returncode, 1)
        self.assertIn(b"desk.tsv:2: tier is 1, 2 or 3", checked.stderr)


class GazetteerBuildAdd(Lists):
    """marsad gazetteer build --add: a new directory of what ships and one's own."""

    def build(self, *arguments):
        return marsad("gazetteer", "build", *arguments)

    def test_a_new_directory_holds_what_ships_and_what_is_added(self):
        desk = self.file("desk.tsv", self.HEADER + "one\tORG\t1\tdesk:one\t\t2026-11\tQuorvex\n")
        lists = self.directory / "lists"
        built = self.build(lists, "--add", desk)
        self.assertEqual((built.returncode, built.stderr), (0, b""))
        self.assertIn(b" 11 lists, ", built.stdout)
        names = {path.name for path in lists.iterdir()}
        self.assertEqual(names - {"desk.tsv", "gazetteer.bin", "NOTICE", "SHA256SUMS"},
                         {path.name for path in (ROOT / "gazetteer").glob("*.tsv")})
        for line in (lists / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
            digest, name = line.split("  ")
            self.assertEqual(hashlib.sha256((lists / name).read_bytes()).hexdigest(), digest)
        shown = marsad("explain", "--json", self.file("a.txt", "Quorvex and Moscow agreed."), "--config", self.config(lists))
        self.assertEqual(shown.stderr, b"")
        self.assertIn(b'"desk:one"', shown.stdout)
        self.assertIn(b'"Q649"', shown.stdout)

    def test_a_list_of_that_name_is_replaced(self):
        lists = self.lists()
        (lists / "desk.tsv").write_text(self.HEADER + "one\tORG\t1\tdesk:one\t\t2026-11\tQuorvex\n", encoding="utf-8")
        newer = self.file("desk.tsv", self.HEADER + "two\tORG\t1\tdesk:two\t\t2026-11\tZanthor\n")
        again = self.build(self.directory / "next", "--add", newer, "--config", self.config(lists))
        self.assertIn(b"replaces the list of that name", again.stdout)
        differing = marsad("gazetteer", "diff", lists, self.directory / "next").stdout
        self.assertEqual(sorted(line[:1] for line in differing.splitlines()), [b"+", b"-"])

    def test_a_row_with_an_id_that_ships_adds_its_names(self):
        desk = self.file("desk.tsv", self.HEADER + "moscow\tLOC\t1\tdesk:moscow wikidata:Q649\t\t2026-11\tQuorvograd\n")
        config = self.config(self.lists())
        self.assertIn(b"they are one", marsad("gazetteer", "check", desk, "--config", config).stdout)
        why = marsad("gazetteer", "why", "From Quorvograd to Moscow", "--list", desk, "--config", config).stdout
        self.assertEqual(why.count(b"[Q649]"), 2, why.decode())

    def test_misuse(self):
        desk = self.file("desk.tsv", self.HEADER + "one\tORG\t1\tdesk:one\t\t2026-11\tQuorvex\n")
        broken = self.file("broken.tsv", self.HEADER + "one\tORG\t7\n")
        for arguments, sentence in [
                ((self.directory, "--add", desk), b"is there already: with --add name a new directory"),
                ((self.directory / "new", "--add", broken), b"broken.tsv:2: needs 7 columns, has 3"),
                ((self.directory / "new", "--add", self.directory / "none.tsv"), b"No such file"),
                ((self.directory / "new", "--add", self.file("desk.csv", "")), b"a list is called NAME.tsv"),
                ((self.directory / "no" / "new", "--add", desk), b"No such file or directory"),
                ((self.directory / "new", "--config", desk), b"--add"),
                ((self.directory / "new", "--add", desk, "--output", "x.bin"), b"--output"),
                ((), b"DIRECTORY")]:
            refused = self.build(*arguments)
            self.assertNotEqual(refused.returncode, 0, arguments)
            self.assertIn(sentence, refused.stderr)
            self.assertFalse((self.directory / "new").exists() or (self.directory / "new.new").exists())


class GazetteerImport(Lists):
    """marsad gazetteer import, from what others publish to names that are found; every name is invented."""
    PLACES = [("9001", "Zanthor", "P", "PPL", "JO", "2000000"), ("9002", "Upper Quorvex", "P", "PPL", "JO", "20000"),
              ("9003", "Hamlet", "P", "PPL", "JO", "7"), ("250441", "Amman", "P", "PPLC", "JO", "1275857")]

    def places(self, *more):
        lines = ["\t".join([number, name, name, "", "31.95522", "35.94503", kind, code, country, "", "16", "", "", "", people, "",
                            "773", "Asia/Amman", "2024-01-13"]) for number, name, kind, code, country, people in self.PLACES]
        return "".join(line + "\n" for line in [*lines, *more])

    def test_geonames(self):
        alternate = self.file("alternateNamesV2.txt", "1\t9001\tar\tزانثور\t1\t\t\t\t\t\n2\t250441\ten\tOld Quorvamman\t\t\t\t\t\t\n")
        places = self.file("JO.txt", self.places("9004\tcut off"))
        world = self.directory / "world.tsv"
        done = marsad("gazetteer", "import", "geonames", places, alternate, "--languages", "ar,en", "--output", world)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"3 kept, lines left out: 1", done.stderr)
        self.assertIn("left out: \u2068JO.txt:5: has 2 columns, not 19\u2069".encode(), done.stderr)
        self.assertEqual(world.read_text(encoding="utf-8").count("\n"), 5)
        lists = self.directory / "lists"
        self.assertEqual(marsad("gazetteer", "build", lists, "--add", world).returncode, 0)
        config = self.file("marsad.yaml", json.dumps({"kafka": {"bootstrap.servers": "127.0.0.1:1"}, "tag": {"gazetteer": str(lists)}}))
        article = self.file("a.txt", "They drove from Zanthor to Upper Quorvex and to Old Quorvamman in Jordan.")
        shown = json.loads(marsad("explain", "--json", article, "--config", config).stdout)
        found = {entity["id"]: entity for entity in shown["entities"] if "id" in entity}
        self.assertEqual(set(found), {"geonames:9001", "geonames:9002", "Q3805", "Q810"})
        self.assertEqual(found["geonames:9001"]["coordinates"], {"latitude_e7": 319552200, "longitude_e7": 359450300})
        self.assertEqual(found["Q3805"]["name"], "Amman")

    def test_wikidata(self):
        item = {"type": "item", "id": "Q990000001", "labels": {"en": {"language": "en", "value": "Quorvex Zanthor"}}, "aliases": {},
                "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"entity-type": "item", "id": "Q5"}}}, "rank": "normal"}]},
                "sitelinks": {f"a{n}wiki": {} for n in range(12)}}
        dump = self.file("dump.json.gz", gzip.compress(("[\n" + json.dumps(item) + "\n]\n").encode()))
        done = marsad("gazetteer", "import", "wikidata", dump, "--output", self.directory / "wikidata.tsv")
        self.assertEqual(done.returncode, 0, done.stderr)
        why = marsad("gazetteer", "why", "Quorvex Zanthor spoke", "--list", self.directory / "wikidata.tsv", "--config",
                     self.config(self.lists()))
        self.assertIn(b"[Q990000001]", why.stdout)

    def test_misuse(self):
        places = self.file("JO.txt", self.places())
        out = self.directory / "world.tsv"
        for arguments, sentence in [
                (("geonames", "--output", out), b"FILE"), (("geonames", places), b"--output"), (("wikidata", "--output", out), b"DUMP"),
                (("geonames", places, "--countries", "Jordan", "--output", out), b"a country is two capitals"),
                (("geonames", places, "--features", "cities", "--output", out), b"a feature is one of"),
                (("geonames", places, "--languages", "Arabic", "--output", out), b"a language is two or three small letters"),
                (("geonames", places, "--min-population", "many", "--output", out), b"--min-population"),
                (("geonames", self.file("x.txt", "a\tb\n"), "--output", out), b"x.txt:1: is no table of GeoNames"),
                (("geonames", self.file("x.zip", "PK\x03\x04"), "--output", out), b"is a zip archive"),
                (("geonames", self.directory / "none", "--output", out), b"No such file"),
                (("geonames", places, "--output", self.directory / "none" / "x.tsv"), b"cannot be written"),
                (("osm", places, "--output", out), b"There are: wikidata, geonames"), ((), b"import")]:
            refused = marsad("gazetteer", "import", *arguments)
            self.assertNotEqual(refused.returncode, 0, arguments)
            self.assertIn(sentence, refused.stderr, arguments)
        self.assertEqual(sorted(path.name for path in self.directory.iterdir()), ["JO.txt", "x.txt", "x.zip"])

    def test_every_verb_has_examples(self):
        for verb in (["check"], ["why"], ["diff"], ["build"], ["import", "wikidata"], ["import", "geonames"]):
            shown = marsad("gazetteer", *verb, "--help")
            self.assertEqual(shown.returncode, 0)
            self.assertIn(" ".join(["  marsad gazetteer", *verb]).encode(), shown.stdout, verb)


class OwnNames(Temporary):
    """What docs/own-names.md says of check and why is what they say of docs/own-names.tsv, but for the sums."""
    MENDS = {"كورفكس|شركة كورفكس": "شركة كورفكس", "?Harvest": "Harvest"}  # what becomes of a cell, and what it was

    def test_the_page_is_true(self):
        page = (ROOT / "docs/own-names.md").read_text(encoding="utf-8")
        rows = (ROOT / "docs/own-names.tsv").read_text(encoding="utf-8")
        shown = 0
        for number, part in enumerate(page.split("```")):
            if number % 2 == 0:  # between the blocks: a mend of the list
                for cell, before in self.MENDS.items():
                    if f"`{cell}`" in part:
                        rows = rows.replace(f"\t{before}", f"\t{cell}")
            elif part.startswith("\n$ marsad gazetteer "):
                command, _, answer = part.strip().partition("\n")
                desk = self.file("desk.tsv", rows)
                said = marsad(*(desk if word == "desk.tsv" else word for word in shlex.split(command)[2:])).stdout.decode()
                self.assertEqual(self.plain(said), self.plain(answer), command)
                shown += 1
        self.assertEqual(shown, 5)

    @staticmethod
    def plain(said):
        return re.sub(r"\d+ (lists|entities|names)", r"N \1", said.replace("\u2068", "").replace("\u2069", "").strip())


if __name__ == "__main__":
    program.run()
