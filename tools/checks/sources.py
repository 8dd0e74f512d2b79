"""The files that the checks look at, what is kept of an earlier look, and how they say what is wrong."""
import hashlib
import json
import os
import subprocess
from pathlib import Path

CODE_SUFFIXES = (".h", ".cc")
SOURCE_SUFFIXES = CODE_SUFFIXES + (".py", ".sh", ".cmake", ".proto", ".yml", ".yaml", ".md", "CMakeLists.txt", "dev")


def tracked(root, suffixes):
    """Paths under `root`, as git knows or would know them, that end with one of `suffixes`; sorted."""
    listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=root, check=True, capture_output=True, text=True).stdout
    return sorted(f for f in set(listed.split("\0")) if f.endswith(suffixes) and (Path(root) / f).is_file())


def report(name, root, files, check):
    """Prints what `check(path, text)`, a list of (line, sentence), finds in the files, and a sum; the exit status."""
    wrong = [(f, n, p) for f in files for n, p in check(f, (Path(root) / f).read_text(encoding="utf-8"))]
    for file, number, problem in wrong:
        print(f"{file}:{number}: {problem}")
    print(f"{name}: {len(files)} files, {len(wrong)} problems")
    return 1 if wrong or not files else 0


class Kept:
    """What a check made of each text, in FOLDER/NAME.json, so that a text that was looked at is not looked at again. `setting` is all
    else that an outcome rests on: if it differs nothing is known. Outcomes are what JSON holds; of texts that are gone they go."""

    def __init__(self, name, setting, folder=Path("build/checks")):
        self.path, self.setting, self.now = folder / f"{name}.json", hashlib.sha256(setting.encode()).hexdigest(), {}
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            self.before = kept["outcomes"] if kept["setting"] == self.setting else {}
        except (OSError, ValueError, KeyError, TypeError):  # none, or cut off: all is looked at
            self.before = {}

    @staticmethod
    def _key(text):
        return hashlib.sha256(text.encode()).hexdigest()

    def get(self, text):
        """None if it is not known."""
        return self.before.get(self._key(text))

    def put(self, text, outcome):
        """To be said of whatever is to be kept, also if it was known."""
        self.now[self._key(text)] = outcome
        return outcome

    def write(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        new.write_text(json.dumps({"setting": self.setting, "outcomes": self.now}), encoding="utf-8")
        new.replace(self.path)
