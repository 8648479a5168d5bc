"""The cases of `python_calls.py` for searching, with their targets."""

from __future__ import annotations

import bisect
import random
from array import array
from collections.abc import Callable, Iterator
from typing import Any

from python_cases import Case, case, numpy

import abicus

MILLION = 1_000_000
#: How many ints are kept sorted (W24).
KEPT = 20_736

#: Each is inserted; the result is what they were inserted in.
_INSERTED = "(lambda kept: [insort(kept, x) for x in values] and kept)"


def one(quick: bool) -> Iterator[Case]:
    """The table "Order: one search"."""
    numbers = list(range(0, 20_000, 2))
    texts = [f"{number:05}" for number in numbers]
    peer = ("bisect.bisect_left", "bisect.bisect_left(a, x)")
    for name, target, a, x in (
        ("list of 10,000 ints", 1.3, numbers, 7777),
        ("list of 10,000 floats", 1.3, [float(number) for number in numbers], 7777.0),
        ("list of 10,000 str", 2.0, texts, "07777"),
    ):
        expected = bisect.bisect_left(a, x)  # type: ignore[type-var]
        yield case(f"bisect_left, {name}", target, "abicus.bisect_left(a, x)", expected, peer, a=a, x=x, bisect=bisect)
    if numpy is not None:
        a, x = numpy.array(numbers), 7777
        peer = ("ndarray.searchsorted", "a.searchsorted(x)")
        yield case("bisect_left, ndarray of 10,000", 1.0, "abicus.bisect_left(a, x)", 3889, peer, a=a, x=x)


def kept(quick: bool) -> Iterator[Case]:
    """The table "Order: kept sorted"."""
    generator = random.Random(0)
    values = [generator.getrandbits(40) for _ in range(KEPT)]
    expected = sorted(values)
    peer = ("bisect.insort", f"{_INSERTED}([])")
    names: dict[str, Any] = {"values": values, "buffer": array("q", values)}
    for name, target, statement, answer in (
        ("inserted one by one, Array", 0.5, f"{_INSERTED}(abicus.Array('q'))", array("q", expected)),
        ("inserted one by one, list", 1.2, f"{_INSERTED}([])", expected),
        ("the whole job at once, from a list", 0.02, "abicus.sorted(values)", expected),
        ("the whole job at once, from a buffer", 0.02, "abicus.sorted(buffer)", array("q", expected)),
    ):
        made = case(f"{KEPT:,} ints, {name}", target, statement, answer, peer, **names)
        made.abicus.names["insort"] = abicus.insort
        made.peers[0].names["insort"] = bisect.insort
        yield made


def many(quick: bool) -> Iterator[Case]:
    """The table "Order: a million queries"."""
    source = numpy.random.default_rng(1)
    limit = 2**62
    asked = source.integers(-limit, limit, MILLION)
    out = array("q", bytes(8 * MILLION))
    peer = ("np.searchsorted", "a.searchsorted(asked)")
    for count in (1_000, 10_000, 100_000, MILLION, 10 * MILLION):
        if quick and count > 100_000:
            continue
        a = numpy.sort(source.integers(-limit, limit, count))
        expected = array("q", a.searchsorted(asked).tobytes())
        index = abicus.Index(a)
        names: dict[str, Any] = {"a": a, "asked": asked, "index": index, "out": out}
        statement = "abicus.searchsorted(a, asked, out=out)"
        yield case(f"searchsorted, {count:,}", 0.10, "abicus.searchsorted(a, asked)", expected, peer, **names)
        yield case(f"searchsorted into out, {count:,}", 0.10, statement, expected, peer, **names)
        yield case(f"kept Index, {count:,}", 0.06, "index.search(asked)", expected, peer, **names)
        yield case(f"kept Index into out, {count:,}", 0.06, "index.search(asked, out=out)", expected, peer, **names)


TABLES: dict[str, Callable[[bool], Iterator[Case]]] = {"Order: one search": one, "Order: kept sorted": kept}
if numpy is not None:
    TABLES["Order: a million queries"] = many
