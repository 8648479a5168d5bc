"""What goes into an `Array`: its length or elements, those that overwrite others, and more behind them."""

from __future__ import annotations

import operator
import sys
from array import array
from operator import countOf

from . import _buffers
from ._steps import filled, steps_of
from ._vectors import data_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from .array import Array

_RAW = frozenset({bytes, bytearray})


def packed(code: str, values: Iterable[Any]) -> array[Any] | bytes:
    """Return numbers as elements of a type: OverflowError or TypeError for what is none."""
    return b"".join(bytes(map(bool, step)) for step in steps_of(values)) if code == "?" else filled(code, values)


def element_of(code: str, value: Any) -> Any:
    """Return the value as an Array of this type code holds it."""
    try:
        (element,) = memoryview(packed(code, (value,))).cast("B").cast(code)  # type: ignore[call-overload]
    except (OverflowError, TypeError) as error:
        raise type(error)(f"value is {value!r}, which an Array of {code!r} cannot hold: {error}") from None
    return element


def assign(view: memoryview, index: Any, value: Any) -> None:
    """Assign to an element or a slice of an Array that `view` shows; what is wrong with either is named."""
    if isinstance(index, slice):
        part, raw = view[index], raw_elements("value", view.format, value)
        count = len(raw) // view.itemsize
        if count != len(part):
            raise ValueError(f"value has {count} elements, expected {len(part)}")
        if count:
            part[:] = raw.cast(view.format)  # type: ignore[call-overload]
        return
    try:
        view[index]
    except (IndexError, TypeError):
        raise wrong_index(index, len(view)) from None
    view[operator.index(index)] = element_of(view.format, value)


def raw_elements(name: str, code: str, values: Any, expected: str = "a vector") -> memoryview:
    """Return the bytes of a vector's elements as elements of a type: without a copy where they are of that type.

    OverflowError or TypeError for an element that the type cannot hold.
    """
    kind = type(values).__name__
    data = data_of(name, values)
    view = _buffers.view_of(data)
    if view is not None and view.ndim:
        layout = _buffers.layout_of(view)
        if layout is not None:
            if layout.change == _buffers.BOOL:
                is_same = code in ("?", "B")
            else:
                is_same = _buffers.TYPECODES[layout.element] == code
            if is_same and layout.change == _buffers.AS_IT_IS and view.c_contiguous:
                return view.cast("B") if view.nbytes else memoryview(b"")
            data = _buffers.plain_copy(view, layout)
            if is_same:
                return memoryview(data).cast("B")
    if not isinstance(data, array) and hasattr(data, "tolist"):
        data = data.tolist()
    try:
        return memoryview(packed(code, data)).cast("B")
    except OverflowError as error:
        raise OverflowError(f"{name} has an element that the type {code!r} cannot hold: {error}") from None
    except TypeError as error:
        raise TypeError(f"{name} is {kind}, expected {expected} of numbers: {error}") from None


def length_of(values_or_length: Any) -> int | None:
    """Return an int, or NumPy's, as Python's own; None for anything else, and for a bool."""
    if type(values_or_length) is int:
        return values_or_length
    numpy = sys.modules.get("numpy")
    kinds = (int,) if numpy is None else (int, numpy.integer)
    if isinstance(values_or_length, kinds) and not isinstance(values_or_length, bool):
        return int(values_or_length)
    return None


def wrong_index(index: object, count: int) -> Exception:
    try:
        number = operator.index(index)  # type: ignore[arg-type]
    except TypeError:
        return TypeError(f"index is {type(index).__name__}, expected an int or a slice")
    return IndexError(f"index is {number}, expected " + (f"{-count} to {count - 1}" if count else "none: there are no elements"))


def splice(target: Array, offset: int, data: Any) -> None:
    """See `Array.splice`."""
    view = target._open()
    try:
        start = operator.index(offset)
    except TypeError:
        raise TypeError(f"offset is {type(offset).__name__}, expected an int") from None
    length, size = len(view), view.itemsize
    if not -length <= start <= length:
        raise IndexError(f"offset is {start}, expected at most {length}, the length, either side of 0")
    first = start % length if start < 0 else start
    source = raw_elements("data", view.format, data)
    count = source.nbytes // size
    if count > length - first:
        raise ValueError(f"data has {count} elements, expected at most {length - first} from offset {start} on")
    if count:
        view.cast("B")[first * size : (first + count) * size] = source


def extend(target: Array, chunks: Any) -> None:
    """See `Array.extend`."""
    code = target.typecode
    if _is_vector(chunks):
        source: Any = raw_elements("chunks", code, chunks)
    else:
        if not isinstance(chunks, (list, tuple)):
            # What an iterator has given would be lost if the elements may not move.
            target._grow(0).release()
            try:
                chunks = list(chunks)
            except TypeError:
                if hasattr(type(chunks), "__iter__"):
                    raise
                raise TypeError(f"chunks is {type(chunks).__name__}, expected an iterable of vectors") from None
        source = _joined(code, chunks)
    if len(source):
        with target._grow(len(source) // target.itemsize) as room, room.cast("B") as raw:
            raw[:] = source


def _is_vector(values: Any) -> bool:
    """Return whether this is no list of chunks, but one of them."""
    view = _buffers.view_of(values)
    kind = type(values)
    return view is not None or any(
        hasattr(kind, name) for name in ("__array__", "__arrow_c_array__", "__arrow_c_stream__", "__array_interface__")
    )


def _joined(code: str, chunks: Any) -> Any:
    """Return the elements of all chunks, or the numbers that they are, as bytes."""
    # Counting takes half as long as making a set.
    if code == "B" and (countOf(map(type, chunks), bytes) == len(chunks) or set(map(type, chunks)) <= _RAW):
        return b"".join(chunks)
    from numbers import Number  # not when abicus is imported

    if chunks and isinstance(chunks[0], Number):
        return raw_elements("chunks", code, chunks)
    return b"".join([raw_elements(f"chunks[{place}]", code, chunk) for place, chunk in enumerate(chunks)])
