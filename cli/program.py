"""The program marsad for the tests of it as a user meets it, program*_test.py, which are called with its path."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MARSAD = None  # its path, from run() on


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


class Temporary(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def file(self, name, content):
        path = self.directory / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


def run():
    """Takes the path from the command line, and leaves the rest to unittest: names of classes, or all."""
    global MARSAD  # pylint: disable=global-statement
    MARSAD = str(Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=1)
