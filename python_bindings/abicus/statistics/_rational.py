"""The arithmetic of `statistics` on numbers of any type: exact fractions, and the type that a result has."""

from __future__ import annotations

import sys
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from .._numbers import FLOAT, UNIT_BITS
from ._answers import check_count, float_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._powers import Powers

    Ratio = tuple[Any, int | None]

def ratio(number: Any) -> Ratio:
    """Return numerator and denominator of a number, or an infinity or nan and None."""
    try:
        pair: Ratio = number.as_integer_ratio()
        return pair
    except AttributeError:
        pass
    except (OverflowError, ValueError):
        return number, None
    try:
        return number.numerator, number.denominator
    except AttributeError:
        kind = type(number).__name__
        raise TypeError(f"can't convert type {kind!r} to numerator/denominator") from None


def without_scalars(elements: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the elements, NumPy's scalars among them as Python numbers of their value."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return elements
    scalar = numpy.generic
    return tuple(element.item() if isinstance(element, scalar) else element for element in elements)


def _common(kind: type, other: type) -> type:
    """Return the type of a sum of numbers of two types; TypeError if they do not mix."""
    if kind is other or other is int or other is bool:
        return kind
    if kind is int or issubclass(other, kind):
        return other
    if issubclass(kind, other):
        return kind
    if issubclass(kind, int):
        return other
    if issubclass(other, int):
        return kind
    if issubclass(kind, Fraction) and issubclass(other, float):
        return other
    if issubclass(kind, float) and issubclass(other, Fraction):
        return kind
    raise TypeError(f"don't know how to coerce {kind.__name__} and {other.__name__}")


def type_of_sum(kinds: set[type]) -> type:
    """Return the type that numbers of these types have together, int if there are none."""
    common: type = int
    return reduce(_common, kinds, common)


def convert(value: Any, kind: type) -> Any:
    """Return an exact value as a number of a type, a float if it is an int type and the value is not whole."""
    if type(value) is kind:
        return value
    if issubclass(kind, int) and value.denominator != 1:
        kind = float
    try:
        return kind(value)
    except TypeError:
        if not issubclass(kind, Decimal):
            raise
    return kind(value.numerator) / kind(value.denominator)


def decimal_root(numerator: int, denominator: int) -> Decimal:
    """Return the square root of a fraction as a Decimal of the context's precision, rounded once."""
    if not numerator:
        return Decimal("0.0")
    numerator, denominator = abs(numerator), denominator if numerator > 0 else -denominator
    near = (Decimal(numerator) / Decimal(denominator)).sqrt()

    def side(other: Decimal) -> int:
        """Return the sign of the exact root less the middle between `near` and a neighbour."""
        middle = (Fraction(near) + Fraction(other)) / 2
        square = middle * middle
        difference = numerator * square.denominator - denominator * square.numerator
        return (difference > 0) - (difference < 0)

    above, below = near.next_plus(), near.next_minus()
    if side(above) > 0:
        return above
    return below if side(below) < 0 else near


class Sums:
    """Exact sums of numbers of any kind, and the type that they have together; ints and floats are with `powers`."""

    def __init__(self, powers: Powers) -> None:
        self._powers = powers
        self._kinds: set[type] = set()
        self._count = 0
        # Numerators by denominator, which is None of an infinity or nan.
        self._sums: dict[Any, Any] = {}
        self._squares: dict[Any, Any] = {}

    def add(self, chunk: tuple[Any, ...]) -> None:
        """Add some elements, at least one."""
        if self._powers.add_chunk(chunk):
            return
        sums, squares = self._sums, self._squares
        for element in without_scalars(chunk):
            self._kinds.add(type(element))
            numerator, denominator = ratio(element)
            sums[denominator] = sums.get(denominator, 0) + numerator
            squares[denominator] = squares.get(denominator, 0) + numerator * numerator
            self._count += 1

    def _exact(self) -> tuple[int, type, Any, Any]:
        """Return the count, the common type, and the sums: fractions, or what infinities and nan make."""
        content = self._powers.content()
        special = content.special()
        if special is not None:
            self._sums[None] = self._sums.get(None, 0) + special
        else:
            self._sums[1] = self._sums.get(1, 0) + Fraction(content.units, 1 << UNIT_BITS)
            self._squares[1] = self._squares.get(1, 0) + Fraction(content.squares, 1 << 2 * UNIT_BITS)
        sums, squares = _total(self._sums, 1), _total(self._squares, 2)
        kind = type_of_sum(self._kinds | ({float} if content.flags & FLOAT else set()))
        return content.count + self._count, kind, sums, squares

    def mean(self) -> Any:
        """Return the mean; there must be an element."""
        count, kind, exact, _ = self._exact()
        return convert(exact / count, kind)

    def spread(self, name: str, sample: bool, root: bool) -> Any:
        """Return the variance, or its root, as the function of that name does."""
        count, kind, exact, squares = self._exact()
        check_count(name, count, sample)
        # The squares of an infinity or nan do not count.
        squares_about = (count * squares - exact * exact) / count if isinstance(exact, Fraction) else exact
        return _finish(kind, squares_about / (count - sample), root)

    def spread_of_squares(self, name: str, sample: bool, root: bool) -> Any:
        """Return the variance, or its root, where the elements are the squares of differences from a mean."""
        count, kind, exact, _ = self._exact()
        check_count(name, count, sample)
        return _finish(kind, exact / (count - sample), root)


def _total(sums: dict[Any, Any], power: int) -> Any:
    """Return the sum of fractions whose numerators are kept by denominator, which was raised to a power.

    If infinities or nan were added they alone count.
    """
    if None in sums:
        return sums[None]
    return sum((Fraction(numerator, denominator**power) for denominator, numerator in sums.items()), Fraction(0))


def _finish(kind: type, value: Any, root: bool) -> Any:
    """Return a variance, or its root, as a number of the data's type."""
    if not root:
        return convert(value, kind)
    if issubclass(kind, Decimal):
        return decimal_root(value.numerator, value.denominator)
    return float_root(value.numerator, value.denominator)
