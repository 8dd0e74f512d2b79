#!/usr/bin/env python3
"""marsad gazetteer, as a user meets it. usage: program_gazetteer_test.py PATH_OF_MARSAD [CLASS…]"""
import json
import re
import shlex
import shutil

import program
from program import ROOT, Temporary, marsad


class Gazetteer(Temporary):
    HEADER = "key\ttype\ttier\tids\tcountry\tas_of\ten\n"

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
        self.assertIn(b"no list has a name", marsad("gazetteer", "why", "Quorvex grew").stdout)

    def test_an_id_of_anothers_is_named(self):
        desk = self.file("desk.tsv", self.HEADER + "one\tORG\t1\tmarsad:kremlin\t\t2026-11\tQuorvex\n")
        self.assertIn(b"is also that of bodies.tsv:", marsad("gazetteer", "check", desk).stdout)

    def test_what_differs_as_diff_says_it(self):
        row = "one\tORG\t1\tdesk:one\t\t2026-11\tQuorvex\n"
        old, same = self.file("old.tsv", self.HEADER + row), self.file("same.tsv", self.HEADER + row)
        new = self.file("new.tsv", self.HEADER + row.replace("Quorvex", "Quorvex|QVX").replace("ORG", "LOC"))
        broken = self.file("broken.tsv", self.HEADER + row + "two\tORG\n")
        self.assertEqual((marsad("gazetteer", "diff", old, same).returncode, marsad("gazetteer", "diff", old, same).stdout), (0, b""))
        differing = marsad("gazetteer", "diff", old, new)
        self.assertEqual(differing.returncode, 1)
        self.assertIn(b"type was", differing.stdout)
        self.assertIn(b"QVX", differing.stdout)
        refused = marsad("gazetteer", "diff", old, broken)
        self.assertEqual((refused.returncode, refused.stdout), (2, b""))
        self.assertIn(b"broken.tsv:3: needs 7 columns, has 2", refused.stderr)

    def test_words_about_names_are_lists_too(self):
        words = self.file("context.tsv", "place\ten\tcity|town\n")
        self.assertEqual(marsad("gazetteer", "check", words).returncode, 0)
        newer = self.directory / "newer"
        newer.mkdir()
        (newer / "context.tsv").write_text("place\ten\tcity\n", encoding="utf-8")
        differing = marsad("gazetteer", "diff", words, newer / "context.tsv")
        self.assertEqual(differing.returncode, 1)
        self.assertIn(b"context.tsv place en city|town", differing.stdout)

    def test_lists_are_compiled_and_the_file_is_used_as_long_as_it_is_of_them(self):
        lists = self.directory / "lists"
        shutil.copytree(ROOT / "gazetteer", lists)
        (lists / "desk.tsv").write_text(self.HEADER + "one\tORG\t1\tdesk:one\t\t2026-11\tQuorvex\n", encoding="utf-8")
        config = self.file("marsad.yaml", json.dumps({"kafka": {"bootstrap.servers": "127.0.0.1:1"}, "tag": {"gazetteer": str(lists)}}))
        article = self.file("article.txt", "Quorvex and Moscow agreed.")
        read = marsad("explain", "--json", article, "--config", config)
        known = json.loads(read.stdout)
        built = marsad("gazetteer", "build", lists)
        self.assertEqual(built.returncode, 0, built.stderr)
        self.assertIn(b" 11 lists, ", built.stdout)
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
        nowhere = marsad("gazetteer", "build", ROOT / "gazetteer", "--output", self.directory / "none" / "x.bin")
        self.assertEqual(nowhere.returncode, 1)
        self.assertIn(b"x.bin: cannot be written", nowhere.stderr)

    def test_a_broken_list_is_named(self):
        desk = self.file("desk.tsv", self.HEADER + "one\tORG\t9\t\t\t\tX\n")
        checked = marsad("gazetteer", "check", desk)
        self.assertEqual(checked.returncode, 1)
        self.assertIn(b"desk.tsv:2: tier is 1, 2 or 3", checked.stderr)


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
