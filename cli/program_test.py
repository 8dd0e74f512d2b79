#!/usr/bin/env python3
"""The program marsad, as a user meets it: usage: program_test.py PATH_OF_MARSAD"""
import contextlib
import functools
import html.parser
import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MARSAD = None
VERBS = ["demo", "explain", "send", "tap", "dead", "run", "stages", "check", "topics", "health", "boilerplate",
         "gazetteer", "completion"]


def marsad(*arguments, stdin=b"", **environment):
    """Runs the program; output as bytes."""
    return subprocess.run([MARSAD, *map(str, arguments)], input=stdin, capture_output=True, timeout=150,
                          env={**os.environ, **environment}, check=False)


def samples():
    """The rows of the manifest: file, content type, key, expected."""
    directory = Path(MARSAD).parent.parent / "share/marsad/samples"
    lines = (directory / "manifest.tsv").read_text(encoding="utf-8").splitlines()
    return directory, [line.split("\t")[:4] for line in lines if line and not line.startswith("#")]


def stages():
    """The names of the stages, in order."""
    return [line.split()[0] for line in marsad("stages").stdout.decode().splitlines()[1:]]


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


class Temporary(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def file(self, name, content):
        path = self.directory / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


class Process(http.server.BaseHTTPRequestHandler):
    """A stage that is alive and not ready, as far as HTTP shows."""

    def do_GET(self):  # pylint: disable=invalid-name
        alive = self.path == "/healthz"
        self.send_response(200 if alive else 503)
        self.end_headers()
        self.wfile.write(b"alive\n" if alive else b"no partition is assigned yet\n")

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


@contextlib.contextmanager
def process():
    """Its port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Process)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Health(Temporary):
    def configuration(self, listen):
        file = self.directory / "marsad.yaml"
        file.write_text(f"kafka:\n  bootstrap.servers: localhost:1\nhttp:\n  listen: {listen}\n", encoding="utf-8")
        return file

    def test_alive_is_not_ready(self):
        with process() as port:
            for arguments in (["--address", f"127.0.0.1:{port}"], ["--config", self.configuration(f"0.0.0.0:{port}")]):
                with self.subTest(arguments):
                    alive = marsad("health", *arguments)
                    self.assertEqual((alive.returncode, alive.stdout, alive.stderr), (0, b"alive\n", b""))
                    ready = marsad("health", "--ready", *arguments)
                    self.assertEqual((ready.returncode, ready.stdout), (1, b""), ready.stderr)
                    self.assertRegex(ready.stderr.decode(), "^marsad: 127.0.0.1:[0-9]+/readyz answers 503: .?no partition is assigned yet.?\n$")

    def test_nobody_there(self):
        with process() as port:
            pass
        gone = marsad("health", "--address", f"127.0.0.1:{port}")
        self.assertEqual((gone.returncode, gone.stdout), (1, b""))
        self.assertIn(f"nobody listens on 127.0.0.1:{port}".encode(), gone.stderr)

    def test_what_is_no_address(self):
        for address in ("9464", "127.0.0.1:0", "127.0.0.1:", ":9464", "127.0.0.1:70000", "127.0.0.1:94x", ""):
            with self.subTest(address):
                wrong = marsad("health", "--address", address)
                self.assertEqual((wrong.returncode, wrong.stdout), (2, b""), wrong.stderr)
                self.assertIn(b"--address", wrong.stderr)
        for listen in ('""', "127.0.0.1:0"):
            with self.subTest(listen):
                wrong = marsad("health", "--config", self.configuration(listen))
                self.assertEqual(wrong.returncode, 2, wrong.stderr)
                self.assertIn(b"http.listen", wrong.stderr)


class Help(unittest.TestCase):
    def test_every_verb_explains_itself(self):
        top = marsad("--help")
        self.assertEqual(top.returncode, 0)
        for verb in VERBS:
            with self.subTest(verb):
                self.assertIn(verb.encode(), top.stdout)
                shown = marsad(verb, "--help")
                self.assertEqual(shown.returncode, 0, shown.stderr)
                self.assertIn(b"Example", shown.stdout)
                self.assertIn(b"Exit codes", shown.stdout)

    def test_version(self):
        shown = marsad("--version")
        self.assertEqual(shown.returncode, 0)
        self.assertRegex(shown.stdout, rb"^marsad \d+\.\d+\.\d+\n$")

    def test_completion(self):
        for shell in ("bash", "zsh", "fish"):
            script = marsad("completion", shell)
            self.assertEqual(script.returncode, 0)
            for verb in VERBS:
                self.assertIn(verb.encode(), script.stdout)
            for stage in stages():
                self.assertIn(stage.encode(), script.stdout)
        checked = subprocess.run(["bash", "-n"], input=marsad("completion", "bash").stdout, capture_output=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stderr)


class Misuse(Temporary):
    def expect(self, code, sentence, *arguments):
        shown = marsad(*arguments)
        self.assertEqual(shown.returncode, code, shown.stderr)
        self.assertIn(sentence, shown.stderr.decode())
        self.assertEqual(shown.stdout, b"")

    def test_wrong_command_lines(self):
        self.expect(2, "which verb?")
        self.expect(2, "is no verb", "explian")
        self.expect(2, "FILE", "explain")
        self.expect(2, "--nope", "explain", "--nope", "x")
        self.expect(2, "which Kafka?", "tap", "news.enriched")
        self.expect(2, "nothing to send", "send", "--bootstrap", "localhost:1")
        # --header takes one value: what follows is a file, and this one is not there.
        shown = marsad("send", "--bootstrap", "localhost:1", "--header", "a=b", "absent.json")
        self.assertIn(b"absent.json", shown.stderr)
        self.expect(2, "--from", "tap", "news.enriched", "--bootstrap", "localhost:1", "--from", "yesterday")
        self.expect(2, "completion", "completion", "tcsh")
        self.expect(2, "--limit: a number above 0 is wanted, not ", "tap", "news.enriched", "--bootstrap", "localhost:1", "--limit", "-1")
        self.expect(2, "--duration: a number above 0 is wanted, not ", "tap", "news.enriched", "--bootstrap", "localhost:1", "--duration", "0")
        self.expect(2, "TOPIC: is empty", "tap", "", "--bootstrap", "localhost:1")
        self.expect(2, "--kill: is empty", "send", "--bootstrap", "localhost:1", "--kill", "")

    def test_the_verbs_of_a_verb(self):
        self.expect(2, "dead: which verb? There are: list, show, redrive", "dead")
        self.expect(2, "topics: which verb? There are: create, list", "topics")
        self.expect(2, "see: marsad dead show --help", "dead", "show")
        self.expect(2, "see: marsad dead list --help", "dead", "list", "--limit", "0")
        self.expect(2, "which letters?", "dead", "redrive", "--bootstrap", "localhost:1")
        self.expect(2, "is the topic of dead letters itself", "dead", "redrive", "--bootstrap", "localhost:1", "--all", "--to", "news.dead")
        self.expect(2, "--reason: NOPE not in", "dead", "list", "--bootstrap", "localhost:1", "--reason", "NOPE")
        self.expect(2, "yesterday", "dead", "list", "--bootstrap", "localhost:1", "--since", "yesterday")

    def test_what_is_foreign_is_shown_without_its_controls(self):
        arabic, override = "\u0645\u0635\u0631", "\u202e"
        shown = marsad("dead", "show", "--bootstrap", "localhost:1", f"{override}{arabic}:1")
        self.assertEqual(shown.returncode, 2)
        self.assertIn(arabic, shown.stderr.decode())
        self.assertNotIn(override, shown.stderr.decode())
        shown = marsad("explain", self.directory / f"{arabic}{override}.txt")
        self.assertEqual(shown.returncode, 1)
        self.assertIn(arabic, shown.stderr.decode())
        self.assertNotIn(override, shown.stderr.decode())

    def test_files_that_are_none(self):
        self.expect(1, "No such file", "explain", self.directory / "none.txt")
        self.expect(1, "is a directory", "explain", self.directory)
        self.expect(2, "No such file", "demo", self.directory / "none.txt")
        if os.geteuid() != 0:  # root may read everything
            secret = self.file("secret.txt", "x")
            secret.chmod(0)
            self.expect(1, "Permission denied", "explain", secret)

    def test_configuration(self):
        wrong = self.file("wrong.yaml", "pipeline: news\nkafka:\n  bootstrap.servers: localhost:1\nstate_dirr: x\n")
        self.expect(2, "wrong.yaml:4", "check", "--offline", wrong)
        self.expect(2, "wrong.yaml:4", "run", "--config", wrong, "--stages", "tag")
        self.expect(2, "none.yaml", "check", self.directory / "none.yaml")
        good = self.file("good.yaml", "kafka:\n  bootstrap.servers: localhost:1\n")
        shown = marsad("check", "--offline", "--stages", "tag,summarize", good)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.expect(2, "--stages: \"tagg\" is no stage; allowed: ", "check", "--offline", "--stages", "tagg", good)
        shown = marsad("check", "--offline", good)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.expect(2, "is no stage", "run", "--config", good, "--stages", "teg")

    def test_configurations_that_are_none(self):
        self.expect(2, "empty.yaml: kafka: bootstrap.servers is missing", "check", "--offline", self.file("empty.yaml", ""))
        self.expect(2, "broken.yaml:2: not YAML", "check", "--offline", self.file("broken.yaml", "kafka: [\n"))
        self.expect(2, "cannot be read", "check", "--offline", self.directory)
        key = "\u0645\u0635\u0631"
        arabic = self.file("arabic.yaml", f"kafka:\n  bootstrap.servers: localhost:1\n{key}: x\n")
        self.expect(2, f"arabic.yaml:3: {key}: unknown key; allowed: ", "check", "--offline", arabic)
        bom = self.file("bom.yaml", "\ufeffkafka:\n  bootstrap.servers: localhost:1\n")
        self.assertEqual(marsad("check", "--offline", bom).returncode, 0)

    def test_every_verb_checks_its_configuration_whole(self):
        ladder = self.file("ladder.yaml", "kafka:\n  bootstrap.servers: localhost:1\nlimits:\n  dead_bytes: 9000\n")
        article = self.file("article.txt", "Title\n\nBody.\n")
        for verb in (("explain", article), ("send", article), ("tap", "news.dead"), ("topics", "list"), ("dead", "list"),
                     ("run", "--stages", "tag")):
            with self.subTest(verb[0]):
                self.expect(2, "ladder.yaml: limits.enriched_bytes", *verb, "--config", ladder)
        self.expect(2, "ladder.yaml: limits.enriched_bytes", "check", "--offline", ladder)


class Boilerplate(Temporary):
    PLEA = "Support our newsroom with a small monthly gift today."

    def article(self, number):
        body = f"{self.PLEA}\nThe council of town {number} met on Monday and voted for a bridge.\nWork begins in {number} months."
        return self.file(f"a{number}.json", json.dumps(
            {"uri": f"urn:a:{number}", "title": f"Council {number} votes", "body": body, "source": {"name": "Example Post"}}))

    def explain(self, *options):
        shown = marsad("explain", "--json", *options, self.article(99))
        self.assertEqual(shown.returncode, 0, shown.stderr)
        record = json.loads(shown.stdout)
        return record, [block["kind"] for block in record["text"]["blocks"]]

    def test_what_was_learned_is_marked_and_not_summarized(self):
        lines = marsad("explain", "--json", *[self.article(number) for number in range(6)]).stdout
        table = self.directory / "lines.tsv"
        learned = marsad("boilerplate", "-", "--out", table, stdin=lines)
        self.assertEqual(learned.returncode, 0, learned.stderr)
        self.assertIn(self.PLEA.encode(), learned.stdout)
        self.assertNotIn(b"council of town", learned.stdout)
        config = self.file("m.yaml", f"kafka:\n  bootstrap.servers: localhost:1\nnormalize:\n  boilerplate: {table}\n")
        before, kinds = self.explain()
        self.assertIn(self.PLEA, before["summary"]["text"])
        self.assertNotIn("BOILERPLATE", kinds)
        after, kinds = self.explain("--config", config)
        self.assertNotIn(self.PLEA, after["summary"]["text"])
        self.assertEqual(kinds, ["TITLE", "BOILERPLATE", "PARAGRAPH", "PARAGRAPH"])
        self.assertNotEqual(before["runs"][1]["bundle"], after["runs"][1]["bundle"])

        table.write_bytes(table.read_bytes()[:-2])
        checked = marsad("check", "--offline", config)
        self.assertEqual(checked.returncode, 2)
        self.assertIn(b"normalize.boilerplate", checked.stderr)
        self.assertIn(b"sha256", checked.stderr)

    def test_other_files_are_refused(self):
        shown = marsad("boilerplate", self.file("x.jsonl", "{}\nno json\n"), "--out", self.directory / "t")
        self.assertEqual(shown.returncode, 1)
        self.assertIn(b"line 2", shown.stderr)


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
        self.assertEqual([run["status"] for run in record["runs"]], ["OK"] * 4)
        sure = [mention for entity in record.get("entities", []) for mention in entity["mentions"] if not mention.get("unsure")]
        self.assertEqual(bool(sure), file != "en-slow-bread.txt")
        texts = {"TITLE": record["article"]["title"].encode(), "BODY": record["article"]["body"].encode()}
        for entity in record.get("entities", []):
            for mention in entity["mentions"]:
                span = mention["span"]
                cut = texts[span["field"]][span.get("begin", 0):span["end"]]
                self.assertEqual(cut.decode(), mention["surface"])

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
        shown = subprocess.run(["bash", "-c", f"{MARSAD} explain {files} | head -1"], capture_output=True, timeout=150, check=False)
        self.assertEqual((shown.returncode, shown.stderr), (0, b""))

    def test_a_full_disk_is_a_failure(self):
        with open("/dev/full", "wb") as full:
            shown = subprocess.run([MARSAD, "explain", "-"], input=b"Title\n\nBody.\n", stdout=full, stderr=subprocess.PIPE, timeout=150, check=False)
        self.assertEqual(shown.returncode, 1)


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
        self.assertEqual(sum("correction" in record["article"] for record in records), 1)
        self.assertIn(b"KILLED", shown.stdout)
        self.assertEqual(self.delimited(out / "enriched.binpb"), len(records))
        self.check_page((out / "demo.html").read_text(encoding="utf-8"), records)

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
    MARSAD = str(Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=1)
