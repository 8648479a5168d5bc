"""`sum_range`, `fibonacci`, `factorial`: loops, recurrences and `math.factorial` are the oracles."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
import threading
from typing import Any

import pytest
from contract import assert_shows_contract
from signals import assert_stops

import abicus
from abicus import _docs_numbers
from abicus.closed_forms._generic import LAST

SIGNATURES = {"sum_range": "(start, stop=None, step=1)", "fibonacci": "(n, /)", "factorial": "(n, /)"}
BIG = 10**30


class Index:
    """What counts as an int."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


def fibonacci_numbers() -> Any:
    """Yield them by the recurrence."""
    this, following = 0, 1
    while True:
        yield this
        this, following = following, this + following


def doubled(n: int) -> int:
    """Return a Fibonacci number by doubling the index."""
    this, following = 0, 1
    for bit in bin(n)[2:]:
        even, odd = this * (2 * following - this), this * this + following * following
        this, following = (odd, even + odd) if bit == "1" else (even, odd)
    return this


def test_small_ranges() -> None:
    for start, stop, step in itertools.product(range(-9, 10), range(-9, 10), range(-5, 6)):
        if step:
            assert abicus.sum_range(start, stop, step) == sum(range(start, stop, step)), (start, stop, step)
    for stop in range(-3, 50):
        for found in (abicus.sum_range(stop), abicus.sum_range(stop, None), abicus.sum_range(start=0, stop=stop)):
            assert found == sum(range(stop))
        assert abicus.sum_range(stop, None, 3) == abicus.sum_range(stop, step=3) == sum(range(0, stop, 3))
    assert type(abicus.sum_range(3)) is type(abicus.sum_range(0)) is type(abicus.sum_range(True)) is int


def test_ranges_of_large_numbers() -> None:
    """At most a hundred numbers each, around the ends of what 64 bits hold, and far beyond."""
    for around in (0, 2**31, 2**62, 2**63 - 1, 2**63, 2**64, 2**127, BIG):
        for sign, offset, step in itertools.product((1, -1), (-3, -1, 0, 1, 2), (1, 2, 3, around // 7 + 1)):
            start = sign * around + offset
            for stop in (start, start + 1, start + 99 * step, start - 99 * step, start + 50 * step + 1):
                for way in (step, -step):
                    assert abicus.sum_range(start, stop, way) == sum(range(start, stop, way)), (start, stop, way)


def test_ranges_of_many_numbers() -> None:
    assert abicus.sum_range(1_000_000) == 499999500000
    for n in (2**32, 2**63 - 1, 2**63, 2**63 + 1, 2**64 + 1, BIG):
        assert abicus.sum_range(n) == n * (n - 1) // 2
        assert abicus.sum_range(-n, n) == -n
        assert abicus.sum_range(n, -n - 1, -1) == 0
        assert abicus.sum_range(1, 2 * n, 2) == n * n
    assert abicus.sum_range(-(2**63), 2**63 - 1) == 1 - 2**64


def test_fibonacci_numbers() -> None:
    numbers = fibonacci_numbers()
    for n in range(1500):
        found = abicus.fibonacci(n)
        assert found == next(numbers), n
        assert type(found) is int
    assert abicus.fibonacci(150) == 9969216677189303386214405760200
    for n in (10_000, 65_535, 65_536, 99_999, 1_000_000):
        assert abicus.fibonacci(n) == doubled(n)


def test_factorials() -> None:
    for n in (*range(1500), 4999, 10_000, 100_000):
        found = abicus.factorial(n)
        assert found == math.factorial(n), n
        assert type(found) is int


def test_what_counts_as_an_int() -> None:
    given: list[Any] = [Index(7), True, False, type("Int", (int,), {})(9)]
    try:
        import numpy

        given += [numpy.int8(5), numpy.uint64(6), numpy.array(4)]
    except ImportError:
        pass
    for value in given:
        number = value.__index__()
        for found, expected in (
            (abicus.fibonacci(value), doubled(number)),
            (abicus.factorial(value), math.factorial(number)),
            (abicus.sum_range(value), sum(range(number))),
            (abicus.sum_range(value, 20), sum(range(number, 20))),
            (abicus.sum_range(-5, value), sum(range(-5, number))),
            (abicus.sum_range(0, 20, Index(3)), sum(range(0, 20, 3))),
        ):
            assert (type(found), found) == (int, expected), value


@pytest.mark.parametrize("name", ["fibonacci", "factorial"])
def test_errors_of_one_number(name: str) -> None:
    function = getattr(abicus, name)
    for value in (1.5, 5.0, math.nan, "5", b"5", None, [5], 5j):
        with pytest.raises(TypeError, match=f"^'{type(value).__name__}' object cannot be interpreted as an integer$"):
            function(value)
    for value in (-1, -(2**63), -BIG, Index(-1)):
        with pytest.raises(ValueError, match=rf"^{name}\(\) not defined for negative values$"):
            function(value)
    for value in (LAST[name] + 1, 2**63 - 1, Index(2**63 - 1)):
        says = rf"^{name}\(\) argument should not exceed {LAST[name]}: .* 2\*\*36 bits$"
        with pytest.raises(OverflowError, match=says):
            function(value)
    for arguments in ((), (1, 2)):
        with pytest.raises(TypeError):
            function(*arguments)
    with pytest.raises(TypeError):
        function(n=5)


def test_errors_of_math_factorial() -> None:
    """Type and text are those of the oracle, where the numbers are too large for it too."""
    for value in (-1, -BIG, 2**63, BIG, "5", None):
        said = []
        for function in (math.factorial, abicus.factorial):
            with pytest.raises((TypeError, ValueError, OverflowError)) as caught:
                function(value)  # type: ignore[arg-type]
            said.append((caught.type, str(caught.value)))
        if sys.implementation.name == "cpython" and not isinstance(value, (str, type(None))):
            assert said[0] == said[1]
        assert said[0][0] is said[1][0]


@pytest.mark.parametrize(
    "arguments",
    [(0, 5, 0), (BIG, 5, 0), (1.5,), (0, 1.5), (0, 5, 1.5), ("5",), (None,), (None, 5), (0, 5, None), (0, [5])],
)
def test_errors_of_ranges(arguments: Any) -> None:
    """Type and text are those of the oracle."""
    said = []
    for function in (lambda *values: sum(range(*values)), abicus.sum_range):
        with pytest.raises((TypeError, ValueError)) as caught:
            function(*arguments)
        said.append((caught.type, str(caught.value)))
    assert said[0] == said[1]


def test_errors_of_calls() -> None:
    for arguments, keywords in (((), {}), ((1, 2, 3, 4), {}), ((1,), {"start": 1}), ((1,), {"stride": 2})):
        with pytest.raises(TypeError, match=r"sum_range\(\)"):
            abicus.sum_range(*arguments, **keywords)


def test_memory_is_asked_for_before_the_work() -> None:
    code = (
        "import resource, abicus\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "for function, n in ((abicus.fibonacci, 9 * 10**10), (abicus.factorial, 2 * 10**9)):\n"
        "    try:\n"
        "        function(n)\n"
        "    except MemoryError as error:\n"
        "        print(error)\n"
        "print(abicus.fibonacci(90))\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
    fibonacci, factorial, after = said.splitlines()
    assert "fibonacci(90000000000) has 7,8" in fibonacci and "GB" not in fibonacci
    assert "factorial(2000000000) has 7,3" in factorial
    assert after == "2880067194370816120"


def test_threads_share_nothing() -> None:
    expected = [doubled(200_000), math.factorial(20_000)]
    found: list[list[int]] = []

    def work() -> None:
        for _ in range(3):
            found.append([abicus.fibonacci(200_000), abicus.factorial(20_000)])

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 9


@pytest.mark.parametrize(("name", "n"), [("fibonacci", 200_000_000), ("factorial", 20_000_000)])
def test_a_signal_ends_the_work(name: str, n: int) -> None:
    function = getattr(abicus, name)
    assert_stops(lambda: function(n), 0.1)
    assert abicus.fibonacci(300) == doubled(300)


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_functions_show_the_contract(name: str) -> None:
    assert_shows_contract(name, SIGNATURES[name], _docs_numbers.CLOSED_FORMS)


def test_a_trace_shows_the_path() -> None:
    by_door = abicus._library.backend == "door"
    for name, call, path in (
        ("sum_range", lambda: abicus.sum_range(5), "number" if by_door else "fallback"),
        ("sum_range", lambda: abicus.sum_range(BIG), "fallback"),
        ("fibonacci", lambda: abicus.fibonacci(5), "number"),
        ("factorial", lambda: abicus.factorial(500), "number"),
        ("factorial", lambda: abicus.factorial(Index(5)), "fallback"),
    ):
        with abicus.trace() as records:
            call()
        assert [(record.function, record.path) for record in records] == [(name, path)]
