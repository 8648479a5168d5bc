"""`field` and `trace`: what they need is loaded when they are first used."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._tracing import Record


def field(records: Any, name: str) -> memoryview:
    """Return a view of one field of an array of records, for every function that takes a vector; nothing is copied.

    records is an array of ctypes structures, a structured NumPy array, or an Arrow array of structures (a record batch,
    a table); the chunks of a chunked one are joined by a copy. A field of a record in a record is named with a dot:
    "start.x". The view holds the memory, and shows later changes of it.

    TypeError: records of another kind, or a field that is no number. ValueError: no such field (the message names those
    that there are), nulls or masked records, or a field of packed or foreign-endian ctypes structures, which no view
    can show unless NumPy has been imported. O(1) time but for counting nulls.

    >>> import ctypes
    >>> class Point(ctypes.Structure):
    ...     _fields_ = [("x", ctypes.c_double), ("y", ctypes.c_int32)]
    >>> points = (Point * 3)((1.5, 1), (2.5, 2), (4.0, 3))
    >>> sum(field(points, "x")), sum(field(points, "y"))
    (8.0, 6)
    """
    from ._records import field

    return field(records, name)


class trace:
    """Record each call of the functions of abicus, on any thread, while the context is open.

    Yields the list that is filled, with one `Record` for each call that returned. Costs nothing when no trace is open.

    >>> import abicus
    >>> with abicus.trace() as calls:
    ...     total = abicus.sum([0.1] * 10)
    >>> calls[0].function, calls[0].path
    ('sum', 'list')
    """

    def __enter__(self) -> list[Record]:
        from ._tracing import begin

        self._records = begin()
        return self._records

    def __exit__(self, *error: object) -> None:
        from ._tracing import end

        end(self._records)
