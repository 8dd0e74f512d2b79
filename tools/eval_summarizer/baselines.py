"""Methods to compare with: each gives the order in which it would take sentences (lists of words)."""
import math
import random
from collections import Counter

import rouge

DAMPING = 0.85
LEXRANK_COSINE = 0.1  # sentences less alike are not linked


def lead(sentences, references):
    return list(range(len(sentences)))


def shuffled(sentences, references):
    order = list(range(len(sentences)))
    random.Random(len(sentences) * 1009 + sum(map(len, sentences))).shuffle(order)
    return order


def page_rank(weights):
    count = len(weights)
    sums = [sum(row) for row in weights]
    rank = [1.0 / count] * count
    for _ in range(50):
        rank = [(1 - DAMPING) / count + DAMPING * sum(rank[j] * weights[j][i] / sums[j] for j in range(count) if sums[j])
                for i in range(count)]
    return sorted(range(count), key=lambda i: (-rank[i], i))


def pairs(sentences, similarity):
    return [[0.0 if i == j else similarity(a, b) for j, b in enumerate(sentences)] for i, a in enumerate(sentences)]


def textrank(sentences, references):
    def similarity(one, other):
        size = math.log(len(one) or 1) + math.log(len(other) or 1)
        return len(set(one) & set(other)) / size if size else 0.0
    return page_rank(pairs(sentences, similarity)) if sentences else []


def lexrank(sentences, references):
    seen = Counter(word for sentence in sentences for word in set(sentence))
    vectors = [{w: n * math.log(1 + len(sentences) / seen[w]) for w, n in Counter(s).items()} for s in sentences]
    norms = [math.sqrt(sum(v * v for v in vector.values())) or 1.0 for vector in vectors]

    def similarity(i, j):
        cosine = sum(v * vectors[j].get(w, 0.0) for w, v in vectors[i].items()) / norms[i] / norms[j]
        return cosine if cosine >= LEXRANK_COSINE else 0.0
    return page_rank(pairs(range(len(sentences)), similarity)) if sentences else []


def oracle(sentences, references):
    """Greedy by R1 + R2 against the references: what no method that takes whole sentences is far above."""
    taken, best = [], 0.0
    while True:
        gains = []
        for i in set(range(len(sentences))) - set(taken):
            text = [word for j in sorted(taken + [i]) for word in sentences[j]]
            gains.append((sum(rouge.rouge_n(text, r, n) for r in references for n in (1, 2)), -i))
        if not gains or max(gains)[0] <= best:
            return taken + [i for i in range(len(sentences)) if i not in taken]
        best = max(gains)[0]
        taken.append(-max(gains)[1])


ALL = {"lead": lead, "random": shuffled, "TextRank": textrank, "LexRank": lexrank, "oracle": oracle}
