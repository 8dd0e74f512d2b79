#!/usr/bin/env python3
"""marsad explain, as a user meets it. usage: program_explain_test.py PATH_OF_MARSAD [CLASS…]"""
import functools
import json
import subprocess

import program
from program import Temporary, marsad, samples


class Explain(Temporary):
    @staticmethod
    @functools.cache  # a process that loads the models for each file would take most of the time
    def explained(content_type, *names):
        """By name, the record that becomes of each of these samples."""
        directory, _ = samples()
        shown = marsad("explain", "--json", "--content-type", content_type, *(directory / name for name in names))
        if shown.returncode != 0:
            raise AssertionError(shown.stderr)
        records = [json.loads(line) for line in shown.stdout.splitlines()]
        return dict(zip(names, records, strict=True))

    @staticmethod
    def articles():
        """Names of the samples of which articles become, by content type."""
        names = {}
        for file, content_type, _, expected in samples()[1]:
            if expected != "dead" and file != "-":
                names.setdefault(content_type, []).append(file)
        return names

    def test_every_sample_is_an_article_or_refused(self):
        directory, rows = samples()
        for file, content_type, _, expected in rows:
            if expected == "dead":
                shown = marsad("explain", "--json", "--content-type", content_type, directory / file)
                self.assertEqual((shown.returncode, shown.stdout), (1, b""))
                self.assertIn(b"MALFORMED", shown.stderr)
        for content_type, names in self.articles().items():
            for name, record in self.explained(content_type, *names).items():
                with self.subTest(name):
                    self.check_article(record, name)

    def check_article(self, record, file):
        self.assertEqual(record["text"]["language"], file[:2])
        self.assertTrue(record["summary"]["text"])
        self.assertEqual([run["status"] for run in record["runs"]], ["OK"] * 5)
        sure = [mention for entity in record.get("entities", []) for mention in entity["mentions"] if not mention.get("unsure")]
        self.assertEqual(bool(sure), file != "en-slow-bread.txt")
        texts = {"TITLE": record["article"]["title"].encode(), "BODY": record["article"]["body"].encode()}
        for entity in record.get("entities", []):
            for mention in entity["mentions"]:
                span = mention["span"]
                cut = texts[span["field"]][span.get("begin", 0):span["end"]]
                self.assertEqual(cut.decode(), mention["surface"])

    def test_each_file_is_compared_with_those_before_it(self):
        names = [f"ar-port-fire{kind}.json" for kind in ("", ".copy", ".correction")] + ["ar-morning-roundup.json"]
        stories = [record["story"] for record in self.explained("application/json", *names).values()]
        first = "urn:sample:ar-port-fire"
        self.assertEqual({story["id"] for story in stories}, {first})
        self.assertEqual([story["duplicate_kind"] for story in stories], ["ORIGINAL", "NEAR", "CORRECTS", "CONTAINS"])
        self.assertEqual(stories[1]["duplicate_of"], first)
        self.assertEqual([(effect["uri"], effect["action"]) for effect in stories[2]["effects"]],
                         [(first, "CORRECT"), (first + "-sahifa", "REVIEW")])
        changed = [difference for link in stories[2]["links"] for difference in link.get("changed", [])]
        self.assertIn("12", [difference.get("was") for difference in changed])
        directory, _ = samples()
        shown = marsad("explain", *(directory / name for name in names)).stdout.decode()
        self.assertIn("corrects \u2068urn:sample:ar-port-fire\u2069", shown)
        self.assertIn("\u206812\u2069 \u2192 \u206821\u2069", shown)

    def test_the_same_people_have_the_same_ids(self):
        records = self.explained("application/json", *self.articles()["application/json"])
        ids = [{entity.get("id") for entity in records[f"{language}-ukraine-talks.json"]["entities"]} for language in ("ar", "en", "ru")]
        # Putin, Trump, Zelenskyy, Lavrov, Rubio, Ukraine
        self.assertLessEqual({"Q7747", "Q22686", "Q3874799", "Q58217", "Q324546", "Q212"}, ids[0] & ids[1] & ids[2])

    def test_names_without_an_id_lead_to_lists_of_ones_own(self):
        hint = b"marsad gazetteer --help"
        unknown = self.file("unknown.txt", "A visit\n\nMary Zanthorova spoke in Cairo on Monday, her office said.\n")
        known = self.file("known.txt", "A visit\n\nA paragraph about Cairo.\n")
        self.assertEqual(marsad("explain", unknown, unknown).stdout.count(hint), 1)
        self.assertNotIn(hint, marsad("explain", known).stdout)
        self.assertNotIn(hint, marsad("explain", "--json", unknown).stdout)

    def test_refusals_do_not_stop_the_others(self):
        empty = self.file("empty.txt", b"")
        binary = self.file("binary.txt", bytes(range(256)) * 40)
        good = self.file("good.txt", "A title\n\nA paragraph about Cairo.\n")
        shown = marsad("explain", empty, binary, good)
        self.assertEqual(shown.returncode, 1)
        self.assertIn(b"EMPTY", shown.stderr)
        self.assertIn("[Cairo]", shown.stdout.decode())

    def test_arabic_in_an_old_encoding_comes_out_as_it_is(self):
        text = "\u0627\u0644\u0642\u0627\u0647\u0631\u0629\n\n\u0632\u0627\u0631 \u0627\u0644\u0648\u0632\u064a\u0631 \u0627\u0644\u0642\u0627\u0647\u0631\u0629 \u0627\u0644\u064a\u0648\u0645.\n"
        file = self.file("old.txt", text.encode("cp1256"))
        shown = marsad("explain", "--json", "--content-type", "text/plain; charset=windows-1256", file)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        record = json.loads(shown.stdout)
        self.assertEqual(record["article"]["title"], text.split("\n", maxsplit=1)[0])
        self.assertEqual(record["text"]["language"], "ar")

    def test_an_empty_input_is_refused(self):
        shown = marsad("explain", "-", stdin=b"")
        self.assertEqual((shown.returncode, shown.stdout), (1, b""))
        self.assertIn(b"EMPTY", shown.stderr)

    def test_too_large_is_said_so(self):
        shown = marsad("explain", self.file("large.txt", b"x" * 3_000_000))
        self.assertEqual(shown.returncode, 1)
        self.assertIn(b"is larger than 2097152 bytes", shown.stderr)

    def test_standard_input_and_colors(self):
        text = "A title\n\nPutin spoke in Cairo.\n".encode()
        plain = marsad("explain", "-", stdin=text, NO_COLOR="1").stdout
        self.assertIn(b"[Cairo]", plain)
        self.assertNotIn(b"\x1b[", plain)
        self.assertIn(b"\x1b[", marsad("explain", "--color", "always", "-", stdin=text).stdout)

    def test_controls_in_a_text_reach_no_terminal(self):
        shown = marsad("explain", "-", stdin="Title \x1b]0;owned\x07\n\nBody \x9b31m \u202egnp.exe\n".encode())
        for control in ("\x1b", "\x07", "\x9b", "\u202e"):
            self.assertNotIn(control, shown.stdout.decode())

    def test_a_name_that_is_none_is_told_before_the_models_are_loaded(self):
        broken = self.file("broken.yaml", f"kafka:\n  bootstrap.servers: localhost:1\ntag:\n  gazetteer: {self.directory}\n")
        absent, there = self.directory / "absent.txt", self.file("there.txt", "Title\n\nBody.\n")
        alone = marsad("explain", "--config", broken, absent)
        self.assertEqual(alone.returncode, 1)
        self.assertIn(b"absent.txt", alone.stderr)
        self.assertNotIn(b"gazetteer", alone.stderr)
        both = marsad("explain", "--config", broken, absent, there)
        self.assertEqual(both.returncode, 2)
        self.assertIn(b"gazetteer", both.stderr)

    def test_a_reader_that_leaves_is_no_disaster(self):
        directory, _ = samples()
        files = " ".join([str(directory / "ar-ukraine-talks.json")] * 30)
        shown = subprocess.run(["bash", "-c", f"{program.MARSAD} explain {files} | head -1"], capture_output=True, timeout=150, check=False)
        self.assertEqual((shown.returncode, shown.stderr), (0, b""))

    def test_a_full_disk_is_a_failure(self):
        with open("/dev/full", "wb") as full:
            shown = subprocess.run([program.MARSAD, "explain", "-"], input=b"Title\n\nBody.\n", stdout=full, stderr=subprocess.PIPE, timeout=150, check=False)
        self.assertEqual(shown.returncode, 1)


if __name__ == "__main__":
    program.run()
