#!/usr/bin/env python3
"""Whether an input that was slow by the clock alone is no finding, with a program in libFuzzer's place."""
import os
import stat
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import run  # noqa: E402

# Alone (its last argument is the input) it does what the input says; else it leaves the finding that its folder names, once.
FAKE = """#!/bin/sh
here=$(dirname "$0")
for last; do :; done
if [ -f "$last" ]; then
  case $(cat "$last") in
    broken) exit 77 ;;
    *) exit 0 ;;
  esac
fi
echo started >>"$here/starts"
if [ -e "$here/next" ]; then mv "$here/next" "$here/findings/$(cat "$here/name")"; exit 70; fi
"""


class Fuzz(unittest.TestCase):
    def fuzz(self, name, what):
        """(status, findings that are left, how often the program was started) of a run that finds one input."""
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            program, findings = folder / "fuzz", folder / "findings"
            findings.mkdir()
            program.write_text(FAKE, encoding="utf-8")
            os.chmod(program, stat.S_IRWXU)
            (folder / "next").write_text(what, encoding="utf-8")
            (folder / "name").write_text(name, encoding="utf-8")
            with open(folder / "log", "wb") as log:
                status = run.fuzz([program], "record", 600, findings, log)
            return status, [file.name for file in findings.iterdir()], (folder / "starts").read_text(encoding="utf-8").count("started")

    def test_what_only_waited_is_no_finding_and_it_goes_on(self):
        self.assertEqual(self.fuzz("record-timeout-1", "fast"), (0, [], 2))

    def test_an_input_that_breaks_a_promise_alone_is_one(self):
        self.assertEqual(self.fuzz("record-timeout-1", "broken"), (70, ["record-timeout-1"], 1))

    def test_what_is_no_timeout_is_not_asked_again(self):
        self.assertEqual(self.fuzz("record-crash-1", "fast"), (70, ["record-crash-1"], 1))

    def test_the_processors_time_counts(self):
        with tempfile.TemporaryDirectory() as folder:
            file, spin = Path(folder) / "input", Path(folder) / "spin"
            file.write_text("", encoding="utf-8")
            spin.write_text("#!/usr/bin/python3\nimport time\nwhile time.process_time() < 0.3: pass\n", encoding="utf-8")
            os.chmod(spin, stat.S_IRWXU)
            self.assertFalse(run.is_slow(spin, file))
            self.addCleanup(setattr, run, "SLOWEST", run.SLOWEST)
            run.SLOWEST = 0.2
            self.assertTrue(run.is_slow(spin, file))


if __name__ == "__main__":
    unittest.main()
