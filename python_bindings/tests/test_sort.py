"""`sorted` and `sort` beside the built-in, for every kind of input."""

from __future__ import annotations

import builtins
import math
import operator
import os
import random
import signal
import struct
import sys
import threading
import time
from array import array
from decimal import Decimal
from fractions import Fraction
from typing import Any, Callable

import data
import pytest
from signals import assert_stops
from oracle import bits

import abicus
from abicus import _library, order

NAN = math.nan
ON_CPYTHON = sys.implementation.name == "cpython"


class Odd:
    """Is ordered by what it was made of, and counts how often it was compared."""

    compared = 0

    def __init__(self, value: int) -> None:
        self.value = value

    def __lt__(self, other: Any) -> bool:
        Odd.compared += 1
        return self.value < other.value


def same_objects(found: Any, expected: list[Any]) -> bool:
    return type(found) is list and len(found) == len(expected) and all(map(operator.is_, found, expected))


#: name -> what makes an element.
ELEMENTS: dict[str, Callable[[random.Random], Any]] = {
    "floats": lambda r: r.random(),
    "any floats": lambda r: r.choice([1, -1]) * r.random() * 10.0 ** r.randint(-300, 300),
    "floats close to one another": lambda r: r.choice([1e300, -1e300]) if r.random() < 0.01 else 1 + r.random() / 2**40,
    "zeros": lambda r: r.choice([0.0, -0.0, 1.0, -1.0]),
    "infinities": lambda r: r.choice([math.inf, -math.inf, 5e-324, -5e-324, 0.0]),
    "NaN": lambda r: r.choice([NAN, 1.0, 2.0, r.random()]),
    "small ints": lambda r: r.randint(-9, 9),
    "large ints": lambda r: r.randint(-(2**63), 2**63 - 1),
    "limits": lambda r: r.choice([2**63 - 1, -(2**63), 0, 2**60, -(2**30), 2**30]),
    "huge ints": lambda r: r.choice([2**63, -(2**63) - 1, r.getrandbits(200), 1]),
    "bools": lambda r: r.choice([True, False]),
    "bools and ints": lambda r: r.choice([True, False, 0, 1, 2]),
    "ints and floats": lambda r: r.choice([r.randint(-3, 3), float(r.randint(-3, 3)), 2**60 + 1, 2.0**60]),
    "Decimal": lambda r: Decimal(r.randint(-9, 9)),
    "Fraction": lambda r: Fraction(r.randint(-9, 9), r.randint(1, 9)),
    "mixed numbers": lambda r: r.choice([1, 0.5, Fraction(1, 3), True]),
    "str": lambda r: str(r.randint(0, 999)),
    "tuples": lambda r: (r.randint(0, 9), r.random()),
    "objects": lambda r: Odd(r.randint(0, 9)),
}


@pytest.mark.parametrize("kind", ELEMENTS)
@pytest.mark.parametrize("reverse", [False, True])
def test_a_list_of_the_same_objects(kind: str, reverse: bool) -> None:
    source = random.Random(kind)
    for length in (*range(40), 100, 257, 1000, 5000):
        values = [ELEMENTS[kind](source) for _ in range(length)]
        before = list(values)
        expected = builtins.sorted(values, reverse=reverse)
        assert same_objects(abicus.sorted(values, reverse=reverse), expected), length
        assert same_objects(abicus.sorted(tuple(values), reverse=reverse), expected)
        assert same_objects(values, before)
        assert same_objects(abicus.sorted(iter(values), reverse=reverse), expected)


@pytest.mark.parametrize("kind", ["floats", "any floats", "large ints", "small ints", "zeros", "NaN"])
def test_long_lists(kind: str) -> None:
    source = random.Random(kind)
    values = [ELEMENTS[kind](source) for _ in range(300_000)]
    assert same_objects(abicus.sorted(values), builtins.sorted(values))
    values[270_000] = "x"
    with pytest.raises(TypeError, match="'<' not supported between instances of"):
        abicus.sorted(values)


@pytest.mark.parametrize("make", [float, int, lambda x: x // 3, lambda x: x // 3 * 0.5])
def test_what_is_in_order_already(make: Callable[[int], Any]) -> None:
    for length in (2, 10, 1000, 70_000):
        up = [make(place) for place in range(length)]
        for values in (up, up[::-1], up + up, up + up[::-1], up[1:] + up[:1], up + up[:20:-3]):
            for reverse in (False, True):
                assert same_objects(abicus.sorted(values, reverse=reverse), builtins.sorted(values, reverse=reverse))


def test_a_key() -> None:
    values = [-3, 1, -2, 2.0, 3]
    assert same_objects(abicus.sorted(values, key=abs), builtins.sorted(values, key=abs))
    assert same_objects(abicus.sorted(values, key=abs, reverse=True), builtins.sorted(values, key=abs, reverse=True))
    assert abicus.sorted(values, key=None) == [-3, -2, 1, 2.0, 3]
    assert abicus.sorted({"b": 1, "a": 2}) == ["a", "b"]
    assert abicus.sorted("pear", key=str.upper) == ["a", "e", "p", "r"]
    found = abicus.sorted(array("b", [-3, 1, -2]), key=abs)
    assert (found.typecode, found.tolist()) == ("b", [1, -2, -3])
    with pytest.raises(TypeError, match="not callable"):
        abicus.sorted([1, 2], key=5)  # type: ignore[call-overload]


@pytest.mark.parametrize("reverse", [0, 1, -1, 2, True, False])
def test_what_reverse_may_be(reverse: Any) -> None:
    values = [3, 1, 2, 1]
    assert abicus.sorted(values, reverse=reverse) == builtins.sorted(values, reverse=reverse)
    assert abicus.sorted(array("i", values), reverse=reverse).tolist() == builtins.sorted(values, reverse=reverse)


@pytest.mark.parametrize("arguments", [(), ([1], 2), ([1], None, True)])
def test_bad_calls(arguments: Any) -> None:
    for function in (abicus.sorted, builtins.sorted):
        with pytest.raises(TypeError):
            function(*arguments)
        with pytest.raises(TypeError):
            function([2, 1], nothing=True)  # type: ignore[call-overload]


@pytest.mark.parametrize("values", [5, None, 1.5, object(), len])
def test_what_cannot_be_iterated(values: Any) -> None:
    with pytest.raises(TypeError, match=f"values is {type(values).__name__}, expected a list"):
        abicus.sorted(values)
    with pytest.raises(TypeError, match=f"buffer is {type(values).__name__}, expected a writable buffer"):
        abicus.sort(values)


def test_exceptions_of_elements() -> None:
    class Bad:
        def __lt__(self, other: object) -> bool:
            raise KeyError("no order")

    with pytest.raises(KeyError, match="no order"):
        abicus.sorted([Bad(), Bad()])
    with pytest.raises(TypeError, match="'<' not supported between instances of 'str' and 'int'"):
        abicus.sorted([1, "a"])
    with pytest.raises(ZeroDivisionError):
        abicus.sorted([1, 0], key=lambda x: 1 // x)

    def failing() -> Any:
        yield 1
        raise KeyError("no more")

    with pytest.raises(KeyError, match="no more"):
        abicus.sorted(failing())


def test_a_list_that_changes_while_it_is_compared() -> None:
    values: list[Any] = []

    class Clearing(Odd):
        def __lt__(self, other: Any) -> bool:
            values.clear()
            return super().__lt__(other)

    values.extend(Clearing(place % 7) for place in range(50))
    before = list(values)
    found = abicus.sorted(values)
    assert values == []
    assert same_objects(found, builtins.sorted(before, key=lambda odd: odd.value))


def test_numbers_of_a_class_of_their_own_are_compared() -> None:
    class Backwards(int):
        def __lt__(self, other: Any) -> bool:
            return int(self) > int(other)

    class BackwardsFloat(float):
        def __lt__(self, other: Any) -> bool:
            return float(self) > float(other)

    for values in ([Backwards(x) for x in range(20)], [BackwardsFloat(x) for x in range(20)]):
        assert same_objects(abicus.sorted(values), values[::-1])
        assert same_objects(abicus.sorted([values[1], *values]), builtins.sorted([values[1], *values]))
    among = [1, Backwards(5), 3]
    assert same_objects(abicus.sorted(among), builtins.sorted(among))


def test_a_list_of_a_class_of_its_own_is_iterated() -> None:
    class Doubled(list):  # type: ignore[type-arg]
        def __iter__(self) -> Any:
            return (2 * value for value in list.__iter__(self))

    assert abicus.sorted(Doubled([3, 1])) == builtins.sorted(Doubled([3, 1])) == [2, 6]


@pytest.mark.skipif(not ON_CPYTHON, reason="reference counts are CPython's")
@pytest.mark.parametrize("length", [5, 1000, 300_000])
def test_reference_counts(length: int) -> None:
    values = [place * 1.5 - 7 for place in range(length)]
    random.Random(1).shuffle(values)
    mixed: list[Any] = [*values, "x"]
    before = [sys.getrefcount(value) for value in values]
    found = abicus.sorted(values)
    assert [sys.getrefcount(value) for value in values] == [count + 1 for count in before]
    del found
    with pytest.raises(TypeError):
        abicus.sorted(mixed)
    abicus.sorted(values, key=abs)
    assert sys.getrefcount(values[0]) == before[0]


BUFFERS = [kind for kind in data.KINDS if kind not in ("list", "tuple", "generator", "iterator", "map")]
OF_OBJECTS = ["ndarray object", "list of scalars"]


@pytest.mark.parametrize("code", data.CODES)
@pytest.mark.parametrize("kind", data.KINDS)
def test_every_kind_of_input(kind: str, code: str) -> None:
    for length in (0, 1, 2, 9, 30, 1000):
        for reverse in (False, True):
            values = data.values_of(code, length)
            given = data.KINDS[kind](code, values)
            found = abicus.sorted(given, reverse=reverse)
            expected = builtins.sorted(values, reverse=reverse)
            if kind in OF_OBJECTS:
                assert found == expected
                continue
            if kind in BUFFERS:
                assert type(found) is abicus.Array
                assert found.typecode == abicus.Array(code).typecode
                found = found.tolist()
            assert list(map(bits, found)) == list(map(bits, expected))


@pytest.mark.parametrize("code", ["f", "d"])
@pytest.mark.parametrize("kind", ["zeros", "special", "any bits", "subnormal", "huge", "tied"])
def test_floats_of_a_buffer(code: str, kind: str) -> None:
    for length in (1, 2, 10, 100, 3000):
        floats = data.FLOATS[kind](random.Random(length), length)
        values = array(code, [value if abs(value) < 3e38 else math.copysign(math.inf, value) for value in floats])
        expected = builtins.sorted(values.tolist())
        for given in (values, memoryview(values)[::-1][::-1], memoryview(values).cast("B").cast(code)):
            assert list(map(bits, abicus.sorted(given))) == list(map(bits, expected))
        assert list(map(bits, abicus.sorted(values, reverse=True))) == list(
            map(bits, builtins.sorted(values.tolist(), reverse=True))
        )
        abicus.sort(values)
        assert list(map(bits, values)) == list(map(bits, expected))


def test_bytes_are_a_buffer() -> None:
    text = bytes(range(255, -1, -1)) * 3
    for given in (text, bytearray(text), memoryview(text)):
        found = abicus.sorted(given)
        assert (found.typecode, found.tobytes()) == ("B", bytes(builtins.sorted(text)))
    room = bytearray(text)
    assert abicus.sort(room) is None
    assert room == bytes(builtins.sorted(text))


def test_an_array_of_the_library() -> None:
    values = abicus.Array("d", [3.5, -1.0, 2.0])
    assert abicus.sorted(values) == abicus.Array("d", [-1.0, 2.0, 3.5])
    assert values.tolist() == [3.5, -1.0, 2.0]
    abicus.sort(values)
    assert values.tolist() == [-1.0, 2.0, 3.5]
    part = abicus.Array("h", [5, 4, 3, 2, 1, 0])
    abicus.sort(part[::2])
    assert part.tolist() == [1, 4, 3, 2, 5, 0]
    truths = abicus.Array("?", [True, False, True])
    assert (abicus.sorted(truths).typecode, abicus.sorted(truths).tolist()) == ("?", [False, True, True])
    abicus.sort(truths)
    assert truths.tolist() == [False, True, True]


IN_PLACE = ["array", "memoryview", "strided", "negative", "ctypes"]
IN_PLACE += [kind for kind in data.KINDS if kind.startswith("ndarray") and not set(kind.split()) & {"object", "read-only", "misaligned"}]
IN_PLACE = [kind for kind in IN_PLACE if not set(kind.split()) & {"2-D", "Fortran", "3-D"}]


@pytest.mark.parametrize("code", data.CODES)
@pytest.mark.parametrize("kind", [*IN_PLACE, "masked without masked", "subclass"])
def test_in_place(kind: str, code: str) -> None:
    if kind not in data.KINDS:
        pytest.skip("NumPy is not installed")
    for length in (0, 1, 2, 9, 50, 2000):
        values = data.values_of(code, length)
        given = data.KINDS[kind](code, values)
        assert abicus.sort(given) is None
        # ctypes' own elements: a memoryview of them shows no values.
        found = given.tolist() if hasattr(given, "tolist") else list(given)
        assert list(map(bits, found)) == list(map(bits, builtins.sorted(values)))


def test_what_is_between_strided_elements_stays() -> None:
    for code in data.CODES:
        room = array(code, [place * 7 % 100 for place in range(99)])
        expected = array(code, room)
        for first, step in ((0, 3), (98, -4)):
            expected[first::step] = array(code, builtins.sorted(expected[first::step]))
            abicus.sort(memoryview(room)[first::step])
            assert room == expected


@pytest.mark.parametrize("byte_order", "<>")
@pytest.mark.parametrize("kind", "hIqfde?")
def test_numpy_of_any_byte_order(byte_order: str, kind: str) -> None:
    numpy = pytest.importorskip("numpy")
    source = random.Random(1)
    for step in (1, 2, -1, -3):
        values = numpy.array([source.randint(0, 100) for _ in range(90)], byte_order + kind)
        before = values.copy()
        given = values[::step]
        expected = builtins.sorted(given.tolist())
        found = abicus.sorted(given)
        assert found.typecode == {"e": "f"}.get(kind, kind)
        assert found.tolist() == expected
        abicus.sort(given)
        assert given.tolist() == expected
        rest = numpy.ones(90, bool)
        rest[::step] = False
        assert (values[rest] == before[rest]).all()


def test_misaligned() -> None:
    for code in data.CODES:
        values = data.values_of(code, 300)
        room = bytearray(1) + array(code, values).tobytes()
        given = memoryview(room)[1:].cast(code)
        assert list(map(bits, abicus.sorted(given))) == list(map(bits, builtins.sorted(values)))
        abicus.sort(given)
        assert list(map(bits, given)) == list(map(bits, builtins.sorted(values)))
    room = bytearray(1) + array("d", [2.0, NAN, 1.0, -0.0, 0.0]).tobytes()
    given = memoryview(room)[1:].cast("d")
    expected = list(map(bits, builtins.sorted(given.tolist())))
    abicus.sort(given)
    assert list(map(bits, given)) == expected


def test_half_floats_with_nan_and_zeros() -> None:
    numpy = pytest.importorskip("numpy")
    values = numpy.array([1, NAN, -0.0, 0.0, -1, 0.0, -0.0], "e")
    expected = list(map(bits, builtins.sorted(values.tolist())))
    assert list(map(bits, abicus.sorted(values))) == expected
    abicus.sort(values)
    assert list(map(bits, values.tolist())) == expected


def test_other_arrays_of_numpy() -> None:
    numpy = pytest.importorskip("numpy")
    assert abicus.sorted(numpy.array(["b", "a"])) == ["a", "b"]
    assert abicus.sorted(numpy.array([3, 1, 2], object)) == [1, 2, 3]
    matrix = numpy.array([[3, 1], [2, 0]])
    assert abicus.sorted(matrix).tolist() == [0, 1, 2, 3]
    masked = numpy.ma.masked_array([3, 1, 2], [False, True, False])
    with pytest.raises(ValueError, match="values has 1 masked elements, expected none"):
        abicus.sorted(masked)
    with pytest.raises(ValueError, match="buffer has 1 masked elements, expected none"):
        abicus.sort(masked)
    assert masked.data.tolist() == [3, 1, 2]
    with pytest.raises(ValueError, match="buffer has 2 dimensions, expected one"):
        abicus.sort(matrix)
    assert matrix.tolist() == [[3, 1], [2, 0]]
    with pytest.raises(TypeError, match="without a dimension"):
        abicus.sorted(numpy.array(5))
    with pytest.raises(ValueError, match="buffer has 0 dimensions, expected one"):
        abicus.sort(numpy.array(5))
    with pytest.raises(TypeError, match="buffer has elements of format 'O', expected numbers"):
        abicus.sort(numpy.array([2, 1], object))
    overlapping = numpy.lib.stride_tricks.as_strided(numpy.arange(9), (3,), (4,))
    with pytest.raises(ValueError, match="share bytes"):
        abicus.sort(overlapping)


@pytest.mark.parametrize("values", [[3, 1], (3, 1), {3, 1}, "ab", range(3), iter([1])])
def test_what_is_no_buffer_is_not_sorted_in_place(values: Any) -> None:
    with pytest.raises(TypeError, match=f"buffer is {type(values).__name__}, expected a writable buffer"):
        abicus.sort(values)


def test_what_is_read_only_is_not_sorted_in_place() -> None:
    for values in (b"ba", memoryview(b"ba"), memoryview(array("d", [2, 1])).toreadonly()):
        before = bytes(values)
        with pytest.raises(TypeError, match=f"buffer is a read-only {type(values).__name__}, expected a writable"):
            abicus.sort(values)
        assert bytes(values) == before
    numpy = pytest.importorskip("numpy")
    constant = numpy.array([2, 1])
    constant.flags.writeable = False
    with pytest.raises(TypeError, match="buffer is a read-only ndarray, expected a writable buffer"):
        abicus.sort(constant)


def test_threads() -> None:
    values = array("d", data.FLOATS["any bits"](random.Random(1), 400_000))
    expected = array("d", builtins.sorted(values))
    for threads in (1, 2, 3, 0, True):
        given = array("d", values)
        abicus.sort(given, threads=threads)
        assert given.tobytes() == expected.tobytes(), threads
    for bad, error, text in (
        (-1, ValueError, "threads is -1, expected 0"),
        (2**40, ValueError, "threads is"),
        (1.5, TypeError, "threads is float, expected an int"),
        ("2", TypeError, "threads is str, expected an int"),
    ):
        given = array("d", [2, 1])
        with pytest.raises(error, match=text):
            abicus.sort(given, threads=bad)  # type: ignore[arg-type]
        assert given.tolist() == [2, 1]


def test_a_buffer_is_free_afterwards() -> None:
    values = array("d", [3.0, NAN, 1.0])
    abicus.sorted(values)
    abicus.sort(values)
    values.append(1.0)
    abicus.sort(values)
    values.append(1.0)


def test_a_trace_shows_the_path() -> None:
    with abicus.trace() as trace:
        abicus.sorted(array("d", [2, 1]))
        abicus.sort(array("d", [2, 1]), threads=2)
        abicus.sorted([2, 1])
        abicus.sorted(["b", "a"])
    assert [record.function for record in trace] == ["sorted", "sort", "sorted", "sorted"]
    assert [record.path for record in trace][:2] == ["buffer", "buffer"]
    assert trace[1].threads == 2
    if _library.backend == "door" and os.environ.get("ABICUS_LAYOUT") != "api":
        assert trace[2].path == "list"
    assert trace[3].path == "fallback"


@pytest.mark.parametrize("threads", [1, 2])
def test_a_signal_interrupts_and_nothing_is_lost(threads: int) -> None:
    numpy = pytest.importorskip("numpy")
    values = numpy.random.default_rng(1).random(20_000_000)
    copies, begun = [values.copy() for _ in range(4)], []

    def sort() -> None:
        begun.append(copies[len(begun) % 4])
        abicus.sort(begun[-1], threads=threads)

    assert_stops(sort, 0.1)
    assert abicus.fsum(begun[-1]) == abicus.fsum(values)
    assert_stops(lambda: abicus.sorted(values), 0.2)


@pytest.mark.skipif(
    _library.backend != "door" or os.environ.get("ABICUS_LAYOUT") == "api", reason="here the built-in sorts lists"
)
def test_a_signal_interrupts_the_sort_of_a_list() -> None:
    values = [place * 7919 % 5_000_011 for place in range(5_000_000)]
    first = values[0]
    count = sys.getrefcount(first)
    assert_stops(lambda: abicus.sorted(values), 0.15, 0.5)
    assert sys.getrefcount(first) == count


def test_other_threads_run_while_a_list_is_sorted() -> None:
    """They may change the list: the result is of what it was."""
    values = [place * 7919 % 1_000_003 for place in range(1_000_000)]
    expected = builtins.sorted(values)
    found: list[Any] = []
    worker = threading.Thread(target=lambda: found.append(abicus.sorted(values)))
    worker.start()
    time.sleep(0)
    values.clear()
    worker.join()
    # It began before or after.
    assert found[0] in (expected, [])
