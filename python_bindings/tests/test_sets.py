"""`unique`, `duplicates`, `isin`: the same as Python's dict and set for every kind of input."""

from __future__ import annotations

import math
import random
import struct
from array import array
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any, Callable

import pytest
from contract import assert_shows_contract
from data import CODES, KINDS, values_of

import abicus
from abicus import Array
from abicus import _docs

SIGNATURES = {
    "unique": "(values, /, *, out=None)",
    "duplicates": "(values, /, *, out=None)",
    "isin": "(values, lookup, /, *, out=None)",
}
NAN = math.nan
#: Lists of these kinds keep their objects; the rest are buffers.
OBJECTS = {"list", "tuple", "generator", "iterator", "map", "ndarray object", "list of scalars"}


def distinct(values: Any) -> list[Any]:
    return list(dict.fromkeys(values))


def again(values: Any) -> list[Any]:
    return [value for value, count in Counter(values).items() if count > 1]


def members(values: Any, lookup: Any) -> list[bool]:
    kept = set(lookup)
    return [value in kept for value in values]


ORACLES: dict[str, Callable[[Any], list[Any]]] = {"unique": distinct, "duplicates": again}


def word(value: Any) -> tuple[Any, ...]:
    """Return what two equal answers have in common: types, and the bits of floats but those of NaN."""
    if type(value) is float:
        return float, "nan" if value != value else struct.pack("d", value)
    return type(value), value


def check_list(values: Any) -> None:
    """The very objects that the oracle gives, in its order."""
    for name, oracle in ORACLES.items():
        for given in (list(values), tuple(values), iter(values)):
            expected, found = oracle(list(values)), getattr(abicus, name)(given)
            assert type(found) is list
            assert len(found) == len(expected), (name, values[:20])
            assert all(mine is theirs for mine, theirs in zip(found, expected)), (name, values[:20])


def lists(generator: random.Random, count: int) -> dict[str, list[Any]]:
    """Return lists of ints, floats and str, of many kinds, in which something comes again."""
    room = max(1, count // 2)
    one = generator.choice
    kinds: dict[str, Callable[[], Any]] = {
        "near": lambda: generator.randrange(room),
        "wide": lambda: generator.randrange(room) * 0x1234567_89ABCDEF % 2**64 - 2**63,
        "few": lambda: one([2**62, -(2**62), 5, 7, -1]),
        "ends": lambda: one([2**63 - 1, -(2**63), 2**63 - 2, 0, 1 - 2**63]),
        "beyond 64 bits": lambda: one([2**63, 2**64, -(2**63) - 1, 2**80, 2**63 - 1, 1]) + generator.randrange(2),
        "bools": lambda: one([True, False]),
        "bools and ints": lambda: one([True, 1, 0, False, 2]),
        "floats": lambda: generator.randrange(room) * 0.37 - 5,
        "floats and ints": lambda: one([float, int])(generator.randrange(room)),
        "zeros": lambda: one([0.0, -0.0, 0, False, 5e-324]),
        "specials": lambda: one([math.inf, -math.inf, 1.5, 0.0, -0.0, 1e308, 5e-324]),
        "one nan": lambda: one([NAN, 1.5, 2.5]),
        "many nans": lambda: one([float("nan"), NAN, 1.5]),
        "ascii": lambda: f"word {generator.randrange(room)}",
        "latin": lambda: f"é{generator.randrange(room)}",
        "two bytes": lambda: f"Ω{generator.randrange(room)}",
        "four bytes": lambda: f"𝄞{generator.randrange(room)}",
        "every width": lambda: one(["a", "é", "Ω", "𝄞", "aé", ""]) + str(generator.randrange(3)),
        "surrogates": lambda: one(["\ud800", "\udfff", "a\ud800", "\0", ""]),
        "interned": lambda: one(["values", "lookup", "__eq__"]),
        "bytes": lambda: one([b"a", b"b", b""]),
        "none": lambda: one([None, 0, ""]),
        "tuples": lambda: (generator.randrange(3), one("ab")),
        "decimals": lambda: Decimal(generator.randrange(room)) / 4,
        "numbers": lambda: one([Fraction, Decimal, int, float, complex])(generator.randrange(room)),
        "mixed": lambda: one([1, "1", 1.0, b"1", (1,), None, True, 2**70, NAN]),
        "late": lambda: 1,
    }
    made = {name: [element() for _ in range(count)] for name, element in kinds.items()}
    if count:
        made["late"][-1] = "not an int"
    return made


@pytest.mark.parametrize("count", [*range(10), 16, 17, 63, 64, 65, 129, 1000])
def test_lists(count: int) -> None:
    for values in lists(random.Random(count), count).values():
        check_list(values)


@pytest.mark.parametrize(
    "element",
    [
        lambda g: g.getrandbits(63),
        lambda g: g.randrange(100_000),
        lambda g: g.random(),
        lambda g: f"{g.randrange(100_000)}",
        lambda g: f"{g.getrandbits(60)}Ω",
        lambda g: g.choice(["a", "b"]),
    ],
)
def test_long_lists(element: Any) -> None:
    generator = random.Random(1)
    values = [element(generator) for _ in range(140_000)]
    check_list(values)
    values[-1] = object()
    check_list(values)


def test_the_longest_lists_are_read_from_a_copy() -> None:
    numbers = range(0, 550_000 * 2**33, 2**33)
    for half in (list(numbers), list(map(str, numbers)), list(map(float, numbers))):
        for function in (abicus.unique, abicus.duplicates):
            found = function(half * 2)
            assert len(found) == len(half) and all(mine is theirs for mine, theirs in zip(found, half))


def test_strings_that_were_never_hashed() -> None:
    texts = "".join(f"{number % 700:04}" for number in range(2000))
    cut = [texts[place : place + 4] for place in range(0, len(texts), 4)]
    assert abicus.duplicates(cut) == again(cut)
    assert abicus.unique([text[::-1] for text in cut]) == distinct(text[::-1] for text in cut)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", CODES)
def test_every_kind_of_input(code: str, kind: str) -> None:
    for count in (0, 1, 2, 40, 600):
        if kind == "matrix" and not count:
            continue
        source = values_of(code, max(1, count // 2))
        generator = random.Random(count)
        plain = [generator.choice(source) for _ in range(count)]
        if code in "fd":
            plain = [generator.choice([value, 0.0, -0.0, math.inf, -math.inf]) for value in plain]
        for name, oracle in ORACLES.items():
            expected, found = oracle(plain), getattr(abicus, name)(KINDS[kind](code, plain))
            assert isinstance(found, list if kind in OBJECTS else Array), (code, kind)
            assert list(map(word, found)) == list(map(word, expected)) or kind == "list of scalars"
            assert list(found) == expected
            if isinstance(found, Array):
                assert found.typecode == array(code).typecode or (found.typecode, code) in {("q", "l"), ("Q", "L")}
        queries, lookup = plain[::2] + values_of(code, 9, 1), plain[1::3]
        expected_flags = members(queries, lookup)
        for left, right in ((kind, kind), (kind, "list"), ("list", kind), ("array", kind), (kind, "array")):
            if "matrix" in (left, right) and not (queries and lookup):
                continue
            flags = abicus.isin(KINDS[left](code, queries), KINDS[right](code, lookup))
            assert flags.typecode == "?"
            assert flags.tolist() == expected_flags, (code, left, right)


@pytest.mark.parametrize("size", [2_000, 20_000])
@pytest.mark.parametrize("code", CODES)
def test_long_buffers(code: str, size: int) -> None:
    source = values_of(code, size)
    generator = random.Random(size)
    plain = source[: size // 2] + generator.choices(source, k=size // 2)
    values = array(code, plain)
    for name, oracle in ORACLES.items():
        for given, expected in (
            (values, oracle(plain)),
            (memoryview(values)[::-1], oracle(plain[::-1])),
            (memoryview(values)[::3], oracle(plain[::3])),
        ):
            assert getattr(abicus, name)(given).tolist() == expected
    lookup = source[::10]
    assert abicus.isin(values, array(code, lookup)).tolist() == members(plain, lookup)


def test_nan_in_buffers_equals_nothing() -> None:
    for code in "df":
        values = array(code, [NAN, 1.0, NAN, 1.0, 0.0, -0.0])
        assert list(map(word, abicus.unique(values))) == list(map(word, [NAN, 1.0, NAN, 0.0]))
        assert abicus.duplicates(values).tolist() == [1.0, 0.0]
        assert abicus.isin(values, values).tolist() == [False, True, False, True, True, True]
        assert abicus.isin(values, [NAN, 1.0]).tolist() == [False, True, False, True, False, False]
        assert abicus.isin([NAN, 1.0], values).tolist() == [False, True]
    flipped = array("d", [-0.0, 0.0])
    assert math.copysign(1, abicus.unique(flipped)[0]) == math.copysign(1, abicus.duplicates(flipped)[0]) == -1


def test_nan_in_lists_is_itself() -> None:
    other = float("nan")
    values = [NAN, other, NAN, 1.0]
    check_list(values)
    assert abicus.isin(values, [NAN]).tolist() == [True, False, True, False]
    assert abicus.isin([1.0, other], values).tolist() == [True, True]


@pytest.mark.parametrize("code", [*CODES, "?"])
@pytest.mark.parametrize("other", [*CODES, "?"])
def test_isin_between_two_types(code: str, other: str) -> None:
    """By exact value: no int is rounded to a float, no float cut to an int, nothing wraps."""

    def pick(code: str) -> Any:
        if code == "?":
            return memoryview(b"\1\0").cast("?")
        values = values_of(code, 40) + [0, 1, 2, 127]
        if code in "fd":
            values += [2.0**53, 2.0**63, -(2.0**63), 2.0**64, 255.0, 65535.0, -1.0, 0.5, math.inf, -math.inf, NAN, -0.0]
        elif code in "lLqQ":
            values += [2**53 + 1, 2**53, 2**62]
        return array(code, values)

    values, lookup = pick(code), pick(other)
    kept = {value for value in lookup.tolist() if value == value}
    expected = members(values.tolist(), kept)
    assert abicus.isin(values, lookup).tolist() == expected
    assert abicus.isin(values.tolist(), lookup).tolist() == expected
    assert abicus.isin(values, lookup.tolist()).tolist() == expected
    kept = {value for value in lookup.tolist()[::2] if value == value}
    found = abicus.isin(memoryview(values)[::-1], memoryview(lookup)[::2])
    assert found.tolist() == members(values.tolist()[::-1], kept)


@pytest.mark.parametrize(
    ("values", "lookup"),
    [
        ([], []),
        ([1], []),
        ([], [1]),
        (["a", "b", 1], "abc"),
        ("hello", {"l", "o"}),
        ([1, 2.5, "x", None, (1,)], {1.0: 2, None: 3, (1,): 4}),
        ([2**70, 1], [2**70]),
        ([1, True, 0.0], [1]),
        ([Decimal(1), Fraction(1, 2)], [1.0, 0.5]),
        (range(10), range(0, 20, 3)),
        (b"word", b"aeiou"),
        ([1, 2], {2: "two"}.keys()),
        (array("Q", [2**64 - 1, 1]), [2**64 - 1]),
        (array("q", [-1, 1]), [2**64 - 1, 2**70, 1.5, "1"]),
        (array("d", [2.0**70, 1.5]), [2**70]),
    ],
)
def test_isin(values: Any, lookup: Any) -> None:
    expected = members(values, lookup)
    assert abicus.isin(values, lookup) == Array("?", expected)
    assert abicus.isin(iter(values), iter(lookup)).tolist() == expected
    assert abicus.isin(tuple(values), list(lookup)).tolist() == expected


def test_bool_and_half_buffers() -> None:
    numpy = pytest.importorskip("numpy")
    bools = numpy.frombuffer(bytes([2, 0, 1, 0, 255]), bool)
    for given in (bools, memoryview(bools), numpy.array([True, False, True, False, True])):
        assert abicus.unique(given) == Array("?", [True, False])
        assert abicus.duplicates(given) == Array("?", [True, False])
        assert abicus.isin(given, [1]).tolist() == [True, False, True, False, True]
    assert abicus.unique(bools[:0]) == Array("?")
    for kind in ("<e", ">e"):
        halves = numpy.array([1.5, 0.0, -0.0, 1.5, 65504, 6e-8, NAN, NAN, math.inf, math.inf], kind)
        assert abicus.unique(halves).typecode == "f"
        assert list(map(word, abicus.unique(halves))) == list(
            map(word, [1.5, 0.0, 65504.0, float(halves[5]), NAN, NAN, math.inf])
        )
        assert abicus.duplicates(halves).tolist() == [1.5, 0.0, math.inf]
        assert abicus.isin(halves, [1.5, 65504]).tolist() == [True, 0, 0, True, True, 0, 0, 0, 0, 0]


def test_other_containers() -> None:
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    series = pandas.Series([3, 1, 3, 2, 1])
    assert abicus.unique(series) == Array("q", [3, 1, 2])
    assert abicus.duplicates(series) == Array("q", [3, 1])
    assert abicus.isin(series, pandas.Series([1.0, 7.0])).tolist() == [False, True, False, False, True]
    assert abicus.unique(pandas.Series(["b", "a", "b"], dtype=object)) == ["b", "a"]
    assert abicus.unique(numpy.array([1j, 2, 1j])) == [1j, 2]
    assert abicus.duplicates(numpy.array(["x", "y", "x"])) == ["x"]
    with pytest.raises(ValueError, match="values has 1 masked"):
        abicus.unique(numpy.ma.masked_array([1, 2], [True, False]))
    with pytest.raises(ValueError, match="lookup has 1 masked"):
        abicus.isin([1], numpy.ma.masked_array([1, 2], [True, False]))
    pyarrow = pytest.importorskip("pyarrow")
    assert abicus.unique(pyarrow.array([3, 1, 3], "int32")) == Array("i", [3, 1])
    assert abicus.duplicates(pyarrow.chunked_array([[3, 1], [3]])) == Array("q", [3])
    assert abicus.isin(pyarrow.array([1.5, 2]), pyarrow.array([2])).tolist() == [False, True]
    with pytest.raises(ValueError, match="values has 1 null"):
        abicus.unique(pyarrow.array([1, None]))


def test_odd_iterables() -> None:
    assert abicus.unique("abracadabra") == ["a", "b", "r", "c", "d"]
    assert abicus.duplicates("abracadabra") == ["a", "b", "r"]
    assert abicus.unique(range(5)) == [0, 1, 2, 3, 4]
    assert abicus.unique({2: 1, 1: 2}) == [2, 1]
    assert sorted(abicus.unique({1, 2})) == [1, 2]
    assert abicus.unique(b"aab") == Array("B", b"ab")
    assert abicus.duplicates(bytearray(b"aab")) == Array("B", b"a")
    assert abicus.unique(Array("d", [1.5, 1.5])) == Array("d", [1.5])

    class Odd(list):  # type: ignore[type-arg]
        def __iter__(self) -> Any:
            return iter([7, 7, 8])

    assert abicus.unique(Odd([1])) == [7, 8]
    assert abicus.duplicates(Odd([1])) == [7]
    assert abicus.isin(Odd([1]), Odd([1])).tolist() == [True] * 3


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_functions_show_the_contract(name: str) -> None:
    assert_shows_contract(name, SIGNATURES[name], _docs.SETS)


def test_a_trace_shows_the_path() -> None:
    calls: list[tuple[str, str, Callable[[], Any]]] = [
        ("unique", "list", lambda: abicus.unique([1, 1])),
        ("duplicates", "list", lambda: abicus.duplicates(("a", "a"))),
        ("unique", "buffer", lambda: abicus.unique(array("d", [1.5]))),
        ("duplicates", "strided", lambda: abicus.duplicates(memoryview(array("d", [1.5] * 9))[::2])),
        ("duplicates", "fallback", lambda: abicus.duplicates([(1,), (1,)])),
        ("unique", "fallback", lambda: abicus.unique([1, 2.5])),
        ("isin", "buffer", lambda: abicus.isin(array("d", [1.5]), [1.5])),
        ("isin", "fallback", lambda: abicus.isin(["a"], ["a"])),
    ]
    for name, path, call in calls:
        with abicus.trace() as records:
            call()
        if path == "list" and abicus._library.backend != "door":
            path = "fallback"  # a copy would lose the objects
        assert [(record.function, record.path) for record in records] == [(name, path)]
