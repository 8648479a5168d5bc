"""Exact count, sum and sum of squares of Python's own numbers, and of what the native state has no place for."""

from __future__ import annotations

import builtins
import sys
from math import inf, nan

from .._numbers import FLOAT, HEADER, MINUS_INFINITY, NAN, PLUS_INFINITY, SPECIAL, UNIT_BITS, plain_numbers
from .._signatures import EXACT_SUM_BYTES, MOMENTS_BYTES
from ._answers import check_count, float_root, quotient, statistics_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Union

    Number = Union[int, float]

native: Any = sys.modules[__package__]

#: The native state counts squares in units of 2**-2148.
_SQUARE_BITS = 2 * UNIT_BITS
_COUNT_BYTES = 8
_SUM = HEADER + _COUNT_BYTES + HEADER
_SQUARES = HEADER + _COUNT_BYTES + EXACT_SUM_BYTES
_MAGIC, _LONG_MAGIC, _SUM_MAGIC = b"ABXM\x01\0\0\0", b"ABXN\x01", b"ABXS\x01"
_FLAGS = FLOAT | SPECIAL
_POSSIBLE_FLAGS = frozenset({0, FLOAT} | {FLOAT | special for special in range(0, SPECIAL + 1, 2)})
# Two states below these limits can be added natively, and any data to them.
_MOST_COUNT, _MOST_SUM, _MOST_SQUARES = 60, UNIT_BITS + 1024 + 60, _SQUARE_BITS + 2048 + 60

_FLOATS, _INTEGERS, _NUMBERS = frozenset({float}), frozenset({int, bool}), frozenset({int, bool, float})
_MEAN = 0
_SPREADS = {(True, False): 1, (False, False): 2, (True, True): 3, (False, True): 4}


class Content:
    """What a state holds: the sum in units of 2**-1074, the sum of squares in units of 2**-2148."""

    __slots__ = ("count", "flags", "squares", "units")

    def __init__(self, count: int = 0, units: int = 0, squares: int = 0, flags: int = 0) -> None:
        self.count, self.units, self.squares, self.flags = count, units, squares, flags

    def __bool__(self) -> bool:
        return bool(self.count)

    def add(self, other: Content) -> None:
        self.count += other.count
        self.units += other.units
        self.squares += other.squares
        self.flags |= other.flags

    @classmethod
    def of_native(cls, state: bytes) -> Content:
        return cls(
            int.from_bytes(state[HEADER : HEADER + _COUNT_BYTES], "little"),
            int.from_bytes(state[_SUM:_SQUARES], "little", signed=True),
            int.from_bytes(state[_SQUARES:], "little", signed=True),
            state[_SUM - 3],
        )

    def native(self) -> Any:
        """Return a native state of the same content; None if it has no room for it."""
        try:
            state = (
                _MAGIC
                + self.count.to_bytes(_COUNT_BYTES, "little")
                + (_SUM_MAGIC + bytes([self.flags, 0, 0]))
                + self.units.to_bytes(_SQUARES - _SUM, "little", signed=True)
                + self.squares.to_bytes(MOMENTS_BYTES - _SQUARES, "little", signed=True)
            )
            return native._moments_from_bytes(state)
        except (OverflowError, ValueError):
            return None

    def special(self) -> float | None:
        """Return the sum of the infinities and nan that were added."""
        infinities = self.flags & (PLUS_INFINITY | MINUS_INFINITY)
        if self.flags & NAN or infinities == PLUS_INFINITY | MINUS_INFINITY:
            return nan
        return {PLUS_INFINITY: inf, MINUS_INFINITY: -inf}.get(infinities)


class Powers:
    """Exact count, sum and sum of squares of ints of any size and floats: those of the native state, and `extra`."""

    __slots__ = ("extra", "state")

    def __init__(self) -> None:
        self.state = native._moments_new()
        self.extra = Content()

    def add_chunk(self, chunk: tuple[Any, ...]) -> bool:
        """Add numbers, at least one; False, with nothing added, if there is an element of any other kind."""
        kinds = set(map(type, chunk))
        if kinds == _FLOATS:
            native._moments_update(self.state, chunk)
        elif kinds <= _INTEGERS:
            self.extra.add(
                Content(
                    len(chunk),
                    builtins.sum(chunk) << UNIT_BITS,
                    builtins.sum(number * number for number in chunk) << _SQUARE_BITS,
                )
            )
        elif kinds <= _NUMBERS:
            self.add_chunk(tuple(element for element in chunk if type(element) is float))
            self.add_chunk(tuple(element for element in chunk if type(element) is not float))
        else:
            numbers = plain_numbers(chunk)
            return numbers is not None and self.add_chunk(numbers)
        return True

    def add_data(self, values: object) -> None:
        """Add any vector; TypeError, with nothing added, for elements that are no numbers."""
        extra = native._moments_update(self.state, values)
        if extra is not None:
            self.extra.add(extra)

    def merge(self, other: Powers) -> None:
        """Add others."""
        native._moments_merge(self.state, other.state)
        self.extra.add(other.extra)
        self._make_room()

    def _make_room(self) -> None:
        content = Content.of_native(native._moments_to_bytes(self.state))
        if (
            content.count.bit_length() > _MOST_COUNT
            or content.units.bit_length() > _MOST_SUM
            or content.squares.bit_length() > _MOST_SQUARES
        ):
            self.extra.add(content)
            self.state = native._moments_new()

    def copy(self) -> Powers:
        """Return independent ones of the same content."""
        other = Powers.__new__(Powers)
        other.state, other.extra = native._moments_clone(self.state), Content()
        other.extra.add(self.extra)
        return other

    def content(self) -> Content:
        """Return all that was added."""
        content = Content.of_native(native._moments_to_bytes(self.state))
        content.add(self.extra)
        return content

    def _ask(self, content: Content, question: int) -> float | None:
        """Return the library's answer, None if the content does not fit the native state.

        A quotient of Python's ints is rounded as well, but the caller's floating-point mode could flush it to zero.
        """
        state = content.native() if self.extra else self.state
        if state is None:
            return None
        answer: float = native._moments_ask(state, question)
        if answer in (inf, -inf):
            raise OverflowError("integer division result too large for a float")
        return answer

    def mean(self) -> Number:
        """Return the mean as `statistics.mean` does."""
        content = self.content()
        if not content:
            raise statistics_error("mean requires at least one data point")
        special = content.special()
        if special is not None:
            return special
        if content.flags & FLOAT:
            answer = self._ask(content, _MEAN)
            return content.units / (content.count << UNIT_BITS) if answer is None else answer
        return quotient(content.units >> UNIT_BITS, content.count)

    def spread(self, name: str, sample: bool, root: bool) -> Number:
        """Return the variance, or its root, as the function of that name of `statistics` does."""
        content = self.content()
        check_count(name, content.count, sample)
        special: Any = content.special()
        if special is not None:
            return special.numerator if root else special  # type: ignore[no-any-return]  # floats have none, as there
        if content.flags & FLOAT:
            answer = self._ask(content, _SPREADS[sample, root])
            if answer is not None:
                return answer
        # In units of 2**-2148 both.
        dividend = content.count * content.squares - content.units * content.units
        divisor = content.count * (content.count - sample) << _SQUARE_BITS
        if root:
            return float_root(dividend, divisor)
        return dividend / divisor if content.flags & FLOAT else quotient(dividend, divisor)

    def to_bytes(self) -> bytes:
        """Return the canonical bytes: the native state's where it can hold the content, a long form otherwise."""
        content = self.content()
        state = content.native() if self.extra else self.state
        if state is not None:
            stored: bytes = native._moments_to_bytes(state)
            return stored
        parts = [_LONG_MAGIC, bytes([content.flags, 0, 0])]
        for number in (content.count, content.units, content.squares):
            size = max(number, ~number).bit_length() // 8 + 1  # of two's complement: -128 takes one byte, 128 two
            parts += [size.to_bytes(8, "little"), number.to_bytes(size, "little", signed=True)]
        return b"".join(parts)

    @classmethod
    def from_bytes(cls, state: bytes) -> Powers:
        """Return those with these canonical bytes; ValueError for any others."""
        powers = cls()
        if not state.startswith(_LONG_MAGIC):
            powers.state = native._moments_from_bytes(state)
            powers._make_room()
            return powers
        powers.extra = content = _long_content(state)
        if not _is_possible(content) or powers.to_bytes() != state:
            raise ValueError(f"state is {len(state)} bytes that are no stored moments, expected those of some")
        return powers


def _long_content(state: bytes) -> Content:
    numbers, place = [], HEADER
    for _ in range(3):
        start = place + 8
        place = start + int.from_bytes(state[place:start], "little")
        numbers.append(int.from_bytes(state[start:place], "little", signed=True))
    count, units, squares = numbers
    return Content(count, units, squares, state[5] if len(state) > 5 else 0)


def _is_possible(content: Content) -> bool:
    """Return whether there are values with these moments, as far as is checked of native ones."""
    whole = not content.units % (1 << UNIT_BITS) and not content.squares % (1 << _SQUARE_BITS)
    return (
        content.count > 0
        and content.flags in _POSSIBLE_FLAGS
        and (whole or bool(content.flags & FLOAT))
        and content.squares >= 0
        and content.count * content.squares >= content.units * content.units
    )
