"""Jars that Maven fetches for tests and benchmarks, each checked against a list that is checked in.

A folder names them: pom.xml says which, jars.sha256 has one line "SHA256  NAME" for each. After a change of version:

    mvn -q -f pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=DIR && (cd DIR && sha256sum *.jar)
"""
import hashlib
import subprocess


class JarError(Exception):
    pass


def fetch(home, jars):
    """Puts what the folder `home` names into the folder `jars`."""
    done = subprocess.run(["mvn", "-q", "-B", "-f", str(home / "pom.xml"), "dependency:copy-dependencies",
                           "-DincludeScope=runtime", f"-DoutputDirectory={jars}"], capture_output=True, text=True)
    if done.returncode != 0:
        raise JarError(f"Maven could not fetch the jars of {home}:\n" + (done.stdout + done.stderr)[-2000:])
    verify(home, jars)


def verify(home, jars):
    """Raises where a jar is absent or another one; takes away what the list does not name."""
    wanted = dict(reversed(line.split()) for line in (home / "jars.sha256").read_text().splitlines())
    for name, sha256 in wanted.items():
        path = jars / name
        if not path.is_file():
            raise JarError(f"{name} did not come by Maven")
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            raise JarError(f"{path} is not the file that {home / 'jars.sha256'} names")
    for path in jars.glob("*.jar"):
        if path.name not in wanted:
            path.unlink()
