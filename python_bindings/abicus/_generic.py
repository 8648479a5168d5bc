"""The generic path: every input that is not a plain list or buffer of numbers.

Each function has the name and the signature of the one that passes on to it. It reaches the library again only with
something that is surely taken: tuples of floats, and buffers of another kind than the one it was given.
"""

from __future__ import annotations

import builtins
import operator
import sys
from array import array
from itertools import chain, islice, zip_longest
from math import inf
from struct import pack

from . import _native as native
from ._buffers import chunks, layout_of, view_of
from ._errors import InternalError as InternalError  # what the door raises for a caught panic
from ._numbers import (
    MINUS_INFINITY,
    PLUS_INFINITY,
    SPECIAL,
    TOO_LARGE,
    Products,
    Total,
    plain_numbers,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: Elements of an iterable that are held at a time.
CHUNK = 8192
_MISSING = object()
_MINUS_ZERO = bytes(7) + b"\x80"


def thread_count(threads: object) -> int:
    """Return a checked `threads`."""
    try:
        count = operator.index(threads)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"threads is {type(threads).__name__}, expected an int") from None
    if not 0 <= count < 2**31:
        raise ValueError(f"threads is {count}, expected 0 (all that are allowed) or a positive number")
    return count


def _data(name: str, values: Any) -> Any:
    """Return the memoryview or NumPy array behind an object; the object itself if it is one, or has none."""
    numpy = sys.modules.get("numpy")
    if type(values) is memoryview or numpy is not None and type(values) is numpy.ndarray:
        return values
    if numpy is not None and hasattr(type(values), "__array__"):
        if isinstance(values, numpy.ma.MaskedArray):
            masked = int(numpy.ma.count_masked(values))
            if masked:
                raise ValueError(f"{name} has {masked} masked elements, expected none")
        return numpy.asarray(values)
    view = view_of(values)
    return values if view is None else view


def _element_type(data: object) -> str | None:
    """Return the element type of a buffer that the library takes, None for anything else."""
    view = view_of(data)
    layout = None if view is None else layout_of(view)
    return layout.element if layout else None


def _elements(name: str, data: Any) -> Iterator[Any]:
    """Return an iterator over data in C order, as Python's numbers where they are numbers."""
    view = view_of(data)
    if view is not None:
        layout = layout_of(view)
        if layout is not None:
            return chain.from_iterable(chunks(view, layout, CHUNK))
    if hasattr(data, "ndim") and hasattr(data, "tolist"):
        if not data.ndim:
            raise TypeError(f"{name} is {type(data).__name__} without a dimension, expected a vector")
        try:
            return iter((data if isinstance(data, memoryview) else data.ravel()).tolist())
        except NotImplementedError:
            raise TypeError(f"{name} has elements of format {data.format!r}, expected numbers") from None
    try:
        return iter(data)
    except TypeError:
        kind = type(data).__name__
        raise TypeError(f"{name} is {kind}, expected a list, a buffer or another iterable") from None


def _minus_zero(number: object) -> bool:
    # By the bits: the caller's floating-point mode may take a subnormal number for zero.
    return type(number) is float and pack("<d", number) == _MINUS_ZERO


def _chunks(iterator: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
    return iter(lambda: tuple(islice(iterator, CHUNK)), ())


def sum(values: Any, /, start: Any = 0, *, threads: int = 1) -> Any:
    threads = thread_count(threads)
    data = _data("values", values)
    plain_start = plain_numbers((start,))
    if plain_start is None:
        return builtins.sum(_elements("values", data), start)
    element = _element_type(data)
    if element and data is not values and abs(plain_start[0]) < 2**63:
        return native.sum(data, start, threads=threads)
    minus_zero = _minus_zero(start)
    total = Total()
    total.add_chunk(plain_start)
    if element and not minus_zero:
        total.add_data(data)
        return total.value() if memoryview(data).nbytes else start
    if type(values) is range and values:
        first, last = values[0], values[-1]
        count = (last - first) // values.step + 1
        total.add_integer((first + last) * count // 2, max(abs(first), abs(last)) >= TOO_LARGE)
        return total.value()
    iterator = _elements("values", data)
    empty = True
    for chunk in _chunks(iterator):
        if not total.add_chunk(chunk):
            return builtins.sum(chain(chunk, iterator), start if empty else total.value())
        empty = False
        minus_zero = minus_zero and all(map(_minus_zero, chunk))
    if empty:
        return start
    return -0.0 if minus_zero else total.value()


def fsum(values: Any, /) -> float:
    data = _data("values", values)
    total = Total()
    # Ints of 64 bits are rounded one by one, as the oracle does; smaller ones are doubles already.
    if _element_type(data) in (None, "i64", "u64"):
        for chunk in _chunks(_elements("values", data)):
            native._exact_update(total.state, array("d", chunk))
    else:
        total.add_data(data)
    flags = total.flags()
    if flags & PLUS_INFINITY and flags & MINUS_INFINITY:
        raise ValueError("-inf + inf in fsum")
    result = float(total.value())
    if abs(result) == inf and not flags & SPECIAL:
        raise OverflowError("intermediate overflow in fsum")
    return result


def _unequal(a: Any, b: Any) -> ValueError:
    try:
        return ValueError(f"Inputs are not the same length: a has {len(a)} elements, b has {len(b)}")
    except TypeError:
        return ValueError("Inputs are not the same length")


def dot(a: Any, b: Any, *, threads: int = 1) -> Any:
    threads = thread_count(threads)
    a_data, b_data = _data("a", a), _data("b", b)
    element = _element_type(a_data)
    if element and element == _element_type(b_data) and (a_data is not a or b_data is not b):
        return native.dot(a_data, b_data, threads=threads)
    pairs = zip_longest(_elements("a", a_data), _elements("b", b_data), fillvalue=_MISSING)
    products = Products()
    for chunk in _chunks(pairs):
        if any(part is _MISSING for part in chunk[-1]):
            raise _unequal(a, b)
        left, right = zip(*chunk)
        if not products.add_chunks(left, right):
            total = products.value(threads)
            for p, q in chain(chunk, pairs):
                if p is _MISSING or q is _MISSING:
                    raise _unequal(a, b)
                total += p * q
            return total
    return products.value(threads)


sumprod = dot


def sum_of_squares(values: Any, /) -> Any:
    data = _data("values", values)
    if data is not values and _element_type(data):
        return native.sum_of_squares(data)
    iterator = _elements("values", data)
    products = Products()
    for chunk in _chunks(iterator):
        if not products.add_chunks(chunk, chunk):
            total = products.value(1)
            for element in chain(chunk, iterator):
                total += element * element
            return total
    return products.value(1)


def count_even(values: Any, /) -> int:
    data = _data("values", values)
    if data is not values and _element_type(data):
        count: int = native.count_even(data)
        return count
    even = 0
    for chunk in _chunks(_elements("values", data)):
        # Floats in the library: the caller's floating-point mode may take a subnormal number for zero.
        elements = plain_numbers(chunk) or chunk
        even += native.count_even(tuple(element for element in elements if type(element) is float))
        even += builtins.sum(1 for element in elements if type(element) is not float and element % 2 == 0)
    return even


def _exact_update(state: object, values: Any, /) -> tuple[int, bool] | None:
    """Add values to a native state, all or nothing; return the units and the flag that a `Total` keeps beside it."""
    data = _data("values", values)
    if data is not values and _element_type(data):
        return native._exact_update(state, data)
    total = Total()
    for chunk in _chunks(_elements("values", data)):
        if not total.add_chunk(chunk):
            kinds = {type(element).__name__ for element in chunk if plain_numbers((element,)) is None}
            raise TypeError(f"values has elements of type {', '.join(sorted(kinds))}, expected ints and floats")
    native._exact_merge(state, total.state)
    return total.units, total.large
