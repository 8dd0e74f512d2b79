"""tools/package/sbom.py: what it writes for a real build is CycloneDX and whole; mistakes in it are told.

usage: sbom_test.py BUILD PROGRAM…     (Debian's Python, for its jsonschema)
"""
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import jsonschema
import sbom

LICENCE = {"type": "object", "additionalProperties": False, "oneOf": [{"required": ["license"]}, {"required": ["expression"]}], "properties": {
    "expression": {"enum": sorted(json.loads(sbom.DECLARED.read_text(encoding="utf-8")).values())}, "license": {
    "type": "object", "additionalProperties": False, "properties": {
        "id": {"enum": sorted(set(sbom.SPDX.values()) | {"CC-BY-4.0", "CC-BY-SA-4.0", "Apache-2.0"})}, "name": {"type": "string", "minLength": 1}},
    "oneOf": [{"required": ["id"]}, {"required": ["name"]}]}}}
COMPONENT = {"type": "object", "required": ["type", "name", "bom-ref", "licenses"], "additionalProperties": False, "properties": {
    "type": {"enum": ["application", "data", "library"]}, "name": {"type": "string", "minLength": 1}, "bom-ref": {"type": "string", "minLength": 1},
    "version": {"type": "string", "minLength": 1}, "description": {"type": "string"}, "purl": {"type": "string", "pattern": "^pkg:(deb|generic)/"},
    "licenses": {"type": "array", "minItems": 1, "items": LICENCE},
    "hashes": {"type": "array", "items": {"type": "object", "required": ["alg", "content"], "additionalProperties": False, "properties": {
        "alg": {"const": "SHA-256"}, "content": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}}},
    "properties": {"type": "array", "items": {"type": "object", "required": ["name", "value"], "additionalProperties": False, "properties": {
        "name": {"type": "string"}, "value": {"type": "string"}}}}},
    "allOf": [{"if": {"properties": {"type": {"const": "library"}}}, "then": {"required": ["version", "purl"]}},
              {"if": {"properties": {"type": {"const": "data"}}}, "then": {"required": ["hashes", "description"]}}]}
# What CycloneDX 1.5 demands of a document, and of what it demands of nobody the fields that ours must have.
DOCUMENT = {"type": "object", "required": ["bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies"],
            "additionalProperties": False, "properties": {
    "bomFormat": {"const": "CycloneDX"}, "specVersion": {"const": "1.5"}, "version": {"type": "integer", "minimum": 1},
    "serialNumber": {"type": "string", "pattern": "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"},
    "metadata": {"type": "object", "required": ["component", "tools"], "additionalProperties": False, "properties": {
        "component": COMPONENT, "timestamp": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}, "tools": {"type": "object"}}},
    "components": {"type": "array", "minItems": 1, "items": COMPONENT},
    "dependencies": {"type": "array", "items": {"type": "object", "required": ["ref"], "additionalProperties": False, "properties": {
        "ref": {"type": "string"}, "dependsOn": {"type": "array", "uniqueItems": True, "items": {"type": "string"}}}}}}}
# Sources that every build has in it; a bill without one of them was not made of what is linked.
NEEDED = {"bzip2", "civetweb", "cld2", "cli11", "fmtlib", "gcc-12", "glibc", "gumbo-parser", "icu", "librdkafka", "libxml2", "openssl",
          "prometheus-cpp", "protobuf", "rapidjson", "simdjson", "spdlog", "tl-expected", "xxhash", "yaml-cpp", "zlib"}


def faults(document):
    """What is wrong with it: form, then meaning."""
    found = [error.message for error in jsonschema.Draft7Validator(DOCUMENT).iter_errors(document)]
    if found:
        return found
    refs = [component["bom-ref"] for component in document["components"]]
    doubled = {ref for ref in refs if refs.count(ref) > 1}
    unknown = {ref for edge in document["dependencies"] for ref in edge["dependsOn"]} - set(refs)
    missing = set(refs) - {ref for edge in document["dependencies"] for ref in edge["dependsOn"]}
    return [f"{what}: {', '.join(sorted(each))}" for what, each in (("twice", doubled), ("depends on what is not there", unknown),
                                                                    ("nothing depends on", missing)) if each]


class Bill(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        done = subprocess.run([sys.executable, sbom.__file__, *ARGUMENTS], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        cls.text, cls.bill = done.stdout, json.loads(done.stdout)

    def sources(self):
        return {field["value"].split()[0] for component in self.bill["components"] for field in component.get("properties", [])
                if field["name"] == "marsad:source"}

    def test_is_what_cyclonedx_demands(self):
        self.assertEqual(faults(self.bill), [])

    def test_names_all_that_is_linked(self):
        have = {re.sub(r"^gcc-\d+$", "gcc-12", source) for source in self.sources()}
        self.assertEqual(NEEDED - have, set())

    def test_notice_names_what_is_linked_directly(self):
        notice = (sbom.ROOT / "NOTICE").read_text(encoding="utf-8").lower()
        names = {"fmtlib": "{fmt}", "tl-expected": "tl::expected"}
        for component in self.bill["components"]:
            fields = {field["name"]: field["value"] for field in component.get("properties", [])}
            if fields.get("marsad:linked") in ("directly", "compiled in, from headers"):
                source = fields["marsad:source"].split()[0]
                name = "gcc" if source.startswith("gcc-") else names.get(source, source)
                self.assertIn(name, notice)
                self.assertIn("expression", component["licenses"][0], f"{source} has no row in licences.json")

    def test_names_the_data_that_ships(self):
        names = {component["name"] for component in self.bill["components"] if component["type"] == "data"}
        self.assertLessEqual({"gazetteer/places.tsv", "gazetteer/gazetteer.bin", "models/ar.model"}, names)

    def test_names_the_version_that_the_program_says(self):
        said = subprocess.run([ARGUMENTS[1], "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
        self.assertEqual(self.bill["metadata"]["component"]["version"], said)

    def test_is_the_same_again(self):
        again = subprocess.run([sys.executable, sbom.__file__, *ARGUMENTS], capture_output=True, text=True, check=True).stdout
        self.assertEqual(self.text, again)


class Mistakes(unittest.TestCase):
    def setUp(self):
        self.bill = sbom.document("1.0", [sbom.data_component("a/b.tsv", {"what": "names", "licences": ["MIT"]}, b"x")])
        self.assertEqual(faults(self.bill), [])

    def test_an_unknown_key(self):
        self.bill["components"][0]["licence"] = "MIT"
        self.assertRegex(str(faults(self.bill)), "'licence' was unexpected")

    def test_a_wrong_type(self):
        self.bill["version"] = "1"
        self.assertRegex(str(faults(self.bill)), "is not of type 'integer'")

    def test_a_licence_that_spdx_does_not_know(self):
        self.bill["components"][0]["licenses"][0]["license"]["id"] = "Apache 2"
        self.assertNotEqual(faults(self.bill), [])

    def test_a_wrong_meaning(self):
        self.bill["dependencies"][0]["dependsOn"] = ["data:another"]
        self.assertRegex(str(faults(self.bill)), "is not there: data:another")

    def test_data_that_no_row_knows(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "new.tsv").write_text("x", encoding="utf-8")
            with self.assertRaisesRegex(SystemExit, "new.tsv has 0 rows"):
                sbom.shipped(Path(folder), [{"what": "names", "files": ["*.bin"], "licences": ["MIT"]}])


class Licences(unittest.TestCase):
    def test_names_become_those_of_spdx(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "some").mkdir()
            (Path(folder) / "some/copyright").write_text(
                "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nLicense: Expat or GPL-2+\n\nLicense: odd\n text\n",
                encoding="utf-8")
            self.assertEqual(sbom.licences("some", Path(folder)), [{"license": {"id": "GPL-2.0-or-later"}}, {"license": {"id": "MIT"}},
                                                                   {"license": {"name": "odd"}}])


if __name__ == "__main__":
    ARGUMENTS = sys.argv[1:]
    unittest.main(argv=sys.argv[:1])
