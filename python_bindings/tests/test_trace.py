"""What a trace shows."""

from __future__ import annotations

import threading
from array import array

import pytest

import abicus
from abicus import _library, _tracing


def one(call: object) -> object:
    with abicus.trace() as calls:
        call()  # type: ignore[operator]
    assert len(calls) == 1, calls
    return calls[0]


@pytest.mark.parametrize(
    ("function", "path", "call"),
    [
        ("sum", "buffer", lambda: abicus.sum(array("d", [1.0]))),
        ("sum", "list", lambda: abicus.sum([1.0])),
        ("sum", "list", lambda: abicus.sum((1, 2))),
        ("sum", "strided", lambda: abicus.sum(memoryview(array("i", [1, 2, 3]))[::2])),
        ("sum", "fallback", lambda: abicus.sum(x for x in [0.5] * 10)),
        ("fsum", "fallback", lambda: abicus.fsum(x for x in [0.5] * 10)),
        ("dot", "buffer", lambda: abicus.dot(b"ab", b"ab")),
        ("sumprod", "fallback", lambda: abicus.sumprod(iter([1.5]), [2.5])),
        ("sum_of_squares", "list", lambda: abicus.sum_of_squares([1.5])),
        ("count_even", "buffer", lambda: abicus.count_even(b"ab")),
    ],
)
def test_one_record_for_a_call(function: str, path: str, call: object) -> None:
    record = one(call)
    assert (record.function, record.path) == (function, path)  # type: ignore[attr-defined]
    assert record.backend == _library.backend  # type: ignore[attr-defined]
    assert record.cpu_level == _library.cpu_level()  # type: ignore[attr-defined]
    assert record.nanoseconds > 0  # type: ignore[attr-defined]
    assert record.threads == 1  # type: ignore[attr-defined]
    assert record.kernel in ("fast", "exact", "wide")  # type: ignore[attr-defined]
    assert repr(record).startswith("Record(backend=")


def test_a_conversion_is_shown() -> None:
    numpy = pytest.importorskip("numpy")
    swapped = numpy.arange(100, dtype=">f8")
    record = one(lambda: abicus.sum(swapped))
    assert (record.path, record.bytes_converted) == ("converted", 800)  # type: ignore[attr-defined]
    record = one(lambda: abicus.sum(swapped.astype("=f8")))
    assert (record.path, record.bytes_converted) == ("buffer", 0)  # type: ignore[attr-defined]


def test_the_kernel_is_shown() -> None:
    fast = one(lambda: abicus.sum(array("d", [0.25, 3.0, 10.0])))
    tied = one(lambda: abicus.sum(array("d", [1.0, 2.0**-53] + [0.0] * 100)))
    assert fast.kernel == "fast"  # type: ignore[attr-defined]
    assert tied.kernel in ("exact", "wide")  # type: ignore[attr-defined]


def test_threads_are_shown() -> None:
    assert one(lambda: abicus.sum(array("d", [1.0]), threads=2)).threads == 2  # type: ignore[attr-defined]


def test_nothing_is_recorded_outside() -> None:
    with abicus.trace() as outer:
        abicus.sum([1])
        with abicus.trace() as inner:
            abicus.sum([2])
        abicus.sum([3])
    abicus.sum([4])
    assert (len(outer), len(inner)) == (3, 1)


def test_calls_that_fail_leave_the_trace_whole() -> None:
    with abicus.trace() as calls:
        with pytest.raises(TypeError):
            abicus.sum([1, "a"])
        abicus.sum([1.0])
        with pytest.raises(ZeroDivisionError):
            abicus.sum(1 / x for x in [1, 0])
        abicus.sum([1.0])
    assert [call.path for call in calls] == ["list", "list"]


def test_other_threads_are_seen() -> None:
    with abicus.trace() as calls:
        worker = threading.Thread(target=lambda: abicus.sum(x for x in [1.5]))
        worker.start()
        worker.join()
    assert len(calls) == 1


def test_the_accumulator_is_seen() -> None:
    total = abicus.ExactSum()
    record = one(lambda: total.update(array("d", [1.0])))
    assert record.function == "ExactSum.update"  # type: ignore[attr-defined]


def test_what_a_signal_has_left_is_forgotten() -> None:
    """As if one had come between the last line of a fallback and its end."""
    _tracing.inner.depth = 1
    with abicus.trace() as calls:
        abicus.sum([1.0])
    assert len(calls) == 1
