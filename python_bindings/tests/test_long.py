"""Without the door long calls are made on another thread, so that an interrupt arrives: the answers are the same."""

from __future__ import annotations

import _thread
import ctypes
import math
import pickle
import signal
import statistics
import time
from array import array
from bisect import bisect_left
from typing import Any

import oracle
import pytest
from data import CODES, KINDS, values_of
from oracle import bits
from signals import alarm, assert_stops, interrupt

import abicus
from abicus import _library, _signatures
from abicus._calls import Calls
from abicus._ctypes import CtypesBackend


@pytest.fixture
def short_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    if _library.backend == "door":
        pytest.skip("the door looks for interrupts itself")
    from abicus import _calls, _shim, _vectors

    for module in (_calls, _shim):
        monkeypatch.setattr(module, "LONGEST_CALL", 7)
    monkeypatch.setattr(_calls, "LONGEST_LIST", 20)
    monkeypatch.setattr(_vectors, "CHUNK", 20)


@pytest.mark.usefixtures("short_calls")
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "ndarray Fortran"])
def test_every_kind_on_another_thread(kind: str, code: str) -> None:
    for length in (7, 8, 50):
        values = values_of(code, length)
        make: Any = lambda: KINDS[kind](code, values)  # noqa: B023, E731
        assert bits(abicus.sum(make())) == bits(oracle.exact_sum(values))
        assert bits(abicus.sum_of_squares(make())) == bits(oracle.exact_dot(values, values))
        assert bits(abicus.dot(make(), array(code, values))) == bits(oracle.exact_dot(values, values))
        assert abicus.count_even(make()) == oracle.even(values)
        assert abicus.ExactSum(make()) == abicus.ExactSum(values)


@pytest.mark.usefixtures("short_calls")
def test_order_and_sets_on_another_thread() -> None:
    values = array("q", [number * 7919 % 101 for number in range(300)])
    plain = values.tolist()
    assert abicus.sorted(values).tolist() == sorted(plain)
    backwards = array("q", plain)
    abicus.sort(memoryview(backwards)[::-1])
    assert backwards.tolist() == sorted(plain)[::-1]
    ascending = array("q", sorted(plain))
    expected = [bisect_left(ascending, value) for value in plain]
    assert abicus.searchsorted(ascending, values).tolist() == expected
    assert abicus.searchsorted(ascending, array("d", plain)).tolist() == expected
    index = abicus.Index(ascending)
    assert index.search(values).tolist() == expected
    assert index.contains(array("q", [5, 1000] * 9)).tolist() == [True, False] * 9
    assert abicus.unique(values).tolist() == list(dict.fromkeys(plain))
    assert abicus.isin(values, array("q", [1, 2])).tolist() == [value in (1, 2) for value in plain]
    assert abicus.median(values) == statistics.median(plain)
    assert abicus.variance(array("d", plain)) == statistics.variance(map(float, plain))


def test_what_a_call_on_another_thread_says() -> None:
    calls = Calls(CtypesBackend(ctypes.CDLL(_library.path)))
    values, out = (ctypes.c_double * 1)(1.5), (ctypes.c_double * 1)(7.0)
    total = calls.function("abicus_sum_f64")
    with pytest.raises(ValueError, match="abicus_sum_f64: values is NULL"):
        calls.long(total, None, 3, 1, out)
    with pytest.raises(ctypes.ArgumentError):
        calls.long(total, 1.5, 3, 1, out)
    median = calls.function("abicus_median_f64")
    assert calls.long(median, (ctypes.c_double * 1)(math.nan), 1, out) == _signatures.INVALID_DATA
    assert out[0] == 7.0
    assert calls.long(total, values, 1, 1, out) == 0
    assert out[0] == 1.5


def test_progress_of_a_call_on_another_thread() -> None:
    calls = Calls(CtypesBackend(ctypes.CDLL(_library.path)))
    values, queries, found = (ctypes.c_double * 1)(1.5), (ctypes.c_double * 9)(2.5), (ctypes.c_int64 * 9)()
    search = calls.function("abicus_searchsorted_f64")
    seen: list[tuple[int, int]] = []
    calls.long(search, values, 1, queries, 9, 0, 1, found, progress=lambda done, total: seen.append((done, total)))
    assert list(found) == [1] + [0] * 8
    assert seen == [(9, 9)]

    def fail(done: int, total: int) -> None:
        raise KeyError(total)

    with pytest.raises(KeyError, match="9"):
        calls.long(search, values, 1, queries, 9, 0, 1, found, progress=fail)


def test_an_interrupt_leaves_a_state_as_it_was() -> None:
    numpy = pytest.importorskip("numpy")
    endless = numpy.broadcast_to(numpy.array([0.1]), 10**12)
    for state in (abicus.ExactSum([1.5]), abicus.Moments([1.5])):
        before = pickle.dumps(state)
        assert_stops(lambda: state.update(endless), 0.05)  # noqa: B023
        assert pickle.dumps(state) == before
        state.update([1.5])
        assert pickle.dumps(state) != before


@pytest.mark.usefixtures("short_calls")
def test_without_threads_the_call_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def start_new_thread(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("abicus._long.start_new_thread", start_new_thread)
    assert abicus.sum(array("d", [0.5] * 50)) == 25.0


def test_many_interrupts_wait_for_the_call() -> None:
    """None of them comes out before the call has ended: it reads memory that may be freed then."""
    numpy = pytest.importorskip("numpy")
    endless = numpy.broadcast_to(numpy.array([0.5]), 10**12)
    before = _thread._count()
    with alarm(interrupt, 0.05, 0.001), pytest.raises(KeyboardInterrupt):
        try:
            abicus.sum(endless)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            time.sleep(0.05)  # its last instructions
            assert _thread._count() <= before
