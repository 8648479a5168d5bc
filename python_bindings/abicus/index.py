"""`Index`: values made ready for many questions."""

from __future__ import annotations

from . import _library
from .array import Array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

    from .order._search_generic import Others


def _list(queries: Any) -> list[Any]:
    from ._vectors import data_of, elements_of

    return list(elements_of("queries", data_of("queries", queries)))


def _others(values: list[Any]) -> Others:
    from .order._search_generic import Others  # not when abicus is imported

    return Others(values)


def checked_side(side: object) -> bool:
    """Return whether it is the right one."""
    if not isinstance(side, str) or side not in ("left", "right"):
        raise ValueError(f"side is {side!r}, expected 'left' or 'right'")
    return side == "right"


_functions = _library.functions("order")
_index_contains = _functions["_index_contains"]
_index_has = _functions["_index_has"]
_index_len = _functions["_index_len"]
_index_new = _functions["_index_new"]
_index_search = _functions["_index_search"]
_index_sorted = _functions["_index_sorted"]


class Index:
    """Values made ready for many questions: sorted and hashed once, then asked often.

    values is a vector: a list, tuple, buffer, Arrow array or any iterable. They are copied, and need not be sorted. What are
    no numbers (str, for example, or any others that can be hashed or compared) are kept as a set and a sorted list, each
    made when it is first needed. Elements and queries of several types are compared by their exact value. NaN equals
    nothing and has no place in the order: it counts in len alone.

    O(n log n) time; for numbers two to five times the memory of a buffer of them. Any number of threads may ask.
    TypeError: values cannot be iterated; where they are no numbers, the first question that needs it may find that
    they cannot be hashed or compared. ValueError: a masked array with masked values, Arrow data with nulls.

    >>> index = Index([30, 10, 20, 20])
    >>> 20 in index, 25 in index, len(index)
    (True, False, 4)
    >>> index.contains([10, 11, 12.0])
    Array('?', [True, False, False])
    >>> index.search([20, 99], side="right")
    Array('q', [3, 4])
    """

    __slots__ = ("__weakref__", "_others", "_state")

    def __init__(self, values: Any) -> None:
        self._state = self._others = None
        made = _index_new(values)
        if type(made) is list:
            self._others = _others(made)
        else:
            self._state = made

    def _open(self) -> Any:
        if self._state is None and self._others is None:
            raise ValueError("this Index is closed")
        return self._state

    def _generic(self) -> Others:
        if self._others is None:
            self._others = _others(_index_sorted(self._open()).tolist())
        return self._others

    def __len__(self) -> int:
        state = self._open()
        return self._generic().count if state is None else _index_len(state)

    def __contains__(self, x: object) -> bool:
        state = self._open()
        found = None if state is None else _index_has(state, x)
        if found is None:
            return x in self._generic().members()
        return bool(found)

    def contains(self, queries: Any, *, out: Any = None) -> Any:
        """Return for each query whether one of the values equals it, by hash, as an Array of "?", or in `out`.

        out is a writable buffer of bool or uint8, as long as queries, which is returned. TypeError: queries cannot be
        iterated, or a query cannot be hashed; out is no writable buffer. ValueError: out has another length or element
        type; nothing is written. O(1) time for each.

        >>> Index(["b", "a"]).contains("abc").tolist()
        [True, True, False]
        """
        if out is not None:
            from ._outputs import output

            output(out, "?B", None)
            answers = self.contains(queries)
            room = output(out, "?B", len(answers))
            if answers:
                room.cast("B")[:] = answers.view.cast("B")
            return out
        state = self._open()
        found = _index_contains(state, queries) if state is not None else _list(queries)
        if isinstance(found, Array):
            return found
        from ._steps import contained

        return Array("?", contained(found, self._generic().members()))

    def search(self, queries: Any, *, side: str = "left", out: Any = None) -> Any:
        """Return the position of each query among the sorted values as an Array of int64, or in `out`.

        side is "left" (before the values that are equal, as bisect_left) or "right"; out a writable buffer of int64, as
        long as queries, which is returned. ValueError: side is neither; out has another length or element type.
        TypeError: queries cannot be iterated or compared with the values; out is no writable buffer. O(log n) time for
        each.

        >>> Index(["pear", "fig"]).search(["kiwi", "apple"])
        Array('q', [1, 0])
        """
        state = self._open()
        right = checked_side(side)
        found = _index_search(state, queries, side, out) if state is not None else _list(queries)
        if type(found) is list:
            import bisect

            from .order._search_generic import result

            values, find = self._generic().sorted(), bisect.bisect_right if right else bisect.bisect_left
            found = result(Array("q", [find(values, query) for query in found]), out)
        return found

    def __repr__(self) -> str:
        if self._state is None and self._others is None:
            return "<closed Index>"
        return f"<Index of {len(self):,} values>"

    def close(self) -> None:
        """Free the memory; every later use but close is a ValueError."""
        self._state = self._others = None

    def __enter__(self) -> Index:  # noqa: PYI034
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
