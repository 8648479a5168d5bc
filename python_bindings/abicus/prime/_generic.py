"""The generic path of the primes: objects with __index__, ints beyond 64 bits, and every error."""

from __future__ import annotations

from operator import index

from .._vectors import thread_count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..array import Array

    Progress = Callable[[int, int], object]

#: Primes are known to be such or not below this,
BITS = 2**64
#: and counted below this.
COUNTED_BELOW = 2**63
#: How many there are below 2**64, and below 2**63.
MOST, MOST_COUNTED = 425_656_284_035_217_743, 216_289_611_853_439_384


def _integer(name: str, value: Any) -> int:
    try:
        return int(index(value))
    except TypeError:
        raise TypeError(f"{name} is {type(value).__name__}, expected an int") from None


def _native(name: str, *arguments: Any, **options: Any) -> Any:
    from .. import prime as native

    return getattr(native, name)(*arguments, **options)


def _options(threads: Any, progress: Any) -> dict[str, Any]:
    if progress is not None and not callable(progress):
        raise TypeError(f"progress is {type(progress).__name__}, expected a callable or None")
    return {"threads": thread_count(threads), "progress": progress}


def primes(n: Any, /, *, threads: int = 1, progress: Progress | None = None) -> Array:
    number, options = _integer("n", n), _options(threads, progress)
    if number < 0:
        raise ValueError(f"n is {number}, expected 0 or more")
    if number > MOST:
        raise OverflowError(f"n is {number}, expected at most {MOST}: there are no more primes below 2**64")
    found: Array = _native("primes", number, **options)
    return found


def nth_prime(n: Any, /, *, threads: int = 1, progress: Progress | None = None) -> int:
    number, options = _integer("n", n), _options(threads, progress)
    if number < 1:
        raise ValueError(f"n is {number}, expected 1 or more: the first prime is nth_prime(1)")
    if number > MOST_COUNTED:
        raise OverflowError(f"n is {number}, expected at most {MOST_COUNTED}: there are no more primes below 2**63")
    return int(_native("nth_prime", number, **options))


def primes_between(start: Any, stop: Any, *, threads: int = 1, progress: Progress | None = None) -> Array:
    first, end = _integer("start", start), _integer("stop", stop)
    options = _options(threads, progress)
    if end > BITS:
        raise OverflowError(f"stop is {end}, expected at most 2**64")
    # No prime is negative, and 2**64 - 1 is none.
    end = min(max(end, 0), BITS - 1)
    first = min(max(first, 0), end)
    found: Array = _native("primes_between", first, end, **options)
    return found


def count_primes(stop: Any, *, threads: int = 1, progress: Progress | None = None) -> int:
    end = _integer("stop", stop)
    options = _options(threads, progress)
    if end > COUNTED_BELOW:
        raise OverflowError(f"stop is {end}, expected at most 2**63")
    return int(_native("count_primes", max(end, 0), **options))


def is_prime(n: Any, /) -> bool:
    number = _integer("n", n)
    if number >= BITS:
        raise OverflowError(f"n is {number}, expected less than 2**64")
    return bool(_native("is_prime", max(number, 0)))
