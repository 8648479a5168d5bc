"""From an argument to its elements, for the functions that the fallback has: the same of every family."""

from __future__ import annotations

import operator
import sys
from itertools import chain, islice

from ._buffers import chunks, layout_of, view_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: Elements of an iterable that are held at a time.
CHUNK = 8192


def thread_count(threads: object) -> int:
    """Return a checked `threads`."""
    try:
        count = operator.index(threads)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"threads is {type(threads).__name__}, expected an int") from None
    if not 0 <= count < 2**31:
        raise ValueError(f"threads is {count}, expected 0 (all that are allowed) or a positive number")
    return count


def data_of(name: str, values: Any) -> Any:
    """Return the memoryview or NumPy array behind an argument; the argument itself if it is one, or has none."""
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


def element_type(data: object) -> str | None:
    """Return the element type of a buffer that the library takes, None for anything else."""
    view = view_of(data)
    layout = None if view is None else layout_of(view)
    return layout.element if layout else None


def elements_of(name: str, data: Any) -> Iterator[Any]:
    """Return an iterator over what `data_of` gave, in C order, as Python's numbers where they are numbers."""
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


def tuples_of(iterator: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the elements of an iterator in tuples of at most `CHUNK`, none of them empty."""
    return iter(lambda: tuple(islice(iterator, CHUNK)), ())
