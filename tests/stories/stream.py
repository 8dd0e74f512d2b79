"""What Marsad makes of a stream of articles, each compared with those before it."""
import json
import subprocess
import tempfile
from pathlib import Path


def explain_stream(program, articles):
    """The records of `articles` (dictionaries as decode reads them), in their order, from one process without Kafka."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, article in enumerate(articles):
            file = Path(folder) / f"{number:05}.json"
            file.write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
            files.append(str(file))
        output = subprocess.run([program, "explain", "--json", *files], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]
