"""The rows of the statistics family."""

from __future__ import annotations

import statistics
from array import array
from random import Random
from typing import TYPE_CHECKING, Any

import abicus

from . import peers
from .workload import ABICUS, PEER, PYTHON, Prepared, Workload

if TYPE_CHECKING:
    from collections.abc import Iterable

_DECADES = (1_000, 10_000, 100_000)


class _Statistic(Workload):
    """A function of `statistics` over 100,000 floats; a subclass names it, and what NumPy has for it."""

    size = 100_000
    growth_sizes = _DECADES
    function = ""
    arguments = ""
    numpy_statement = ""

    def prepare(self, size: int) -> Prepared:
        random = Random(7)
        values = [random.gauss(100.0, 15.0) for _ in range(size)]
        numpy = peers.package("numpy")
        oracle = getattr(statistics, self.function)
        keywords: dict[str, Any] = {"n": 10} if self.arguments else {}
        prepared = Prepared(expected=oracle(values, **keywords))
        ours, theirs = (f"{owner}.{self.function}(data{self.arguments})" for owner in ("abicus", "statistics"))
        prepared.add("plain Python", PYTHON, theirs, statistics=statistics, data=values)
        ndarray = numpy and numpy.array(values)
        prepared.add("NumPy", PEER, self.numpy_statement, grows=True, numpy=numpy, data=ndarray)
        prepared.add("abicus, list", ABICUS, ours, grows=True, abicus=abicus, data=values)
        prepared.add("abicus, buffer", ABICUS, ours, grows=True, abicus=abicus, data=array("d", values))
        return prepared


class Mean(_Statistic):
    identifier = "S1"
    title = "the mean of 100,000 floats"
    function = "mean"
    numpy_statement = "numpy.mean(data)"

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "mean([1, 2, 3, 4, 4])", abicus.mean([1, 2, 3, 4, 4]), 2.8


class Variance(_Statistic):
    identifier = "S2"
    title = "the variance of 100,000 floats"
    function = "variance"
    numpy_statement = "numpy.var(data, ddof=1)"


class Median(_Statistic):
    identifier = "S3"
    title = "the median of 100,000 floats"
    function = "median"
    numpy_statement = "numpy.median(data)"


class Quantiles(_Statistic):
    identifier = "S4"
    title = "the deciles of 100,000 floats"
    function = "quantiles"
    arguments = ", n=10"
    numpy_statement = "numpy.quantile(data, [i / 10 for i in range(1, 10)], method='weibull')"
