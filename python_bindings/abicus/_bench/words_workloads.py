"""The workload of the words family."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import abicus

from . import peers
from .workload import ABICUS, PEER, PYTHON, Prepared, Workload

if TYPE_CHECKING:
    from collections.abc import Iterable

_DECADES = (1_000, 10_000, 100_000, 1_000_000)


def _text(size: int) -> str:
    """Return so many words, some often and most seldom, some of them with capitals."""
    random = Random(19)
    letters = "etaoinshrdlucmfwypvbgk"
    known = ["".join(random.choices(letters, k=random.randrange(1, 10))) for _ in range(50_000)]
    words = (known[min(len(known) - 1, int(random.paretovariate(0.6)) - 1)] for _ in range(size))
    return " ".join(word.capitalize() if random.random() < 0.1 else word for word in words)


def _naive(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts


class MostCommonWords(Workload):
    identifier = "W19"
    title = "the 10 most common words of a text of 1,000,000 words, whatever their letters' size"
    size = 1_000_000
    growth_sizes = _DECADES
    note = "polars parts at spaces alone, and leaves open what comes first of words that are as common."

    def prepare(self, size: int) -> Prepared:
        text = _text(size)
        expected = Counter(text.lower().split()).most_common(10)
        prepared = Prepared(expected=expected)
        plain = "sorted(naive(text).items(), key=lambda item: -item[1])[:10]"
        prepared.add("plain Python", PYTHON, plain, grows=True, naive=_naive, text=text)
        counter: dict[str, Any] = {"Counter": Counter, "text": text}
        prepared.add("Counter", PYTHON, "Counter(text.lower().split()).most_common(10)", grows=True, **counter)
        polars = peers.package("polars")
        series = polars and polars.Series([text])
        counts = "s.str.to_lowercase().str.split(' ').explode().value_counts(sort=True).head(10).rows()"
        prepared.add("polars", PEER, counts, s=series)
        most_common = "abicus.most_common_words(text, 10)"
        prepared.add("abicus, str", ABICUS, most_common, grows=True, abicus=abicus, text=text)
        prepared.add("abicus, bytes", ABICUS, most_common, grows=True, abicus=abicus, text=text.encode())
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        sentence = "To be or not to be"
        yield "most_common_words, ties", abicus.most_common_words(sentence, 3), [("to", 2), ("be", 2), ("or", 1)]
        yield "word_counts, final sigma", abicus.word_counts("ΟΔΟΣ οδος"), {"οδος": 2}
        yield "word_counts of nothing", abicus.word_counts(""), {}
