"""The workloads of the sum family."""

from __future__ import annotations

import operator
from array import array
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

import abicus

from . import peers
from .agreement import exact_dot
from .workload import ABICUS, PEER, PYTHON, Prepared, Workload

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DECADES = (1_000, 10_000, 100_000, 1_000_000)


def _ndarray(values: Sequence[float], kind: str) -> Any:
    """Return an ndarray, or None without NumPy."""
    numpy = peers.package("numpy")
    return numpy and numpy.array(values, dtype=kind)


def _series(values: Sequence[float]) -> Any:
    """Return a polars series, or None without polars."""
    polars = peers.package("polars")
    return polars and polars.Series(values)


class SumOfList(Workload):
    identifier = "W2"
    title = "the sum of a list of 1,000,000 ints"
    size = 1_000_000
    growth_sizes = _DECADES
    note = "NumPy and polars first convert the list; abicus reads it in place."

    def prepare(self, size: int) -> Prepared:
        values = list(range(size))
        prepared = Prepared(expected=size * (size - 1) // 2)
        prepared.add("plain Python", PYTHON, "sum(data)", grows=True, data=values)
        prepared.add("NumPy", PEER, "numpy.sum(data)", numpy=peers.package("numpy"), data=values)
        polars = peers.package("polars")
        prepared.add("polars", PEER, "polars.Series(data).sum()", polars=polars, data=values)
        prepared.add("abicus, list", ABICUS, "abicus.sum(data)", grows=True, abicus=abicus, data=values)
        buffer = array("q", values)
        prepared.add("abicus, buffer", ABICUS, "abicus.sum(buffer)", grows=True, abicus=abicus, buffer=buffer)
        return prepared


class SumOfArray(Workload):
    identifier = "W3"
    title = "the sum of an array of 1,000,000 ints that native code owns"
    size = 1_000_000
    growth_sizes = _DECADES

    def prepare(self, size: int) -> Prepared:
        values = list(range(size))
        buffer, ndarray = array("q", values), _ndarray(values, "int64")
        prepared = Prepared(expected=size * (size - 1) // 2)
        prepared.add("plain Python", PYTHON, "sum(buffer)", grows=True, buffer=buffer)
        prepared.add("NumPy", PEER, "array.sum()", grows=True, array=ndarray)
        prepared.add("polars", PEER, "series.sum()", series=_series(values))
        prepared.add("abicus, list", ABICUS, "abicus.sum(data)", abicus=abicus, data=values)
        prepared.add("abicus, buffer", ABICUS, "abicus.sum(buffer)", grows=True, abicus=abicus, buffer=buffer)
        if ndarray is not None:
            prepared.add("abicus, NumPy", ABICUS, "abicus.sum(array)", abicus=abicus, array=ndarray)
        return prepared


class SumOfSquares(Workload):
    identifier = "W15"
    title = "the sum of squares of 1,000,000 floats"
    size = 1_000_000
    growth_sizes = _DECADES

    def prepare(self, size: int) -> Prepared:
        random = Random(15)
        values = [random.random() for _ in range(size)]
        buffer, ndarray = array("d", values), _ndarray(values, "float64")
        prepared = Prepared(expected=float(exact_dot(values, values)))
        prepared.add("plain Python", PYTHON, "sum(x * x for x in data)", grows=True, data=values)
        prepared.add("math.sumprod", PEER, "sumprod(data, data)", sumprod=peers.sumprod(), data=values)
        prepared.add(
            "NumPy",
            PEER,
            "numpy.dot(array, array)",
            grows=True,
            numpy=peers.package("numpy"),
            array=ndarray,
        )
        prepared.add("polars", PEER, "series.dot(series)", series=_series(values))
        prepared.add(
            "abicus, list", ABICUS, "abicus.sum_of_squares(data)", grows=True, abicus=abicus, data=values
        )
        prepared.add(
            "abicus, buffer", ABICUS, "abicus.sum_of_squares(buffer)", grows=True, abicus=abicus, buffer=buffer
        )
        return prepared


def _count_even_by_loop(values: Iterable[int]) -> int:
    count = 0
    for value in values:
        if value % 2 == 0:
            count += 1
    return count


class CountEven(Workload):
    identifier = "W20"
    title = "how many even numbers in a list of 10,000 ints"
    size = 10_000
    memory_size = 1_000_000
    note = "Peak memory is that of 1,000,000 ints."

    def prepare(self, size: int) -> Prepared:
        values = list(range(size))
        Random(20).shuffle(values)
        buffer, numpy, ndarray = array("q", values), peers.package("numpy"), _ndarray(values, "int64")
        prepared = Prepared(expected=(size + 1) // 2)
        generator = "sum(1 for x in data if x % 2 == 0)"
        prepared.add("plain Python", PYTHON, generator, data=values)
        prepared.add("Python loop", PYTHON, "loop(data)", loop=_count_even_by_loop, data=values)
        prepared.add("Python list", PYTHON, "len([x for x in data if x % 2 == 0])", data=values)
        statement = "numpy.count_nonzero(array % 2 == 0)"
        prepared.add("NumPy", PEER, statement, numpy=numpy, array=ndarray)
        prepared.add("polars", PEER, "(series % 2 == 0).sum()", series=_series(values))
        prepared.add("abicus, list", ABICUS, "abicus.count_even(data)", abicus=abicus, data=values)
        prepared.add("abicus, buffer", ABICUS, "abicus.count_even(buffer)", abicus=abicus, buffer=buffer)
        return prepared


def _refuses(left: Sequence[float], right: Sequence[float]) -> str:
    try:
        abicus.dot(left, right)
    except ValueError:
        return "ValueError"
    return "no error"


class DotProduct(Workload):
    identifier = "W28"
    title = "the dot product of two vectors of 1,000,000 floats"
    size = 1_000_000
    growth_sizes = _DECADES

    def prepare(self, size: int) -> Prepared:
        random = Random(28)
        left = [random.uniform(-1.0, 1.0) for _ in range(size)]
        right = [random.uniform(-1.0, 1.0) for _ in range(size)]
        lists: dict[str, Any] = {"a": left, "b": right}
        buffers: dict[str, Any] = {"a": array("d", left), "b": array("d", right)}
        arrays: dict[str, Any] = {"a": _ndarray(left, "float64"), "b": _ndarray(right, "float64")}
        series: dict[str, Any] = {"a": _series(left), "b": _series(right)}
        prepared = Prepared(expected=float(exact_dot(left, right)))
        prepared.add("plain Python", PYTHON, "sum(map(mul, a, b))", grows=True, mul=operator.mul, **lists)
        prepared.add("math.sumprod", PEER, "sumprod(a, b)", sumprod=peers.sumprod(), **lists)
        prepared.add("NumPy", PEER, "numpy.dot(a, b)", grows=True, numpy=peers.package("numpy"), **arrays)
        prepared.add("polars", PEER, "a.dot(b)", **series)
        prepared.add("abicus, list", ABICUS, "abicus.dot(a, b)", grows=True, abicus=abicus, **lists)
        prepared.add("abicus, buffer", ABICUS, "abicus.dot(a, b)", grows=True, abicus=abicus, **buffers)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "dot([1.0, 2.5, 3.5], [-7, 4, -12.1])", abicus.dot([1.0, 2.5, 3.5], [-7, 4, -12.1]), -39.35
        yield "dot([1, 2], [3, 4])", abicus.dot([1, 2], [3, 4]), 11
        yield "dot([3, 4, 5], [-1, 9, -2.5])", abicus.dot([3, 4, 5], [-1, 9, -2.5]), 20.5
        yield "dot([], [])", abicus.dot([], []), 0
        decimals = (Decimal(1), Decimal(2)), (Decimal(3), Decimal(4))
        yield "dot of Decimals", abicus.dot(*decimals), Decimal(11)
        yield "dot of unequal lengths", _refuses([1.0, 2.0], [1.0]), "ValueError"
