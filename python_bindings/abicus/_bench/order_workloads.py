"""The workloads of the order family."""

from __future__ import annotations

import bisect
from array import array
from random import Random
from typing import TYPE_CHECKING, Any, Optional

import abicus

from . import peers
from .workload import ABICUS, PEER, PYTHON, Prepared, Workload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def _search(values: Sequence[int], wanted: int) -> Optional[int]:
    """Return the leftmost position of a value in sorted ones, or None."""
    place = bisect.bisect_left(values, wanted)
    return place if place < len(values) and values[place] == wanted else None


class BinarySearch(Workload):
    identifier = "W23"
    title = "the position of one value in a sorted list of 10,000 ints"
    unit = "call"
    size = 10_000
    note = "A list is not converted: only the values that a bisection looks at are read."

    def prepare(self, size: int) -> Prepared:
        values = list(range(0, 3 * size, 3))
        wanted = values[size // 3]
        numpy = peers.package("numpy")
        prepared = Prepared(expected=size // 3)
        prepared.add("plain Python", PYTHON, "search(data, x)", search=_search, data=values, x=wanted)
        prepared.add("NumPy, list", PEER, "numpy.searchsorted(data, x)", numpy=numpy, data=values, x=wanted)
        ndarray = numpy and numpy.array(values)
        prepared.add("NumPy, array", PEER, "numpy.searchsorted(array, x)", numpy=numpy, array=ndarray, x=wanted)
        names: dict[str, Any] = {"abicus": abicus, "x": wanted}
        prepared.add("abicus, list", ABICUS, "abicus.binary_search(data, x)", data=values, **names)
        prepared.add("abicus, buffer", ABICUS, "abicus.binary_search(data, x)", data=array("q", values), **names)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "binary_search([1, 3, 5], 3)", abicus.binary_search([1, 3, 5], 3), 1
        yield "binary_search([1, 3, 5], 4)", abicus.binary_search([1, 3, 5], 4), None
        yield "binary_search([], 4)", abicus.binary_search([], 4), None


def _inserted(insert: Callable[[Any, int], None], values: Sequence[int], kept: Any) -> Any:
    """Return the values sorted, by inserting one after the other into what is empty."""
    for value in values:
        insert(kept, value)
    return kept


class InsertionSort(Workload):
    identifier = "W24"
    title = "20,736 random ints inserted one by one into a sorted list, and the whole sort"
    size = 20_736
    note = "The answer to the whole is to sort once, at the end."

    def prepare(self, size: int) -> Prepared:
        random = Random(24)
        values = [random.randrange(1 << 32) for _ in range(size)]
        prepared = Prepared(expected=sorted(values))
        names: dict[str, Any] = {"inserted": _inserted, "data": values}
        prepared.add("plain Python", PYTHON, "inserted(insort, data, [])", insort=bisect.insort, **names)
        prepared.add("built-in sorted", PEER, "sorted(data)", data=values)
        numpy = peers.package("numpy")
        prepared.add("NumPy", PEER, "numpy.sort(data)", numpy=numpy, data=values)
        names.update(insort=abicus.insort, Array=abicus.Array)
        prepared.add("abicus, insort", ABICUS, "inserted(insort, data, [])", **names)
        prepared.add("abicus, Array", ABICUS, "inserted(insort, data, Array('q', 0))", **names)
        prepared.add("abicus, list", ABICUS, "abicus.sorted(data)", abicus=abicus, data=values)
        buffer = array("q", values)
        prepared.add("abicus, buffer", ABICUS, "abicus.sorted(buffer)", abicus=abicus, buffer=buffer)
        return prepared


class PeakMemory(Workload):
    identifier = "W27"
    title = "the middle value of 1,000,001 ints: the peak memory of each way beside its time"
    size = 1_000_001
    note = "What each way allocates is in the column of peak memory."

    def prepare(self, size: int) -> Prepared:
        size |= 1  # there is a middle one
        values = list(range(size))
        Random(27).shuffle(values)
        buffer, numpy = array("q", values), peers.package("numpy")
        prepared = Prepared(expected=size // 2)
        prepared.add("plain Python", PYTHON, "sorted(data)[len(data) // 2]", data=values)
        ndarray = numpy and numpy.array(values)
        statement = "numpy.partition(array, len(array) // 2)[len(array) // 2]"
        prepared.add("NumPy", PEER, statement, numpy=numpy, array=ndarray)
        prepared.add("abicus, list", ABICUS, "abicus.median(data)", abicus=abicus, data=values)
        prepared.add("abicus, buffer", ABICUS, "abicus.median(buffer)", abicus=abicus, buffer=buffer)
        statement = "abicus.sorted(buffer)[len(buffer) // 2]"
        prepared.add("abicus, sorted", ABICUS, statement, abicus=abicus, buffer=buffer)
        return prepared
