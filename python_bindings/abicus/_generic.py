"""The generic path: every input that is not a plain list or buffer of numbers.

Each function has the name and the signature of the one that passes on to it. It reaches the library again only with
something that is surely taken: tuples of floats, and buffers of another kind than the one it was given.
"""

from __future__ import annotations

import builtins
from array import array
from itertools import chain, zip_longest
from math import inf
from struct import pack

from . import _native as native
from ._buffers import view_of
from ._library import InternalError as InternalError  # what the door raises for a caught panic
from ._numbers import (
    MINUS_INFINITY,
    PLUS_INFINITY,
    SPECIAL,
    TOO_LARGE,
    Products,
    Total,
    plain_numbers,
    plain_values,
)
from ._vectors import Parts, data_of, element_type, elements_of, parts_of, thread_count, tuples_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MISSING = object()
_MINUS_ZERO = bytes(7) + b"\x80"


def _minus_zero(number: object) -> bool:
    # By the bits: the caller's floating-point mode may take a subnormal number for zero.
    return type(number) is float and pack("<d", number) == _MINUS_ZERO


def sum(values: Any, /, start: Any = 0, *, threads: int = 1) -> Any:
    threads = thread_count(threads)
    data = parts_of("values", values)
    plain_start = plain_numbers((start,))
    if plain_start is None:
        return builtins.sum(elements_of("values", data), start)
    element = element_type(data)
    if element and data is not values and abs(plain_start[0]) < 2**63:
        return native.sum(data, start, threads=threads)
    minus_zero = _minus_zero(start)
    total = Total()
    total.add_chunk(plain_start)
    if type(data) is Parts and not minus_zero:
        total.add_parts(data.views)
        return total.value()
    if element and not minus_zero:
        total.add_data(data)
        return total.value() if memoryview(data).nbytes else start
    if type(values) is range and values:
        first, last = values[0], values[-1]
        count = (last - first) // values.step + 1
        total.add_integer((first + last) * count // 2, max(abs(first), abs(last)) >= TOO_LARGE)
        return total.value()
    iterator = elements_of("values", data)
    empty = True
    for chunk in tuples_of(iterator):
        if not total.add_chunk(chunk):
            return builtins.sum(chain(chunk, iterator), start if empty else total.value())
        empty = False
        minus_zero = minus_zero and all(map(_minus_zero, chunk))
    if empty:
        return start
    return -0.0 if minus_zero else total.value()


def fsum(values: Any, /) -> float:
    data = parts_of("values", values)
    total = Total()
    for part in data.views if type(data) is Parts else (data,):
        # Ints of 64 bits are rounded one by one, as the oracle does; smaller ones are doubles already.
        if element_type(part) in (None, "i64", "u64"):
            for chunk in tuples_of(elements_of("values", part)):
                native._exact_update(total.state, array("d", chunk))
        else:
            total.add_data(part)
    flags = total.flags()
    if flags & PLUS_INFINITY and flags & MINUS_INFINITY:
        raise ValueError("-inf + inf in fsum")
    result = float(total.value())
    if abs(result) == inf and not flags & SPECIAL:
        raise OverflowError("intermediate overflow in fsum")
    return result


def _unequal(a: Any, b: Any) -> ValueError:
    try:
        return ValueError(f"Inputs are not the same length: a has {_count(a)} elements, b has {_count(b)}")
    except TypeError:
        return ValueError("Inputs are not the same length")


def _count(data: Any) -> int:
    """Return how many elements `data_of` gave: of a matrix not how many rows."""
    view = view_of(data)
    if view is None:
        return len(data)
    return view.nbytes and view.nbytes // view.itemsize


def dot(a: Any, b: Any, *, threads: int = 1) -> Any:
    threads = thread_count(threads)
    a_data, b_data = data_of("a", a), data_of("b", b)
    element = element_type(a_data)
    if element and element == element_type(b_data) and (a_data is not a or b_data is not b):
        return native.dot(a_data, b_data, threads=threads)
    pairs = zip_longest(elements_of("a", a_data), elements_of("b", b_data), fillvalue=_MISSING)
    products = Products()
    for chunk in tuples_of(pairs):
        if any(part is _MISSING for part in chunk[-1]):
            raise _unequal(a_data, b_data)
        left, right = zip(*chunk)
        if not products.add_chunks(left, right):
            total = products.value(threads)
            for p, q in chain(chunk, pairs):
                if p is _MISSING or q is _MISSING:
                    raise _unequal(a_data, b_data)
                total += p * q
            return total
    return products.value(threads)


sumprod = dot


def sum_of_squares(values: Any, /) -> Any:
    data = data_of("values", values)
    if data is not values and element_type(data):
        return native.sum_of_squares(data)
    iterator = elements_of("values", data)
    products = Products()
    for chunk in tuples_of(iterator):
        if not products.add_chunks(chunk, chunk):
            total = products.value(1)
            for element in chain(chunk, iterator):
                total += element * element
            return total
    return products.value(1)


def count_even(values: Any, /) -> int:
    data = parts_of("values", values)
    if type(data) is Parts:
        return builtins.sum(map(native.count_even, data.views))
    if data is not values and element_type(data):
        count: int = native.count_even(data)
        return count
    even = 0
    for chunk in tuples_of(elements_of("values", data)):
        # Floats in the library: the caller's floating-point mode may take a subnormal number for zero.
        elements = plain_numbers(chunk) or chunk
        even += native.count_even(tuple(element for element in elements if type(element) is float))
        even += builtins.sum(1 for element in elements if type(element) is not float and element % 2 == 0)
    return even


def _exact_update(state: object, values: Any, /) -> tuple[int, bool] | None:
    """Add values to a native state, all or nothing; return the units and the flag that a `Total` keeps beside it."""
    data = parts_of("values", values)
    if data is not values and element_type(data):
        return native._exact_update(state, data)
    total = Total()
    if type(data) is Parts:
        total.add_parts(data.views)
        data = ()
    for chunk in tuples_of(elements_of("values", data)):
        if not total.add_chunk(chunk):
            total.add_chunk(plain_values("values", chunk))
    native._exact_merge(state, total.state)
    return total.units, total.large
