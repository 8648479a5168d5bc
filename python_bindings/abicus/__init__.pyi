"""The types of the public names; the functions are made at import, by the library itself or by the shim."""

from collections.abc import Callable, Iterable
from typing import Any, Optional, SupportsFloat, SupportsIndex, TypeVar, Union, overload

from typing_extensions import Buffer

from ._library import InternalError as InternalError
from ._entries import field as field
from ._entries import trace as trace
from .array import Array as Array
from .exact_sum import ExactSum as ExactSum
from .index import Index as Index
from .moments import Moments as Moments
from .word_counter import WordCounter as WordCounter

__all__ = [
    "Array",
    "ExactSum",
    "Index",
    "InternalError",
    "Moments",
    "WordCounter",
    "adjust",
    "binary_search",
    "bisect",
    "bisect_left",
    "bisect_right",
    "count_even",
    "count_primes",
    "dot",
    "duplicates",
    "factorial",
    "fibonacci",
    "field",
    "fmean",
    "fsum",
    "insort",
    "insort_left",
    "insort_right",
    "is_prime",
    "isin",
    "masked_hypot",
    "mean",
    "median",
    "most_common_words",
    "nth_prime",
    "pair_hypot_sum",
    "primes",
    "primes_between",
    "pstdev",
    "pvariance",
    "quantiles",
    "scale",
    "searchsorted",
    "sort",
    "sorted",
    "stdev",
    "sum",
    "sum_of_squares",
    "sum_range",
    "sumprod",
    "trace",
    "unique",
    "variance",
    "word_counts",
]
__version__: str

_T = TypeVar("_T")
_Out = TypeVar("_Out")
_B = TypeVar("_B")

@overload
def sum(values: Iterable[int], /, start: int = 0, *, threads: int = 1) -> int: ...
@overload
def sum(values: Iterable[float], /, start: float = 0, *, threads: int = 1) -> float: ...
@overload
def sum(values: Union[Buffer, Iterable[Any]], /, start: Any = 0, *, threads: int = 1) -> Any: ...
def fsum(values: Union[Buffer, Iterable[Union[SupportsFloat, SupportsIndex]]], /) -> float: ...
@overload
def dot(a: Iterable[int], b: Iterable[int], *, threads: int = 1) -> int: ...
@overload
def dot(a: Iterable[float], b: Iterable[float], *, threads: int = 1) -> float: ...
@overload
def dot(a: Union[Buffer, Iterable[Any]], b: Union[Buffer, Iterable[Any]], *, threads: int = 1) -> Any: ...
@overload
def sumprod(a: Iterable[int], b: Iterable[int], *, threads: int = 1) -> int: ...
@overload
def sumprod(a: Iterable[float], b: Iterable[float], *, threads: int = 1) -> float: ...
@overload
def sumprod(a: Union[Buffer, Iterable[Any]], b: Union[Buffer, Iterable[Any]], *, threads: int = 1) -> Any: ...
@overload
def sum_of_squares(values: Iterable[int], /) -> int: ...
@overload
def sum_of_squares(values: Iterable[float], /) -> float: ...
@overload
def sum_of_squares(values: Union[Buffer, Iterable[Any]], /) -> Any: ...
def count_even(values: Union[Buffer, Iterable[Any]], /) -> int: ...
def sum_range(start: SupportsIndex, stop: Optional[SupportsIndex] = None, step: SupportsIndex = 1) -> int: ...
def fibonacci(n: SupportsIndex, /) -> int: ...
def factorial(n: SupportsIndex, /) -> int: ...
def primes(
    n: SupportsIndex,
    /,
    *,
    threads: SupportsIndex = 1,
    progress: Optional[Callable[[int, int], object]] = None,
) -> Array: ...
def nth_prime(
    n: SupportsIndex,
    /,
    *,
    threads: SupportsIndex = 1,
    progress: Optional[Callable[[int, int], object]] = None,
) -> int: ...
def primes_between(
    start: SupportsIndex,
    stop: SupportsIndex,
    *,
    threads: SupportsIndex = 1,
    progress: Optional[Callable[[int, int], object]] = None,
) -> Array: ...
def count_primes(
    stop: SupportsIndex,
    *,
    threads: SupportsIndex = 1,
    progress: Optional[Callable[[int, int], object]] = None,
) -> int: ...
def is_prime(n: SupportsIndex, /) -> bool: ...
@overload
def sorted(
    values: Buffer, /, *, key: Optional[Callable[[Any], Any]] = None, reverse: bool = False
) -> Array: ...
@overload
def sorted(
    values: Iterable[_T], /, *, key: Optional[Callable[[_T], Any]] = None, reverse: bool = False
) -> list[_T]: ...
def sort(buffer: Buffer, /, *, threads: int = 1) -> None: ...
def bisect_left(
    a: Any, x: Any, lo: int = 0, hi: Optional[int] = None, *, key: Optional[Callable[[Any], Any]] = None
) -> int: ...
def bisect_right(
    a: Any, x: Any, lo: int = 0, hi: Optional[int] = None, *, key: Optional[Callable[[Any], Any]] = None
) -> int: ...
def bisect(
    a: Any, x: Any, lo: int = 0, hi: Optional[int] = None, *, key: Optional[Callable[[Any], Any]] = None
) -> int: ...
def insort_left(
    a: Any, x: Any, lo: int = 0, hi: Optional[int] = None, *, key: Optional[Callable[[Any], Any]] = None
) -> None: ...
def insort_right(
    a: Any, x: Any, lo: int = 0, hi: Optional[int] = None, *, key: Optional[Callable[[Any], Any]] = None
) -> None: ...
def insort(
    a: Any, x: Any, lo: int = 0, hi: Optional[int] = None, *, key: Optional[Callable[[Any], Any]] = None
) -> None: ...
def binary_search(a: Any, x: Any, lo: int = 0, hi: Optional[int] = None) -> Optional[int]: ...
@overload
def searchsorted(
    a: Union[Buffer, Iterable[Any]],
    queries: Union[Buffer, Iterable[Any]],
    *,
    side: str = "left",
    threads: int = 1,
    out: None = None,
) -> Array: ...
@overload
def searchsorted(
    a: Union[Buffer, Iterable[Any]],
    queries: Union[Buffer, Iterable[Any]],
    *,
    side: str = "left",
    threads: int = 1,
    out: _Out,
) -> _Out: ...
@overload
def unique(values: Buffer, /) -> Array: ...
@overload
def unique(values: Buffer, /, *, out: Buffer) -> memoryview: ...
@overload
def unique(values: Union[list[_T], tuple[_T, ...]], /) -> list[_T]: ...
@overload
def unique(values: Iterable[Any], /, *, out: Optional[Buffer] = None) -> Any: ...
@overload
def duplicates(values: Buffer, /) -> Array: ...
@overload
def duplicates(values: Buffer, /, *, out: Buffer) -> memoryview: ...
@overload
def duplicates(values: Union[list[_T], tuple[_T, ...]], /) -> list[_T]: ...
@overload
def duplicates(values: Iterable[Any], /, *, out: Optional[Buffer] = None) -> Any: ...
@overload
def isin(values: Union[Buffer, Iterable[Any]], lookup: Union[Buffer, Iterable[Any]], /) -> Array: ...
@overload
def isin(values: Union[Buffer, Iterable[Any]], lookup: Union[Buffer, Iterable[Any]], /, *, out: _B) -> _B: ...
@overload
def mean(data: Iterable[float]) -> float: ...
@overload
def mean(data: Union[Buffer, Iterable[Any]]) -> Any: ...
def fmean(
    data: Union[Buffer, Iterable[Union[SupportsFloat, SupportsIndex]]],
    weights: Union[Buffer, Iterable[Union[SupportsFloat, SupportsIndex]], None] = None,
) -> float: ...
@overload
def variance(data: Iterable[float], xbar: Union[float, None] = None) -> float: ...
@overload
def variance(data: Union[Buffer, Iterable[Any]], xbar: Any = None) -> Any: ...
@overload
def pvariance(data: Iterable[float], mu: Union[float, None] = None) -> float: ...
@overload
def pvariance(data: Union[Buffer, Iterable[Any]], mu: Any = None) -> Any: ...
@overload
def stdev(data: Iterable[float], xbar: Union[float, None] = None) -> float: ...
@overload
def stdev(data: Union[Buffer, Iterable[Any]], xbar: Any = None) -> Any: ...
@overload
def pstdev(data: Iterable[float], mu: Union[float, None] = None) -> float: ...
@overload
def pstdev(data: Union[Buffer, Iterable[Any]], mu: Any = None) -> Any: ...
@overload
def median(data: Iterable[float]) -> float: ...
@overload
def median(data: Union[Buffer, Iterable[Any]]) -> Any: ...
@overload
def quantiles(data: Iterable[float], *, n: int = 4, method: str = "exclusive") -> list[float]: ...
@overload
def quantiles(data: Union[Buffer, Iterable[Any]], *, n: int = 4, method: str = "exclusive") -> list[Any]: ...
@overload
def scale(values: Buffer, factor: float, *, out: None = None) -> Array: ...
@overload
def scale(values: Buffer, factor: float, *, out: _B) -> _B: ...
@overload
def scale(values: Iterable[int], factor: int, *, out: None = None) -> list[int]: ...
@overload
def scale(values: Iterable[float], factor: float, *, out: None = None) -> list[float]: ...
@overload
def scale(values: Union[Buffer, Iterable[Any]], factor: Any, *, out: Optional[Buffer] = None) -> Any: ...
def masked_hypot(
    a: Union[Buffer, Iterable[Any]], b: Union[Buffer, Iterable[Any]], *, above: float, out: _Out
) -> _Out: ...
@overload
def adjust(
    pixels: Union[Buffer, Iterable[int]], *, brightness: float = 0.0, contrast: float = 0.0, out: None = None
) -> Array: ...
@overload
def adjust(
    pixels: Union[Buffer, Iterable[int]], *, brightness: float = 0.0, contrast: float = 0.0, out: _B
) -> _B: ...
def pair_hypot_sum(
    a: Union[Buffer, Iterable[Any]],
    b: Union[Buffer, Iterable[Any]],
    *,
    above: int = 10,
    threads: int = 1,
    progress: Optional[Callable[[int, int], object]] = None,
) -> int: ...
def word_counts(
    text: Union[str, Buffer], *, threads: int = 1, progress: Optional[Callable[[int, int], object]] = None
) -> dict[str, int]: ...
def most_common_words(
    text: Union[str, Buffer],
    n: Optional[int] = 10,
    *,
    threads: int = 1,
    progress: Optional[Callable[[int, int], object]] = None,
) -> list[tuple[str, int]]: ...
