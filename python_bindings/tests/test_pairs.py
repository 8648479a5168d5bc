"""`pair_hypot_sum`: the same as two plain loops for every kind of input."""

from __future__ import annotations

import doctest
import inspect
import math
import random
import struct
import subprocess
import sys
from array import array
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from data import CODES, KINDS
from signals import assert_stops

import abicus
from abicus import Array
from abicus import _docs

try:
    import numpy
except ImportError:
    numpy = None  # type: ignore[assignment]


def single(value: float) -> float:
    """Return a float rounded to single precision, infinite beyond its range."""
    try:
        (rounded,) = struct.unpack("f", struct.pack("f", value))
    except OverflowError:
        return math.copysign(math.inf, value)
    return float(rounded)


def root_of(x: float, y: float, narrow: bool) -> float:
    """Return the root, rounded with halves away from zero."""
    cut = single if narrow else float
    root = math.sqrt(cut(cut(x * x) + cut(y * y)))
    whole = math.floor(root)
    return float(whole + (root - whole >= 0.5)) if root < 2.0**52 else root


def plain(a: Any, b: Any, above: int = 10, narrow: bool = False) -> int:
    """Return what two loops give."""
    total = 0
    for x in a:
        for y in b:
            if x > y:
                continue
            root = root_of(x, y, narrow)
            if root > above:
                total += int(root)
    return total


def test_the_published_sum() -> None:
    a, b = [float(x) for x in range(5)], [float(x) for x in range(30)]
    assert abicus.pair_hypot_sum(a, b) == plain(a, b) == 1916


def test_documentation() -> None:
    function = abicus.pair_hypot_sum
    assert str(inspect.signature(function)) == "(a, b, *, above=10, threads=1, progress=None)"
    assert set(_docs.PAIRS) == {"pair_hypot_sum"}
    text = inspect.getdoc(function) or ""
    found = doctest.DocTestParser().get_doctest(text, {"pair_hypot_sum": function}, "pair_hypot_sum", None, 0)
    assert doctest.DocTestRunner().run(found) == (0, len(found.examples)) != (0, 0)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_input(kind: str, code: str) -> None:
    generator = random.Random(f"{kind}{code}")
    limit = 60 if code in "bB" else 300
    low = 0 if code.isupper() else -limit
    for counts in ((3, 20), (20, 6)):
        a, b = (list(array(code, [generator.randint(low, limit) for _ in range(count)])) for count in counts)
        expected = plain(a, b, narrow=code == "f")
        made: Any = KINDS[kind](code, a), KINDS[kind](code, b)
        # A list of NumPy's float32 is one of Python numbers of their values.
        if code == "f" and kind in ("list", "tuple", "generator", "iterator", "map", "ndarray object", "list of scalars"):
            expected = plain(a, b)
        assert abicus.pair_hypot_sum(*made) == expected
        assert abicus.pair_hypot_sum(a, array(code, b), above=-3) == plain(a, b, -3)


@pytest.mark.parametrize("scale", [3.0, 100.0, 1e9, 1e13, 1e18, 1e25])
@pytest.mark.parametrize("code", "df")
def test_every_method(code: str, scale: float) -> None:
    generator = random.Random(f"{code}{scale}")
    if code == "f":
        scale = min(scale, 1e18)
    for m, n in ((30, 1100), (1, 5), (7, 100)):
        a, b = (array(code, [generator.uniform(-0.3, 1.0) * scale for _ in range(count)]) for count in (m, n))
        for above in (10, int(scale / 2), 2**80):
            expected = plain(a, b, above, code == "f")
            for threads in (0, 1, 2):
                assert abicus.pair_hypot_sum(a, b, above=above, threads=threads) == expected


def test_sums_of_any_size() -> None:
    large = array("d", [2.0**510])
    assert abicus.pair_hypot_sum(array("d", [0.0] * 3), large) == 3 * 2**510
    assert abicus.pair_hypot_sum(array("d", [-0.0] * 3), large, above=2**510 - 1) == 3 * 2**510
    assert abicus.pair_hypot_sum([0], large, above=2**510) == 0
    assert abicus.pair_hypot_sum([0.0], [2.0**64]) == 2**64
    assert abicus.pair_hypot_sum([0], [2**63]) == 2**63


@pytest.mark.parametrize("above", [2**53 + 1, 2**53 + 2, 2**53 + 3, 2**60 + 1, 2**70, -(2**70), 10**400, -(10**400), True])
def test_any_int_as_above(above: int) -> None:
    values = [0.0, 2.0**53, 2.0**53 + 2, 2.0**53 + 4, 2.0**60, 2.0**60 + 256, 2.0**70]
    assert abicus.pair_hypot_sum([0.0], values, above=above) == sum(int(value) for value in values if value > above)
    assert abicus.pair_hypot_sum(array("d", [0.0]), array("d", values), above=above) == plain([0.0], values, above)


def test_two_types_are_float64() -> None:
    a, b = array("f", [0.1, 7.7, 100.3]), array("d", [0.1, 33.3, 1e3 + 0.4999])
    assert abicus.pair_hypot_sum(a, b) == plain(a, b)
    assert abicus.pair_hypot_sum(array("q", [3, 2**40]), array("f", [2.0**41])) == plain([3, 2**40], [2.0**41])
    if numpy is not None:
        half = numpy.array([0.1, 12.3], "e")
        assert abicus.pair_hypot_sum(half, half) == plain(half.tolist(), half.tolist())
        assert abicus.pair_hypot_sum(half, numpy.array([20.1], "f")) == plain(half.tolist(), [float(numpy.float32(20.1))])
        flags = numpy.array([True, False])
        assert abicus.pair_hypot_sum(flags, flags, above=0) == plain([1.0, 0.0], [1.0, 0.0], 0) == 2
    assert abicus.pair_hypot_sum(Array("f", a), memoryview(a)) == plain(a, a, narrow=True)


def test_nothing() -> None:
    for empty in ([], (), array("d"), array("f"), iter(()), b"", memoryview(b"")):
        assert abicus.pair_hypot_sum(empty, [math.nan]) == 0
        assert abicus.pair_hypot_sum(array("d", [math.inf]), empty) == 0


@pytest.mark.parametrize("make", [list, lambda values: array("d", values), lambda values: array("f", values)])
@pytest.mark.parametrize("many", [1, 3000])
def test_the_first_pair_without_a_root_is_named(make: Any, many: int) -> None:
    nan, inf = math.nan, math.inf
    rest = [5.0] * many
    for a, b, place in (
        ([1.0], [2.0, *rest, nan], f"a[0] and b[{many + 1}]"),
        ([9.0, nan], [2.0, *rest], "a[1] and b[0]"),
        ([9.0, 3.0], [2.0, *rest, inf], f"a[0] and b[{many + 1}]"),
        ([inf, -inf], [2.0, *rest], "a[1] and b[0]"),
        ([inf] * 30 + [1.0], [2.0, *rest, inf], f"a[0] and b[{many + 1}]"),
    ):
        with pytest.raises(ValueError, match="have no finite sum") as caught:
            abicus.pair_hypot_sum(make(a), make(b))
        assert place in str(caught.value)
    with pytest.raises(ValueError, match=r"a\[1\] and b\[1\]"):
        abicus.pair_hypot_sum([0.0, -1.1e154], [1.0, -1.0e154, *rest])
    # What is skipped may be infinite, and have any square.
    assert abicus.pair_hypot_sum(make([inf, 1e30, 3.0] * 20), make([*rest, -inf, 4.0])) == 0
    assert abicus.pair_hypot_sum([1e300, 3.0], [*rest, 4.0], above=0) == 6 * many + 5


class Other:
    """No number."""


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        (dict(above=1.5), TypeError, "above is float"),
        (dict(above="1"), TypeError, "above is str"),
        (dict(above=None), TypeError, "above is NoneType"),
        (dict(threads=-1), ValueError, "threads is -1"),
        (dict(threads=2**40), ValueError, "threads is"),
        (dict(threads="1"), TypeError, "threads is str"),
        (dict(progress=5), TypeError, "progress is int"),
        (dict(a=["x"]), TypeError, "a has elements of type str"),
        (dict(b=[Decimal(1), Fraction(1, 2)]), TypeError, "b has elements of type Decimal, Fraction"),
        (dict(b=[1j]), TypeError, "b has elements of type complex"),
        (dict(a=5), TypeError, "a is int"),
        (dict(a=Other()), TypeError, "a is Other"),
        (dict(b=[10**400]), OverflowError, "int too large"),
    ],
)
def test_what_is_refused(arguments: dict[str, Any], error: type[Exception], text: str) -> None:
    for make in (list, lambda values: array("d", values)):
        given: dict[str, Any] = {"a": make([1.0]), "b": make([2.0]), **arguments}
        with pytest.raises(error, match=text):
            abicus.pair_hypot_sum(given.pop("a"), given.pop("b"), **given)
    with pytest.raises(TypeError):
        abicus.pair_hypot_sum([1.0])  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        abicus.pair_hypot_sum([1.0], [2.0], 10)  # type: ignore[misc]


def test_missing_values_are_refused() -> None:
    numpy = pytest.importorskip("numpy")
    masked = numpy.ma.masked_array([1.0, 2.0], [True, False])
    with pytest.raises(ValueError, match="b has 1 masked"):
        abicus.pair_hypot_sum([1.0], masked)


def _wide(count: int) -> array[float]:
    generator = random.Random(count)
    return array("d", [generator.uniform(0, 1e9) for _ in range(count)])


def test_progress_is_told_and_stops() -> None:
    seen: list[tuple[int, int]] = []
    values = _wide(20_000)
    total = abicus.pair_hypot_sum(values, values, threads=2, progress=lambda done, whole: seen.append((done, whole)))
    assert total == abicus.pair_hypot_sum(values, values)
    assert seen[-1] == (20_000**2, 20_000**2)
    assert seen == sorted(seen)

    def refuse(done: int, whole: int) -> None:
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        abicus.pair_hypot_sum(values, values, progress=refuse)
    small: list[int] = []
    assert abicus.pair_hypot_sum([3.0], [4.0], above=1, progress=lambda done, whole: small.append(done)) == 5
    assert small in ([], [1])


@pytest.mark.parametrize("threads", [1, 2])
def test_a_signal_interrupts_a_long_call(threads: int) -> None:
    values = _wide(120_000)
    assert_stops(lambda: abicus.pair_hypot_sum(values, values, threads=threads), 0.1)


@pytest.mark.parametrize("skipped", [False, True])
def test_a_signal_interrupts_what_comes_before_the_pairs(skipped: bool) -> None:
    """Vectors that are sorted first; and rows of which all pairs are skipped."""
    numpy = pytest.importorskip("numpy")
    generator = numpy.random.default_rng(7)
    a, b = generator.uniform(0, 100, 6_000_000), generator.uniform(0, 100, 6_000_000)
    a += 200 * skipped
    for seconds in (0.02, 0.06, 0.15):
        assert_stops(lambda: abicus.pair_hypot_sum(a, b), seconds)


def test_trace() -> None:
    a, b = array("d", [3.0]), array("d", [4.0])
    with abicus.trace() as records:
        abicus.pair_hypot_sum(a, b, threads=2)
    assert [(record.function, record.path, record.threads) for record in records] == [("pair_hypot_sum", "buffer", 2)]
    with abicus.trace() as records:
        abicus.pair_hypot_sum(range(5), range(30), above=2**70)
    assert [(record.function, record.path) for record in records] == [("pair_hypot_sum", "fallback")]


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "columns"), [(100, 1_000_000), (1_000_000, 50_000)])
def test_memory(rows: int, columns: int) -> None:
    """At most 64 bytes for each element of b, and six megabytes."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the peak is read from /proc")
    code = f"""
import abicus, random
from array import array
def peak():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024
generator = random.Random(1)
a, b = (array("d", [generator.uniform(-100, 100) for _ in range(n)]) for n in ({rows}, {columns}))
abicus.pair_hypot_sum(a[:100], b[:1000])
with open("/proc/self/clear_refs", "w") as reset:
    reset.write("5")  # the peak so far, when the vectors were made
before = peak()
abicus.pair_hypot_sum(a, b)
print((peak() - before - 6e6) / len(b))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) <= 64, done.stdout
