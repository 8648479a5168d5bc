"""The cases of `python_calls.py` for sums of ranges, Fibonacci numbers and factorials, with their targets."""

from __future__ import annotations

import math
from collections.abc import Iterator

from python_cases import Case, case, numpy


def _closed(start: int, stop: int, step: int) -> int:
    values = range(start, stop, step)
    return (values[0] + values[-1]) * len(values) // 2 if values else 0


def _shortest(n: int) -> int:
    return n * (n - 1) // 2


def _doubled(n: int) -> int:
    this, following = 0, 1
    for bit in bin(n)[2:]:
        even, odd = this * (2 * following - this), this * this + following * following
        this, following = (odd, even + odd) if bit == "1" else (even, odd)
    return this


def ranges(quick: bool) -> Iterator[Case]:
    """Beside NumPy's loop, and beside Python's closed form, which beats any loop."""
    million = ("NumPy arange, sum", "numpy.arange(0, 1_000_000, 1).sum()")
    yield case("sum_range(0, 10**6, 1)", 0.001, "abicus.sum_range(0, 1_000_000, 1)", 499999500000, million, numpy=numpy)
    for arguments in ((0, 10, 1), (0, 10**6, 1), (-(10**18), 10**18, 7), (2**62, -(2**62), -3)):
        text = ", ".join(map(str, arguments))
        peers = [("Python, closed form", f"closed({text})")]
        yield case(f"sum_range({text})", 0.5, f"abicus.sum_range({text})", _closed(*arguments), *peers, closed=_closed)
    peer = ("n * (n - 1) // 2 in a def", "shortest(1_000_000)")
    expected = 499999500000
    yield case("sum_range(10**6)", 1.0, "abicus.sum_range(1_000_000)", expected, peer, shortest=_shortest, stretch=True)


def bignums(quick: bool) -> Iterator[Case]:
    """Beside doubling in Python, and `math.factorial`."""
    for n in (90, 150, 1_000, 10_000, 100_000) if quick else (90, 150, 1_000, 10_000, 100_000, 1_000_000):
        peer = ("Python, doubling", "doubled(n)")
        yield case(f"fibonacci({n:,})", 0.6, "abicus.fibonacci(n)", _doubled(n), peer, doubled=_doubled, n=n)
    for n in (20, 100, 1_000, 10_000, 100_000):
        peer = ("math.factorial", "math.factorial(n)")
        expected = math.factorial(n)
        # A number that math.factorial finds in a table leaves nothing but the call.
        target = 1.0 if n == 20 else 0.4
        yield case(f"factorial({n:,})", target, "abicus.factorial(n)", expected, peer, math=math, n=n)
    n = 100_000
    yield case(f"factorial({n:,})", 0.1, "abicus.factorial(n)", expected, peer, math=math, n=n, stretch=True)


TABLES = {"Ranges": ranges, "Bignums": bignums}
