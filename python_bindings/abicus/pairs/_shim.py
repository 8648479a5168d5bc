"""The sums over pairs over a foreign function interface: buffers of floats are taken here, all else goes to `_generic`."""

from __future__ import annotations

from .._calls import ITEMSIZES, LONGEST_CALL, Calls, Family, integer
from .._docs import PAIRS
from .._shim import MOST_THREADS, document
from .._signatures import INVALID_DATA, PAIR_WORDS
from . import _generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._buffers import Lent
    from .._watch import Watch
    from ._generic import Progress


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    family, totals = Family(calls, "pair_hypot_sum"), calls.backend.room("uint64_t", PAIR_WORDS + 1)
    # A NULL of the right type.
    no_control = calls.backend.room("abicus_control *", 1)()[0]

    def pair_hypot_sum(
        a: Any, b: Any, *, above: int = 10, threads: int = 1, progress: Progress | None = None
    ) -> int:
        keywords: dict[str, Any] = {"threads": threads, "progress": progress}
        if watch.on and watch.outermost():
            return int(watch.run("pair_hypot_sum", pair_hypot_sum, threads, a, b, above=above, **keywords))
        if type(threads) is int and 0 <= threads < MOST_THREADS and (progress is None or callable(progress)):
            total = add_up(a, b, _generic.limit(above), threads, progress)
            if total is not None:
                return total
        return _generic.pair_hypot_sum(a, b, above=above, **keywords)

    def _pair_hypot_sum(a: Any, b: Any, *, above: float, threads: int, progress: Progress | None) -> int:
        total = add_up(a, b, above, threads, progress)
        if total is None:
            return _generic._pair_hypot_sum(a, b, above=above, threads=threads, progress=progress)
        return total

    def add_up(a: Any, b: Any, above: float, threads: int, progress: Progress | None) -> int | None:
        left, right = calls.lend(a, False), calls.lend(b, False)
        if left is None or right is None or left[0] != right[0] or left[0][0] != "f":
            return None
        if watch.on:
            watch.saw(left)
            watch.saw(right)
        if not left[2] or not right[2]:
            return 0
        out = totals()
        function, vectors = form(left, right)
        arguments = (*vectors, above, threads, no_control, out)
        if progress is None and left[2] * right[2] <= LONGEST_CALL:
            status = function(*arguments)
        else:
            status = calls.long(function, *arguments, keep=(left, right), progress=progress)
        if status == INVALID_DATA:
            # What is wrong is said on the thread of the call, and found before the work begins.
            status = function(*arguments)
        if status:
            calls.fail(status)
        return integer(out, PAIR_WORDS + 1)

    def form(left: Lent, right: Lent) -> tuple[Callable[..., int], tuple[Any, ...]]:
        """Return the function for two vectors, and how it takes them."""
        element, (a, a_length, a_stride), (b, b_length, b_stride) = left[0], left[1:4], right[1:4]
        if a_stride is None and b_stride is None:
            return family[element], (a, a_length, b, b_length)
        size = ITEMSIZES[element]
        a_stride, b_stride = (size if stride is None else stride for stride in (a_stride, b_stride))
        return family.strided[element], (a, a_length, a_stride, b, b_length, b_stride)

    functions: dict[str, Callable[..., Any]] = {"pair_hypot_sum": pair_hypot_sum}
    document(functions, PAIRS)
    return {**functions, "_pair_hypot_sum": _pair_hypot_sum}
