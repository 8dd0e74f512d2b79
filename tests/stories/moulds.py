"""Moulds of news and the words that go into them: words/LANGUAGE.txt. `list NAME: one | two`, `mould KIND: text with {NAME}`."""
import re
from pathlib import Path

WORDS = Path(__file__).resolve().parent / "words"
NUMBERS = {"n": (11, 39), "m": (1, 9), "k": (3, 9), "j": (0, 2)}  # slots that are drawn, not listed
SLOT = re.compile(r"\{(\w+)\}")


class Language:
    """The lists and moulds of one language."""

    def __init__(self, path):
        self.name = path.stem
        self.lists, self.moulds = {}, {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            head, text = line.split(": ", 1)
            kind, name = head.split(" ")
            if kind == "list":
                self.lists[name] = text.split(" | ")
            else:
                self.moulds[name] = text

    def choices(self, slot):
        if slot in NUMBERS:
            first, last = NUMBERS[slot]
            return [str(number) for number in range(first, last + 1)]
        return self.lists[slot]

    def draw(self, mould, rng):
        """A value for each slot of it in their order; of one that stands twice two values."""
        values = []
        slots = SLOT.findall(self.moulds[mould])
        for at, slot in enumerate(slots):
            taken = [value for other, value in zip(slots[:at], values, strict=True) if other == slot]
            values.append(rng.choice([value for value in self.choices(slot) if value not in taken]))
        return values

    def change(self, mould, values, at, rng):
        """The same with another value in slot `at`."""
        slots = SLOT.findall(self.moulds[mould])
        taken = [value for other, value in zip(slots, values, strict=True) if other == slots[at]]
        changed = list(values)
        changed[at] = rng.choice([value for value in self.choices(slots[at]) if value not in taken])
        return changed

    def fill(self, mould, values):
        rest = iter(values)
        return SLOT.sub(lambda _: next(rest), self.moulds[mould])


def languages():
    return [Language(path) for path in sorted(WORDS.glob("*.txt"))]
