"""Searching against the bisect module and exact comparisons, for every kind of input."""

from __future__ import annotations

import bisect
import collections
import ctypes
import datetime
import doctest
import gc
import inspect
import itertools
import math
import random
import sys
from array import array
from decimal import Decimal
from fractions import Fraction
from typing import Any

import data
import pytest

import abicus
from abicus import Array, Index, _library, order
from abicus._docs import ORDER as DOCS
from abicus.order._search_generic import bisect_by_key

NAN = math.nan
FUNCTIONS = {"bisect_left": bisect.bisect_left, "bisect_right": bisect.bisect_right}
SIDES = {"left": bisect.bisect_left, "right": bisect.bisect_right}
#: Kinds that have a length and elements by index, or are buffers: what bisect takes.
SEQUENCES = [name for name in data.KINDS if name not in ("generator", "iterator", "map")]
SIGNATURES = {
    **dict.fromkeys(["bisect_left", "bisect_right", "insort_left", "insort_right"], "(a, x, lo=0, hi=None, *, key=None)"),
    "binary_search": "(a, x, lo=0, hi=None)",
    "searchsorted": "(a, queries, *, side='left', threads=1, out=None)",
}


def outcome(function: Any, *arguments: Any, **keywords: Any) -> Any:
    """Return the result, or the exception's type and text."""
    try:
        return function(*arguments, **keywords)
    except Exception as error:
        return type(error), str(error)


def queries_for(values: list[Any]) -> list[Any]:
    near = [other for value in values[:40] for other in (value, value + 1, value - 1, value + 0.5)]
    return [*near, 0, -0.0, 2**53 + 1, 2.0**53, 2**63, -(2**63) - 1, 2**64, 2**200, 1e300, math.inf, -math.inf, NAN, True]


def searched(right: bool, values: list[Any], query: Any) -> int:
    """Return what bisect finds: its comparisons of Python's numbers are exact."""
    return (bisect.bisect_right if right else bisect.bisect_left)(values, query)


def test_buffers_that_are_no_numbers() -> None:
    """As in `tolist()`, or in the object itself where memoryview does not know its elements."""
    for letters in (array("u", "abbd"), (ctypes.c_wchar * 4)(*"abbd"), (ctypes.c_char * 4)(*b"abbd")):
        elements = list(letters)
        for x in (elements[0], elements[1], elements[3], 1):
            for name, function in FUNCTIONS.items():
                assert outcome(getattr(abicus, name), letters, x) == outcome(function, elements, x)
            if x != 1:
                assert abicus.binary_search(letters, x) == elements.index(x)


def test_arrays_of_other_types_than_numbers() -> None:
    numpy = pytest.importorskip("numpy")
    words = numpy.array([["a", "b", "b"], ["c", "d", "f"]])
    for made, other in (
        (words, "e"),
        (numpy.asfortranarray(words), "a"),
        (words.astype(object), "c"),
        (words[:0], "a"),
        (numpy.array([1j, 2]), 1),
        (numpy.array(["2020-01-01", "2020-01-02"], "M8[D]"), datetime.date(2020, 1, 2)),
        (numpy.array([[1, 2**70], [2**71, 2**72]], object), 2**71),
    ):
        elements = made.ravel().tolist()
        for x in [*elements, other]:
            for name, function in FUNCTIONS.items():
                assert outcome(getattr(abicus, name), made, x) == outcome(function, elements, x)
    for function in (abicus.bisect_left, abicus.bisect_right, abicus.binary_search):
        with pytest.raises(TypeError, match="^a is ndarray without a dimension, expected a vector$"):
            function(numpy.array(5), 1)


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_function_shows_the_contract(name: str) -> None:
    function = getattr(abicus, name)
    assert function.__name__ == name
    assert str(inspect.signature(function)) == SIGNATURES[name]
    assert inspect.getdoc(function) == inspect.cleandoc(DOCS[name].partition("--\n\n")[2])
    test = doctest.DocTestParser().get_doctest(DOCS[name], vars(abicus) | {name: function}, name, None, None)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_examples_of_the_modules() -> None:
    import abicus.array
    import abicus.index

    for module in (abicus.index, abicus.array):
        result = doctest.testmod(module)
        assert result.attempted and not result.failed


@pytest.mark.parametrize("kind", SEQUENCES)
@pytest.mark.parametrize("code", data.CODES)
def test_one_query(code: str, kind: str) -> None:
    for length in (0, 1, 2, 33):
        if kind == "ndarray Fortran" and length > 2:
            continue  # not in order when it is read in C order
        values = sorted(data.values_of(code, length))
        made = data.KINDS[kind](code, values)
        # NumPy's scalars in a list are compared as they compare themselves: ints with floats rounded.
        asked = queries_for(values) if kind != "list of scalars" else values
        for query in asked:
            for name, theirs in FUNCTIONS.items():
                assert getattr(abicus, name)(made, query) == theirs(values, query), (name, query)
            place = bisect.bisect_left(values, query)
            expected = place if place < length and values[place] == query else None
            assert abicus.binary_search(made, query) == expected, query


@pytest.mark.parametrize("kind", data.KINDS)
@pytest.mark.parametrize("code", data.CODES)
def test_many_queries(code: str, kind: str) -> None:
    for length in (0, 1, 33):
        if kind == "ndarray Fortran" and length > 2:
            continue
        values = sorted(data.values_of(code, length))
        asked = data.values_of(code, 20, seed=5)
        for side, theirs in SIDES.items():
            expected = [theirs(values, query) for query in asked]
            found = abicus.searchsorted(data.KINDS[kind](code, values), data.KINDS[kind](code, asked), side=side)
            assert (type(found), found.typecode, found.tolist()) == (Array, "q", expected)
            mixed = queries_for(values)
            expected = [theirs(values, query) for query in mixed]
            assert abicus.searchsorted(data.KINDS[kind](code, values), mixed, side=side).tolist() == expected
            floats = [float(query) for query in mixed if abs(query) < 2**100]
            expected = [theirs(values, query) for query in floats]
            for other in (floats, array("d", floats), tuple(floats), iter(floats)):
                assert abicus.searchsorted(data.KINDS[kind](code, values), other, side=side).tolist() == expected
            # In a list of numbers that no type of the library holds.
            wide = [-(2**70), *values, 2.0**70]
            found = abicus.searchsorted(wide, data.KINDS[kind](code, asked), side=side)
            assert found.tolist() == [searched(side == "right", wide, x) for x in asked]


@pytest.mark.parametrize("kind", data.KINDS)
@pytest.mark.parametrize("code", data.CODES)
def test_an_index(code: str, kind: str) -> None:
    for length in (0, 1, 33):
        values = data.values_of(code, length)
        index = abicus.Index(data.KINDS[kind](code, values))
        assert len(index) == length
        ordered, members = sorted(values), set(values)
        asked = queries_for(values)
        for queries in (asked, [x for x in asked if type(x) is int and abs(x) < 2**63], tuple(values)):
            assert index.contains(queries).tolist() == [x in members and x == x for x in queries]
            assert [x in index for x in queries] == [x in members and x == x for x in queries]
            for side, theirs in SIDES.items():
                assert index.search(queries, side=side).tolist() == [theirs(ordered, x) for x in queries]
        found = index.contains(data.KINDS[kind](code, values))
        assert (type(found), found.typecode, found.tolist()) == (Array, "?", [True] * length)
        assert index.search(data.KINDS[kind](code, values)).tolist() == [
            bisect.bisect_left(ordered, x) for x in (values if kind != "ndarray Fortran" else fortran(code, values))
        ]


def fortran(code: str, values: list[Any]) -> list[Any]:
    made: list[Any] = data.KINDS["ndarray Fortran"](code, values).ravel().tolist()
    return made


def test_ints_and_floats_exactly() -> None:
    floats = [2.0**53, 2.0**53 + 2, 2.0**63, 2.0**64]
    ints = [2**53 - 1, 2**53, 2**53 + 1, 2**53 + 2, 2**63 - 1]
    for values, asked in ((floats, [*ints, 2**63, 2**63 + 1, 2**64 - 1]), (ints, floats)):
        for side, theirs in SIDES.items():
            expected = [theirs(values, query) for query in asked]
            assert abicus.searchsorted(values, asked, side=side).tolist() == expected
            assert abicus.searchsorted(array("d" if values is floats else "q", values), asked, side=side).tolist() == expected
            assert abicus.Index(values).search(asked, side=side).tolist() == expected
            assert [getattr(abicus, f"bisect_{side}")(values, query) for query in asked] == expected
        assert abicus.Index(values).contains(asked).tolist() == [query in values for query in asked]
    assert abicus.searchsorted(array("d", [2.0**53]), [2**53 + 1]).tolist() == [1]


def test_float16_and_bool() -> None:
    numpy = pytest.importorskip("numpy")
    halves = numpy.array([-1.5, 0, 0.25, 65504], "e")
    for made in (halves, halves.astype(">e"), halves.repeat(2)[::2]):
        assert [abicus.bisect_left(made, x) for x in (-2, 0, 0.25, 1e6)] == [0, 1, 2, 4]
        assert abicus.searchsorted(made, made, side="right").tolist() == [1, 2, 3, 4]
        assert abicus.Index(made).contains([0.25, 0.26, 65504]).tolist() == [True, False, True]
    truths = numpy.array([False, False, True])
    assert abicus.bisect_right(truths, False) == abicus.bisect_right(truths, 0) == 2
    assert abicus.searchsorted(truths, [True, 2, 0]).tolist() == [2, 3, 0]
    assert True in abicus.Index(truths) and 2 not in abicus.Index(truths)


def test_numpy_scalars_and_objects() -> None:
    numpy = pytest.importorskip("numpy")
    values = [1, 3, 5]
    for made in (values, array("q", values), numpy.array(values), numpy.array(values, object)):
        assert abicus.bisect_left(made, numpy.int64(3)) == 1
        assert abicus.bisect_right(made, numpy.float32(3.5)) == 2
        assert abicus.searchsorted(made, [numpy.int8(3), numpy.float64(9)]).tolist() == [1, 3]
    assert numpy.int64(3) in abicus.Index(values)
    masked = numpy.ma.masked_array([1, 2, 3], [False, True, False])
    for call in (
        lambda: abicus.bisect_left(masked, 2),
        lambda: abicus.searchsorted(masked, [2]),
        lambda: abicus.searchsorted([2], masked),
        lambda: abicus.Index(masked),
    ):
        with pytest.raises(ValueError, match="1 masked element"):
            call()
    dates = numpy.array(["2020-01-01", "2021-01-01"], "M8[D]")
    assert abicus.bisect_left(dates, numpy.datetime64("2020-06-01")) == 1
    texts = numpy.array(["a", "c"])
    assert abicus.bisect_left(texts, "b") == 1
    assert "c" in abicus.Index(texts)


SORTED: dict[str, list[Any]] = {
    "ints": [1, 3, 3, 3, 5, 9],
    "huge ints": [-(2**90), 1, 2**63, 2**64, 2**90],
    "floats": [-math.inf, -0.0, 0.0, 1.5, math.inf],
    "mixed": [1, 1.5, 2, 2**53 + 1, 2.0**54, 1e300],
    "with a Decimal": [1, Decimal("1.5"), 2.5],
    "fractions": [Fraction(1, 3), Fraction(1, 2), 1],
    "texts": ["a", "b", "b", "c"],
    "tuples": [(1, "a"), (1, "b"), (2, "")],
    "bools": [False, False, True],
    "NaN inside": [1.0, NAN, 2.0, NAN, 3.0],
    "out of order": [5, 1, 4, 2, 3],
    "lists": [[1], [2, 3], [4]],
}
ASKED: list[Any] = [0, 1, 3, 1.5, 2**63, -(2**70), 2**53 + 1, "b", (1, "b"), None, Decimal(2), Fraction(1, 2), NAN, True, [2, 3]]


@pytest.mark.parametrize("kind", [list, tuple, collections.deque, lambda values: type("Mine", (list,), {})(values)])
@pytest.mark.parametrize("values", SORTED.values(), ids=SORTED)
def test_any_elements(values: list[Any], kind: Any) -> None:
    made = kind(values)
    for query, bounds in itertools.product(ASKED, [(), (2,), (0, 2), (1, None), (3, 1), (0, -1), (2, -5), (99,)]):
        for name, theirs in FUNCTIONS.items():
            assert outcome(getattr(abicus, name), made, query, *bounds) == outcome(theirs, made, query, *bounds)
    for query in ASKED:
        expected = outcome(lambda: bisect.bisect_left(made, query))
        if type(expected) is int:
            expected = expected if expected < len(made) and made[expected] == query else None
        assert outcome(abicus.binary_search, made, query) == expected


def test_bounds_of_a_buffer() -> None:
    values = [1, 3, 3, 3, 5, 9]
    for made, bounds, query in itertools.product(
        (array("q", values), memoryview(array("q", values)), bytes(values), Array("q", values), array("d", values)),
        [(), (2,), (0, 2), (1, None), (3, 1), (0, -1), (2, -5), (99,), (0, 99), (-1,), (0, 2**70), (1.5,), ("a",), (True, 4)],
        (0, 3, 4, 10),
    ):
        for name, theirs in FUNCTIONS.items():
            expected, found = outcome(theirs, values, query, *bounds), outcome(getattr(abicus, name), made, query, *bounds)
            assert found == expected or isinstance(expected, tuple) and found[0] is expected[0], (name, bounds, query)


def test_binary_search_in_bounds() -> None:
    values = [1, 3, 3, 5]
    for made in (values, tuple(values), array("i", values), memoryview(array("i", values))[::1], Array("i", values)):
        assert abicus.binary_search(made, 3) == 1
        assert abicus.binary_search(made, 3.0, 2) == 2
        assert abicus.binary_search(made, 3, 3) is None
        assert abicus.binary_search(made, 5, 0, 3) is None
        assert abicus.binary_search(made, 5, 0, None) == abicus.binary_search(made, 5, hi=-1) == 3
        assert abicus.binary_search(made, 3, 3, 1) is None
        with pytest.raises(ValueError, match="lo must be non-negative"):
            abicus.binary_search(made, 3, -1)
        with pytest.raises(IndexError):
            abicus.binary_search(made, 9, 0, 9)
    assert abicus.binary_search([NAN], NAN) is None


def test_keywords_and_wrong_calls() -> None:
    assert abicus.bisect_left(a=[1, 3], x=2, lo=0, hi=2, key=None) == 1
    for call in (
        lambda: abicus.bisect_left(),
        lambda: abicus.bisect_left([1]),
        lambda: abicus.bisect_left([1], 1, 0, 1, None),
        lambda: abicus.bisect_left([1], 1, a=[2]),
        lambda: abicus.bisect_left([1], 1, low=3),
        lambda: abicus.bisect_left(5, 1),
        lambda: abicus.bisect_left({1: 2}.items(), 1),
        lambda: abicus.bisect_left([1], 1, "a"),
        lambda: abicus.bisect_left(iter([1]), 1),
        lambda: abicus.searchsorted([1]),
        lambda: abicus.searchsorted(5, [1]),
        lambda: abicus.searchsorted([1], 5),
        lambda: abicus.searchsorted([1], ["a"]),
        lambda: abicus.searchsorted([1], [1], threads="a"),
        lambda: abicus.Index(5),
        lambda: abicus.Index([[1]]).contains([1]),
        lambda: abicus.Index([1, "a"]).search([1]),
        lambda: abicus.Index([1]).contains([[1]]),
        lambda: abicus.Index([1]).search([None]),
        lambda: abicus.Index([1]).search(5),
    ):
        with pytest.raises(TypeError):
            call()
    for side in ("middle", "", None, 3, b"left"):
        for call in (lambda: abicus.searchsorted([1], [1], side=side), lambda: abicus.Index([1]).search([1], side=side)):
            with pytest.raises(ValueError, match="side is .*, expected 'left' or 'right'"):
                call()
    with pytest.raises(ValueError, match="threads is -1"):
        abicus.searchsorted([1], [1], threads=-1)
    with pytest.raises(AttributeError):
        abicus.insort((1, 2), 1)


def test_key() -> None:
    values = [("a", 1), ("b", 3), ("c", 5)]
    for query in range(7):
        for name in FUNCTIONS:
            expected = FUNCTIONS[name]([1, 3, 5], query)
            assert getattr(abicus, name)(values, query, key=lambda pair: pair[1]) == expected
            assert bisect_by_key(name == "bisect_right", values, query, 0, None, lambda pair: pair[1]) == expected
        mine, theirs = list(values), list(values)
        abicus.insort(mine, ("x", query), key=lambda pair: pair[1])
        theirs.insert(bisect.bisect_right([1, 3, 5], query), ("x", query))
        assert mine == theirs
    with pytest.raises(ValueError, match="lo must be non-negative"):
        bisect_by_key(True, values, 1, -1, None, abs)
    with pytest.raises(ZeroDivisionError):
        abicus.bisect([1, 2], 1, key=lambda x: 1 // 0)


@pytest.mark.parametrize("name", ["insort_left", "insort_right"])
def test_insort(name: str) -> None:
    generator = random.Random(name)
    mine, theirs, kept = [], [], Array("q")
    floats = Array("d", [0.0])
    for step in range(300):
        value: Any = generator.randrange(100)
        assert getattr(abicus, name)(kept, value) is None
        assert getattr(abicus, name)(floats, value / 2) is None
        value = generator.choice([value, float(value), Fraction(value)])
        assert getattr(abicus, name)(mine, value) is None
        getattr(bisect, name)(theirs, value)
        assert list(map(type, mine)) == list(map(type, theirs)), step
    assert mine == theirs
    assert kept.tolist() == sorted(kept) and len(kept) == 300
    assert floats.tolist() == sorted([0.0, *(x / 2 for x in kept)])
    others = collections.deque([1, 3])
    getattr(abicus, name)(others, 2)
    assert list(others) == [1, 2, 3]
    values = array("i", [1, 3])
    getattr(abicus, name)(values, 3, 0, 1)
    assert values.tolist() == [1, 3, 3]


class Grows:
    """Compares by a number, and does something before."""

    def __init__(self, number: int, act: Any) -> None:
        self.number, self.act = number, act

    def __lt__(self, other: Any) -> Any:
        self.act()
        return self.number < getattr(other, "number", other)

    def __gt__(self, other: Any) -> Any:
        self.act()
        return self.number > getattr(other, "number", other)

    def __eq__(self, other: Any) -> Any:
        self.act()
        return self.number == getattr(other, "number", other)

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("name", ["bisect_left", "bisect_right", "insort_left", "insort_right", "binary_search"])
def test_comparisons_that_change_the_list(name: str) -> None:
    function, theirs = getattr(abicus, name), getattr(bisect, name, None)
    for act, length in itertools.product(("clear", "pop", "append", "shrink", "refill"), (1, 5, 100)):

        def run(function: Any) -> Any:
            values: list[Any] = []

            def change() -> None:
                if act == "clear":
                    values.clear()
                elif act == "pop" and values:
                    values.pop()
                elif act == "append":
                    values.append(object())
                elif act == "shrink":
                    del values[len(values) // 2 :]
                elif act == "refill":
                    values[:] = [Grows(n, change) for n in range(len(values))]
                gc.collect(0)

            values.extend(Grows(n, change) for n in range(length))
            return outcome(function, values, 2), len(values)

        found = run(function)
        if theirs is not None:
            assert found == run(theirs), (act, length)


def test_comparisons_that_raise() -> None:
    def boom() -> None:
        raise ZeroDivisionError("boom")

    values = [Grows(n, boom) for n in range(9)]
    for name in ("bisect_left", "bisect_right", "insort_left", "insort_right", "binary_search"):
        with pytest.raises(ZeroDivisionError, match="boom"):
            getattr(abicus, name)(values, 3)
        with pytest.raises(ZeroDivisionError, match="boom"):
            getattr(abicus, name)([1, 2, 3], Grows(2, boom))
    assert len(values) == 9

    class Odd:
        def __lt__(self, other: Any) -> Any:
            return Truthless()

    class Truthless:
        def __bool__(self) -> bool:
            raise ZeroDivisionError("no truth")

    with pytest.raises(ZeroDivisionError, match="no truth"):
        abicus.bisect_left([Odd()], 1)

    class Index:
        def __index__(self) -> int:
            raise ZeroDivisionError("no index")

    for made in ([1, 2], array("q", [1, 2])):
        with pytest.raises(ZeroDivisionError, match="no index"):
            abicus.bisect_left(made, 1, Index())


def test_only_few_elements_are_looked_at() -> None:
    seen: list[int] = []

    class Counted(collections.UserList):  # type: ignore[type-arg]
        def __getitem__(self, place: Any) -> Any:
            seen.append(place)
            return place

    assert abicus.bisect_left(Counted(), 12345, 0, 2**40) == 12345
    assert len(seen) <= 41
    seen.clear()
    bisect.bisect_left(Counted(), 333, 0, 1000)
    strangers: list[Any] = [object()] * 1000
    for place in seen:
        strangers[place] = place
    for made in (strangers, tuple(strangers)):
        assert abicus.bisect_left(made, 333) == abicus.binary_search(made, 333) == 333
    del strangers[333:]
    with pytest.raises(IndexError):
        abicus.bisect_left(strangers, 333, 0, 1000)


def test_positions_of_what_is_out_of_order_are_within() -> None:
    generator = random.Random(3)
    for length in (1, 7, 100, 5000):
        values = array("d", [generator.choice([NAN, generator.random()]) for _ in range(length)])
        asked = array("d", [generator.choice([NAN, generator.random()]) for _ in range(3 * length)])
        for side in SIDES:
            assert all(0 <= place <= length for place in abicus.searchsorted(values, asked, side=side))
        # One search makes the steps of bisect.
        for query in asked[:50]:
            assert abicus.bisect_left(values, query) == bisect.bisect_left(values, query)
            assert abicus.bisect_right(values, query) == bisect.bisect_right(values, query)
            assert abicus.bisect_right(list(values), query) == bisect.bisect_right(values, query)


@pytest.mark.parametrize("code", "dqiB")
def test_long_vectors(code: str) -> None:
    values = sorted(data.values_of(code, 70_000, seed=1))
    asked = data.values_of(code, 150_000, seed=2)
    for side, theirs in SIDES.items():
        expected = [theirs(values, query) for query in asked]
        for a, queries in itertools.product((array(code, values), values), (array(code, asked), asked)):
            for threads in (0, 1, 3):
                assert abicus.searchsorted(a, queries, side=side, threads=threads).tolist() == expected
        assert abicus.Index(values[::-1]).search(asked, side=side).tolist() == expected
        # Few queries among many.
        assert abicus.searchsorted(values, asked[:20], side=side).tolist() == expected[:20]
        assert abicus.searchsorted(array(code, values), asked[:20], side=side).tolist() == expected[:20]
    members = set(values)
    assert abicus.Index(values).contains(asked).tolist() == [query in members for query in asked]


def test_out() -> None:
    values, asked = array("q", [10, 20, 30]), array("q", [5, 20, 35, 30])
    index = abicus.Index(values)
    calls = (lambda out: abicus.searchsorted(values, asked, out=out), lambda out: index.search(asked, out=out))
    for call in calls:
        for out in (array("q", [9] * 4), Array("q", 4), memoryview(bytearray(32)).cast("q"), array("l", [9] * 4)):
            assert call(out) is out
            assert list(out) == [0, 1, 3, 2]
        for wrong, kind, text in (
            (array("q", [9] * 3), ValueError, "out has 3 elements, expected 4"),
            (array("d", [9] * 4), ValueError, "out has elements of format 'd', expected 'q'"),
            (memoryview(array("q", [9] * 8))[::2], ValueError, "gaps"),
            (bytes(32), TypeError, "read-only"),
            ([9] * 4, TypeError, "out is list, expected a writable buffer"),
        ):
            before = bytes(wrong) if type(wrong) is not list else list(wrong)
            with pytest.raises(kind, match=text):
                call(wrong)
            assert before == (bytes(wrong) if type(wrong) is not list else wrong)
    # In the same memory as what is read.
    both = array("q", [5, 20, 35, 30])
    assert abicus.searchsorted(values, both, out=both) is both
    assert both.tolist() == [0, 1, 3, 2]
    both = array("q", [5, 20, 35, 30])
    index.search(both, out=both)
    assert both.tolist() == [0, 1, 3, 2]
    both = array("q", [1, 2, 3, 4])
    abicus.searchsorted(both, [3, 1, 9, 0], out=both)
    assert both.tolist() == [2, 0, 4, 0]
    both = array("q", [1, 2, 3, 4, 5, 6, 7, 8])
    abicus.searchsorted(memoryview(both)[::2], [3, 1, 9], out=memoryview(both)[:3])
    assert both.tolist() == [1, 0, 4, 4, 5, 6, 7, 8]
    out = array("q", [0, 0])
    assert abicus.searchsorted(["a", "b"], iter("bb"), side="right", out=out) is out
    assert out.tolist() == [2, 2]


def test_out_of_contains() -> None:
    for index, asked in ((Index(array("q", [5, 7])), [7, 6, 5.0]), (Index(["a", "c"]), ["c", "b", "a"])):
        for queries in (asked, tuple(asked), iter(asked)):
            out = bytearray(b"xxx")
            assert index.contains(queries, out=out) is out and out == b"\1\0\1"
        truths = Array("?", 3)
        assert index.contains(asked, out=truths) is truths and truths.tolist() == [True, False, True]
        assert index.contains([], out=bytearray()) == b""
        for wrong, error, text in (
            (b"xxx", TypeError, "out is a read-only bytes"),
            ([0] * 3, TypeError, "out is list, expected a writable buffer"),
            (bytearray(2), ValueError, "out has 2 elements, expected 3"),
            (array("h", [9] * 3), ValueError, "out has elements of format 'h'"),
        ):
            before = bytes(wrong) if not isinstance(wrong, array) else wrong.tobytes()
            with pytest.raises(error, match=f"^{text}"):
                index.contains(asked, out=wrong)
            assert before == (bytes(wrong) if not isinstance(wrong, array) else wrong.tobytes())


def test_an_index_of_anything() -> None:
    words = abicus.Index(["pear", "fig", "fig", "apple"])
    assert len(words) == 4 and "fig" in words and "plum" not in words and 3 not in words
    assert words.contains(iter(["fig", "plum"])).tolist() == [True, False]
    assert words.search(["fig", "b"], side="right").tolist() == [3, 1]
    assert words.search(["fig"]).tolist() == [1]
    mixed = abicus.Index([Decimal("1.5"), 2, Fraction(1, 3), NAN, 2**90])
    assert Decimal(2) in mixed and 1.5 in mixed and NAN not in mixed and 2**90 in mixed and len(mixed) == 5
    assert mixed.search([Fraction(1, 2), 10]).tolist() == [1, 3]
    numbers = abicus.Index([1, 2, 3])
    assert Decimal(2) in numbers and "2" not in numbers and 2**70 not in numbers and 2 + 0j in numbers
    assert numbers.contains([Decimal(2), "2", 2**70, 3.0, None]).tolist() == [True, False, False, True, False]
    assert numbers.search([Decimal("2.5"), 2**70, -(2**70)]).tolist() == [2, 3, 0]
    assert 2**70 in abicus.Index([2.0**70]) and 2**70 + 1 not in abicus.Index([2.0**70])
    assert 10**400 not in abicus.Index([1.5])
    assert 2**63 in abicus.Index([2**63, 2**64 - 1]) and 2**63 in abicus.Index(array("Q", [2**63]))
    with pytest.raises(TypeError):
        [1] in numbers  # noqa: B015
    with pytest.raises(TypeError):
        abicus.Index([[1], [2]]).contains([1])
    assert abicus.Index([[1], [2]]).search([[2], [3]]).tolist() == [1, 2]
    nothing = abicus.Index([])
    assert len(nothing) == 0 and 1 not in nothing and nothing.search([1, "a"]).tolist() == [0, 0]
    not_a_number = abicus.Index([1.5, NAN, 0.5])
    assert len(not_a_number) == 3 and NAN not in not_a_number
    assert not_a_number.search([NAN, 9.0]).tolist() == [0, 2]
    assert not_a_number.search([NAN], side="right").tolist() == [2]
    assert abicus.Index({"a": 1, "b": 2}).search(["b"]).tolist() == [1]


def test_an_index_copies_and_closes() -> None:
    values = array("q", [3, 1, 2])
    index = abicus.Index(values)
    values[0] = 9
    values.append(4)
    assert 3 in index and 9 not in index
    assert repr(index) == "<Index of 3 values>"
    with index as same:
        assert same is index
    assert repr(index) == "<closed Index>"
    index.close()
    for call in (lambda: len(index), lambda: 1 in index, lambda: index.search([1]), lambda: index.contains([1])):
        with pytest.raises(ValueError, match="this Index is closed"):
            call()
    with pytest.raises(ValueError, match="closed"), index:
        pass
    words = abicus.Index("ab")
    words.close()
    with pytest.raises(ValueError, match="closed"):
        "a" in words  # noqa: B015


def test_arrow() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    values = pyarrow.array([1, 3, 5])
    chunked = pyarrow.chunked_array([[1, 3], [5]])
    for made in (values, chunked):
        assert abicus.bisect_left(made, 3) == 1
        assert abicus.searchsorted(made, made, side="right").tolist() == [1, 2, 3]
        assert abicus.Index(made).contains(made).tolist() == [True] * 3
    with pytest.raises(ValueError, match="1 null"):
        abicus.Index(pyarrow.array([1, None]))


def test_references() -> None:
    marker = object()
    values: list[Any] = [marker, 5]
    x = Grows(3, lambda: None)
    before = sys.getrefcount(marker), sys.getrefcount(x)
    for _ in range(50):
        outcome(abicus.bisect_left, values, "a")
        outcome(abicus.bisect_right, [1, 2, 3], x)
        outcome(abicus.binary_search, [x, x, x], x)
        outcome(abicus.insort, (1, 2), x)
        outcome(abicus.searchsorted, values, [marker])
        outcome(abicus.Index, [marker])
    assert (sys.getrefcount(marker), sys.getrefcount(x)) == before
    kept: list[Any] = []
    abicus.insort(kept, x)
    assert sys.getrefcount(x) == before[1] + 1
    out = array("q", [0])
    count = sys.getrefcount(out)
    for _ in range(50):
        abicus.searchsorted([1], [1], out=out)
        abicus.Index([1]).search([1], out=out)
    assert sys.getrefcount(out) == count


def test_a_buffer_is_held_while_it_is_searched() -> None:
    values = array("q", range(1000))
    abicus.searchsorted(values, values)
    abicus.bisect_left(values, 5)
    values.append(1000)  # nothing holds it any more


def test_traced() -> None:
    with abicus.trace() as calls:
        abicus.bisect_left([1, 2], 1)
        abicus.searchsorted(array("q", [1]), array("q", [1]), threads=2)
        index = abicus.Index(array("q", [1]))
        index.search(array("q", [1]))
        index.contains([1])
        abicus.bisect(range(5), 3)
    assert [call.function for call in calls] == [
        "bisect_left",
        "searchsorted",
        "Index",
        "Index.search",
        "Index.contains",
        "bisect_right",
    ]
    assert calls[1].path == "buffer" and calls[1].threads == 2 and not calls[1].bytes_converted
    if _library.backend == "door":
        assert calls[0].path == "list"


def test_the_same_objects() -> None:
    assert abicus.bisect is abicus.bisect_right is order.bisect_right
    assert abicus.insort is abicus.insort_right
