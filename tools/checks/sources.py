"""The files that the checks look at."""
import subprocess
from pathlib import Path

CODE_SUFFIXES = (".h", ".cc")
SOURCE_SUFFIXES = CODE_SUFFIXES + (".py", ".sh", ".cmake", ".proto", ".yml", ".yaml", ".md", "CMakeLists.txt", "dev")


def tracked(root, suffixes):
    """Paths under `root`, as git knows or would know them, that end with one of `suffixes`; sorted."""
    listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=root, check=True, capture_output=True, text=True).stdout
    return sorted(f for f in set(listed.split("\0")) if f.endswith(suffixes) and (Path(root) / f).is_file())
