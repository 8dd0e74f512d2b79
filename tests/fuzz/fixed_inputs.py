"""Inputs for a fuzz target that are the same every time: seeds, changed by a few operations that a seeded generator chooses.

libFuzzer chooses by what code it reached, and that differs from run to run with one seed: what it finds, it finds by chance.
"""
import ast
import random
import re

MOST_CHANGES = 6


def read_words(dictionary):
    """The words of a dictionary as libFuzzer reads it: one a line, in quotation marks, with \\xNN and escaped quotes."""
    if not dictionary.exists():
        return []
    lines = dictionary.read_text(encoding="utf-8").splitlines()
    quoted = [found[1] for line in lines if (found := re.fullmatch(r'(?:\w+=)?(".*")\s*', line))]
    return [ast.literal_eval("b" + word) for word in quoted]


def _piece(dice, data):
    """Where a piece of `data` begins and ends: mostly a short one."""
    begin = dice.randrange(len(data) + 1)
    longest = dice.choice((1, 4, 16, 256))
    return begin, min(len(data), begin + 1 + dice.randrange(longest))


def _flip(dice, data, _):
    if data:
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def _put(dice, data, _):
    begin, end = _piece(dice, data)
    data[begin:end] = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 5)))


def _drop(dice, data, _):
    begin, end = _piece(dice, data)
    del data[begin:end]


def _repeat(dice, data, _):
    begin, end = _piece(dice, data)
    data[begin:begin] = data[begin:end] * dice.randrange(1, 9)


def _move(dice, data, _):
    begin, end = _piece(dice, data)
    piece = data[begin:end]
    del data[begin:end]
    at = dice.randrange(len(data) + 1)
    data[at:at] = piece


def _borrow(dice, data, others):
    """A piece of another seed, or a word of the format."""
    other = dice.choice(others)
    begin, end = _piece(dice, other)
    at = dice.randrange(len(data) + 1)
    data[at:at] = other[begin:end] if dice.randrange(2) else other[:256]


OPERATIONS = (_flip, _put, _drop, _repeat, _move, _borrow)


def make(seeds, words, count, longest, seed=1):
    """`count` inputs of at most `longest` bytes."""
    dice = random.Random(seed)
    seeds = seeds or [b""]
    for _ in range(count):
        data = bytearray(dice.choice(seeds)[:longest])
        for _ in range(dice.randrange(1, MOST_CHANGES + 1)):
            dice.choice(OPERATIONS)(dice, data, seeds + words)
        yield bytes(data[:longest])
