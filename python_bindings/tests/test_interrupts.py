"""A signal ends a long call soon, on every backend; what a handler does to the arguments is seen, and harms nothing."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from typing import Any, Callable

import pytest
from signals import PROMISED, alarm, assert_stops, interrupt

import abicus
from abicus import _library

#: Two numbers that take long to read, and longer than it takes until the library looks for signals.
LONG = 20_000_000
CALLS: dict[str, Callable[[Any], Any]] = {
    "sum": abicus.sum,
    "fsum": abicus.fsum,
    "dot": lambda values: abicus.dot(values, values),
    "sumprod": lambda values: abicus.sumprod(values, values),
    "sum_of_squares": abicus.sum_of_squares,
    "count_even": abicus.count_even,
    "ExactSum": abicus.ExactSum,
}

pytestmark = pytest.mark.skipif(
    threading.current_thread() is not threading.main_thread(), reason="signals come to the main thread"
)


@pytest.mark.parametrize("code", "dfqB")
@pytest.mark.parametrize("name", CALLS)
def test_a_signal_interrupts_a_long_call(name: str, code: str) -> None:
    numpy = pytest.importorskip("numpy")
    # One element read again and again: hours of work in no memory.
    endless = numpy.broadcast_to(numpy.array([1.5]).astype(code), 10**12)
    assert_stops(lambda: CALLS[name](endless), 0.1)


@pytest.mark.parametrize("name", CALLS)
def test_a_signal_interrupts_a_call_over_memory(name: str) -> None:
    numpy = pytest.importorskip("numpy")
    values = numpy.ones(3 * LONG)
    assert_stops(lambda: CALLS[name](values), 0.005)


@pytest.mark.parametrize("item", [0.5, 3, True])
@pytest.mark.parametrize("name", CALLS)
def test_a_signal_interrupts_a_call_over_a_list(name: str, item: object) -> None:
    values = [item] * LONG
    for arguments in (values, tuple(values)):
        # Without the door a list is copied first.
        assert_stops(lambda: CALLS[name](arguments), 0.002, 0.2 if _library.backend == "door" else 1.0)  # noqa: B023


def test_a_signal_interrupts_a_product_of_a_list_and_a_buffer() -> None:
    numpy = pytest.importorskip("numpy")
    items, values = [0.5] * LONG, numpy.ones(LONG)
    for a, b in ((items, values), (values, items), (items, values.astype(int))):
        with pytest.raises(KeyboardInterrupt), alarm(interrupt, 0.002):
            abicus.dot(a, b)


@pytest.mark.skipif(_library.backend != "door", reason="the other backends read lists in pieces of their own")
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("change", ["clear", "shorten", "lengthen", "replace"])
def test_a_handler_may_change_the_list(name: str, change: str) -> None:
    """The call goes on with the list as it is then."""
    values: list[Any] = [1.0] * LONG
    calls = []

    def handler(*_: object) -> None:
        calls.append(len(values))
        if len(calls) > 1:
            return
        if change == "clear":
            values.clear()
        elif change == "shorten":
            del values[len(values) // 2 :]
        elif change == "lengthen":
            values.extend([1.0] * 1000)
        else:
            values[:] = [float("7.0")] * LONG

    with alarm(handler, 0.002):
        result = CALLS[name](values)
    assert calls == [LONG]
    total = result.value() if name == "ExactSum" else result
    most = 49 if name in ("dot", "sumprod", "sum_of_squares") else 7
    assert 0 <= total <= most * (LONG + 1000)
    assert total == int(total)
    if change == "clear":  # so the handler was not called after it
        assert total < LONG


def test_a_handler_may_empty_one_of_two_lists() -> None:
    a, b = [1.0] * LONG, [2.0] * LONG
    with alarm(lambda *_: a.clear(), 0.002), contextlib.suppress(ValueError):
        assert 0 <= abicus.dot(a, b) <= 2.0 * LONG
    assert not a


def test_a_handler_may_make_a_long_call_itself() -> None:
    """The call that it interrupted goes on listening."""
    numpy = pytest.importorskip("numpy")
    endless, large = numpy.broadcast_to(numpy.array([1.5]), 10**12), numpy.ones(1 << 20)
    signals: list[Any] = []

    def handler(*_: object) -> None:
        signals.append(abicus.sum(large))
        if len(signals) == 3:
            raise KeyError("third")

    with pytest.raises(KeyError, match="third"), alarm(handler, 0.1, 0.1):
        abicus.sum(endless)
    assert signals[:3] == [1 << 20] * 3  # one more may come before the timer is stopped


def _assert_stops_anywhere(call: Callable[[], Any]) -> None:
    """Assert that a signal ends a call as soon as promised, wherever it is then; the best of a few attempts counts."""
    started = time.perf_counter()
    call()
    needed = time.perf_counter() - started
    for part in (0.1, 0.35, 0.7):
        late = []
        while len(late) < 4 and not (late and late[-1] < PROMISED):
            started = time.perf_counter()
            with contextlib.suppress(KeyboardInterrupt), alarm(interrupt, part * needed):
                call()
            late.append(time.perf_counter() - started - part * needed)
        assert late[-1] < PROMISED or needed < PROMISED, (part, needed, late)


def _calls_over(numbers: Any, ordered: Any) -> dict[str, Callable[[], Any]]:
    return {
        "median": lambda: abicus.median(numbers),
        "quantiles": lambda: abicus.quantiles(numbers, n=100),
        "searchsorted": lambda: abicus.searchsorted(ordered, numbers),
        "Index": lambda: abicus.Index(numbers),
        "sorted": lambda: abicus.sorted(numbers),
        "unique": lambda: abicus.unique(numbers),
        "Array": lambda: abicus.Array("f", numbers),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", _calls_over(None, None))
def test_a_signal_interrupts_a_call_over_random_numbers(name: str) -> None:
    """What takes long depends on the data: tables, and what is done where a first guess is not confirmed."""
    numpy = pytest.importorskip("numpy")
    numbers = numpy.random.default_rng(1).random(LONG)
    _assert_stops_anywhere(_calls_over(numbers, numpy.sort(numbers))[name])


def _calls_over_objects(items: list[Any]) -> dict[str, Callable[[], Any]]:
    return {
        "unique": lambda: abicus.unique(items),
        "duplicates": lambda: abicus.duplicates(items),
        "isin": lambda: abicus.isin(items, items),
        "contains": lambda: abicus.Index(items).contains(items),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", _calls_over_objects([]))
def test_a_signal_interrupts_a_set_of_objects(name: str) -> None:
    generator = random.Random(name)
    items = [generator.getrandbits(80) for _ in range(2_000_000)]
    _assert_stops_anywhere(_calls_over_objects(items)[name])
