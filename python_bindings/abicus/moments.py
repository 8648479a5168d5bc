"""The accumulator `Moments`."""

from __future__ import annotations

from _thread import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType
    from typing import Union

    from typing_extensions import Buffer

    from .statistics._powers import Powers

    Number = Union[int, float]


class Moments:
    """The exact count, sum and sum of squares of data that comes in parts: any order and any grouping of the same values
    gives the same state, and the mean and the spreads that `statistics` gives of the whole.

    values is anything that `abicus.sum` takes, of ints of any size and floats. Threads may share one. Adding n values
    takes O(n) time; the state takes about 1 kB, and more only for ints beyond the floats.

    >>> moments = Moments([1.5, 2.5, 2.5])
    >>> moments.update([2.75, 3.25, 4.75])
    >>> moments.count, moments.mean(), moments.variance()
    (6, 2.875, 1.16875)
    >>> moments == Moments([1.5, 2.5]) + Moments([2.5, 2.75, 3.25, 4.75])
    True
    """

    __slots__ = ("_lock", "_open_powers")

    def __init__(self, values: Union[Buffer, Iterable[Number]] = ()) -> None:
        """Start with the moments of values; TypeError for elements that are not ints or floats."""
        self._lock = RLock()
        from .statistics._powers import Powers

        self._open_powers: Powers | None = Powers()
        self.update(values)

    @classmethod
    def _of(cls, powers: Powers) -> Moments:
        made = cls.__new__(cls)
        made._lock, made._open_powers = RLock(), powers
        return made

    @property
    def _powers(self) -> Powers:
        if self._open_powers is None:
            raise ValueError("these Moments are closed")
        return self._open_powers

    def _copied_powers(self) -> Powers:
        with self._lock:
            return self._powers.copy()

    def update(self, values: Union[Buffer, Iterable[Number]]) -> None:
        """Add values. If this raises (TypeError: elements that are not ints or floats), nothing was added.

        >>> moments = Moments()
        >>> moments.update(range(5))
        >>> moments.mean()
        2
        """
        with self._lock:
            self._powers.add_data(values)

    def merge(self, other: Moments) -> None:
        """Add other moments, which stay as they are; TypeError for anything else.

        >>> moments = Moments([1, 2])
        >>> moments.merge(Moments([3.5]))
        >>> moments.count
        3
        """
        if not isinstance(other, Moments):
            raise TypeError(f"other is {type(other).__name__}, expected Moments")
        # Copied first, so that no thread ever holds two locks.
        addend = other._copied_powers()
        with self._lock:
            self._powers.merge(addend)

    @property
    def count(self) -> int:
        """How many values were added.

        >>> Moments([5, 6, 7]).count
        3
        """
        with self._lock:
            return self._powers.content().count

    def mean(self) -> Number:
        """Return the mean as `statistics.mean` does: an int if it is whole and only ints were added, else a float.

        StatisticsError: no values were added. OverflowError: a mean of ints that is too large for a float.

        >>> Moments([1, 2, 2]).mean()
        1.6666666666666667
        """
        with self._lock:
            return self._powers.mean()

    def variance(self) -> Number:
        """Return the variance of a sample, rounded once, as `statistics.variance` does.

        StatisticsError: fewer than two values were added. OverflowError: it is too large for a float.

        >>> Moments([1, 2, 3]).variance()
        1
        """
        return self._spread("variance", sample=True, root=False)

    def pvariance(self) -> Number:
        """Return the variance of a population, rounded once, as `statistics.pvariance` does.

        StatisticsError: no values were added. OverflowError: it is too large for a float.

        >>> Moments([1, 3, 5, 7]).pvariance()
        5
        """
        return self._spread("pvariance", sample=False, root=False)

    def stdev(self) -> float:
        """Return the standard deviation of a sample, rounded once, as `statistics.stdev` does.

        StatisticsError: fewer than two values were added. OverflowError: it is too large for a float. AttributeError, as
        there: an infinity or nan was added.

        >>> Moments([1.5, 2.5, 2.5, 2.75, 3.25, 4.75]).stdev()
        1.0810874155219827
        """
        return self._spread("stdev", sample=True, root=True)

    def pstdev(self) -> float:
        """Return the standard deviation of a population, rounded once, as `statistics.pstdev` does.

        StatisticsError: no values were added. OverflowError: it is too large for a float. AttributeError, as there: an
        infinity or nan was added.

        >>> Moments([2, 4, 4, 4, 5, 5, 7, 9]).pstdev()
        2.0
        """
        return self._spread("pstdev", sample=False, root=True)

    def _spread(self, name: str, sample: bool, root: bool) -> Number:
        with self._lock:
            return self._powers.spread(name, sample, root)

    def __add__(self, other: Moments) -> Moments:
        if not isinstance(other, Moments):
            return NotImplemented
        result = self.__copy__()
        result.merge(other)
        return result

    def __iadd__(self, other: Moments) -> Moments:  # noqa: PYI034
        if not isinstance(other, Moments):
            return NotImplemented
        self.merge(other)
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Moments):
            return NotImplemented
        return self.to_bytes() == other.to_bytes()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        if self._open_powers is None:
            return "<closed Moments>"
        count = self.count
        return f"<Moments of {count} value{'' if count == 1 else 's'}>"

    def __copy__(self) -> Moments:
        return self._of(self._copied_powers())

    def __deepcopy__(self, memo: dict[int, object]) -> Moments:
        return self.__copy__()

    def __reduce__(self) -> tuple[object, ...]:
        return type(self).from_bytes, (self.to_bytes(),)

    def to_bytes(self) -> bytes:
        """Return the state as bytes, 856 unless it is huge: the same values give the same bytes, in any order.

        >>> Moments([1.5, 2]).to_bytes() == Moments([2, 1.5]).to_bytes()
        True
        """
        with self._lock:
            return self._powers.to_bytes()

    @classmethod
    def from_bytes(cls, state: Union[bytes, bytearray, memoryview]) -> Moments:
        """Return the moments that `to_bytes` wrote: TypeError for no bytes, ValueError for any other bytes.

        >>> Moments.from_bytes(Moments([1, 3]).to_bytes()).mean()
        2
        """
        if not isinstance(state, (bytes, bytearray, memoryview)):
            raise TypeError(f"state is {type(state).__name__}, expected bytes")
        from .statistics._powers import Powers

        return cls._of(Powers.from_bytes(bytes(state)))

    def close(self) -> None:
        """Free the state; every later use but close is a ValueError."""
        with self._lock:
            self._open_powers = None

    def __enter__(self) -> Moments:  # noqa: PYI034
        self._powers  # noqa: B018  # closed ones are refused
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
