"""ROUGE-1, -2 and -L (F1) that knows Arabic: words of any script, compared without diacritics, tatweel, hamza forms or
kinds of digits, unstemmed. Chinese and Japanese characters are words each."""
import re
import unicodedata
from collections import Counter

WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W_]+")
FOLDED = str.maketrans({"\u0622": "\u0627", "\u0623": "\u0627", "\u0625": "\u0627", "\u0671": "\u0627",  # alef
                        "\u0624": "\u0648", "\u0626": "\u064a", "\u0649": "\u064a", "\u0629": "\u0647",  # waw, yeh, teh
                        "\u0640": None})  # tatweel


def words(text):
    text = unicodedata.normalize("NFKC", text).translate(FOLDED)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) not in ("Mn", "Cf"))
    text = "".join(str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in text)
    return WORD.findall(unicodedata.normalize("NFC", text).casefold())


def grams(tokens, n):
    return Counter(zip(*(tokens[i:] for i in range(n))))


def f1(shared, left, right):
    return 200.0 * shared / (left + right) if shared else 0.0


def rouge_n(one, other, n):
    left, right = grams(one, n), grams(other, n)
    return f1(sum((left & right).values()), sum(left.values()), sum(right.values()))


def longest_common(one, other):
    """Length of the longest common subsequence, a bit for each word of `one` (Hyyro 2004)."""
    places = {}
    for i, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << i
    all_bits = (1 << len(one)) - 1
    row = all_bits
    for word in other:
        match = row & places.get(word, 0)
        row = ((row + match) | (row - match)) & all_bits
    return len(one) - bin(row).count("1")


def rouge_l(one, other):
    return f1(longest_common(one, other), len(one), len(other))


def score(summary, references):
    """(R1, R2, RL) of a list of words, mean over lists of words."""
    each = [(rouge_n(summary, r, 1), rouge_n(summary, r, 2), rouge_l(summary, r)) for r in references]
    return tuple(sum(column) / len(each) for column in zip(*each))
