"""The statistics functions beside CPython 3.13's, or exact fractions, for every kind of input, and beside bad input."""

from __future__ import annotations

import doctest
import inspect
import math
import pickle
import random
import statistics
import sys
from array import array
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from data import CODES, FLOATS, KINDS, numpy, values_of
from statistics_oracle import IS_NEW, NAMES, by_fractions, oracle, outcome, shown
from statistics_records import HUGE_THAT_CANCEL, VALUES, recorded, shown_outcome

import abicus
from abicus import _docs_numbers, moments

SPREADS = ("variance", "pvariance", "stdev", "pstdev")
ORDER = ("median", "quantiles")
SIGNATURES = {
    "mean": "(data)",
    "fmean": "(data, weights=None)",
    "variance": "(data, xbar=None)",
    "pvariance": "(data, mu=None)",
    "stdev": "(data, xbar=None)",
    "pstdev": "(data, mu=None)",
    "median": "(data)",
    "quantiles": "(data, *, n=4, method='exclusive')",
}
OPTIONS: list[dict[str, Any]] = [{}, {"n": 10}, {"n": 7, "method": "inclusive"}, {"n": 1}, {"n": 200}]


def same(name: str, values: Any, elements: list[Any], *arguments: Any, **keywords: Any) -> None:
    mine = outcome(getattr(abicus, name), values, *arguments, **keywords)
    assert mine == outcome(oracle(name), elements, *arguments, **keywords), (name, elements[:20], arguments, keywords)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind(name: str, code: str, kind: str) -> None:
    for length in (1, 6, 101):
        values = values_of(code, length)
        made = KINDS[kind](code, values)
        elements = made.flatten().tolist() if "Fortran" in kind else values
        same(name, KINDS[kind](code, values), elements)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", FLOATS)
def test_hard_floats(name: str, kind: str) -> None:
    generator = random.Random(f"{name}{kind}")
    for length in (1, 2, 3, 10, 63, 64, 65, 200, 1023, 1024, 1025, 3000):
        values = FLOATS[kind](generator, length)
        if name == "fmean" and kind in ("huge", "any bits", "special"):
            # Deviation: no error for an overflow on the way. What is left is one that the oracle has, too.
            try:
                expected = math.fsum(values) / length
            except (OverflowError, ValueError):
                continue
            assert shown(abicus.fmean(values)) == shown(expected)
            continue
        for made in (values, array("d", values)):
            same(name, made, values)


@pytest.mark.parametrize("name", NAMES)
def test_far_from_zero(name: str) -> None:
    """The variance is a small difference of large numbers."""
    generator = random.Random(name)
    for middle in (1e3, 1e8, 1e15, -1e300):
        for spread in (0.0, 1e-300, 1.0, 1e6):
            values = [middle + generator.gauss(0, spread) for _ in range(1500)]
            for made in (values, array("d", values)):
                same(name, made, values)


def test_oracle_by_fractions() -> None:
    """The fractions are right where this Python's `statistics` is CPython 3.13's."""
    if not IS_NEW:
        pytest.skip("needs CPython 3.13's statistics")
    generator = random.Random(1)
    for name in NAMES:
        for kind in FLOATS:
            if name == "fmean" and kind in ("huge", "any bits", "special"):
                continue
            values = FLOATS[kind](generator, 50)
            assert outcome(by_fractions(name), values) == outcome(getattr(statistics, name), values), (name, values)
        values = values_of("q", 30)
        assert outcome(by_fractions(name), values) == outcome(getattr(statistics, name), values), (name, values)


@pytest.mark.parametrize("name", ORDER)
def test_order(name: str) -> None:
    """Ties, zeros of both signs, many sizes around the limits of the ways of selection."""
    generator = random.Random(name)
    for length in (2, 3, 4, 31, 32, 33, 1000, 8191, 8192, 8193, 20_001):
        for values in (
            [generator.choice([0.0, -0.0, 1.0]) for _ in range(length)],
            [generator.random() for _ in range(length)],
            [float(place) for place in range(length)],
            [float(-place) for place in range(length)],
            [1.0] * length,
            [generator.randrange(10) for _ in range(length)],
            [generator.getrandbits(62) for _ in range(length)],
            [generator.choice([-(2**63), 2**63 - 1, 2**53 + 1, -(2**53) - 1]) for _ in range(length)],
        ):
            code = "d" if type(values[0]) is float else "q"
            for options in OPTIONS if name == "quantiles" else [{}]:
                for made in (values, array(code, values), tuple(values)):
                    same(name, made, values, **options)


@pytest.mark.parametrize("name", ORDER)
def test_zeros_are_in_c_order(name: str) -> None:
    """Which zero is in the middle depends on the order in which a matrix is read."""
    pytest.importorskip("numpy")
    generator = random.Random(name)
    for rows, columns in ((2, 3), (3, 3), (7, 9), (40, 61)):
        made = numpy.array([[generator.choice([0.0, -0.0]) for _ in range(columns)] for _ in range(rows)])
        for matrix in (made, made.T, numpy.asfortranarray(made), made[::-1], made[:, ::-1], made[:, :2].T[::-1]):
            for options in OPTIONS if name == "quantiles" else [{}]:
                same(name, matrix, matrix.ravel().tolist(), **options)


@pytest.mark.parametrize("values", VALUES, ids=repr)
def test_all_types(values: list[Any]) -> None:
    """As 3.13 does: the records say what that is."""
    for name in NAMES:
        expected = recorded(name, values)
        if IS_NEW:
            assert shown_outcome(getattr(statistics, name), values) == expected
        if name == "fmean" and values == HUGE_THAT_CANCEL:
            expected = shown_outcome(lambda: HUGE_THAT_CANCEL[0] / 3)  # no error for an overflow on the way
        if name in ORDER and not IS_NEW and len(values) > 1:
            expected = shown_outcome(getattr(statistics, name), values)  # where nan is sorted to is this Python's own
        for made in (values, tuple(values), iter(values)):
            assert shown_outcome(getattr(abicus, name), made) == expected, (name, values)


@pytest.mark.parametrize("name", SPREADS)
def test_about_a_mean(name: str) -> None:
    generator = random.Random(name)
    floats = [generator.gauss(5, 2) for _ in range(300)]
    ints = [generator.randrange(-(2**63), 2**63) for _ in range(300)]
    keyword = "mu" if name[0] == "p" else "xbar"
    for values, code in ((floats, "d"), (ints, "q"), (floats[:1], "d"), (ints[:2], "q"), ([], "d")):
        for about in (0, 5, 5.25, 2**53 + 1, 2**70, True, 1e200, 1e308, -math.inf, math.nan):
            for made in (values, array(code, values), iter(values)):
                mine = outcome(getattr(abicus, name), made, **{keyword: about})
                assert mine == outcome(oracle(name), values, about), (name, values[:5], about)
            same(name, values, values, about)
    assert getattr(abicus, name)(floats, None) == getattr(abicus, name)(floats)
    thirds = [Fraction(1, 3), Fraction(2, 3), Fraction(5, 3)]
    for values_, about_ in ((thirds, Fraction(1, 2)), ([Decimal(1), Decimal(4)], Decimal("2.5")), (thirds, 0.5)):
        if IS_NEW:
            same(name, values_, values_, about_)
    with pytest.raises(TypeError):
        getattr(abicus, name)(floats, "5")
    with pytest.raises(TypeError):
        getattr(abicus, name)(floats, Decimal(5))


class Odd(int):
    pass


class Real(float):
    pass


def test_subclasses() -> None:
    for values in ([Odd(1), Odd(2), Odd(3)], [Odd(1), 2], [Real(1.5), Real(2.5)], [Real(1.5), 1], [Odd(1), Real(2.5)]):
        for name in NAMES:
            if IS_NEW or name in ORDER:
                same(name, values, values)


def test_weights() -> None:
    generator = random.Random(5)
    a, w = [generator.random() for _ in range(50)], [generator.random() for _ in range(50)]
    exact = sum((Fraction(x) * Fraction(y) for x, y in zip(a, w)), Fraction(0))
    expected = (exact.numerator / exact.denominator) / math.fsum(w)
    for data, weights in (
        (a, w),
        (tuple(a), iter(w)),
        (iter(a), w),
        (array("d", a), array("d", w)),
        (array("d", a), w),
        ((x for x in a), (y for y in w)),
    ):
        assert abicus.fmean(data, weights) == expected
    assert shown(abicus.fmean([1, 2], weights=[1, 3])) == shown(1.75)
    assert shown(abicus.fmean(data=[1, 2], weights=(1, 1))) == shown(1.5)
    error = statistics.StatisticsError
    for data, weights, text in (
        ([1, 2], [1], "data and weights must be the same length"),
        ([1], [1, 2], "data and weights must be the same length"),
        (iter([1]), iter([1, 2]), "data and weights must be the same length"),
        ([1, 2], [1, -1], "sum of weights must be non-zero"),
        ([], [], "sum of weights must be non-zero"),
    ):
        with pytest.raises(error, match=text):
            abicus.fmean(data, weights)
    with pytest.raises(TypeError):
        abicus.fmean([1, 2], 5)
    with pytest.raises(TypeError):
        abicus.fmean([1, 2], ["a", "b"])


@pytest.mark.parametrize("name", NAMES)
def test_empty(name: str) -> None:
    for empty in ([], (), iter([]), array("d"), array("b"), b"", memoryview(b""), range(0), abicus.Array("d")):
        with pytest.raises(statistics.StatisticsError) as caught:
            getattr(abicus, name)(empty)
        assert type(caught.value) is statistics.StatisticsError
        if IS_NEW:
            with pytest.raises(statistics.StatisticsError) as expected:
                getattr(statistics, name)([])
            assert str(caught.value) == str(expected.value)


@pytest.mark.parametrize("name", ["variance", "stdev"])
def test_one_element_of_a_sample(name: str) -> None:
    for one in ([1], [1.5], array("d", [1.5]), array("q", [1]), iter([1]), [Fraction(1, 3)]):
        for about in ((), (1,)):
            with pytest.raises(statistics.StatisticsError, match=f"{name} requires at least two data points"):
                getattr(abicus, name)(one, *about)


def test_bad_arguments() -> None:
    for name in NAMES:
        function = getattr(abicus, name)
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'data'"):
            function()
        with pytest.raises(TypeError):
            function([1, 2], 3, 4)
        with pytest.raises(TypeError):
            function([1, 2], wrong=4)
        with pytest.raises(TypeError, match="data is int, expected a list, a buffer or another iterable"):
            function(5)
        with pytest.raises(TypeError):
            function(None)
    for n in (0, -1, -(2**70)):
        with pytest.raises(statistics.StatisticsError, match="n must be at least 1"):
            abicus.quantiles([1, 2], n=n)
    for n in (2.5, 4.0, "4"):
        with pytest.raises(TypeError):
            abicus.quantiles([1, 2], n=n)
        with pytest.raises(TypeError):
            abicus.quantiles(array("d", [1, 2]), n=n)
    for method in ("other", None, 5, "exclusive "):
        with pytest.raises(ValueError, match="Unknown method: "):
            abicus.quantiles([1, 2], method=method)
    assert abicus.quantiles([5], method="other") == [5, 5, 5]
    assert abicus.quantiles([1, 2], n=True) == []
    assert shown(abicus.quantiles([True], n=3)) == shown([True, True])
    if numpy is not None:
        with pytest.raises(TypeError):
            abicus.mean(numpy.array(5.0))
        masked = numpy.ma.masked_array([1.0, 2.0, 3.0], [0, 1, 0])
        for name in NAMES:
            with pytest.raises(ValueError, match="data has 1 masked elements, expected none"):
                getattr(abicus, name)(masked)


class Hostile:
    """A number whose conversion raises, or changes the list that it is in."""

    def __init__(self, act: Any) -> None:
        self.act = act

    def as_integer_ratio(self) -> Any:
        return self.act() or (1, 2)

    def __float__(self) -> float:
        self.act()
        return 0.5

    def __lt__(self, other: Any) -> bool:
        return bool(self.act())

    def __add__(self, other: Any) -> Any:
        return self.act() or 1

    __sub__ = __rsub__ = __mul__ = __rmul__ = __radd__ = __truediv__ = __gt__ = __add__


@pytest.mark.parametrize("name", NAMES)
def test_hostile_elements(name: str) -> None:
    def fail() -> None:
        raise ZeroDivisionError("on purpose")

    with pytest.raises(ZeroDivisionError, match="on purpose"):
        getattr(abicus, name)([1.0, Hostile(fail), 2.0])
    values: list[Any] = []
    values += [1.0, 2.0, Hostile(values.clear), 3.0, Hostile(values.clear)]
    outcome(getattr(abicus, name), values)  # any exception, no crash
    values[:] = [1.0, Hostile(lambda: values.extend([1.0] * 10) if len(values) < 1000 else None), 3.0]
    outcome(getattr(abicus, name), values)


def test_nothing_is_kept() -> None:
    values: list[Any] = [float(place) / 3 for place in range(100)]
    big = [2**70 + place for place in range(10)]
    arrays = array("d", values)
    before = [sys.getrefcount(element) for element in (values, arrays, values[3], big[3])]
    for _ in range(20):
        for name in NAMES:
            for made in (values, tuple(values), arrays, big):
                getattr(abicus, name)(made)
            outcome(getattr(abicus, name), [])
    arrays.append(1.0)  # no buffer is held
    assert [sys.getrefcount(element) for element in (values, arrays, values[3], big[3])] == before


def test_data_is_unchanged_and_read_once() -> None:
    for name in NAMES:
        values = [3.0, 1.0, 2.0]
        getattr(abicus, name)(values)
        assert values == [3.0, 1.0, 2.0]
        taken: list[float] = []
        getattr(abicus, name)(taken.append(value) or value for value in values)  # type: ignore[func-returns-value]
        assert taken == values


def test_good_citizens() -> None:
    for name in NAMES:
        function = getattr(abicus, name)
        assert function.__name__ == name and function.__module__ == "abicus"
        assert str(inspect.signature(function)) == SIGNATURES[name]
        assert str(inspect.signature(getattr(statistics, name))) == SIGNATURES[name] or not IS_NEW
        assert pickle.loads(pickle.dumps(function)) is function
        text = _docs_numbers.STATISTICS[name].partition("--\n\n")[2]
        assert inspect.getdoc(function) == inspect.cleandoc(text)
        test = doctest.DocTestParser().get_doctest(text, {name: function}, name, None, None)
        assert test.examples
        assert doctest.DocTestRunner().run(test).failed == 0
    result = doctest.testmod(moments)
    assert result.attempted and not result.failed


if numpy is not None:

    @pytest.mark.slow
    @pytest.mark.parametrize("name", NAMES)
    def test_numpy(name: str) -> None:
        function = getattr(abicus, name)
        halves = numpy.array([0.5, 1.5, 3.0, 65504.0], "e")
        same(name, halves, halves.tolist())
        same(name, halves[::-1], halves[::-1].tolist())
        same(name, halves.astype(">f2"), halves.tolist())
        truths = numpy.array([True, False, True])
        same(name, truths, truths.tolist())
        same(name, truths[:1], [True])
        scalars = [numpy.float64(1.5), numpy.int8(3), 2, numpy.float32(0.5)]
        assert shown(function(scalars)) == shown(function([1.5, 3, 2, 0.5]))
        assert shown(function(numpy.array([1, 2.5, Fraction(1, 2)], object))) == shown(function([1, 2.5, Fraction(1, 2)]))
        grid = numpy.arange(24.0).reshape(2, 3, 4)
        same(name, grid[:, ::-1, ::2], grid[:, ::-1, ::2].ravel().tolist())
        large = numpy.random.default_rng(1).random(300_000)
        same(name, large, large.tolist())
        same(name, large[::3], large[::3].tolist())
        nan = large.copy()
        nan[1000] = math.nan
        if name != "fmean":
            same(name, nan, nan.tolist())
        integers = numpy.random.default_rng(1).integers(-(2**63), 2**63 - 1, 20_001)
        same(name, integers, integers.tolist())


def test_trace() -> None:
    with abicus.trace() as calls:
        abicus.mean([1.0, 2.0])
        abicus.median(array("d", [1.0, 2.0]))
        abicus.variance([Fraction(1, 2), 1])
        abicus.mean(memoryview(array("d", [1.0, 2.0, 3.0]))[::2])
    assert [(call.function, call.path) for call in calls] == [
        ("mean", "list"),
        ("median", "buffer"),
        ("variance", "fallback"),
        ("mean", "strided"),
    ]
