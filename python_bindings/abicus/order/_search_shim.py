"""Searching over a foreign function interface: many queries, and indexes.

One search alone is the generic path's, on buffers too: a call would take longer than its comparisons.
"""

from __future__ import annotations

from .. import _buffers
from .._calls import ITEMSIZES, Calls, Family
from .._signatures import LEFT, RIGHT
from ..array import Array
from . import _generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._buffers import Lent
    from .._watch import Watch

    Key = Callable[[Any], Any]

#: More than that go to the fallback, which refuses what is out of range.
MOST_THREADS = 2**31
_SIDES = {"left": LEFT, "right": RIGHT}


class _Handle:
    """An index of the library; freed with the last reference."""

    __slots__ = ("_free", "pointer")

    def __init__(self, pointer: Any, free: Callable[[Any], None]) -> None:
        self.pointer, self._free = pointer, free

    def __del__(self) -> None:
        self._free(self.pointer)


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name."""
    backend, lend = calls.backend, calls.lend
    news, searches, membership = (Family(calls, f"index_{stem}", weight=32) for stem in ("new", "search", "contains"))
    plain = Family(calls, "searchsorted")
    lengths, indexes, arrays = (backend.room(kind, 1) for kind in ("uint64_t", "abicus_index *", "abicus_array *"))

    def bisect_left(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Key | None = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("bisect_left", bisect_left, 1, a, x, lo, hi, key=key)
        return _generic.bisect_left(a, x, lo, hi, key=key)

    def bisect_right(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Key | None = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("bisect_right", bisect_right, 1, a, x, lo, hi, key=key)
        return _generic.bisect_right(a, x, lo, hi, key=key)

    def insort_left(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Key | None = None) -> None:
        if watch.on and watch.outermost():
            watch.run("insort_left", insort_left, 1, a, x, lo, hi, key=key)
            return
        _generic.insort_left(a, x, lo, hi, key=key)

    def insort_right(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Key | None = None) -> None:
        if watch.on and watch.outermost():
            watch.run("insort_right", insort_right, 1, a, x, lo, hi, key=key)
            return
        _generic.insort_right(a, x, lo, hi, key=key)

    def binary_search(a: Any, x: Any, lo: int = 0, hi: int | None = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("binary_search", binary_search, 1, a, x, lo, hi)
        return _generic.binary_search(a, x, lo, hi)

    def searchsorted(a: Any, queries: Any, *, side: str = "left", threads: int = 1, out: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("searchsorted", searchsorted, threads, a, queries, side=side, threads=threads, out=out)
        is_known = type(threads) is int and 0 <= threads < MOST_THREADS and type(side) is str and side in _SIDES
        values = lend(a, False) if is_known and out is None else None
        asked = None if values is None else lend(queries, False)
        if values is None or asked is None:
            return _generic.searchsorted(a, queries, side=side, threads=threads, out=out)
        if watch.on:
            watch.saw(values)
            watch.saw(asked)
        found = Array("q", asked[2])
        # Among no elements all positions are zeros.
        if values[2] and asked[2]:
            search(values, asked, _SIDES[side], threads, backend.contiguous(found._view, "i64"), keep=found)
        return found

    def search(values: Lent, asked: Lent, *options: Any, keep: Any) -> None:
        if values[0] == asked[0] and values[3] is None and asked[3] is None:
            function, arguments = plain[values[0]], (*values[1:3], *asked[1:3])
        elif values[0] == asked[0]:
            function, arguments = plain.strided[values[0]], (*described(values), *described(asked))
        else:
            kind, asked_kind = (ord(_buffers.TYPECODES[lent[0]]) for lent in (values, asked))
            function = calls.function("abicus_searchsorted_mixed")
            arguments = (kind, *described(values), asked_kind, *described(asked))
        work = 32 * (values[2] // 16 + asked[2])
        status = calls.run(work, function, *arguments, *options, keep=(values, asked, keep))
        if status:
            calls.fail(status)

    def described(lent: Lent) -> tuple[Any, ...]:
        element, pointer, length, stride = lent[:4]
        return pointer, length, ITEMSIZES[element] if stride is None else stride

    def index_new(values: Any, /) -> Any:
        if watch.on and watch.outermost():
            return watch.run("_index_new", index_new, 1, values)
        lent = lend(values)
        if lent is None:
            return _generic._index_new(values)
        if watch.on:
            watch.saw(lent)
        free, out = calls.function("abicus_index_free"), indexes()
        if not lent[2]:
            # Of any type: an empty ctypes array says nothing of its own before Python 3.10.
            lent = ("i64", backend.address(0, "i64"), 0, None, None, *lent[5:])
        news.over(lent, out)
        return _Handle(out[0], free)

    def index_len(index: _Handle, /) -> int:
        out = lengths()
        calls.call("abicus_index_len", index.pointer, out)
        return int(out[0])

    def index_has(index: _Handle, x: Any, /) -> int | None:
        if type(x) in (int, float, bool):
            lent = lend((x,))
            if lent is not None:
                return index_contains(index, (x,))[0]  # type: ignore[no-any-return]
        return _generic._index_has(index, x)

    def index_search(index: _Handle, queries: Any, side: str, out: Any, /) -> Any:
        if watch.on and watch.outermost():
            return watch.run("_index_search", index_search, 1, index, queries, side, out)
        lent = lend(queries, False) if out is None else None
        if lent is None:
            return _generic._index_search(index, queries, side, out)
        if watch.on:
            watch.saw(lent)
        found = Array("q", lent[2])
        if lent[2]:
            pointer = backend.contiguous(found._view, "i64")
            searches.over(lent, _SIDES[side], 1, pointer, before=(index.pointer,), keep=(index, found))
        return found

    def index_contains(index: _Handle, queries: Any, /) -> Any:
        if watch.on and watch.outermost():
            return watch.run("_index_contains", index_contains, 1, index, queries)
        lent = lend(queries, False)
        if lent is None:
            return _generic._index_contains(index, queries)
        if watch.on:
            watch.saw(lent)
        found = Array("?", lent[2])
        if lent[2]:
            pointer = backend.contiguous(found._view, "u8")
            membership.over(lent, pointer, before=(index.pointer,), keep=(index, found))
        return found

    def index_sorted(index: _Handle, /) -> Array:
        out = arrays()
        calls.call("abicus_index_sorted", index.pointer, out)
        return Array._of(calls.view(out[0]))

    public = bisect_left, bisect_right, insort_left, insort_right, binary_search, searchsorted
    private = index_new, index_len, index_has, index_search, index_contains, index_sorted
    functions: dict[str, Callable[..., Any]] = {function.__name__: function for function in public}
    functions.update((f"_{function.__name__}", function) for function in private)
    return functions
