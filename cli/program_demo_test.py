#!/usr/bin/env python3
"""marsad demo, as a user meets it. usage: program_demo_test.py PATH_OF_MARSAD [CLASS…]"""
import html.parser
import json

import program
from program import Temporary, marsad, samples


class Page(html.parser.HTMLParser):
    """Which tags a page has, how often."""

    def __init__(self, text):
        super().__init__()
        self.tags = {}
        self.balance = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if tag not in ("meta", "br"):
            self.balance += 1

    def handle_endtag(self, tag):
        self.balance -= 1


class Demo(Temporary):
    def test_every_sample_is_accounted_for(self):
        out = self.directory / "out"
        shown = marsad("demo", "--out", out)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        _, rows = samples()
        wanted = {kind: sum(row[3] == kind for row in rows) for kind in ("article", "correction", "kill", "dead")}
        self.assertGreaterEqual(wanted["article"], 16)
        self.assertEqual((wanted["correction"], wanted["kill"]), (1, 1))
        records = [json.loads(line) for line in (out / "enriched.jsonl").read_text(encoding="utf-8").splitlines()]
        self.assertEqual(len(records), wanted["article"] + wanted["correction"])
        self.assertEqual(len((out / "dead.jsonl").read_text(encoding="utf-8").splitlines()), wanted["dead"])
        sent = {row[2] for row in rows if row[0].endswith(".json") and row[3] == "article"}
        self.assertLessEqual(sent, {record["article"]["uri"] for record in records})
        self.assertEqual({record["article"]["uri"] for record in records if "correction" in record["article"]},
                         {"urn:sample:en-iaea-vienna", "urn:sample:ar-port-fire-tashih"})
        self.assertIn(b"KILLED", shown.stdout)
        self.check_stories({record["article"]["uri"]: record["story"] for record in records}, shown.stdout.decode())
        self.assertEqual(self.delimited(out / "enriched.binpb"), len(records))
        self.check_page((out / "demo.html").read_text(encoding="utf-8"), records)

    def check_stories(self, stories, shown):
        fire = "urn:sample:ar-port-fire"
        kinds = {uri: story["duplicate_kind"] for uri, story in stories.items()}
        self.assertEqual(kinds[fire + "-sahifa"], "NEAR")
        self.assertEqual(kinds[fire + "-tashih"], "CORRECTS")
        self.assertEqual(kinds["urn:sample:ar-morning-roundup"], "CONTAINS")
        self.assertEqual(stories["urn:sample:en-harbour-mail"]["duplicate_of"], "urn:sample:en-harbour-flash")
        for todo in ("correct \u2068" + fire, "review \u2068" + fire + "-sahifa", "review \u2068urn:sample:en-harbour-mail"):
            self.assertIn("to do: " + todo, shown)

    @staticmethod
    def delimited(path):
        data, at, count = path.read_bytes(), 0, 0
        while at < len(data):
            size = shift = 0
            while True:
                byte = data[at]
                at += 1
                size |= (byte & 0x7F) << shift
                shift += 7
                if byte < 0x80:
                    break
            at += size
            count += 1
        return count

    def check_page(self, text, records):
        page = Page(text)
        self.assertEqual(page.balance, 0)
        self.assertNotIn("script", page.tags)
        self.assertNotIn("img", page.tags)
        self.assertEqual(page.tags["article"], len({record["article"]["uri"] for record in records}) + 1)  # and the dead letter
        self.assertIn("Killed.", text)
        self.assertIn("replaces version 1", text)
        self.assertIn('<section id="stories">', text)

    def test_files_of_ones_own(self):
        out = self.directory / "out"
        article = self.file("mine.txt", "My title\n\nEgypt and Sudan agreed.\n")
        broken = self.file("broken.json", '{"title": ')
        shown = marsad("demo", "--out", out, "--quiet", article, broken)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        record = json.loads((out / "enriched.jsonl").read_text(encoding="utf-8"))
        self.assertEqual({entity["id"] for entity in record["entities"]}, {"Q79", "Q1049"})
        self.assertEqual(json.loads((out / "dead.jsonl").read_text(encoding="utf-8"))["code"], "MALFORMED")

    def test_what_is_too_large_is_refused_with_a_sentence(self):
        shown = marsad("demo", "--out", self.directory / "out", self.file("large.txt", b"x" * 300_000))
        self.assertEqual(shown.returncode, 2)
        self.assertIn(b"larger than 200000 bytes", shown.stderr)

    def test_an_output_directory_that_cannot_be(self):
        shown = marsad("demo", "--out", self.file("file", "x") / "out")
        self.assertEqual(shown.returncode, 1)
        self.assertIn(b"cannot make the directory", shown.stderr)


if __name__ == "__main__":
    program.run()
