"""What calls did: the records of the traces that are open."""

from __future__ import annotations

from threading import local

from . import _library
from . import _native as native
from ._errors import let_go

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: The fallback functions of no family that make calls.
FUNCTIONS = ("sum", "fsum", "dot", "sumprod", "sum_of_squares", "count_even", "_exact_update")


#: What the functions that the package alone uses are called for.
_NAMES = {
    "_exact_update": "ExactSum.update",
    "_moments_update": "Moments.update",
    "_index_new": "Index",
    "_index_search": "Index.search",
    "_index_contains": "Index.contains",
    "_index_has": "Index.__contains__",
    "_words_update": "WordCounter.update",
}


class Record:
    """One call.

    `path` is how the data came in: "number", "list", "buffer", "strided", "converted" or "fallback"; `kernel` how far
    the library had to go: "fast", "exact" (a second pass decided the rounding) or "wide" (through the superaccumulator).
    """

    __slots__ = ("backend", "bytes_converted", "cpu_level", "function", "kernel", "nanoseconds", "path", "threads")

    def __init__(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)

    def __repr__(self) -> str:
        return f"Record({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


class _Inner(local):
    """How deep a thread is in fallbacks, and the bytes that calls made there have converted."""

    depth = 0
    bytes_converted = 0


inner = _Inner()


def converted(size: int) -> None:
    """Note bytes that a fallback has converted itself."""
    if inner.depth:
        inner.bytes_converted += size


_open: list[list[Record]] = []


def watched(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a fallback function that says when it runs: the calls that it makes belong to the one that fell back.

    An exception that comes out of it holds no views of what the caller has given."""

    def run(*arguments: Any, **keywords: Any) -> Any:
        outer = inner.depth
        try:
            inner.depth = outer + 1
            return function(*arguments, **keywords)
        except BaseException as error:
            if not outer:  # no record will tell of what was converted
                inner.bytes_converted = 0
            let_go(error)
            raise
        finally:
            inner.depth = outer

    return run


class _Counts(local):
    """A thread's path counters after its last call."""

    last = (0, 0)


_counts = _Counts()


def record(function: str, path: str, bytes_converted: int, threads: int, nanoseconds: int) -> None:
    """Take a call's record from a backend."""
    inner.bytes_converted += bytes_converted
    if inner.depth:
        return
    exact, wide = native._path_counts()
    before, _counts.last = _counts.last, (exact, wide)
    made = Record(
        function=_NAMES.get(function, function),
        backend=_library.backend,
        path=path,
        bytes_converted=inner.bytes_converted,
        kernel="wide" if wide != before[1] else "exact" if exact != before[0] else "fast",
        cpu_level=_library.cpu_level(),
        threads=threads,
        nanoseconds=nanoseconds,
    )
    inner.bytes_converted = 0
    for records in _open:
        records.append(made)


def begin() -> list[Record]:
    """Open a trace; return the list that it fills."""
    records: list[Record] = []
    # A signal that came at the end of a fallback may have left them.
    inner.depth = inner.bytes_converted = 0
    _counts.last = native._path_counts()
    if not _open:
        native._set_trace(True)
    _open.append(records)
    return records


def end(records: list[Record]) -> None:
    """Close the trace that fills a list."""
    _open[:] = [others for others in _open if others is not records]
    if not _open:
        native._set_trace(False)
