"""The functions of sets over a foreign function interface: buffers are taken here, all else goes to `_generic`."""

from __future__ import annotations

from .. import _buffers
from .._calls import Calls, Family
from .._docs import SETS
from .._shim import document
from .._vectors import elements_of
from ..array import Array
from . import _generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._buffers import Lent
    from .._watch import Watch


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    contiguous, handles = calls.backend.contiguous, calls.backend.room("abicus_array *", 1)
    families = {name: Family(calls, name, weight=32) for name in ("unique", "duplicates", "isin")}

    def lend(values: Any) -> Lent | None:
        """Return a buffer as the library takes it, in C order; None for a list, whose objects would be lost."""
        return None if type(values) in (list, tuple) else calls.lend(values, False)

    def distinct(name: str, values: Any, out: Any) -> Any:
        lent = lend(values) if out is None else None
        view = None if lent is None else _buffers.view_of(values.view if type(values) is Array else values)
        code = None if view is None else _generic.result_code(view)
        if lent is None or code is None or code != "?" and _buffers.TYPECODES[lent[0]] != code:
            return getattr(_generic, name)(values, out=out)
        if watch.on:
            watch.saw(lent)
        if not lent[2]:
            return Array(code)
        handle = handles()
        families[name].over(lent, handle)
        found = calls.view(handle[0])
        return Array._of(_buffers.cast(found, code) if code == "?" and found.nbytes else found)

    def unique(values: Any, /, *, out: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("unique", unique, 1, values, out=out)
        return distinct("unique", values, out)

    def duplicates(values: Any, /, *, out: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("duplicates", duplicates, 1, values, out=out)
        return distinct("duplicates", values, out)

    def isin(values: Any, lookup: Any, /, *, out: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("isin", isin, 1, values, lookup, out=out)
        lent = lend(values) if out is None else None
        sought = None if lent is None else lend_as(lent[0], lookup)
        if lent is None or sought is None:
            return _generic.isin(values, lookup, out=out)
        if watch.on:
            watch.saw(lent)
        found = Array("?", lent[2])
        if lent[2] and sought[2]:
            families["isin"].over(lent, sought[1], sought[2], contiguous(found._view, "u8"), keep=(sought, found))
        return found

    def lend_as(element: str, lookup: Any) -> Lent | None:
        """Return what can equal elements of a type, as such, without gaps; None if the generic path is to look."""
        lent = lend(lookup)
        if lent is not None and lent[0] == element and lent[3] is None:
            return lent
        if lent is None and type(lookup) not in (list, tuple):
            return None
        converted = _generic.exact(element, list(elements_of("lookup", lookup)))
        return None if converted is None else calls.lend(converted)

    public: dict[str, Callable[..., Any]] = {
        function.__name__: function for function in (unique, duplicates, isin)
    }
    document(public, SETS)
    return public
