"""Articles with summaries by people, as Marsad sees them, and what the summarizer chooses in them."""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import rouge

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from explain import explain  # noqa: E402

RECORDS = ROOT / "build" / "eval_summarizer"  # what Marsad made of a corpus; never committed


@dataclass
class Document:
    sentences: list  # of lists of words
    references: list  # of lists of words

    @property
    def size(self):
        return sum(map(len, self.sentences))


def shared_data():
    return Path(os.environ.get("MARSAD_SHARED_DATA", ROOT / "../shared/data")) / "summ"


def titles(file):
    return [json.loads(line)["title"] for line in (shared_data() / file).read_text(encoding="utf-8").splitlines()]


def load(program, file, change=lambda article, number: article, name=""):
    """The documents of a corpus with two sentences at least, and the file of their records."""
    articles = [json.loads(line) for line in (shared_data() / file).read_text(encoding="utf-8").splitlines()]
    stem = f"{Path(file).stem}{name}-{hashlib.sha256(Path(program).read_bytes()).hexdigest()[:12]}"
    path = RECORDS / f"{stem}.jsonl"
    if not path.exists():
        RECORDS.mkdir(parents=True, exist_ok=True)
        changed = [change(article, number) for number, article in enumerate(articles)]
        path.write_text("\n".join(explain(program, changed, ("id", "title", "body"))) + "\n", encoding="utf-8")
    documents = []
    for line, article in zip(path.read_text(encoding="utf-8").splitlines(), articles, strict=True):
        record = json.loads(line)
        body = record["article"].get("body", "").encode()
        spans = record.get("text", {}).get("sentences", [])
        documents.append(Document([rouge.words(body[s.get("begin", 0):s["end"]].decode()) for s in spans],
                                  [rouge.words(reference) for reference in article["references"]]))
    return documents, path


def chosen(program, records, budgets, weights=()):
    """For each document the sentences in the order in which the summarizer takes them."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{sentences} {words}\n" for sentences, words in budgets))
        file.flush()
        output = subprocess.run([program, str(records), file.name, *weights], check=True, capture_output=True,
                                text=True).stdout
    return [[int(number) for number in line.split()] for line in output.splitlines()]


def cut(document, order, sentences, words):
    """The summary: sentences in their order until there are so many, or so many words; the last one is cut there."""
    taken, count = [], 0
    for i in order:
        if len(taken) == sentences or count >= words:
            break
        taken.append(i)
        count += len(document.sentences[i])
    return [word for i in sorted(taken) for word in document.sentences[i]][:words]
