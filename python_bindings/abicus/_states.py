"""The exact states behind `ExactSum`, and the functions that exist to be measured, for ctypes and cffi."""

from __future__ import annotations

from . import _fallback
from ._calls import Family
from ._signatures import EXACT_SUM_BYTES, PATH_COUNT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._calls import Calls
    from ._watch import Watch


class Handle:
    """An exact state of the library; freed with the last reference."""

    __slots__ = ("_free", "pointer")

    def __init__(self, pointer: Any, free: Callable[[Any], None]) -> None:
        self.pointer, self._free = pointer, free

    def __del__(self) -> None:
        self._free(self.pointer)


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    call, room = calls.call, calls.backend.room
    handles, doubles = room("abicus_exact_sum *", 1), room("double", 1)
    states, counters = room("uint8_t", EXACT_SUM_BYTES), room("uint64_t", PATH_COUNT)
    updates = Family(calls, "exact_sum_update")
    integers = {32: room("int32_t", 1), 64: room("int64_t", 1)}

    def made(symbol: str, *arguments: Any) -> Handle:
        free, out = calls.function("abicus_exact_sum_free"), handles()
        call(symbol, *arguments, out)
        return Handle(out[0], free)

    def exact_new() -> Handle:
        return made("abicus_exact_sum_new")

    def exact_update(state: Handle, values: Any, /) -> tuple[int, bool] | None:
        if watch.on and watch.outermost():
            extra: tuple[int, bool] | None = watch.run("_exact_update", exact_update, 1, state, values)
            return extra
        lent = calls.lend(values)
        if lent is None:
            extra = _fallback._exact_update(state, values)
            return extra
        if watch.on:
            watch.saw(lent)
        updates.add_to(state, lent, exact_new, exact_merge)
        return None

    def exact_merge(state: Handle, other: Handle, /) -> None:
        call("abicus_exact_sum_merge", state.pointer, other.pointer)

    def exact_clone(state: Handle, /) -> Handle:
        return made("abicus_exact_sum_clone", state.pointer)

    def exact_value(state: Handle, /) -> float:
        out = doubles()
        call("abicus_exact_sum_finish_f64", state.pointer, out)
        return float(out[0])

    def exact_to_bytes(state: Handle, /) -> bytes:
        out = states()
        call("abicus_exact_sum_to_bytes", state.pointer, out, EXACT_SUM_BYTES)
        return calls.backend.read(out)

    def exact_from_bytes(state: bytes, /) -> Handle:
        return made("abicus_exact_sum_from_bytes", state, len(state))

    def noop() -> None:
        calls.function("abicus_noop")()

    def noop_one(value: object, /) -> object:
        return value

    def small(symbol: str, bits: int, *arguments: int) -> int:
        for argument in arguments:
            if type(argument) is not int:
                raise TypeError(f"{argument!r} is {type(argument).__name__}, expected an int")
            if argument.bit_length() >= bits:
                raise OverflowError(f"{argument} does not fit {bits} bits")
        out = integers[bits]()
        call(symbol, *arguments, out)
        return int(out[0])

    def add_i32(a: int, b: int, /) -> int:
        return small("abicus_add_i32", 32, a, b)

    def square_i64(value: int, /) -> int:
        return small("abicus_square_i64", 64, value)

    def path_counts() -> tuple[int, ...]:
        out = counters()
        call("abicus_path_counts", out, PATH_COUNT)
        return tuple(out)

    return {
        "_exact_new": exact_new,
        "_exact_update": exact_update,
        "_exact_merge": exact_merge,
        "_exact_clone": exact_clone,
        "_exact_value": exact_value,
        "_exact_to_bytes": exact_to_bytes,
        "_exact_from_bytes": exact_from_bytes,
        "_noop": noop,
        "_noop_one": noop_one,
        "_add_i32": add_i32,
        "_square_i64": square_i64,
        "_path_counts": path_counts,
    }
