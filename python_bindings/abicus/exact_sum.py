"""The accumulator `ExactSum`."""

from __future__ import annotations

from _thread import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType
    from typing import Union

    from typing_extensions import Buffer

    from ._numbers import Total

    Number = Union[int, float]


class ExactSum:
    """An exact sum that grows by parts: any order and any grouping of the same values gives the same state.

    values is anything that `abicus.sum` takes, of ints of any size and floats. Threads may share one. Adding n values
    takes O(n) time; the state takes about 1 kB, and more only for sums beyond 2**1200.

    >>> total = ExactSum([0.1] * 5)
    >>> total.update([0.1] * 5)
    >>> total.value()
    1.0
    >>> total == ExactSum([0.1] * 10)
    True
    """

    __slots__ = ("_lock", "_open_total")

    def __init__(self, values: Union[Buffer, Iterable[Number]] = ()) -> None:
        """Start with the sum of values; TypeError for elements that are not ints or floats."""
        self._lock = RLock()
        from ._numbers import Total

        self._open_total: Total | None = Total()
        self.update(values)

    @classmethod
    def _of(cls, total: Total) -> ExactSum:
        made = cls.__new__(cls)
        made._lock, made._open_total = RLock(), total
        return made

    @property
    def _total(self) -> Total:
        if self._open_total is None:
            raise ValueError("this ExactSum is closed")
        return self._open_total

    def _copied_total(self) -> Total:
        with self._lock:
            return self._total.copy()

    def update(self, values: Union[Buffer, Iterable[Number]]) -> None:
        """Add values. If this raises (TypeError: elements that are not ints or floats), nothing was added.

        >>> total = ExactSum()
        >>> total.update(range(5))
        >>> total.value()
        10
        """
        with self._lock:
            self._total.add_data(values)

    def merge(self, other: ExactSum) -> None:
        """Add another accumulator, which stays as it is; TypeError for anything else.

        >>> total = ExactSum([1, 2])
        >>> total.merge(ExactSum([3.5]))
        >>> total.value()
        6.5
        """
        if not isinstance(other, ExactSum):
            raise TypeError(f"other is {type(other).__name__}, expected an ExactSum")
        # Copied first, so that no thread ever holds two locks.
        addend = other._copied_total()
        with self._lock:
            self._total.merge(addend)

    def value(self) -> Number:
        """Return the exact sum: an int if only ints were added (0 if nothing was), else a float, rounded once.

        OverflowError: an int too large for a float was added, and floats too.

        >>> ExactSum([2**100, 1]).value() - 2**100
        1
        """
        with self._lock:
            return self._total.value()

    def __float__(self) -> float:
        return float(self.value())

    def __add__(self, other: ExactSum) -> ExactSum:
        if not isinstance(other, ExactSum):
            return NotImplemented
        result = self.__copy__()
        result.merge(other)
        return result

    def __iadd__(self, other: ExactSum) -> ExactSum:  # noqa: PYI034
        if not isinstance(other, ExactSum):
            return NotImplemented
        self.merge(other)
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ExactSum):
            return NotImplemented
        return self.to_bytes() == other.to_bytes()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        if self._open_total is None:
            return "<closed ExactSum>"
        try:
            return f"<ExactSum {self.value()!r}>"
        except (OverflowError, ValueError):
            return "<ExactSum with an int too large for a float>"

    def __copy__(self) -> ExactSum:
        return self._of(self._copied_total())

    def __deepcopy__(self, memo: dict[int, object]) -> ExactSum:
        return self.__copy__()

    def __reduce__(self) -> tuple[object, ...]:
        return type(self).from_bytes, (self.to_bytes(),)

    def to_bytes(self) -> bytes:
        """Return the state as bytes, 296 unless the sum is huge: the same values give the same bytes, in any order.

        >>> ExactSum([1.5, 2]).to_bytes() == ExactSum([2, 1.5]).to_bytes()
        True
        """
        with self._lock:
            return self._total.to_bytes()

    @classmethod
    def from_bytes(cls, state: Union[bytes, bytearray, memoryview]) -> ExactSum:
        """Return the accumulator that `to_bytes` wrote: TypeError for no bytes, ValueError for any other bytes.

        >>> ExactSum.from_bytes(ExactSum([1, 2]).to_bytes()).value()
        3
        """
        if not isinstance(state, (bytes, bytearray, memoryview)):
            raise TypeError(f"state is {type(state).__name__}, expected bytes")
        from ._numbers import Total

        return cls._of(Total.from_bytes(bytes(state)))

    def close(self) -> None:
        """Free the state; every later use but close is a ValueError."""
        with self._lock:
            self._open_total = None

    def __enter__(self) -> ExactSum:  # noqa: PYI034
        self._total  # noqa: B018  # a closed one is refused
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
