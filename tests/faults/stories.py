"""The matrix of cluster: articles of events of our own making, in its input as summarize and order would have left them. Each event
has five records: an article, a copy of it at another source, a second version, a report in other words, and the end of the
article or one more version."""
import functools
import random
import re

from marsad.v1.article_pb2 import Article
from marsad.v1.enriched_pb2 import EnrichedArticle
from stateful import StatefulTrial

BEGIN = 1_767_225_600   # received, in seconds since 1970
STEP = 30               # seconds of stream time between two articles
EVENT = 5
LATIN, DIGITS = 1, 4    # marsad.v1.Tokens.script
WORD = re.compile(r"[a-z0-9]+")


@functools.cache
def vocabulary():
    dice = random.Random(1)
    onsets, vowels, ends = "b br d dr f g gl h k l m n p pr r s st t tr v".split(), "a e i o u".split(), "l m n r s t nd".split()
    words = {"".join(dice.choice(part) for part in (onsets, vowels, onsets, vowels, ends)) for _ in range(4000)}
    return sorted(words)


@functools.lru_cache(16)
def event(number, length):
    """Its words, in an order of their own."""
    dice = random.Random(number)
    return [dice.choice(vocabulary()) for _ in range(length)]


def tokens_of(title, body, to):
    """As normalize writes them, of texts of small letters and digits."""
    to.language, to.search_title, to.search_body = "en", title, body
    for text in (title, body):
        end = 0
        for word in WORD.finditer(text):
            for column, value in ((to.tokens.gap, word.start() - end), (to.tokens.length, len(word[0])),
                                  (to.tokens.search_gap, word.start() - end), (to.tokens.search_length, len(word[0])),
                                  (to.tokens.script, DIGITS if word[0].isdigit() else LATIN), (to.tokens.proclitic, 0)):
                column.append(value)
            end = word.end()
        if text is title:
            to.tokens.title_count = len(to.tokens.gap)


def article(number, length=48):
    """Key, value and time of a record of so many words; no value: a kill."""
    which, kind = divmod(number, EVENT)
    received = BEGIN + number * STEP
    words, uri, version, source = event(which, length), f"urn:marsad:story:{which}", 1, "agency"
    count = 100 + which % 800
    if kind == 1:
        uri, source = f"{uri}:copy", "paper"
    elif kind == 2:
        version, count = 2, count + 7
    elif kind == 3:
        dice = random.Random(-which)
        uri, source = f"{uri}:report", "radio"
        kept = length * 5 // 8
        words = dice.sample(words, kept) + [dice.choice(vocabulary()) for _ in range(length - kept)]
    elif kind == 4:
        if which % 3 == 0:
            return uri, None, received * 1000
        version, count = 3, count + 9
    made = EnrichedArticle()
    made.article.uri, made.article.version, made.article.pub_status = uri, version, Article.USABLE
    made.article.title = " ".join(words[:6])
    made.article.body = " ".join([*words[6:20], str(count), *words[20:]]) + "."
    made.article.source.uri = f"https://{source}.example"
    made.article.received.seconds = received
    tokens_of(made.article.title, made.article.body, made.text)
    return uri, made.SerializeToString(deterministic=True), received * 1000


class ClusterTrial(StatefulTrial):
    name, program = "cluster", None
    lanes = ("ordered", "stories", "stories_state", "dead")
    partitions, threads = 1, 1
    shrinks = 1  # what is kept of an article outlives its window
    config = {"cluster": {"window_hours": 24}}
    others = {"retention.ms": "-1"}  # the records' times are long past
    fed = lanes[0]

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.last = {}  # story to the number of its last change
        self.gaps = []

    def article(self, number):
        return article(number)

    def look(self, record):
        """Changes of a story are numbered from 1 without a gap."""
        story = EnrichedArticle.FromString(record.value).story
        if not story.sequence:
            return
        if story.sequence != self.last.get(story.id, 0) + 1:
            self.gaps.append(f"{story.id}: change {story.sequence} after {self.last.get(story.id, 0)}")
        self.last[story.id] = story.sequence

    def _tally(self):
        tally = super()._tally()
        tally.problems += self.gaps[:3]
        self.note(f"{len(self.last):,} stories")
        return tally
