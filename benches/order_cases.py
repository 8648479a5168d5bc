"""The cases of order for `python_calls.py`: what is sorted, in place and to a new list."""

from __future__ import annotations

import builtins
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from python_cases import _NOTHING, Case, case, numpy

import abicus

_SORTED_ROUNDS = 15
_SECONDS = 2.0


def _time(work: Callable[[Any], Any], data: list[Any]) -> float:
    start = time.perf_counter()
    for values in data:
        work(values)
    return (time.perf_counter() - start) / len(data)


def _in_place(values: Any) -> tuple[float, str]:
    """Sort copies, by abicus and by NumPy in turns; the copying is not timed."""
    expected = numpy.sort(values)
    given = values.copy()
    abicus.sort(given)
    if not (given == expected).all():
        raise AssertionError("a wrong answer")
    copies = max(1, 20_000 // len(values))
    mine: list[float] = []
    theirs: list[float] = []
    end = time.perf_counter() + _SECONDS
    while len(mine) < 3 or len(mine) < _SORTED_ROUNDS and time.perf_counter() < end:
        mine.append(_time(abicus.sort, [values.copy() for _ in range(copies)]))
        theirs.append(_time(numpy.ndarray.sort, [values.copy() for _ in range(copies)]))
    ours, peers = statistics.median(mine), statistics.median(theirs)
    return ours / peers, f"{ours / len(values) * 1e9:.3g} ns / {peers / len(values) * 1e9:.3g} ns"


def _random(kind: str, count: int) -> Any:
    source = numpy.random.default_rng(count)
    if kind.startswith("float"):
        return source.standard_normal(count).astype(kind)
    limits = numpy.iinfo(kind)
    return source.integers(limits.min, limits.max, count, kind)


def in_place(quick: bool) -> Iterator[Case]:
    """The table "Order: sort in place"."""
    for count in (1_000, 20_000, 100_000, 1_000_000, 10_000_000):
        if quick and count > 100_000:
            continue
        for kind in ("int64", "float64", "int32", "float32"):
            values = _random(kind, count)
            ordered = numpy.sort(values)
            for name, target, data in (
                ("random", 1.2, values),
                ("sorted", 0.15, ordered),
                ("reversed", 0.15, ordered[::-1].copy()),
            ):
                measured = lambda data=data: _in_place(data)  # noqa: E731
                name = f"sort {kind}, {name}, {count:,}"
                yield Case(name, target, _NOTHING, measured=measured, peer_name="ndarray.sort()")


def lists(quick: bool) -> Iterator[Case]:
    """The table "Order: sorted lists"."""
    peer = ("built-in sorted", "sorted(v)")
    for count in (10, 100, 1_000, 20_000, 1_000_000):
        if quick and count > 100_000:
            continue
        for kind in ("int64", "float64"):
            values = _random(kind, count).tolist()
            ordered = builtins.sorted(values)
            for name, target, data in (
                ("random", 0.2 if count >= 20_000 else 1.2, values),
                ("sorted", 1.2, ordered),
                ("reversed", 1.2, ordered[::-1]),
            ):
                title = f"sorted, {name} list of {kind}, {count:,}"
                yield case(title, target, "abicus.sorted(v)", ordered, peer, v=data)
    texts = [str(number) for number in _random("int32", 1_000).tolist()]
    yield case("sorted, list of str, 1,000", 1.2, "abicus.sorted(v)", builtins.sorted(texts), peer, v=texts)


TABLES: dict[str, Callable[[bool], Iterator[Case]]] = {}
if numpy is not None:
    TABLES.update({"Order: sort in place": in_place, "Order: sorted lists": lists})
