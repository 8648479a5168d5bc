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
        count = int(operator.index(threads))  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"threads is {type(threads).__name__}, expected an int") from None
    if not 0 <= count < 2**31:
        raise ValueError(f"threads is {count}, expected 0 (all that are allowed) or a positive number")
    return count


def data_of(name: str, values: Any) -> Any:
    """Return the memoryview or NumPy array behind an argument; the argument itself if it is one, or has none."""
    data = parts_of(name, values)
    return data.joined() if type(data) is Parts else data


def parts_of(name: str, values: Any) -> Any:
    """Return what `data_of` does, but a chunked Arrow array as its `Parts`, without a copy."""
    numpy = sys.modules.get("numpy")
    kind = type(values)
    if kind is memoryview or numpy is not None and kind is numpy.ndarray:
        return values
    if kind.__name__ == "Array" and kind.__module__ == "abicus.array":
        # Its own view: of a view of a view in a cycle of garbage, with the traceback of an error, CPython before 3.13 may
        # clear the inner one first, and crash.
        return values._open()
    if hasattr(kind, "__arrow_c_array__") or hasattr(kind, "__arrow_c_stream__"):
        # Before `__array__`, which may write a null as NaN; but pandas has NaN as null in its Arrow form.
        if not _is_of_pandas(kind):
            return _from_arrow(name, values)
    if numpy is not None and hasattr(type(values), "__array__"):
        if isinstance(values, numpy.ma.MaskedArray):
            masked = int(numpy.ma.count_masked(values))
            if masked:
                raise ValueError(f"{name} has {masked} masked elements, expected none")
        _refuse_missing(name, values)
        return numpy.asarray(values)
    view = view_of(values)
    return values if view is None else view


def _is_of_pandas(kind: type) -> bool:
    return "pandas" in sys.modules and any(str(base.__module__).partition(".")[0] == "pandas" for base in kind.__mro__)


def _refuse_missing(name: str, values: Any) -> None:
    """Raise ValueError for values of pandas that are missing, not NaN: `__array__` would write them as NaN."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and getattr(getattr(values, "dtype", None), "na_value", None) is pandas.NA:
        missing = int(values.isna().sum())
        if missing:
            raise nulls_error(name, missing)


def nulls_error(name: str, count: int) -> ValueError:
    """Return the error for values that are not there."""
    return ValueError(f"{name} has {count} null{'s' if count > 1 else ''}, expected none")


class Parts:
    """A vector that comes as several views of one format, to be read once; iterable as its elements too."""

    def __init__(self, views: Iterator[Any]) -> None:
        self.views = views

    def joined(self) -> Any:
        """Return a copy in one piece."""
        views = list(self.views)
        copy = b"".join(views)
        note_conversion(len(copy))
        view: Any = memoryview(copy)
        return view.cast(views[0].format)

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(elements_of("", view) for view in self.views)


def _from_arrow(name: str, values: Any) -> Any:
    from ._arrow import pieces_of

    pieces = pieces_of(name, values)
    first = next(pieces)
    second = next(pieces, None)
    return first if second is None else Parts(chain((first, second), pieces))


def note_conversion(size: int) -> None:
    """Tell an open trace that so many bytes were converted for the call that is being made."""
    trace = sys.modules.get(f"{__package__}._tracing")
    if trace is not None:
        trace.converted(size)


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
        except (NotImplementedError, SystemError):  # the latter on PyPy
            raise TypeError(f"{name} has elements of format {data.format!r}, expected numbers") from None
    try:
        return iter(data)
    except TypeError:
        kind = type(data).__name__
        raise TypeError(f"{name} is {kind}, expected a list, a buffer or another iterable") from None


def tuples_of(iterator: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the elements of an iterator in tuples of at most `CHUNK`, none of them empty."""
    return iter(lambda: tuple(islice(iterator, CHUNK)), ())
