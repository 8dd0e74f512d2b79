#!/usr/bin/env python3
"""Jars that are absent or not the listed ones are refused; unlisted ones do not stay."""
import hashlib
import sys
import tempfile
import unittest
from pathlib import Path

from jars import JarError, verify


class VerifyTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = Path(temporary.name)
        (self.home / "jars.sha256").write_text(f"{hashlib.sha256(b'right').hexdigest()}  one.jar\n")
        self.jar = self.home / "one.jar"

    def test_the_listed_one_stays_and_others_go(self):
        self.jar.write_bytes(b"right")
        (self.home / "other.jar").touch()
        verify(self.home, self.home)
        self.assertEqual([path.name for path in self.home.glob("*.jar")], ["one.jar"])

    def test_another_content(self):
        self.jar.write_bytes(b"wrong")
        with self.assertRaisesRegex(JarError, "is not the file that"):
            verify(self.home, self.home)

    def test_absent(self):
        with self.assertRaisesRegex(JarError, "one.jar did not come"):
            verify(self.home, self.home)


if __name__ == "__main__":
    sys.exit(unittest.main())
