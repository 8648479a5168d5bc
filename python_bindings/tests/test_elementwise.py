"""`scale`, `masked_hypot`, `adjust`: the same as plain Python for every kind of input, and what `out` may be."""

from __future__ import annotations

import doctest
import inspect
import math
import random
import struct
from array import array
from decimal import Decimal
from fractions import Fraction
from typing import Any, Callable

import pytest
from data import CODES, INTEGERS, KINDS, values_of
from signals import assert_stops

import abicus
from abicus import Array
from abicus import _docs

try:
    import numpy
except ImportError:
    numpy = None  # type: ignore[assignment]

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "scale": abicus.scale,
    "masked_hypot": abicus.masked_hypot,
    "adjust": abicus.adjust,
}
SIGNATURES = {
    "scale": "(values, factor, *, out=None)",
    "masked_hypot": "(a, b, *, above, out)",
    "adjust": "(pixels, *, brightness=0.0, contrast=0.0, out=None)",
}
#: Kinds whose results are lists.
OBJECTS = {"list", "tuple", "generator", "iterator", "map", "ndarray object", "list of scalars"}


def single(value: Fraction) -> float:
    """Return a rational number rounded once to single precision, half to even."""
    if value < 0:
        return -single(-value)
    if not value:
        return 0.0
    exponent = max(value.numerator.bit_length() - value.denominator.bit_length() - 1, -126)
    while value >= Fraction(2) ** (exponent + 1):
        exponent += 1
    unit = Fraction(2) ** (exponent - 23)
    count = round(value / unit)
    return math.inf if count * unit >= 2**128 else float(count * unit)


def same(found: Any, expected: list[Any]) -> None:
    """Elements of the same types and bits; any NaN is as good as another."""
    assert [word(element) for element in found] == [word(element) for element in expected]


def word(value: Any) -> Any:
    if type(value) is float:
        return "nan" if math.isnan(value) else struct.pack("d", value)
    return type(value), value


@pytest.mark.parametrize("name", FUNCTIONS)
def test_documentation(name: str) -> None:
    assert str(inspect.signature(FUNCTIONS[name])) == SIGNATURES[name]
    text = inspect.getdoc(FUNCTIONS[name]) or ""
    found = doctest.DocTestParser().get_doctest(text, dict(FUNCTIONS), name, None, 0)
    assert doctest.DocTestRunner().run(found) == (0, len(found.examples)) != (0, 0)
    assert set(_docs.ELEMENTWISE) == set(FUNCTIONS)


def products(code: str, values: list[Any], factor: Any) -> list[Any]:
    """Return the products of a buffer's elements, each rounded once to its type."""
    if code == "f":
        return [single(Fraction(value) * Fraction(factor)) if value and factor else value * factor for value in values]
    return [value * factor for value in values]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_scale_of_every_kind(kind: str, code: str) -> None:
    for factor in (0, 3, 2.0, -0.1):
        for length in (0, 1, 2, 20):
            values = values_of(code, length)
            if code in INTEGERS and type(factor) is int:
                limit = max(INTEGERS[code]) // max(factor, 1)
                values = [value % (limit + 1) for value in values]
            found = abicus.scale(KINDS[kind](code, list(values)), factor)
            if kind in OBJECTS:
                # An empty object array has no elements either.
                assert type(found) is list
                same(found, [value * factor for value in values])
                continue
            is_float = code in "df" or type(factor) is float
            assert type(found) is Array
            assert found.typecode == (("f" if code == "f" else "d") if is_float else Array(code, 0).typecode)
            same(found, products(code, values, factor))


@pytest.mark.parametrize("code", INTEGERS)
def test_scale_is_exact_or_an_error(code: str) -> None:
    low, high = min(INTEGERS[code]), max(INTEGERS[code])
    for factor in (-1, 2, -2, 3, 1000, high, high + 1, low, 2**63, -(2**63), 2**64, 10**30, -(10**30)):
        for values in ([0], [1], [low], [high], [1, 0, high // 2, high], [0] * 20 + [high, low], [low // 2, low // 2 - 1]):
            if not all(low <= value <= high for value in values):
                continue
            exact = [value * factor for value in values]
            wrong = next((place for place, product in enumerate(exact) if not low <= product <= high), None)
            given, out = array(code, values), array(code, [7] * len(values))
            if wrong is None:
                assert abicus.scale(given, factor).tolist() == exact
                assert abicus.scale(given, factor, out=out) is out
                assert out.tolist() == exact
                assert abicus.scale(given, factor, out=given) is given
                assert given.tolist() == exact
                continue
            text = rf"values\[{wrong}\] times {factor} does not fit"
            with pytest.raises(OverflowError, match=text):
                abicus.scale(given, factor)
            with pytest.raises(OverflowError, match=text):
                abicus.scale(given, factor, out=out)
            with pytest.raises(OverflowError, match=text):
                abicus.scale(given, factor, out=given)
            with pytest.raises(OverflowError, match=text):
                abicus.scale(memoryview(given)[:], factor)
            assert (given.tolist(), out.tolist()) == (values, [7] * len(values))


def test_scale_of_lists() -> None:
    values = [1, -2, 2**70, True, 2.5, -0.0, math.inf, math.nan, 2**62, -(2**63)]
    for factor in (0, 1, -3, 2**40, 2**80, True, 0.5, -1e300, math.inf):
        for given in (values, tuple(values), iter(values)):
            try:
                expected = [value * factor for value in values]
            except OverflowError as error:
                with pytest.raises(OverflowError, match=str(error)):
                    abicus.scale(given, factor)
                continue
            same(abicus.scale(given, factor), expected)
    few = [5, 1.5, False, -7]
    assert (abicus.scale(few, 3), few) == ([15, 4.5, 0, -21], [5, 1.5, False, -7])
    assert abicus.scale([], 2) == []
    assert abicus.scale(range(3), 2) == [0, 2, 4]
    assert abicus.scale(list(range(300_000)), 3) == list(range(0, 900_000, 3))
    assert abicus.scale([Fraction(1, 3), Decimal(2), 1j, "ab"], 2) == [Fraction(2, 3), Decimal(4), 2j, "abab"]
    assert abicus.scale([1, 2], Fraction(1, 2)) == [Fraction(1, 2), Fraction(1)]
    assert abicus.scale(array("q", [1, 2]), Fraction(1, 2)) == [Fraction(1, 2), Fraction(1)]
    assert abicus.scale({"a": 1}, 2) == ["aa"]
    with pytest.raises(TypeError):
        abicus.scale([1, None], 2)
    with pytest.raises(TypeError, match="values is int"):
        abicus.scale(5, 2)


def test_scale_rounds_singles_once() -> None:
    generator = random.Random(5)
    values = array("f", [generator.uniform(-1, 1) * 2.0 ** generator.randint(-140, 120) for _ in range(400)])
    for factor in (0.1, 1 / 3, 1 + 2.0**-52, 1e-20, -1e20, 3, 16777217, 0.1 * 2.0**-100):
        same(abicus.scale(values, factor), products("f", values.tolist(), factor))
        copy = array("f", values)
        abicus.scale(copy, factor, out=copy)
        same(copy, products("f", values.tolist(), factor))
    # The product lies so near to the middle of two floats that it is there when it is rounded to a double first.
    value = 1.0 + 2.0**-23
    for step in range(1, 400, 2):
        middle = 1.0 + step * 2.0**-24
        for factor in (middle / value, math.nextafter(middle / value, 2), math.nextafter(middle / value, 0)):
            same(abicus.scale(array("f", [value]), factor), [single(Fraction(value) * Fraction(factor))])


def test_scale_of_floats_by_ints() -> None:
    values = [0.1, -2.5, 1e300, math.inf, -0.0]
    for factor in (2, 2**53 + 1, -(2**70), 2**1000):
        same(abicus.scale(array("d", values), factor), [value * factor for value in values])
    with pytest.raises(OverflowError, match="int too large"):
        abicus.scale(array("d", values), 10**400)
    # As Python multiplies an int by a float.
    large = [2**63 - 1, 2**53 + 1, -(2**63)]
    same(abicus.scale(array("q", large), 0.1), [value * 0.1 for value in large])
    same(abicus.scale(array("Q", [2**64 - 1]), 2.0), [(2**64 - 1) * 2.0])


def test_scale_of_bool_half_and_scalars() -> None:
    numpy = pytest.importorskip("numpy")
    assert abicus.scale(numpy.array([True, False]), 3) == Array("B", [3, 0])
    assert abicus.scale(numpy.array([True, False]), 0.5) == Array("d", [0.5, 0.0])
    half = numpy.array([0.5, 1.5, 60000], "e")
    assert abicus.scale(half, 3) == Array("f", [1.5, 4.5, 180000])
    out = array("f", bytes(12))
    assert abicus.scale(half, 3, out=out).tolist() == [1.5, 4.5, 180000]
    assert abicus.scale(half, numpy.float64(0.5)) == Array("f", [0.25, 0.75, 30000])
    assert abicus.scale([numpy.int8(100), 1], 2) == [200, 2]
    assert abicus.scale(array("b", [1]), numpy.int64(7)) == Array("b", [7])
    flags = array("B", bytes(2))
    assert abicus.scale(numpy.array([True, False]), 200, out=flags).tolist() == [200, 0]


def hypot(a: list[float], b: list[float], above: float, out: list[float], code: str) -> list[float]:
    cut = (lambda value: single(Fraction(value))) if code == "f" else float
    limit = cut(above)
    return [
        (cut(math.sqrt(cut(cut(x * x) + cut(y * y)))) if x > limit else rest) for x, y, rest in zip(a, b, out)
    ]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_masked_hypot_of_every_kind(kind: str, code: str) -> None:
    generator = random.Random(f"{kind}{code}")
    narrow = "f" if code == "f" and kind not in OBJECTS else "d"
    for length in (0, 1, 2, 20):
        a, b = (
            list(array(code, [generator.randint(0, 100) for _ in range(length)])) if code in INTEGERS
            else list(array(code, [generator.uniform(-9, 9) for _ in range(length)]))
            for _ in "ab"
        )
        before = [float(place) for place in range(length)]
        for above in (3, 1.1, -100):
            out: Any = array(narrow, before)
            made = KINDS[kind](code, list(a)), KINDS[kind](code, list(b))
            assert abicus.masked_hypot(*made, above=above, out=out) is out
            same(out, hypot(a, b, above, before, narrow))
            if numpy is not None:
                out = numpy.array(before, narrow)
                arrays = numpy.array(a, narrow), numpy.array(b, narrow)
                numpy.sqrt(arrays[0] * arrays[0] + arrays[1] * arrays[1], out=out, where=arrays[0] > out.dtype.type(above))
                same(out.tolist(), hypot(a, b, above, before, narrow))


def test_masked_hypot_in_place_and_special_values() -> None:
    values = [3.0, math.nan, math.inf, -math.inf, 1e200, 5e-324, -0.0, 8.0]
    other = [4.0, 1.0, math.nan, 2.0, 1e200, 0.0, 3.0, 15.0]
    expected = [5.0, math.nan, math.nan, -math.inf, math.inf, 0.0, -0.0, 17.0]
    a, b = array("d", values), array("d", other)
    assert abicus.masked_hypot(a, b, above=0, out=a) is a
    same(a, expected)
    a = array("d", values)
    abicus.masked_hypot(a, b, above=0, out=b)
    same(b, [5.0, 1.0, math.nan, 2.0, math.inf, 0.0, 3.0, 17.0])
    same(a, values)
    out = Array("d", 8)
    assert abicus.masked_hypot(a, a, above=math.nan, out=out) is out
    assert out.tolist() == [0.0] * 8
    abicus.masked_hypot(a, a, above=2, out=a)
    same(a[:1], [math.sqrt(18.0)])
    single_out = array("f", [7.0] * 3)
    # 0.1 is rounded to a float32 first, and then not less than its own.
    abicus.masked_hypot(array("f", [0.1, 0.2, 0.0]), array("f", [0.1] * 3), above=0.1, out=single_out)
    assert [value == 7.0 for value in single_out] == [True, False, True]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("ndarray Fortran",)])
def test_adjust_of_every_kind(kind: str) -> None:
    generator = random.Random(kind)
    for length in (0, 1, 50, 256):
        pixels = [generator.randrange(256) for _ in range(length)] if length < 256 else list(range(256))
        for brightness, contrast in ((0.0, 0.0), (0.1, 0.5), (-1, 3), (0.25, -2.5), (1e300, 0)):
            expected = [
                max(0, min(255, _rounded((p - 127.5) * (1 + contrast) + 127.5 + 255 * brightness))) for p in pixels
            ]
            found = abicus.adjust(KINDS[kind]("B", pixels), brightness=brightness, contrast=contrast)
            assert found == Array("B", expected)
            out = bytearray(length)
            assert abicus.adjust(KINDS[kind]("B", pixels), brightness=brightness, contrast=contrast, out=out) is out
            assert list(out) == expected


def _rounded(value: float) -> int:
    return round(value) if math.isfinite(value) else (10**9 if value > 0 else -(10**9))


def test_adjust_in_place_and_of_bytes() -> None:
    pixels = bytearray(range(256)) * 20
    expected = abicus.adjust(bytes(pixels), brightness=0.1, contrast=-0.3).tolist()
    assert abicus.adjust(pixels, brightness=0.1, contrast=-0.3, out=pixels) is pixels
    assert list(pixels) == expected
    assert abicus.adjust(b"") == Array("B", 0)
    assert abicus.adjust([0, 255], brightness=0.1).tolist() == [26, 255]
    if numpy is not None:
        image = numpy.arange(24, dtype="B").reshape(2, 3, 4)
        assert abicus.adjust(image[:, ::-1, 1]).tolist() == image[:, ::-1, 1].ravel().tolist()
        assert abicus.adjust(image, brightness=numpy.float32(0.5)).tolist() == abicus.adjust(image, brightness=0.5).tolist()


def overlapping() -> Any:
    """Yield calls whose result overlaps an input in part, and the buffer that must stay as it was."""
    doubles = array("d", [3.0, 4.0, 5.0, 6.0])
    view = memoryview(doubles)
    yield lambda: abicus.scale(view[1:], 2, out=view[:-1]), doubles
    yield lambda: abicus.scale(view[:-1], 2.5, out=view[1:]), doubles
    yield lambda: abicus.scale(view[::-1], 2, out=view), doubles
    yield lambda: abicus.scale(view[::2], 2, out=view[1:3]), doubles
    yield lambda: abicus.masked_hypot(view[1:], view[1:], above=0, out=view[:-1]), doubles
    yield lambda: abicus.masked_hypot(view[::-1], array("d", [0.0] * 4), above=0, out=view), doubles
    yield lambda: abicus.masked_hypot(array("d", [9.0] * 3), view[1:], above=0, out=view[:-1]), doubles
    yield lambda: abicus.scale(view[1:].cast("B").cast("q"), 0.5, out=view[1:]), doubles
    pixels = bytearray(range(100))
    bytes_view = memoryview(pixels)
    yield lambda: abicus.adjust(bytes_view[1:], brightness=0.1, out=bytes_view[:-1]), pixels
    yield lambda: abicus.adjust(bytes_view[::-1], brightness=0.1, out=bytes_view), pixels


def test_a_partial_overlap_is_refused() -> None:
    for call, buffer in overlapping():
        before = buffer[:]
        with pytest.raises(ValueError, match="in part"):
            call()
        assert buffer == before
    # Beside each other is not above each other.
    doubles = array("d", [1.0, 2.0, 3.0, 4.0])
    view = memoryview(doubles)
    abicus.scale(view[:2], 10, out=view[2:])
    assert doubles.tolist() == [1.0, 2.0, 10.0, 20.0]


def bad_outputs() -> Any:
    doubles, singles, pixels = array("d", [1.0, 2.0]), array("f", [1.0, 2.0]), b"ab"
    yield TypeError, "out is int", lambda: abicus.scale(doubles, 2, out=5)  # type: ignore[call-overload]
    yield TypeError, "out is list", lambda: abicus.masked_hypot(doubles, doubles, above=0, out=[0.0, 0.0])
    yield TypeError, "out is a read-only bytes", lambda: abicus.adjust(pixels, out=b"ab")
    yield TypeError, "values is list", lambda: abicus.scale([1.0], 2, out=array("d", [0.0]))
    yield TypeError, "factor is Fraction", lambda: abicus.scale(doubles, Fraction(1, 2), out=doubles)
    yield ValueError, "out has 1 elements, expected 2", lambda: abicus.scale(doubles, 2, out=array("d", [0.0]))
    yield ValueError, "out has 3 elements, expected 2", lambda: abicus.adjust(pixels, out=bytearray(3))
    yield ValueError, "expected 'd'", lambda: abicus.scale(doubles, 2, out=array("f", [0.0, 0.0]))
    yield ValueError, "expected 'f'", lambda: abicus.scale(singles, 2, out=array("d", [0.0, 0.0]))
    yield ValueError, "expected 'd'", lambda: abicus.scale(array("i", [1, 2]), 0.5, out=array("i", [0, 0]))
    yield ValueError, "expected 'B'", lambda: abicus.adjust(pixels, out=array("b", [0, 0]))
    yield ValueError, "expected 'd'", lambda: abicus.masked_hypot(doubles, singles, above=0, out=singles)
    yield ValueError, "expected 'f'", lambda: abicus.masked_hypot(singles, singles, above=0, out=doubles)
    yield ValueError, "dimensions or gaps", lambda: abicus.scale(doubles, 2, out=memoryview(array("d", bytes(32)))[::2])
    yield ValueError, "a has 2 elements, b has 1", lambda: abicus.masked_hypot(
        doubles, doubles[:1], above=0, out=array("d", bytes(16))
    )


def test_bad_outputs() -> None:
    for error, text, call in bad_outputs():
        with pytest.raises(error, match=text):
            call()


@pytest.mark.parametrize(
    ("error", "text", "call"),
    [
        (ValueError, "brightness is nan", lambda: abicus.adjust(b"ab", brightness=math.nan)),
        (ValueError, "contrast is inf", lambda: abicus.adjust(b"ab", contrast=math.inf)),
        (ValueError, "contrast is -inf", lambda: abicus.adjust(b"", contrast=-math.inf)),
        (ValueError, "not so large|not too large", lambda: abicus.adjust(b"ab", brightness=1e307, contrast=1e308)),
        (ValueError, "not so large|not too large", lambda: abicus.adjust(b"", brightness=1e307, contrast=1e308)),
        (OverflowError, "brightness is int", lambda: abicus.adjust(b"ab", brightness=10**400)),
        (OverflowError, "contrast is int", lambda: abicus.adjust([1], contrast=-(10**400))),
        (OverflowError, "above is int", lambda: abicus.masked_hypot(b"a", b"b", above=10**400, out=array("d", [0.0]))),
        (TypeError, "brightness is str", lambda: abicus.adjust(b"ab", brightness="1")),  # type: ignore[call-overload]
        (TypeError, "contrast is NoneType", lambda: abicus.adjust(b"ab", contrast=None)),  # type: ignore[call-overload]
        (ValueError, "element 256", lambda: abicus.adjust([1, 256])),
        (ValueError, "element -1", lambda: abicus.adjust([-1])),
        (ValueError, "element 1.5", lambda: abicus.adjust([1.5])),  # type: ignore[list-item]
        (ValueError, "format 'b'", lambda: abicus.adjust(array("b", [1]))),
        (ValueError, r"format '\?'", lambda: abicus.adjust(memoryview(b"a").cast("?"))),
        (TypeError, "pixels is int", lambda: abicus.adjust(5)),  # type: ignore[call-overload]
        (TypeError, "above is str", lambda: abicus.masked_hypot(b"a", b"b", above="1", out=array("d", [0.0]))),
        (TypeError, "above is NoneType", lambda: abicus.masked_hypot(b"a", b"b", above=None, out=array("d", [0.0]))),
        (TypeError, "a has elements of type str", lambda: abicus.masked_hypot("a", "b", above=1, out=array("d", [0.0]))),
        (TypeError, "above|required", lambda: abicus.masked_hypot(b"a", b"b", out=array("d", [0.0]))),  # type: ignore[call-arg]
        (TypeError, "argument", lambda: abicus.scale(b"a")),  # type: ignore[call-overload]
        (TypeError, "argument", lambda: abicus.scale(b"a", 2, bytearray(1))),  # type: ignore[call-overload]
    ],
)
def test_what_is_refused(error: type[Exception], text: str, call: Callable[[], Any]) -> None:
    with pytest.raises(error, match=text):
        call()


def test_missing_values_are_refused() -> None:
    numpy = pytest.importorskip("numpy")
    masked = numpy.ma.masked_array([1, 2], [True, False], dtype="B")
    with pytest.raises(ValueError, match="values has 1 masked"):
        abicus.scale(masked, 2)
    with pytest.raises(ValueError, match="pixels has 1 masked"):
        abicus.adjust(masked)
    with pytest.raises(ValueError, match="b has 1 masked"):
        abicus.masked_hypot([1, 2], masked, above=0, out=array("d", bytes(16)))


def test_a_signal_interrupts_a_long_call() -> None:
    numpy = pytest.importorskip("numpy")
    # One element again and again, which is not above: no memory is touched.
    count = 2**30
    value = numpy.broadcast_to(numpy.array([1.5], "f"), count)
    try:
        out = numpy.empty(count, "f")
    except MemoryError:
        pytest.skip("there is no room for the addresses")
    assert_stops(lambda: abicus.masked_hypot(value, value, above=2, out=out), 0.05)
    many = [1] * 2_000_000
    assert abicus.scale(many, 2)[-1] == 2


def test_trace() -> None:
    doubles = array("d", [3.0])
    with abicus.trace() as records:
        abicus.scale(doubles, 2)
        abicus.scale([1, 2.5], 2)
        abicus.scale(iter([1]), 2)
        abicus.masked_hypot(doubles, doubles, above=0, out=doubles)
        abicus.adjust(memoryview(b"abcd")[::2])
    paths = [(record.function, record.path) for record in records]
    assert paths[0] == ("scale", "buffer")
    assert paths[2:] == [("scale", "fallback"), ("masked_hypot", "buffer"), ("adjust", "strided")]
    assert paths[1] in (("scale", "list"), ("scale", "fallback"))
