"""The functions over a foreign function interface: what the door does natively, for ctypes and cffi."""

from __future__ import annotations

from math import inf, isnan

from .._calls import Calls, Family, integer
from .._docs_numbers import STATISTICS
from .._shim import document
from .._signatures import INVALID_DATA, MOMENTS_BYTES
from .._states import Handle
from . import _generic
from ._answers import quotient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._buffers import Lent
    from .._watch import Watch

#: Ints below this are doubles.
_DOUBLES = 2**53
_QUESTIONS = ("mean", "variance", "pvariance", "stdev", "pstdev")


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    lend, room = calls.lend, calls.backend.room
    doubles, words = room("double", 1), room("uint64_t", 3)
    stems = (*_QUESTIONS, "median", "quantiles", "sum", "sum_of_squares")
    families = {stem: Family(calls, stem, weight=4) for stem in stems}

    def is_of_bools(data: Any, lent: Lent) -> bool:
        """Return whether there may be a bool, which stays one when it is not calculated with."""
        return lent[5] == "list" and bool in set(map(type, data)) or lent[5] == "converted" and lent[0] == "u8"

    def double(stem: str, lent: Lent) -> float | None:
        """Return the library's answer; None if the data has no order."""
        out = doubles()
        status = families[stem].run(lent, out)
        if status == INVALID_DATA:
            return None
        if status:
            calls.fail(status)
        return float(out[0])

    def total(stem: str, lent: Lent, count: int) -> int:
        out = words()
        families[stem].over(lent, 1, out)
        return integer(out, count)

    def saw(lent: Lent) -> None:
        if watch.on:
            watch.saw(lent)

    def mean(data: Any) -> Any:
        if watch.on and watch.outermost():
            return watch.run("mean", mean, 1, data)
        lent = lend(data)
        if lent is None or not lent[2]:
            return _generic.mean(data)
        saw(lent)
        if lent[0][0] == "f":
            return double("mean", lent)
        return quotient(total("sum", lent, 2), lent[2])

    def fmean(data: Any, weights: Any = None) -> float:
        if watch.on and watch.outermost():
            return float(watch.run("fmean", fmean, 1, data, weights))
        lent = lend(data) if weights is None else None
        if lent is not None and lent[2] and lent[0] not in ("i64", "u64"):
            saw(lent)
            if lent[0][0] != "f":
                return float(total("sum", lent, 2)) / lent[2]
            out = doubles()
            families["sum"].over(lent, 1, out)
            if -inf < out[0] < inf:
                return float(out[0] / lent[2])
        return _generic.fmean(data, weights)

    def spread(name: str, data: Any, about: Any, sample: bool, root: bool) -> Any:
        lent = lend(data) if about is None else None
        if lent is not None and lent[2] > sample:
            saw(lent)
            if lent[0][0] != "f" and not root:
                count, sum_of_all = lent[2], total("sum", lent, 2)
                dividend = count * total("sum_of_squares", lent, 3) - sum_of_all * sum_of_all
                return quotient(dividend, count * (count - sample))
            value = double(name, lent)
            # Too large for a float, or of infinities: the one is an error, the other may be.
            if value is not None and value != inf and value != -inf and not (root and isnan(value)):
                return value
        return getattr(_generic, name)(data, about)

    def variance(data: Any, xbar: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("variance", variance, 1, data, xbar)
        return spread("variance", data, xbar, True, False)

    def pvariance(data: Any, mu: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("pvariance", pvariance, 1, data, mu)
        return spread("pvariance", data, mu, False, False)

    def stdev(data: Any, xbar: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("stdev", stdev, 1, data, xbar)
        return spread("stdev", data, xbar, True, True)

    def pstdev(data: Any, mu: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("pstdev", pstdev, 1, data, mu)
        return spread("pstdev", data, mu, False, True)

    def median(data: Any) -> Any:
        if watch.on and watch.outermost():
            return watch.run("median", median, 1, data)
        lent = lend(data, False)  # where zeros have both signs, the order says which is in the middle
        if lent is not None and lent[2] and not is_of_bools(data, lent):
            saw(lent)
            value = double("median", lent)
            if value is not None:
                if lent[0][0] == "f" or not lent[2] % 2:
                    return value
                if abs(value) < _DOUBLES:
                    return int(value)
        return _generic.median(data)

    def quantiles(data: Any, *, n: int = 4, method: str = "exclusive") -> list[Any]:
        if watch.on and watch.outermost():
            watched: list[Any] = watch.run("quantiles", quantiles, 1, data, n=n, method=method)
            return watched
        if type(n) is int and 1 <= n < _DOUBLES and type(method) is str and method in ("exclusive", "inclusive"):
            lent = lend(data, False)
            if lent is not None and lent[2] > 1 and not is_of_bools(data, lent):
                saw(lent)
                out = room("double", n - 1 or 1)()
                status = families["quantiles"].run(lent, n, int(method == "inclusive"), out, n - 1)
                if not status:
                    return [float(value) for value in out][: n - 1]
                if status != INVALID_DATA:
                    calls.fail(status)
        return _generic.quantiles(data, n=n, method=method)

    public: dict[str, Callable[..., Any]] = {
        function.__name__: function
        for function in (mean, fmean, variance, pvariance, stdev, pstdev, median, quantiles)
    }
    document(public, STATISTICS)
    return public | _moments(calls, watch)


def _moments(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions of exact states."""
    call, room = calls.call, calls.backend.room
    handles, doubles, states = room("abicus_moments *", 1), room("double", 1), room("uint8_t", MOMENTS_BYTES)
    updates = Family(calls, "moments_update")

    def made(symbol: str, *arguments: Any) -> Handle:
        free, out = calls.function("abicus_moments_free"), handles()
        call(symbol, *arguments, out)
        return Handle(out[0], free)

    def new() -> Handle:
        return made("abicus_moments_new")

    def update(state: Handle, values: Any, /) -> Any:
        if watch.on and watch.outermost():
            return watch.run("_moments_update", update, 1, state, values)
        lent = calls.lend(values)
        if lent is None:
            return _generic._moments_update(state, values)
        if watch.on:
            watch.saw(lent)
        updates.add_to(state, lent, new, merge)
        return None

    def merge(state: Handle, other: Handle, /) -> None:
        call("abicus_moments_merge", state.pointer, other.pointer)

    def clone(state: Handle, /) -> Handle:
        return made("abicus_moments_clone", state.pointer)

    def ask(state: Handle, question: int, /) -> float:
        out = doubles()
        call(f"abicus_moments_{_QUESTIONS[question]}", state.pointer, out)
        return float(out[0])

    def to_bytes(state: Handle, /) -> bytes:
        out = states()
        call("abicus_moments_to_bytes", state.pointer, out, MOMENTS_BYTES)
        return calls.backend.read(out)

    def from_bytes(state: bytes, /) -> Handle:
        return made("abicus_moments_from_bytes", state, len(state))

    functions = (new, update, merge, clone, ask, to_bytes, from_bytes)
    return {f"_moments_{function.__name__}": function for function in functions}
