"""`trace`: what calls did."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._tracing import Record


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
