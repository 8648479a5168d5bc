"""The workloads of closed forms: one number in, one out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import abicus

from . import peers
from .workload import ABICUS, PEER, PYTHON, Prepared, Workload

if TYPE_CHECKING:
    from collections.abc import Iterable


def _closed(start: int, stop: int, step: int) -> int:
    """Return the sum of a range in closed form."""
    values = range(start, stop, step)
    return (values[0] + values[-1]) * len(values) // 2 if values else 0


def _added(n: int) -> int:
    this, following = 0, 1
    for _ in range(n):
        this, following = following, this + following
    return this


def _doubled(n: int) -> int:
    """Return a Fibonacci number by doubling the index."""
    this, following = 0, 1
    for bit in bin(n)[2:]:
        even, odd = this * (2 * following - this), this * this + following * following
        this, following = (odd, even + odd) if bit == "1" else (even, odd)
    return this


def _multiplied(n: int) -> int:
    product = 1
    for number in range(2, n + 1):
        product *= number
    return product


class SumOfRange(Workload):
    identifier = "W4"
    title = "the sum of range(0, 1,000,000)"
    unit = "call"
    size = 1_000_000

    def prepare(self, size: int) -> Prepared:
        prepared = Prepared(expected=size * (size - 1) // 2)
        prepared.add("plain Python", PYTHON, "sum(range(0, n, 1))", n=size)
        prepared.add("Python, closed form", PYTHON, "closed(0, n, 1)", closed=_closed, n=size)
        numpy = peers.package("numpy")
        prepared.add("NumPy", PEER, "numpy.arange(0, n, 1).sum()", numpy=numpy, n=size)
        prepared.add("abicus", ABICUS, "abicus.sum_range(0, n, 1)", abicus=abicus, n=size)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "sum_range(101)", abicus.sum_range(101), 5050
        yield "sum_range(10, 0, -3)", abicus.sum_range(10, 0, -3), 22
        yield "sum_range(10**30)", abicus.sum_range(10**30), 10**30 * (10**30 - 1) // 2


class Fibonacci(Workload):
    identifier = "W18"
    title = "fibonacci(10,000), exact"
    unit = "call"
    size = 10_000
    growth_sizes = (10_000, 100_000, 1_000_000)

    def prepare(self, size: int) -> Prepared:
        prepared = Prepared(expected=_doubled(size))
        prepared.add("plain Python", PYTHON, "added(n)", added=_added, n=size)
        prepared.add("Python, doubling", PYTHON, "doubled(n)", grows=True, doubled=_doubled, n=size)
        prepared.add("abicus", ABICUS, "abicus.fibonacci(n)", grows=True, abicus=abicus, n=size)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "fibonacci(0)", abicus.fibonacci(0), 0
        yield "fibonacci(93)", abicus.fibonacci(93), 12200160415121876738
        yield "fibonacci(150)", abicus.fibonacci(150), 9969216677189303386214405760200


class Factorial(Workload):
    identifier = "W21"
    title = "factorial(2,000), exact"
    unit = "call"
    size = 2_000
    growth_sizes = (2_000, 20_000, 200_000)

    def prepare(self, size: int) -> Prepared:
        prepared = Prepared(expected=math.factorial(size))
        prepared.add("plain Python", PYTHON, "multiplied(n)", multiplied=_multiplied, n=size)
        prepared.add("math.factorial", PEER, "math.factorial(n)", grows=True, math=math, n=size)
        prepared.add("abicus", ABICUS, "abicus.factorial(n)", grows=True, abicus=abicus, n=size)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "factorial(0)", abicus.factorial(0), 1
        yield "factorial(20)", abicus.factorial(20), 2432902008176640000
        yield "factorial(25)", abicus.factorial(25), 15511210043330985984000000
