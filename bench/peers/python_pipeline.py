"""The fast Python pipeline: each step by the quickest library that PyPI has for it, whose core is C, C++ or Rust.

usage: python_pipeline.py ARTICLES NAMES PROTO ROUNDS      in the environment that run.py makes

json > NFKC and pyarabic > pycld2 > pyahocorasick with word bounds > LexRank by numpy, three sentences > protobuf (upb).
ARTICLES holds JSON articles, one a line; NAMES "id TAB type TAB name"; PROTO the folder of generated readers of the contract. Prints one
JSON object: articles per CPU-second, milliseconds of CPU for each step.
"""
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

import ahocorasick
import numpy
import pycld2
from pyarabic import araby

SENTENCES = 3
DAMPING, ITERATIONS = 0.15, 20
SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|\n+")
WORD = re.compile(r"\w+")
STEPS = ("parse", "normalize", "language", "names", "summary", "protobuf")


def normalize(text):
    return araby.strip_tatweel(araby.strip_tashkeel(unicodedata.normalize("NFKC", text)))


def automaton(path):
    found = ahocorasick.Automaton()
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        identifier, kind, name = line.split("\t")
        found.add_word(normalize(name), (identifier, kind, len(normalize(name))))
    found.make_automaton()
    return found


def names_in(text, known):
    """(begin, end, id, type) of each name between word bounds."""
    found = []
    for last, (identifier, kind, length) in known.iter(text):
        begin, end = last + 1 - length, last + 1
        if (begin == 0 or not text[begin - 1].isalnum()) and (end == len(text) or not text[end].isalnum()):
            found.append((begin, end, identifier, kind))
    return found


def similarity(sentences):
    """Cosines of TF-IDF."""
    words = [Counter(WORD.findall(sentence)) for sentence in sentences]
    column = {word: number for number, word in enumerate({word for counts in words for word in counts})}
    matrix = numpy.zeros((len(sentences), len(column)), dtype=numpy.float32)
    for row, counts in enumerate(words):
        for word, count in counts.items():
            matrix[row, column[word]] = count
    matrix *= numpy.log(len(sentences) / numpy.count_nonzero(matrix, axis=0)) + 1
    matrix /= numpy.maximum(numpy.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return matrix @ matrix.T


def lex_rank(sentences):
    """The numbers of the best, in the order of the text."""
    if len(sentences) <= SENTENCES:
        return list(range(len(sentences)))
    links = similarity(sentences)
    links /= links.sum(axis=1, keepdims=True)
    rank = numpy.full(len(sentences), 1 / len(sentences), dtype=numpy.float32)
    for _ in range(ITERATIONS):
        rank = DAMPING / len(sentences) + (1 - DAMPING) * (rank @ links)
    return sorted(numpy.argsort(-rank)[:SENTENCES].tolist())


def serialize(contract, article, text, language, names, sentences, chosen):
    record = contract.EnrichedArticle()
    record.article.uri, record.article.title, record.article.body = article["uri"], article["title"], article["body"]
    record.text.language, record.text.search_body = language, text
    for begin, end, identifier, kind in names:
        entity = record.entities.add(id=identifier, name=text[begin:end], type=contract.Entity.Type.Value(kind))
        entity.mentions.add(surface=text[begin:end]).span.begin = begin
        entity.mentions[0].span.end = end
    record.summary.text = " ".join(sentences[number] for number in chosen)
    return record.SerializeToString()


def process(line, known, contract, spent):
    """One article through all steps; `spent` takes the CPU time of each."""
    clock, times = time.process_time_ns, []
    times.append(clock())
    article = json.loads(line)
    times.append(clock())
    text = normalize(article["title"] + "\n" + article["body"])
    times.append(clock())
    language = pycld2.detect(text)[2][0][1]
    times.append(clock())
    names = names_in(text, known)
    times.append(clock())
    sentences = [part for part in SENTENCE_END.split(text) if part.strip()]
    chosen = lex_rank(sentences)
    times.append(clock())
    made = serialize(contract, article, text, language, names, sentences, chosen)
    times.append(clock())
    for step, begin, end in zip(STEPS, times, times[1:]):
        spent[step] += end - begin
    return len(made), len(names)


def main():
    articles, names, proto, rounds = sys.argv[1:]
    sys.path.insert(0, proto)
    from marsad.v1 import enriched_pb2
    known = automaton(names)
    lines = Path(articles).read_bytes().splitlines()
    spent, size, hits = Counter(), 0, 0
    for line in lines:  # not counted
        process(line, known, enriched_pb2, Counter())
    begin = time.process_time()
    for _ in range(int(rounds)):
        for line in lines:
            made, found = process(line, known, enriched_pb2, spent)
            size, hits = size + made, hits + found
    seconds, count = time.process_time() - begin, len(lines) * int(rounds)
    print(json.dumps({"articles_per_cpu_second": count / seconds, "bytes_out_per_article": size / count,
                      "names_per_article": hits / count, "names_known": len(known),
                      "milliseconds": {step: spent[step] / count / 1e6 for step in STEPS}}))


if __name__ == "__main__":
    main()
