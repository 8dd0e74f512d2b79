"""What Marsad makes of many articles, for the tools that measure it."""
import json
import subprocess
import tempfile
from pathlib import Path

BATCH = 200  # files of one call


def explain(program, articles, members):
    """A line of JSON for each article, a dictionary of which `program` sees these members."""
    for begin in range(0, len(articles), BATCH):
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for number, article in enumerate(articles[begin:begin + BATCH]):
                file = Path(folder) / f"{number:03}.json"
                file.write_text(json.dumps({key: article[key] for key in members}, ensure_ascii=False), encoding="utf-8")
                files.append(str(file))
            yield from subprocess.run([program, "explain", "--json", *files], check=True, capture_output=True,
                                      text=True).stdout.splitlines()
