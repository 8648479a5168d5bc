"""The functions of primes over a foreign function interface: plain ints of 64 bits are taken here."""

from __future__ import annotations

from .._calls import Calls
from .._docs_numbers import PRIMES
from .._shim import MOST_THREADS, document
from ..array import Array
from . import _generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._watch import Watch

#: What a trace is told of a number, in the place of a vector.
_NUMBER = ("", None, 1, None, None, "number", 0)
#: Counting primes below this, or so many numbers to look through, is done before a thread of its own were started.
_SHORT = 10_000_000


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    number, flag, handles = (calls.backend.room(kind, 1) for kind in ("uint64_t", "uint8_t", "abicus_array *"))
    no_control = calls.backend.room("void *", 1)()[0]
    functions = {name: calls.function(f"abicus_{name}_u64") for name in PRIMES}

    def run(name: str, work: int, *arguments: Any, progress: Any = None) -> None:
        """Call a function; if it is long, on a thread of its own."""
        if progress is not None or work > _SHORT:
            calls.long(functions[name], *arguments, progress=progress)
        else:
            status = functions[name](*arguments)
            if status:
                calls.fail(status)

    def saw(n: Any, most: int) -> bool:
        """Return whether a number is taken here."""
        if type(n) is not int or not 0 <= n <= most:
            return False
        if watch.on:
            watch.saw(_NUMBER)
        return True

    def fits(threads: Any, progress: Any) -> bool:
        return type(threads) is int and 0 <= threads < MOST_THREADS and (progress is None or callable(progress))

    def array(handle: Any) -> Array:
        return Array._of(calls.view(handle[0]))

    def primes(n: Any, /, *, threads: int = 1, progress: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("primes", primes, threads, n, threads=threads, progress=progress)
        if not fits(threads, progress) or not saw(n, _generic.MOST):
            return _generic.primes(n, threads=threads, progress=progress)
        handle = handles()
        run("primes", 16 * n, n, threads, no_control, handle, progress=progress)
        return array(handle)

    def nth_prime(n: Any, /, *, threads: int = 1, progress: Any = None) -> int:
        if watch.on and watch.outermost():
            return int(watch.run("nth_prime", nth_prime, threads, n, threads=threads, progress=progress))
        if not fits(threads, progress) or not saw(n, _generic.MOST_COUNTED) or n == 0:
            return _generic.nth_prime(n, threads=threads, progress=progress)
        out = number()
        run("nth_prime", n, n, threads, no_control, out, progress=progress)
        return int(out[0])

    def primes_between(start: Any, stop: Any, *, threads: int = 1, progress: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("primes_between", primes_between, threads, start, stop, threads=threads, progress=progress)
        most = _generic.BITS - 1
        if not fits(threads, progress) or not saw(start, most) or not saw(stop, most):
            return _generic.primes_between(start, stop, threads=threads, progress=progress)
        handle = handles()
        # Far up, what crosses off takes longer than what is crossed off.
        work = max(stop - start, 0) + stop // 2**31
        run("primes_between", work, start, stop, threads, no_control, handle, progress=progress)
        return array(handle)

    def count_primes(stop: Any, *, threads: int = 1, progress: Any = None) -> int:
        if watch.on and watch.outermost():
            return int(watch.run("count_primes", count_primes, threads, stop, threads=threads, progress=progress))
        if not fits(threads, progress) or not saw(stop, _generic.COUNTED_BELOW):
            return _generic.count_primes(stop, threads=threads, progress=progress)
        out = number()
        run("count_primes", stop // 64, stop, threads, no_control, out, progress=progress)
        return int(out[0])

    def is_prime(n: Any, /) -> bool:
        if watch.on and watch.outermost():
            return bool(watch.run("is_prime", is_prime, 1, n))
        if not saw(n, _generic.BITS - 1):
            return _generic.is_prime(n)
        out = flag()
        calls.call("abicus_is_prime_u64", n, out)
        return bool(out[0])

    public: dict[str, Callable[..., Any]] = {
        function.__name__: function for function in (primes, nth_prime, primes_between, count_primes, is_prime)
    }
    document(public, PRIMES)
    return public
