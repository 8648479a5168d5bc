"""Errors and roundings that the functions and `Moments` share."""

from __future__ import annotations

from math import isqrt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Union

    Number = Union[int, float]

#: Bits of a root before it is rounded: more by two at least than a double has.
_ROOT_BITS = 60


def statistics_error(message: str) -> Exception:
    """Return a StatisticsError of the standard library's `statistics`, which is slow to import."""
    from statistics import StatisticsError

    return StatisticsError(message)


def check_count(name: str, count: int, sample: bool) -> None:
    """Raise StatisticsError if there are too few elements for a spread."""
    if count < 1 + sample:
        least = "two data points" if sample else "one data point"
        raise statistics_error(f"{name} requires at least {least}")


def quotient(dividend: int, divisor: int) -> Number:
    """Return an int if the quotient is whole, else the nearest float; OverflowError if that is infinite."""
    whole, rest = divmod(dividend, divisor)
    return dividend / divisor if rest else whole


def float_root(numerator: int, denominator: int) -> float:
    """Return the square root of a fraction that is not negative, rounded once; OverflowError beyond the floats.

    The integer root of the fraction, scaled by a power of four, has more bits than a double; its last bit says whether
    anything was lost, so that the division by the power of two rounds as the exact root would (S. Boldo and
    G. Melquiond, "When double rounding is odd", 2005).
    """
    shift = _ROOT_BITS - (numerator.bit_length() - denominator.bit_length()) // 2
    if shift >= 0:
        numerator <<= 2 * shift
    else:
        denominator <<= -2 * shift
    whole, rest = divmod(numerator, denominator)
    root = isqrt(whole)
    root |= bool(rest or root * root != whole)
    return root / (1 << shift) if shift >= 0 else (root << -shift) / 1
