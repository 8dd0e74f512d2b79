#!/usr/bin/env python3
"""The program marsad, as a user meets it. usage: program_test.py PATH_OF_MARSAD [CLASS…]"""
import contextlib
import http.server
import json
import os
import subprocess
import threading
import unittest

import program
from program import Temporary, marsad, stages

VERBS = ["demo", "explain", "send", "tap", "story", "dead", "run", "stages", "check", "topics", "health",
         "boilerplate", "gazetteer", "completion"]


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
        self.expect(2, "NAME: is empty", "story", "", "--bootstrap", "localhost:1")
        self.expect(2, "which Kafka?", "story", "urn:a")
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
    LINE = "The Example Post said on Monday that it reported from 40 councils in Norway."

    def article(self, number):
        body = f"{self.LINE}\nThe council of town {number} met on Monday and voted for a bridge.\nWork begins in {number} months."
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
        self.assertIn(self.LINE.encode(), learned.stdout)
        self.assertNotIn(b"council of town", learned.stdout)
        config = self.file("m.yaml", f"kafka:\n  bootstrap.servers: localhost:1\nnormalize:\n  boilerplate: {table}\n")
        before, kinds = self.explain()
        self.assertIn(self.LINE, before["summary"]["text"])
        self.assertNotIn("BOILERPLATE", kinds)
        after, kinds = self.explain("--config", config)
        self.assertNotIn(self.LINE, after["summary"]["text"])
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


if __name__ == "__main__":
    program.run()
