"""Import this first: it makes the tests' modules, tools/kafka and Python readers of the contract importable."""
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

_generated = tempfile.TemporaryDirectory(prefix="marsad-py-")
subprocess.run(["protoc", f"-I{ROOT}/proto", f"--python_out={_generated.name}"]
               + [f"marsad/v1/{name}.proto" for name in ("article", "enriched", "dead_letter")], check=True)
sys.path[:0] = [_generated.name, str(HERE), str(ROOT / "tools/kafka")]
