"""The functions over a foreign function interface: what the door does natively, for ctypes and cffi.

Lists and tuples of floats or of ints, bytes, bytearray, memoryview, array.array and numpy.ndarray are taken here; all
else goes to `_fallback`, with the same arguments.
"""

from __future__ import annotations

import sys
from array import array
from math import isfinite

from . import _fallback, _states
from ._buffers import ON_CPYTHON, is_ndarray
from ._calls import LONGEST_CALL, Calls, Family, integer
from ._docs_numbers import SUMS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._buffers import Lent
    from ._watch import Watch

#: More than that go to the fallback, which refuses what is out of range.
MOST_THREADS = 2**31
# The very defaults: `is` settles in one step that nothing else was asked for.
NOTHING, ONE = 0, 1
#: So many lengths are kept as the library takes them.
MOST_SIZES = 1 << 12


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    backend = calls.backend
    lend = calls.lend
    doubles, words = backend.room("double", 1), backend.room("uint64_t", 3)
    sums, squares, dots, evens = (Family(calls, stem) for stem in ("sum", "sum_of_squares", "dot", "count_even"))
    states = _states.build(calls, watch)

    # The commonest call without a detour: a short array, or NumPy's one-dimensional array, of doubles. Rooms and sizes are
    # used again. What is missing, or is not as expected, goes the long way, which learns.
    bare_sum, bare_pointer, size_of = backend.bare("abicus_sum_f64", "f64")
    rooms: list[Any] = []
    sizes: dict[int, Any] = {}
    take, give, one = rooms.pop, rooms.append, size_of(1)
    quick_array: Any = array
    unknown: Any = None if ON_CPYTHON else False
    quick_ndarray = unknown
    quick_type: Any = None

    def learn(length: int) -> None:
        rooms.append(doubles())
        if len(sizes) >= MOST_SIZES:
            sizes.clear()
        if 0 < length <= LONGEST_CALL:
            sizes[length] = size_of(length)

    def meet(values: Any) -> None:
        nonlocal quick_ndarray, quick_type
        if not watch.on and is_ndarray(values):
            quick_ndarray, quick_type = type(values), sys.modules["numpy"].dtype("d")

    def set_trace(on: bool, /) -> None:
        nonlocal quick_array, quick_ndarray
        watch.on = on
        quick_array, quick_ndarray = None if on else array, unknown

    def reduce(family: Family, lent: Lent, threads: int) -> Any:
        is_float = lent[0][0] == "f"
        out = doubles() if is_float else words()
        family.over(lent, threads, out)
        return out[0] if is_float else integer(out, 2 if family is sums else 3)

    def sum(values: Any, /, start: Any = 0, *, threads: int = 1) -> Any:
        if start is NOTHING and threads is ONE:
            kind = type(values)
            if (
                values.typecode == "d"
                if kind is quick_array
                else kind is quick_ndarray and values.dtype is quick_type and values.ndim == 1
            ):
                try:
                    out = take()
                    if not bare_sum(bare_pointer(values), sizes[len(values)], one, out):
                        result = out[0]
                        give(out)
                        return result
                except (BufferError, LookupError, TypeError, ValueError):
                    learn(len(values))
            elif quick_ndarray is None:
                meet(values)
        if watch.on and watch.outermost():
            return watch.run("sum", sum, threads, values, start, threads=threads)
        if type(threads) is not int or not 0 <= threads < MOST_THREADS or type(start) is not int:
            return _fallback.sum(values, start, threads=threads)
        lent = lend(values)
        if lent is None or start and lent[0][0] == "f":
            return _fallback.sum(values, start, threads=threads)
        if watch.on:
            watch.saw(lent)
        if not lent[2]:
            return start
        result = reduce(sums, lent, threads)
        return result + start if start else result

    def fsum(values: Any, /) -> float:
        if watch.on and watch.outermost():
            return float(watch.run("fsum", fsum, 1, values))
        lent = lend(values)
        if lent is not None and lent[0] not in ("i64", "u64"):
            if watch.on:
                watch.saw(lent)
            result = float(reduce(sums, lent, 1)) if lent[2] else 0.0
            if isfinite(result):
                return result
        return float(_fallback.fsum(values))

    def product(name: str, a: Any, b: Any, threads: int) -> Any:
        if type(threads) is int and 0 <= threads < MOST_THREADS:
            lent = lend(a, False), lend(b, False)
            if lent[0] and lent[1] and lent[0][0] == lent[1][0] and lent[0][2] == lent[1][2]:
                if watch.on:
                    watch.saw(lent[0])
                    watch.saw(lent[1])
                return reduce_pair(lent[0], lent[1], threads) if lent[0][2] else 0
        return getattr(_fallback, name)(a, b, threads=threads)

    def reduce_pair(a: Lent, b: Lent, threads: int) -> Any:
        is_float = a[0][0] == "f"
        out = doubles() if is_float else words()
        dots.over_both(a, b, threads, out)
        return out[0] if is_float else integer(out, 3)

    def dot(a: Any, b: Any, *, threads: int = 1) -> Any:
        if watch.on and watch.outermost():
            return watch.run("dot", dot, threads, a, b, threads=threads)
        return product("dot", a, b, threads)

    def sumprod(a: Any, b: Any, *, threads: int = 1) -> Any:
        if watch.on and watch.outermost():
            return watch.run("sumprod", sumprod, threads, a, b, threads=threads)
        return product("sumprod", a, b, threads)

    def sum_of_squares(values: Any, /) -> Any:
        if watch.on and watch.outermost():
            return watch.run("sum_of_squares", sum_of_squares, 1, values)
        lent = lend(values)
        if lent is None:
            return _fallback.sum_of_squares(values)
        if watch.on:
            watch.saw(lent)
        return reduce(squares, lent, 1) if lent[2] else 0

    def count_even(values: Any, /) -> int:
        if watch.on and watch.outermost():
            return int(watch.run("count_even", count_even, 1, values))
        lent = lend(values)
        if lent is None:
            return int(_fallback.count_even(values))
        if watch.on:
            watch.saw(lent)
        out = words()
        if lent[2]:
            evens.over(lent, out)
        return int(out[0])

    public: dict[str, Callable[..., Any]] = {
        function.__name__: function for function in (sum, fsum, dot, sumprod, sum_of_squares, count_even)
    }
    document(public, SUMS)
    return public | states | {"_set_trace": set_trace, "_allocate": calls.allocate}


def document(functions: dict[str, Callable[..., Any]], docs: dict[str, str]) -> None:
    """Give functions the names and docstrings that the door gives."""
    for name, function in functions.items():
        function.__module__, function.__name__, function.__qualname__ = "abicus", name, name
        function.__annotations__ = {}  # inspect.signature shows the contract's
        function.__doc__ = docs[name].partition("--\n\n")[2]
