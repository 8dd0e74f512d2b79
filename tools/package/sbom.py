#!/usr/bin/env python3
"""What is in a build: a bill of materials, CycloneDX 1.5 as JSON, of what the programs were linked with and of their data.

usage: sbom.py BUILD PROGRAM… > FILE

Asked are the machine's own tools, in the very place where the build was made: ldd and readelf for the libraries, ninja for the
headers that were compiled in, dpkg for the package of each. Licences of what is linked directly are in licences.json, by source; of
the rest, all that the package's copyright file names, be it for its build files alone. Data that ships: data.json. What no package has, or no row of data.json, is an error. No clock, no chance: the same build, the same bytes;
SOURCE_DATE_EPOCH is the time in it.
"""
import hashlib
import json
import os
import re
import subprocess
import sys
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).resolve().parent / "data.json"
DECLARED = Path(__file__).resolve().parent / "licences.json"
SPEC = "1.5"
# Debian's short names of licences, where SPDX has another.
SPDX = {
    "Expat": "MIT", "MIT": "MIT", "Apache-2.0": "Apache-2.0", "BSL-1.0": "BSL-1.0", "ISC": "ISC", "zlib": "Zlib", "Zlib": "Zlib",
    "BSD-2-clause": "BSD-2-Clause", "BSD-3-clause": "BSD-3-Clause", "BSD-2-Clause": "BSD-2-Clause", "BSD-3-Clause": "BSD-3-Clause",
    "CC0-1.0": "CC0-1.0", "CC0": "CC0-1.0", "GPL-2": "GPL-2.0-only", "GPL-2+": "GPL-2.0-or-later", "GPL-3": "GPL-3.0-only",
    "GPL-3+": "GPL-3.0-or-later", "LGPL-2": "LGPL-2.0-only", "LGPL-2+": "LGPL-2.0-or-later", "LGPL-2.1": "LGPL-2.1-only",
    "LGPL-2.1+": "LGPL-2.1-or-later", "LGPL-3": "LGPL-3.0-only", "LGPL-3+": "LGPL-3.0-or-later", "curl": "curl", "Unicode-3.0": "Unicode-3.0",
}


def output(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    if done.returncode != 0:
        sys.exit(f"sbom: {' '.join(command[:3])}: {done.stderr.strip()}")
    return done.stdout


def libraries(program):
    """(paths of all libraries that the loader gives it, names that it asks for itself)."""
    needed = set(re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "--dynamic", str(program))))
    listed = output("ldd", str(program))
    if missing := re.findall(r"^\s*(\S+) => not found", listed, re.MULTILINE):
        sys.exit(f"sbom: {program} lacks {', '.join(missing)}")
    return set(re.findall(r"(?:=>|^)\s+(/\S+) \(0x", listed, re.MULTILINE)), needed


def inputs(build, programs):
    """All that ninja makes the programs of."""
    names = [str(program.relative_to(build)) for program in programs]
    return set(output("ninja", "-C", str(build), "-t", "inputs", *names).splitlines())


def headers(build, made_of):
    """Of all outside headers that were compiled into the objects among `made_of`: the paths."""
    found, ours = set(), False
    for line in output("ninja", "-C", str(build), "-t", "deps").splitlines():
        if line.startswith("    "):
            if ours and line.startswith("    /usr/"):
                found.add(line.strip())
        elif line:
            ours = line.split(":")[0] in made_of
    return found


def owners(paths):
    """{path: package}. A path may lead through /lib, which is a link to /usr/lib, and dpkg may know it by either name."""
    real = {path: os.path.realpath(path) for path in paths}
    wanted = sorted({name for path, target in real.items() for name in (path, target, target.removeprefix("/usr"))})
    known = {}
    for begin in range(0, len(wanted), 500):
        said = subprocess.run(["dpkg-query", "-S", *wanted[begin:begin + 500]], capture_output=True, text=True, check=False)
        for line in said.stdout.splitlines():
            packages, _, name = line.rpartition(": ")
            if not packages.startswith("diversion"):
                known[name] = packages.split(",")[0].split(":")[0]
    found = {}
    for path, target in real.items():
        package = known.get(path) or known.get(target) or known.get(target.removeprefix("/usr"))
        if package is None:
            sys.exit(f"sbom: no package has {path}")
        found[path] = package
    return found


def about(package):
    """Version, architecture and source of a package that is installed."""
    fields = output("dpkg-query", "-W", "-f", r"${Version}\t${Architecture}\t${source:Package}\t${source:Version}\n", package)
    version, architecture, source, source_version = fields.splitlines()[0].split("\t")
    return {"version": version, "architecture": architecture, "source": source, "source_version": source_version}


def licences(package, folder=Path("/usr/share/doc")):
    """What its copyright file names, by SPDX's names where they are known."""
    file = folder / package / "copyright"
    if not file.is_file():
        sys.exit(f"sbom: {package} has no {file}")
    text = file.read_text(encoding="utf-8", errors="replace")
    names = set()
    if re.search(r"^Format(-Specification)?:", text, re.MULTILINE):
        for said in re.findall(r"^License:[ \t]*(\S.*)$", text, re.MULTILINE):
            names.update(word.strip() for word in re.split(r",?\s+(?:and/or|and|or)\s+|,|\|", said) if word.strip())
    if not names:
        return [{"license": {"name": f"see {file}"}}]
    ids = {SPDX[name] for name in names if name in SPDX}
    return [{"license": {"id": i}} for i in sorted(ids)] + [{"license": {"name": n}} for n in sorted(names - SPDX.keys())]


def distribution():
    text = Path("/etc/os-release").read_text(encoding="utf-8")
    fields = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    return f"{fields['ID']}-{fields['VERSION_ID']}".replace('"', "")


def package_component(package, how, declared):
    facts = about(package)
    known = declared.get(facts["source"])
    version = facts["version"].replace("+", "%2B").replace(":", "%3A")
    purl = f"pkg:deb/debian/{package}@{version}?arch={facts['architecture']}&distro={distribution()}"
    return {"type": "library", "bom-ref": purl, "name": package, "version": facts["version"], "purl": purl,
            "licenses": [{"expression": known}] if known else licences(package),
            "properties": [{"name": "marsad:linked", "value": how},
                           {"name": "marsad:source", "value": f"{facts['source']} {facts['source_version']}"}]}


def linked(build, programs, made_of):
    """Components of all packages of which code is in the programs or is loaded with them."""
    paths, direct = set(), set()
    for program in programs:
        found, needed = libraries(program)
        paths |= found
        direct |= {path for path in found if Path(path).name in needed}
    package_of = owners(paths)
    how = {package: "through another library" for package in package_of.values()}
    how.update({package_of[path]: "directly" for path in direct})
    sources = {about(package)["source"] for package in how}
    for package in set(owners(headers(build, made_of)).values()) - {"linux-libc-dev"}:
        if about(package)["source"] not in sources:  # else its library is there already
            how[package] = "compiled in, from headers"
    declared = json.loads(DECLARED.read_text(encoding="utf-8"))
    return [package_component(package, how[package], declared) for package in sorted(how)]


def data_component(name, row, content):
    named = [{"license": {"id": i}} for i in row["licences"]] + [{"license": {"name": n}} for n in row.get("other_licences", [])]
    return {"type": "data", "bom-ref": f"data:{name}", "name": name, "description": row["what"], "licenses": named,
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]}


def shipped(share, rows):
    """Components of the files beside the programs. `rows`: see data.json."""
    found = []
    for file in sorted(path for path in share.rglob("*") if path.is_file() and path.suffix != ".stamp"):
        name = str(file.relative_to(share))
        fitting = [row for row in rows if any(Path(name).match(pattern) for pattern in row.get("files", []))]
        if len(fitting) != 1:
            sys.exit(f"sbom: {name} has {len(fitting)} rows in {DATA.relative_to(ROOT)}, not one")
        found.append(data_component(name, fitting[0], file.read_bytes()))
    return found


def compiled_in(made_of, rows):
    """Components of others' data that is part of the programs: of folders whose stage is linked."""
    found = []
    for row in (row for row in rows if "compiled_in" in row):
        folder = row["compiled_in"]
        library = folder.split("/data/")[0] + "/"
        if any(path.startswith(library) and path.endswith(".a") for path in made_of):
            content = b"".join(path.read_bytes() for path in sorted((ROOT / folder).iterdir()))
            found.append(data_component(folder, row, content))
    return found


def document(version, components):
    """The whole, of which `components` are all that is in Marsad."""
    marsad = {"type": "application", "bom-ref": "marsad", "name": "marsad", "version": version, "purl": f"pkg:generic/marsad@{version.replace('+', '%2B')}",
              "licenses": [{"license": {"id": "Apache-2.0"}}]}
    edges = [{"ref": "marsad", "dependsOn": [c["bom-ref"] for c in components]}]
    metadata = {"tools": {"components": [{"type": "application", "name": "tools/package/sbom.py"}]}, "component": marsad}
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        metadata["timestamp"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(epoch)))
    name = hashlib.sha256(json.dumps([marsad, components], sort_keys=True).encode()).hexdigest()
    return {"bomFormat": "CycloneDX", "specVersion": SPEC, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, name)}",
            "version": 1, "metadata": metadata, "components": components, "dependencies": edges}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    build, programs = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    version = output(str(programs[0]), "--version").split()[-1]
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    made_of = inputs(build, programs)
    components = linked(build, programs, made_of) + shipped(build / "share/marsad", rows) + compiled_in(made_of, rows)
    print(json.dumps(document(version, components), indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
