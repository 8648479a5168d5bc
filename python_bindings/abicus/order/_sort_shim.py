"""`sorted` and `sort` over a foreign function interface: buffers are taken here, all else goes to `_generic`."""

from __future__ import annotations

from .. import _buffers
from .._calls import Calls, Family
from .._signatures import INVALID_DATA
from ..array import Array
from . import _generic
from ._sort_generic import result_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._watch import Watch

#: More than that go to the fallback, which refuses what is out of range.
MOST_THREADS = 2**31
_ELEMENTS = {code: element for element, code in _buffers.TYPECODES.items()} | {"?": "u8"}


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name."""
    family, contiguous = Family(calls, "sort", weight=32), calls.backend.contiguous

    def sorted(values: Any, /, *, key: Callable[[Any], Any] | None = None, reverse: Any = False) -> Any:
        if watch.on and watch.outermost():
            return watch.run("sorted", sorted, 1, values, key=key, reverse=reverse)
        # Of a list not the values are wanted, but the objects.
        is_buffer = type(values) not in (list, tuple) and key is None and type(reverse) in (bool, int)
        lent = calls.lend(values, False) if is_buffer else None
        view = None if lent is None else _buffers.view_of(values.view if type(values) is Array else values)
        layout = None if view is None else _buffers.layout_of(view)
        if lent is None or view is None or layout is None:
            return _generic.sorted(values, key=key, reverse=reverse)
        if watch.on:
            watch.saw(lent)
        found = Array(result_code(layout), view)
        if len(found):
            element = _ELEMENTS[found.typecode]
            pointer, length = contiguous(found._view, element), len(found)
            status = calls.run(32 * length, family[element], pointer, length, 1 if reverse else 0, 1, keep=found)
            if status == INVALID_DATA:
                return _generic.sorted(values, reverse=reverse)
            if status:
                calls.fail(status)
        return found

    def sort(buffer: Any, /, *, threads: int = 1) -> None:
        if watch.on and watch.outermost():
            watch.run("sort", sort, threads, buffer, threads=threads)
            return
        view = _buffers.view_of(buffer.view if type(buffer) is Array else buffer)
        is_known = type(threads) is int and 0 <= threads < MOST_THREADS and view is not None
        if view is None or not is_known or view.readonly or view.ndim != 1 or _buffers.overlaps_itself(view):
            _generic.sort(buffer, threads=threads)
            return
        lent = calls.lend(buffer)
        if lent is None or lent[5] == "converted":
            view = lent = None  # an exception would come out with them
            _generic.sort(buffer, threads=threads)
            return
        if watch.on:
            watch.saw(lent)
        if not lent[2]:
            return
        status = family.run(lent, 0, threads)
        if status == INVALID_DATA:
            _generic.sort(buffer, threads=threads)
        elif status:
            calls.fail(status)

    return {"sorted": sorted, "sort": sort}
