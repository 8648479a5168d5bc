"""The generic path of the closed forms: ints beyond 64 bits, objects with __index__, and every error."""

from __future__ import annotations

import sys
from math import lgamma, log
from operator import index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: The last numbers whose results have at most 2**36 bits, the most that the library multiplies.
LAST = {"fibonacci": 98_984_914_800, "factorial": 2_316_396_731}


def sum_range(start: Any, stop: Any = None, step: Any = 1) -> int:
    # The range checks its arguments, and knows its ends, of any size.
    values = range(0, start, step) if stop is None else range(start, stop, step)
    if not values:
        return 0
    first, last = values[0], values[-1]
    return (first + last) * ((last - first) // values.step + 1) // 2


def fibonacci(n: Any, /) -> int:
    return _native("fibonacci", n)


def factorial(n: Any, /) -> int:
    return _native("factorial", n)


def _native(name: str, n: Any) -> int:
    number = int(index(n))
    if number < 0:
        raise ValueError(f"{name}() not defined for negative values")
    if name == "factorial" and number > sys.maxsize:
        raise OverflowError(f"factorial() argument should not exceed {sys.maxsize}")
    if number > LAST[name]:
        why = "the result would have more than 2**36 bits"
        raise OverflowError(f"{name}() argument should not exceed {LAST[name]}: {why}")
    if type(n) is int:
        # The library takes all of these but for one reason.
        bits = number * 0.6942419 if name == "fibonacci" else lgamma(number + 1) / log(2)
        size = f"{bits / 8e6:,.0f} MB, and the work on it takes up to 16 times that"
        raise MemoryError(f"there is not enough memory: {name}({number}) has {size}")
    from .. import closed_forms as native

    result: int = getattr(native, name)(number)
    return result
