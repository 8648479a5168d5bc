"""What the answers must be, from rational arithmetic alone."""

from __future__ import annotations

import builtins
import math
import struct
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Union

Number = Union[int, float]


def bits(value: object) -> tuple[type, object]:
    """Return what two equal answers have in common: the type, and the value or the bits (one nan)."""
    if isinstance(value, float):
        return float, "nan" if math.isnan(value) else struct.pack(">d", value).hex()
    return type(value), value


def rounded(value: Fraction) -> float:
    """Return a rational rounded once to a double, half to even; infinite beyond the range."""
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _total(terms: Iterable[Number], specials: Iterable[float]) -> float:
    specials = list(specials)
    if specials:
        return builtins.sum(specials)
    return rounded(builtins.sum(map(Fraction, terms), Fraction(0)))


def exact_sum(values: Iterable[Number], start: Number = 0) -> Number:
    """Return start plus the values: exactly if all are ints, else rounded once."""
    values = list(values)
    if not values:
        return start
    everything = [start, *values]
    if all(isinstance(value, int) for value in everything):
        return builtins.sum(everything)
    if all(isinstance(value, float) and value == 0 and math.copysign(1, value) < 0 for value in everything):
        return -0.0
    finite = [value for value in everything if math.isfinite(value)]
    return _total(finite, [value for value in everything if not math.isfinite(value)])


def exact_dot(a: Iterable[Number], b: Iterable[Number]) -> Number:
    """Return the sum of products: exactly if all are ints, else rounded once."""
    pairs = list(zip(a, b))
    if all(isinstance(x, int) and isinstance(y, int) for x, y in pairs):
        return builtins.sum(x * y for x, y in pairs)
    finite = [(x, y) for x, y in pairs if math.isfinite(x) and math.isfinite(y)]
    specials = [float(x) * float(y) for x, y in pairs if not (math.isfinite(x) and math.isfinite(y))]
    return _total((Fraction(x) * Fraction(y) for x, y in finite), specials)  # type: ignore[misc]


def even(values: Iterable[Any]) -> int:
    """Return how many are even."""
    return builtins.sum(1 for value in values if value % 2 == 0)
