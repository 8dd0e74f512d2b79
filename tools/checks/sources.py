"""The files that the checks look at, and how they say what is wrong."""
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
