"""The closed forms over a foreign function interface."""

from __future__ import annotations

from .._calls import Calls
from .._docs_numbers import CLOSED_FORMS
from .._shim import document
from . import _generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._watch import Watch

#: What a trace is told of a number, in the place of a vector.
_NUMBER = ("", None, 1, None, None, "number", 0)
#: A result of a word takes as long as so many elements.
_WORK = 512


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    pair, count = calls.backend.room("uint64_t", 2), calls.backend.room("size_t", 1)

    def number(name: str, last_short: int, n: Any) -> int:
        if type(n) is bool:
            n = int(n)
        if type(n) is not int or not 0 <= n <= _generic.LAST[name]:
            found: int = getattr(_generic, name)(n)
            return found
        if watch.on:
            watch.saw(_NUMBER)
        if n <= last_short:
            words = pair()
            calls.call(f"abicus_{name}_u128", n, words)
            return int(words[0] | words[1] << 64)
        sizes = count()
        calls.call(f"abicus_{name}_limb_count", n, sizes)
        try:
            room = calls.allocate(ord("Q"), sizes[0])
            arguments = n, calls.backend.contiguous(room, "u64"), sizes[0]
            status = calls.run(_WORK * sizes[0], calls.function(f"abicus_{name}_limbs"), *arguments, keep=room)
            if status:
                calls.fail(status)
            return int.from_bytes(room, "little")
        except MemoryError:
            # Says how much there is to be.
            found = getattr(_generic, name)(n)
            return found

    def sum_range(start: Any, stop: Any = None, step: Any = 1) -> int:
        if watch.on and watch.outermost():
            return int(watch.run("sum_range", sum_range, 1, start, stop, step))
        # A foreign call takes longer than the closed form.
        return _generic.sum_range(start, stop, step)

    def fibonacci(n: Any, /) -> int:
        if watch.on and watch.outermost():
            return int(watch.run("fibonacci", fibonacci, 1, n))
        return number("fibonacci", 186, n)

    def factorial(n: Any, /) -> int:
        if watch.on and watch.outermost():
            return int(watch.run("factorial", factorial, 1, n))
        return number("factorial", 34, n)

    public: dict[str, Callable[..., Any]] = {
        function.__name__: function for function in (sum_range, fibonacci, factorial)
    }
    document(public, CLOSED_FORMS)
    return public
