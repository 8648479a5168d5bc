"""The generic path of `sorted` and `sort`. The library is reached again only with something else than was given."""

from __future__ import annotations

import builtins
import operator
import struct
from array import array

from .. import _buffers
from .._steps import steps_of
from .._vectors import data_of, elements_of, note_conversion, thread_count
from ..array import Array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def result_code(layout: _buffers.Layout) -> str:
    """Return the type code of an Array for the elements of a layout."""
    if layout.change == _buffers.BOOL:
        return "?"
    return "f" if layout.change == _buffers.HALF else _buffers.TYPECODES[layout.element]


def sorted(values: Any, /, *, key: Callable[[Any], Any] | None = None, reverse: Any = False) -> Any:
    from .. import order

    data = data_of("values", values.view if type(values) is Array else values)
    view = _buffers.view_of(data)
    layout = None if view is None else _buffers.layout_of(view)
    if layout is None:
        if type(values) is list or type(values) is tuple:
            return builtins.sorted(values, key=key, reverse=reverse)
        return order.sorted(list(elements_of("values", data)), key=key, reverse=reverse)
    if data is not values and key is None:
        return order.sorted(data, reverse=reverse)
    return Array(result_code(layout), builtins.sorted(elements_of("values", data), key=key, reverse=reverse))


def sort(buffer: Any, /, *, threads: int = 1) -> None:
    from .. import order

    threads = thread_count(threads)
    view = _buffers.view_of(buffer.view if type(buffer) is Array else buffer)
    kind = type(buffer).__name__
    layout = None if view is None else _buffers.layout_of(view)
    if view is None:
        raise TypeError(f"buffer is {kind}, expected a writable buffer (sorted takes anything, and returns a new list)")
    if view.readonly:
        raise TypeError(f"buffer is a read-only {kind}, expected a writable buffer")
    if layout is None and view.ndim:
        raise TypeError(f"buffer has elements of format {view.format!r}, expected numbers")
    if layout is None or view.ndim != 1:
        raise ValueError(f"buffer has {view.ndim} dimensions, expected one")
    plain = type(buffer) in (memoryview, array, bytearray, Array) or data_of("buffer", buffer) is buffer
    in_place = view.c_contiguous and layout.change == _buffers.AS_IT_IS
    if in_place and not plain:
        order.sort(view, threads=threads)
        return
    if len(view) < 2:
        return
    if _buffers.overlaps_itself(view):
        raise ValueError(f"buffer has elements that share bytes, expected them {view.itemsize} bytes apart or more")
    copy: Any = _buffers.plain_copy(view, layout)
    note_conversion(view.nbytes)
    if in_place and any(map(operator.ne, copy, copy)):
        copy = array(copy.typecode, builtins.sorted(copy))
    else:
        copy = bytearray(copy) if type(copy) is bytes else copy
        order.sort(copy, threads=threads)
    if layout.change == _buffers.HALF:
        byte_order = layout.format[0] if layout.format[0] in "<>!" else "="
        copy = b"".join(struct.pack(f"{byte_order}{len(step)}e", *step) for step in map(tuple, steps_of(copy)))
    elif layout.change == _buffers.SWAPPED:
        copy.byteswap()
    _buffers.overwrite(view, memoryview(copy).cast("B"))
