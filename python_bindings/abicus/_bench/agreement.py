"""Whether an answer agrees with the oracle, and the oracle's exact sums: nothing here is shared with abicus."""

from __future__ import annotations

import math
import struct
from array import array
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: The exponents of doubles end here: every finite double is an integer times 2**LEAST_EXPONENT.
_LEAST_EXPONENT = -1074


@dataclass(frozen=True)
class Agreement:
    """How an answer compares with the expected one; `ulps` is None unless both are finite floats."""

    agrees: bool
    text: str
    ulps: Optional[int] = None


def _position(value: float) -> int:
    """Return where a double is in the order of all doubles: neighbours differ by one, and both zeros are 0."""
    (bits,) = struct.unpack("<q", struct.pack("<d", value))
    return int(bits) if bits >= 0 else -(bits + (1 << 63))


def compare(answer: Any, expected: Any) -> Agreement:
    """Compare an answer with the expected one: by value for ints, by bits for floats."""
    if isinstance(expected, float):
        try:
            number = float(answer)
        except (TypeError, ValueError, OverflowError):
            return Agreement(False, f"WRONG: {answer!r}"[:40])
        if math.isnan(expected) or math.isnan(number):
            same = math.isnan(expected) and math.isnan(number)
            return Agreement(same, "exact" if same else f"WRONG: {number!r}")
        if math.isinf(expected) or math.isinf(number):
            return Agreement(number == expected, "exact" if number == expected else f"WRONG: {number!r}")
        ulps = abs(_position(number) - _position(expected))
        if ulps:
            return Agreement(False, f"differs by {ulps:,} ulp", ulps)
        if math.copysign(1.0, number) != math.copysign(1.0, expected):
            return Agreement(False, "differs in the sign of zero", 0)
        return Agreement(True, "exact", 0)
    if isinstance(expected, list):
        # Arrays and columns of every kind; the elements of a list of floats are compared one by one.
        convert = getattr(answer, "tolist", None) or getattr(answer, "to_list", None)
        answer = convert() if convert else answer
        if expected and isinstance(expected[0], float) and isinstance(answer, list) and len(answer) == len(expected):
            if array("d", answer).tobytes() == array("d", expected).tobytes():
                return Agreement(True, "exact", 0)
            parts = (compare(*pair) for pair in zip(answer, expected))
            return max(parts, key=lambda part: (not part.agrees, part.ulps is None, part.ulps or 0))
    if bool(answer == expected):
        return Agreement(True, "exact")
    return Agreement(False, f"WRONG: {answer!r}"[:40])


def _scaled(value: float) -> tuple[int, int]:
    """Return integers (m, e) with value == m * 2**e."""
    fraction, exponent = math.frexp(value)
    return int(fraction * 9007199254740992.0), exponent - 53


def _total(totals: dict[int, int]) -> Fraction:
    """Return the sum of m * 2**e over a dict from e to m."""
    least = 2 * _LEAST_EXPONENT - 106
    return Fraction(sum(total << (exponent - least) for exponent, total in totals.items()), 1 << -least)


def exact_sum(values: Iterable[float]) -> Fraction:
    """Return the exact sum of finite floats, by integers alone."""
    totals: dict[int, int] = {}
    for value in values:
        mantissa, exponent = _scaled(value)
        totals[exponent] = totals.get(exponent, 0) + mantissa
    return _total(totals)


def exact_dot(left: Sequence[float], right: Sequence[float]) -> Fraction:
    """Return the exact dot product of finite floats, by integers alone."""
    totals: dict[int, int] = {}
    for one, other in zip(left, right):
        (mantissa, exponent), (factor, power) = _scaled(one), _scaled(other)
        exponent += power
        totals[exponent] = totals.get(exponent, 0) + mantissa * factor
    return _total(totals)
