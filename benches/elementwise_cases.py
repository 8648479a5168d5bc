"""The cases of `python_calls.py` for sums over pairs and passes over every element, with their targets.

NumPy's expressions are the ones that a reader would write; numba's loops are compiled before anything is timed.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator
from typing import Any

import python_cases
from python_cases import Case, case

from abicus._bench import peers as installed

numpy = python_cases.numpy
numba = installed.package("numba")
MILLION = 1_000_000


def _pairs(a: Any, b: Any) -> int:
    total = 0
    for x in a:
        for y in b:
            if x > y:
                continue
            root = math.floor(math.sqrt(x * x + y * y) + 0.5)
            if root > 10:
                total += root
    return total


def _masked(a: Any, b: Any, above: float, out: Any) -> Any:
    for place in range(len(a)):
        if a[place] > above:
            out[place] = math.sqrt(a[place] * a[place] + b[place] * b[place])
    return out


def _adjusted(pixels: Any, out: Any) -> Any:
    for place in range(len(pixels)):
        value = (pixels[place] - 127.5) * 1.25 + 127.5 + 25.5
        out[place] = max(0, min(255, round(value)))
    return out


def _compiled(function: Callable[..., Any], *arguments: Any) -> Any:
    if numba is None:
        return None
    compiled = numba.njit(function)
    compiled(*arguments)
    return compiled


def _by_rows(a: Any, b: Any) -> int:
    """Return the sum over pairs, exactly, row by row in NumPy."""
    total = 0
    for x in a:
        roots = numpy.floor(numpy.sqrt(x * x + b * b) + 0.5)
        total += int(roots[(x <= b) & (roots > 10)].sum())
    return total


def pairs(quick: bool) -> Iterator[Case]:
    """The table "Pairs"."""
    source = numpy.random.default_rng(6)
    compiled = _compiled(_pairs, numpy.array([3.0]), numpy.array([4.0]))
    for rows, columns, limit, target in (
        (5, 30, 30.0, 1.5),
        (10_000, 20_000, 100.0, 0.010),
        (10_000, 100_000, 100.0, 0.0035),
        (2_000, 20_000, 1e9, 0.35),
    ):
        if quick:
            rows, columns = min(rows, 300), min(columns, 1000)
        a, b = source.random(rows) * limit, source.random(columns) * limit
        names: dict[str, Any] = {"a": a, "b": b, "numba_loop": compiled}
        name = f"pairs f64, {rows:,} x {columns:,}, to {limit:,.0f}"
        peer = ("numba", "numba_loop(a, b)")
        yield case(name, target, "abicus.pair_hypot_sum(a, b)", _by_rows(a, b), peer, **names)


def masked_hypot(quick: bool) -> Iterator[Case]:
    """The table "Masked hypotenuses"."""
    for count, target in ((10_000, 0.25), (100_000, 0.25), (MILLION, 0.25), (10 * MILLION, 0.25)):
        count = min(count, 100_000) if quick else count
        source = numpy.random.default_rng(count)
        a, b = source.random(count), source.random(count)
        out = numpy.zeros(count)
        expected = array("d", numpy.where(a > 0.5, numpy.sqrt(a * a + b * b), 0.0))
        names: dict[str, Any] = {"a": a, "b": b, "out": out, "numpy": numpy}
        call = "abicus.masked_hypot(a, b, above=0.5, out=out).data"
        peer = ("NumPy", "numpy.sqrt(a * a + b * b, out=out, where=a > 0.5)")
        yield case(f"masked_hypot f64, {count:,}, beside NumPy", target, call, expected, peer, **names)
        names["numba_loop"] = _compiled(_masked, a, b, 0.5, out)
        peer = ("numba", "numba_loop(a, b, 0.5, out)")
        yield case(f"masked_hypot f64, {count:,}, beside numba", 1.0, call, expected, peer, **names)


def scale(quick: bool) -> Iterator[Case]:
    """The table "Scale"."""
    for count, target in ((1_000, 0.6), (MILLION, 1.0), (10 * MILLION, 0.6)):
        count = min(count, 100_000) if quick else count
        values = numpy.random.default_rng(count).random(count)
        names: dict[str, Any] = {"v": values, "out": numpy.zeros(count), "numpy": numpy}
        expected = array("d", values * 2.5)
        call = "abicus.scale(v, 2.5, out=out).data"
        peer = ("NumPy", "numpy.multiply(v, 2.5, out=out)")
        yield case(f"scale f64, {count:,}, out=", target, call, expected, peer, **names)


def adjust(quick: bool) -> Iterator[Case]:
    """The table "Brightness and contrast"."""
    expression = "numpy.clip(numpy.rint((p - 127.5) * 1.25 + 127.5 + 25.5), 0, 255).astype('B')"
    for count, by_numpy, by_numba in ((10_000, 0.12, 1.0), (MILLION, 0.05, 0.6)):
        count = min(count, 100_000) if quick else count
        pixels = numpy.random.default_rng(count).integers(0, 256, count).astype("B")
        out = numpy.zeros(count, "B")
        names: dict[str, Any] = {"p": pixels, "out": out, "numpy": numpy}
        expected = array("B", _adjusted(pixels.tolist(), bytearray(count)))
        call = "abicus.adjust(p, brightness=0.1, contrast=0.25, out=out).data"
        yield case(f"adjust, {count:,}, beside NumPy", by_numpy, call, expected, ("NumPy", expression), **names)
        names["numba_loop"] = _compiled(_adjusted, pixels, out)
        peer = ("numba", "numba_loop(p, out)")
        yield case(f"adjust, {count:,}, beside numba", by_numba, call, expected, peer, **names)


TABLES: dict[str, Callable[[bool], Iterator[Case]]] = {}
if numpy is not None:
    TABLES = {
        "Pairs": pairs,
        "Masked hypotenuses": masked_hypot,
        "Scale": scale,
        "Brightness and contrast": adjust,
    }
