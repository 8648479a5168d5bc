"""The workloads of the sets family."""

from __future__ import annotations

from array import array
from random import Random
from typing import TYPE_CHECKING, Any

import abicus

from . import peers
from .workload import ABICUS, PEER, PYTHON, Prepared, Workload

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DECADES = (1_000, 10_000, 100_000, 1_000_000)


def _duplicates(values: Iterable[int]) -> list[int]:
    """Return what occurs more than once, in order of first occurrence, in linear time."""
    counts: dict[int, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return [value for value, count in counts.items() if count > 1]


class Duplicates(Workload):
    identifier = "W9"
    title = "the values that occur more than once in a list of 1,000,000 ints"
    size = 1_000_000
    growth_sizes = _DECADES
    note = "pandas sorts what it found by first occurrence, as the others do."

    def prepare(self, size: int) -> Prepared:
        random = Random(9)
        values = [random.randrange(size) for _ in range(size)]
        buffer = array("q", values)
        prepared = Prepared(expected=_duplicates(values))
        prepared.add("plain Python", PYTHON, "duplicates(data)", grows=True, duplicates=_duplicates, data=values)
        pandas, polars = peers.package("pandas"), peers.package("polars")
        series = pandas and pandas.Series(values)
        prepared.add("pandas", PEER, "s[s.duplicated(keep=False)].drop_duplicates().tolist()", s=series)
        column = polars and polars.Series(values)
        prepared.add("polars", PEER, "s.filter(s.is_duplicated()).unique(maintain_order=True)", s=column)
        prepared.add("abicus, list", ABICUS, "abicus.duplicates(data)", grows=True, abicus=abicus, data=values)
        prepared.add("abicus, buffer", ABICUS, "abicus.duplicates(buffer)", grows=True, abicus=abicus, buffer=buffer)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "duplicates([3, 1, 3, 2, 1, 3])", abicus.duplicates([3, 1, 3, 2, 1, 3]), [3, 1]
        yield "duplicates of text", abicus.duplicates(["b", "a", "b"]), ["b"]
        yield "duplicates([])", abicus.duplicates([]), []


def _by_set(members: frozenset[int], values: Sequence[int]) -> list[bool]:
    return [value in members for value in values]


class Membership(Workload):
    identifier = "W11"
    title = "which of 1,000,000 ints are among 100,000 others, kept in a structure that is built once"
    size = 1_000_000
    growth_sizes = _DECADES

    def prepare(self, size: int) -> Prepared:
        random = Random(11)
        members = [random.randrange(1 << 40) for _ in range(max(1, size // 10))]
        values = [random.choice(members) if random.random() < 0.5 else random.randrange(1 << 40) for _ in range(size)]
        buffer, numpy = array("q", values), peers.package("numpy")
        lookup = frozenset(members)
        prepared = Prepared(expected=_by_set(lookup, values))
        by_set: dict[str, Any] = {"by_set": _by_set, "lookup": lookup, "data": values}
        prepared.add("plain Python", PYTHON, "by_set(lookup, data)", grows=True, **by_set)
        arrays: dict[str, Any] = {"a": numpy and numpy.array(values), "b": numpy and numpy.array(members)}
        prepared.add("NumPy", PEER, "numpy.isin(a, b)", numpy=numpy, **arrays)
        polars = peers.package("polars")
        columns: dict[str, Any] = {"a": polars and polars.Series(values), "b": polars and polars.Series(members)}
        prepared.add("polars", PEER, "a.is_in(b.implode())", **columns)
        index = abicus.Index(array("q", members))
        prepared.add("abicus, list", ABICUS, "index.contains(data)", index=index, data=values)
        prepared.add("abicus, buffer", ABICUS, "index.contains(buffer)", grows=True, index=index, buffer=buffer)
        names: dict[str, Any] = {"abicus": abicus, "buffer": buffer, "lookup": array("q", members)}
        prepared.add("abicus.isin", ABICUS, "abicus.isin(buffer, lookup)", **names)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "isin([1, 2, 3], [3, 1])", abicus.isin([1, 2, 3], [3, 1]).tolist(), [True, False, True]
        yield "2 in Index([3, 1])", 2 in abicus.Index([3, 1]), False
