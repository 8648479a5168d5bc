"""The cases of `python_calls.py` for the statistics, with their targets."""

from __future__ import annotations

import random
import statistics
from array import array
from collections.abc import Iterator
from typing import Any

from python_cases import Case, case, numpy

import abicus

_LARGE, _LIST = 1_000_000, 100_000


def _uniform(count: int) -> list[float]:
    generator = random.Random(count)
    return [generator.random() for _ in range(count)]


def _close(value: Any, other: Any) -> Any:
    """Return the exact answer where one that was rounded at every step agrees with it."""
    assert abs(value - other) <= 1e-9 * abs(value), (value, other)
    return value


def buffers(quick: bool) -> Iterator[Case]:
    """Doubles in NumPy arrays beside NumPy, which rounds at every step."""
    for count in (10, 100, 1000, 10_000, 100_000) if quick else (10, 100, 1000, 10_000, 100_000, _LARGE):
        data = _uniform(count)
        a: Any = numpy and numpy.array(data)
        if a is None:
            yield case(f"mean, {count:,} doubles", 1.0, "None", None, ndarray=None)
            continue
        # Short ones have no targets of their own: the call is what costs.
        short = {} if count == _LARGE else {"stretch": True}
        for name, target, statement in (
            ("mean", 1.0, "np.mean(a)"),
            ("pvariance", 1.0, "np.var(a)"),
            ("variance", 1.0, "np.var(a, ddof=1)"),
            ("median", 0.4, "np.median(a)"),
        ):
            function = getattr(abicus, name)
            expected = _close(function(a), float(eval(statement, {"np": numpy, "a": a})))
            peers = [(statement.partition("(")[0], statement)]
            yield case(
                f"{name}, {count:,} doubles", target, "function(a)", expected, *peers, function=function, a=a, np=numpy, **short
            )
        cuts = numpy.array([0.25, 0.5, 0.75])
        expected = abicus.quantiles(a, method="inclusive")
        assert numpy.allclose(expected, numpy.quantile(a, cuts), rtol=1e-12)
        yield case(
            f"quartiles, {count:,} doubles",
            0.4,
            'function(a, method="inclusive")',
            expected,
            ("np.quantile", "np.quantile(a, cuts)"),
            function=abicus.quantiles,
            a=a,
            np=numpy,
            cuts=cuts,
            **short,
        )


def lists(quick: bool) -> Iterator[Case]:
    """Lists of Python's numbers beside the standard library, and beside NumPy made of the list."""
    for count in (10, 100, 1000) if quick else (10, 100, 1000, _LIST):
        data = _uniform(count)
        whole = [int(value * 1000) for value in data]
        short = {"stretch": True}
        targets = {"mean": 0.005, "variance": 0.006, "stdev": 0.006, "median": 0.4, "quantiles": 0.4, "fmean": 1.0}
        for kind, values in (("floats", data), ("ints", whole)):
            # Those of long lists of floats are the targets; the others show what a call costs.
            more = {} if count == _LIST and kind == "floats" else short
            for name, target in targets.items():
                theirs, mine = getattr(statistics, name), getattr(abicus, name)
                expected = mine(values)
                assert expected == theirs(values) or name == "stdev"
                yield case(
                    f"{name}, list of {count:,} {kind}",
                    target if count == _LIST else max(target, 0.1),
                    "mine(values)",
                    expected,
                    (f"statistics.{name}", "theirs(values)"),
                    mine=mine,
                    theirs=theirs,
                    values=values,
                    **more,
                )


def moments(quick: bool) -> Iterator[Case]:
    """An accumulator beside what it adds up to."""
    count = 100_000 if quick else _LARGE
    buffer = array("d", _uniform(count))
    yield case(
        f"Moments.update, {count:,} doubles",
        10.0,
        "moments.update(buffer)",
        None,
        ("abicus.variance", "variance(buffer)"),
        moments=abicus.Moments(),
        variance=abicus.variance,
        buffer=buffer,
        stretch=True,
    )


TABLES = {
    "Statistics of buffers": buffers,
    "Statistics of lists": lists,
    "Moments": moments,
}
