"""Exact arithmetic on Python's own numbers, and on what the native state has no place for."""

from __future__ import annotations

import builtins
import sys
from array import array
from math import inf
from operator import mul

from . import _native as native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Union

    Number = Union[int, float]

#: The native state counts in units of 2**-1074, the least double.
UNIT_BITS = 1074
#: From here on an int does not round to a finite double.
TOO_LARGE = 2**1024 - 2**970

# Flags of a state's bytes.
FLOAT, PLUS_INFINITY, MINUS_INFINITY, NAN, LARGE = 1, 2, 4, 8, 16
SPECIAL = PLUS_INFINITY | MINUS_INFINITY | NAN
HEADER = 8
_LIMBS = 288
_MAGIC, _LONG_MAGIC = b"ABXS\x01", b"ABXL\x01"

_FLOATS, _INTEGERS, _NUMBERS = frozenset({float}), frozenset({int, bool}), frozenset({int, bool, float})


def too_large() -> OverflowError:
    """Return Python's own error for an int that is met with floats."""
    return OverflowError("int too large to convert to float")


def plain_numbers(elements: Iterable[Any]) -> tuple[Number, ...] | None:
    """Return the elements with NumPy's scalars as Python numbers of their value; None if there is anything else."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        scalar = numpy.generic
        elements = [element.item() if isinstance(element, scalar) else element for element in elements]
    numbers = tuple(elements)
    return numbers if _NUMBERS.issuperset(map(type, numbers)) else None


def plain_values(name: str, elements: tuple[Any, ...]) -> tuple[Number, ...]:
    """Return ints and floats, of subclasses too (an IntEnum's, say), as plain ones of their value; TypeError for others."""
    numbers = plain_numbers(map(_plain_value, elements))
    if numbers is None:
        kinds = {type(element).__name__ for element in elements if plain_numbers((_plain_value(element),)) is None}
        raise TypeError(f"{name} has elements of type {', '.join(sorted(kinds))}, expected ints and floats")
    return numbers


def _plain_value(element: Any) -> Any:
    if isinstance(element, int):
        return int.__int__(element)
    return float.__float__(element) if isinstance(element, float) else element


def doubles(integer: int) -> Iterator[float]:
    """Yield doubles of one sign whose exact sum is the integer: at least one."""
    if abs(integer) >= TOO_LARGE:
        raise too_large()
    while True:
        shift = max(abs(integer).bit_length() - 53, 0)
        piece = abs(integer) >> shift << shift
        yield float(piece if integer >= 0 else -piece)
        integer += -piece if integer >= 0 else piece
        if not integer:
            return


class Total:
    """An exact sum of ints of any size and floats.

    The value is the native state's plus `units * 2**-1074`; `large` says that an int was added that is too large for a
    float. How the value is divided between the two depends on what came how; `to_bytes` and `value` do not show it.
    """

    __slots__ = ("large", "state", "units")

    def __init__(self) -> None:
        self.state = native._exact_new()
        self.units = 0
        self.large = False

    def add_integer(self, integer: int, large: bool) -> None:
        """Add an int, or a sum of ints of which one was too large for a float."""
        self.units += integer << UNIT_BITS
        self.large |= large

    def add_chunk(self, chunk: tuple[Any, ...]) -> bool:
        """Add numbers, at least one; False, with nothing added, if there is an element of any other kind."""
        kinds = set(map(type, chunk))
        if kinds == _FLOATS:
            native._exact_update(self.state, chunk)
        elif kinds <= _INTEGERS:
            self.add_integer(builtins.sum(chunk), max(chunk) >= TOO_LARGE or min(chunk) <= -TOO_LARGE)
        elif kinds <= _NUMBERS:
            self.add_chunk(tuple(element for element in chunk if type(element) is float))
            self.add_chunk(tuple(element for element in chunk if type(element) is not float))
        else:
            numbers = plain_numbers(chunk)
            return numbers is not None and self.add_chunk(numbers)
        return True

    def add_data(self, values: object) -> None:
        """Add any vector; TypeError, with nothing added, for elements that are no numbers."""
        extra = native._exact_update(self.state, values)
        if extra is not None:
            self.units += extra[0]
            self.large |= extra[1]

    def add_parts(self, parts: Iterable[object]) -> None:
        """Add the vectors of an iterable; an exception that it raises leaves part of them added."""
        for part in parts:
            self.add_data(part)

    def merge(self, other: Total) -> None:
        """Add another total."""
        native._exact_merge(self.state, other.state)
        self.units += other.units
        self.large |= other.large
        self._make_room()

    def _make_room(self) -> None:
        # Below the largest double there are 2**140 of headroom in the native state: only merges can use them up.
        # Beside a NaN nobody sees how large the sum is.
        if not abs(native._exact_value(self.state)) < inf:
            state = native._exact_to_bytes(self.state)
            self.units += _limbs(state)
            self.state = native._exact_from_bytes(state[:HEADER] + bytes(_LIMBS))

    def copy(self) -> Total:
        """Return an independent total of the same value."""
        other = Total.__new__(Total)
        other.state, other.units, other.large = native._exact_clone(self.state), self.units, self.large
        return other

    def flags(self) -> int:
        """Return what was added: FLOAT, and infinities and NaN."""
        return native._exact_to_bytes(self.state)[5]

    def value(self) -> Number:
        """Return the int total of ints, or the exact total rounded once if a float was added."""
        state = native._exact_to_bytes(self.state)
        flags = state[5]
        if flags & FLOAT and self.large:
            raise too_large()
        if flags & SPECIAL or flags & FLOAT and not self.units:
            return native._exact_value(self.state)
        units = self.units + _limbs(state)
        if not flags & FLOAT:
            return units >> UNIT_BITS
        if units.bit_length() < 8 * _LIMBS:
            # Not a quotient of ints: the caller's floating-point mode could flush it to zero.
            whole = state[:HEADER] + units.to_bytes(_LIMBS, "little", signed=True)
            return native._exact_value(native._exact_from_bytes(whole))
        return inf if units > 0 else -inf

    def to_bytes(self) -> bytes:
        """Return the canonical bytes: the native state's where it can hold the value, a long form otherwise."""
        state = native._exact_to_bytes(self.state)
        units, flags = self.units + _limbs(state), state[5] | LARGE * self.large
        size = max(units, ~units).bit_length() // 8 + 1  # of two's complement: -128 takes one byte, 128 two
        if not self.large and size <= _LIMBS:
            return _MAGIC + bytes([flags, 0, 0]) + units.to_bytes(_LIMBS, "little", signed=True)
        return _LONG_MAGIC + bytes([flags, 0, 0]) + units.to_bytes(size, "little", signed=True)

    @classmethod
    def from_bytes(cls, state: bytes) -> Total:
        """Return the total with these canonical bytes; ValueError for any others."""
        total = cls()
        if state.startswith(_LONG_MAGIC) and len(state) > HEADER:
            flags = state[5]
            total.units, total.large = _limbs(state), bool(flags & LARGE)
            header = _MAGIC + bytes([flags & ~LARGE]) + state[6:HEADER]
            total.state = native._exact_from_bytes(header + bytes(_LIMBS))
            if not flags & FLOAT and total.units % (1 << UNIT_BITS) or total.to_bytes() != state:
                raise ValueError("state is not what ExactSum.to_bytes writes")
        else:
            total.state = native._exact_from_bytes(state)
            total._make_room()
        return total


def _limbs(state: bytes) -> int:
    return int.from_bytes(state[HEADER:], "little", signed=True)


class Products:
    """An exact sum of products. Products with a float in them are kept, as pairs of doubles, until the end."""

    __slots__ = ("integers", "left", "right")

    def __init__(self) -> None:
        self.integers = 0
        self.left = array("d")
        self.right = array("d")

    def add_chunks(self, left: tuple[Any, ...], right: tuple[Any, ...]) -> bool:
        """Add the products of two chunks of one length; False, with nothing added, if not all are numbers."""
        kinds = {*map(type, left), *map(type, right)}
        if kinds <= _FLOATS:
            self.left.extend(left)
            self.right.extend(right)
        elif kinds <= _INTEGERS:
            self.integers += builtins.sum(map(mul, left, right))
        elif kinds <= _NUMBERS:
            for pair in zip(left, right):
                self._add_product(*pair)
        else:
            numbers = plain_numbers(left), plain_numbers(right)
            return numbers[0] is not None and numbers[1] is not None and self.add_chunks(numbers[0], numbers[1])
        return True

    def _add_product(self, left: Number, right: Number) -> None:
        if not isinstance(left, float) and not isinstance(right, float):
            self.integers += left * right
            return
        left_pieces = (left,) if isinstance(left, float) else doubles(left)
        for left_piece in left_pieces:
            for right_piece in (right,) if isinstance(right, float) else doubles(right):
                self.left.append(left_piece)
                self.right.append(right_piece)

    def value(self, threads: int) -> Number:
        """Return the int total of ints, or the exact total rounded once if a float was met."""
        if not self.left:
            return self.integers
        if self.integers:
            pieces = array("d", doubles(self.integers))
            self.left.extend(pieces)
            self.right.extend(array("d", [1.0]) * len(pieces))
            self.integers = 0
        result: Number = native.dot(self.left, self.right, threads=threads)
        return result
