"""The generic path of the sums over pairs: vectors that are to be converted first, and any int as `above`."""

from __future__ import annotations

import math
import operator

from .._floats import floats, same_type
from .._vectors import thread_count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Progress = Callable[[int, int], object]


def limit(above: object) -> float:
    """Return the largest float that is not above an int: a root is a float, so that it decides as the int does."""
    try:
        wanted = operator.index(above)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"above is {type(above).__name__}, expected an int") from None
    try:
        near = float(wanted)
    except OverflowError:
        return math.inf if wanted > 0 else -math.inf
    return math.nextafter(near, -math.inf) if near > wanted else near


def pair_hypot_sum(
    a: Any, b: Any, *, above: int = 10, threads: int = 1, progress: Progress | None = None
) -> int:
    wanted, count = limit(above), thread_count(threads)
    if progress is not None and not callable(progress):
        raise TypeError(f"progress is {type(progress).__name__}, expected a callable or None")
    return _pair_hypot_sum(floats("a", a), floats("b", b), above=wanted, threads=count, progress=progress)


def _pair_hypot_sum(a: Any, b: Any, *, above: float, threads: int, progress: Progress | None) -> int:
    from .. import pairs

    a, b = same_type(floats("a", a), floats("b", b))
    total: int = pairs._pair_hypot_sum(a, b, above=above, threads=threads, progress=progress)
    return total
