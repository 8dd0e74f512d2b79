"""The demo's page in a real browser."""
import os
import shutil
import subprocess

import pytest
from pipeline import BIN, ROOT

CHROMIUM = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The directory that `marsad demo` left its files in."""
    directory = tmp_path_factory.mktemp("demo")
    ran = subprocess.run([BIN / "marsad", "demo"], cwd=directory, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    return next(directory.rglob("demo.html")).parent


def browse(directory, *arguments):
    profile = directory / "profile"
    ran = subprocess.run([*CHROMIUM, f"--user-data-dir={profile}", *arguments, f"file://{directory}/demo.html"],
                         capture_output=True, timeout=120, env={**os.environ, "HOME": str(directory)})
    shutil.rmtree(profile, ignore_errors=True)
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    return ran.stdout


def test_the_page_has_what_the_records_have(demo):
    dom = browse(demo, "--dump-dom").decode()
    assert (demo / "enriched.binpb").stat().st_size > 10_000
    assert len((demo / "enriched.jsonl").read_text(encoding="utf-8").splitlines()) >= 16
    assert "dir=\"auto\"" in dom or "dir=\"rtl\"" in dom
    assert "Q7747" in dom or "\u0628\u0648\u062a\u064a\u0646" in dom  # PUTIN, in Arabic letters


def test_the_page_is_painted(demo):
    picture = demo / "demo.png"
    browse(demo, f"--screenshot={picture}", "--window-size=1200,1600")
    assert picture.stat().st_size > 50_000, "a picture of an empty page is far smaller"
    keep = ROOT / "build/demo.png"
    shutil.copy(picture, keep)
