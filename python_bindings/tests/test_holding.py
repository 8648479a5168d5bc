"""Buffers are held during a call; nothing leaks."""

from __future__ import annotations

import gc
import subprocess
import sys
import textwrap
import threading
import time
from array import array
from typing import Any, Callable

import pytest

import abicus
from abicus import ExactSum, _library


def test_resizing_during_a_call_is_a_buffer_error() -> None:
    """Another thread tries to grow the array while sums of it run: it is refused, or it waits until none runs."""
    values = array("d", [0.1]) * (1 << 22)
    refused, done = 0, threading.Event()

    def work() -> None:
        while not done.is_set():
            abicus.sum(values)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        deadline = time.monotonic() + 20
        while not refused and time.monotonic() < deadline:
            try:
                values.append(0.1)
                values.pop()
            except BufferError:
                refused += 1
            time.sleep(0.0001)
    finally:
        done.set()
        worker.join()
    assert refused
    values.append(0.1)


def test_both_buffers_of_a_product_are_held() -> None:
    """A small vector that is read without being held, beside a large one: not while the GIL is released."""
    small, large = array("B", [1]) * 200_000, array("d", [1.0]) * 200_000
    abicus.dot(small[:9], large[:9])
    abicus.sum(small[:9])
    done = threading.Event()
    lengths = []

    def work() -> None:
        while not done.is_set():
            try:
                abicus.dot(small, large)
            except ValueError:  # caught between append and pop
                lengths.append(len(small))

    worker = threading.Thread(target=work)
    worker.start()
    refused = 0
    try:
        deadline = time.monotonic() + 20
        while not refused and time.monotonic() < deadline:
            try:
                small.append(1)
                small.pop()
            except BufferError:
                refused += 1
            time.sleep(0.0001)
    finally:
        done.set()
        worker.join()
    assert refused


def test_the_buffer_is_free_after_a_call() -> None:
    for values in (array("d", [1.0] * 10), bytearray(10), array("i", [1, 2])):
        for view in (values, memoryview(values), memoryview(values)[::2]):
            for function in (abicus.sum, abicus.fsum, abicus.sum_of_squares, abicus.count_even, ExactSum):
                function(view)
            abicus.dot(view, view)
            if isinstance(view, memoryview):
                view.release()
        values.append(1)  # type: ignore[attr-defined]
    values = array("d", [1.0])
    with pytest.raises(ValueError):
        abicus.dot(values, array("d"))
    values.append(1.0)


def kept(action: Callable[[], Any], rounds: int = 200) -> int:
    """Return how many memory blocks are in use more after many rounds than after a few."""
    for _ in range(20):
        action()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(rounds):
        action()
    gc.collect()
    return sys.getallocatedblocks() - before


def refused(function: Callable[..., Any], *arguments: Any) -> None:
    try:
        function(*arguments)
    except (TypeError, ValueError, OverflowError):
        return
    pytest.fail("nothing was refused")


NUMBERS = array("d", [0.1] * 50)
ACTIONS: dict[str, Callable[[], Any]] = {
    "list": lambda: abicus.sum([0.1, 0.2, 3]),
    "ints": lambda: abicus.sum([2**40] * 50),
    "big ints": lambda: abicus.sum([2**80] * 50),
    "array": lambda: abicus.sum(NUMBERS),
    "strided": lambda: abicus.sum(memoryview(NUMBERS)[::2]),
    "generator": lambda: abicus.sum(x for x in NUMBERS),
    "start": lambda: abicus.sum(NUMBERS, 0.5),
    "keywords": lambda: abicus.sum(NUMBERS, start=2**70, threads=2),
    "words": lambda: abicus.sum_of_squares(array("Q", [2**64 - 1] * 9)),
    "fsum": lambda: abicus.fsum([1, 0.5]),
    "dot": lambda: abicus.dot(NUMBERS, NUMBERS),
    "dot of lists": lambda: abicus.dot([1.5, 2], [3, 4]),
    "count": lambda: abicus.count_even([1, 2]),
    "refused element": lambda: refused(abicus.sum, [1, "a"]),
    "refused object": lambda: refused(abicus.fsum, object()),
    "refused lengths": lambda: refused(abicus.dot, [1], [1, 2]),
    "refused ints": lambda: refused(abicus.sum, [1.0, 2**2000]),
    "refused keyword": lambda: refused(lambda: abicus.sum([1], nothing=1)),
    "accumulator": lambda: (ExactSum([0.1, 2**80]) + ExactSum(NUMBERS)).to_bytes(),
    "stored": lambda: ExactSum.from_bytes(ExactSum([1]).to_bytes()).value(),
    "hostile": lambda: refused(ExactSum.from_bytes, b"x" * 296),
}


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="reference counts are CPython's")
@pytest.mark.parametrize("name", ACTIONS)
def test_nothing_leaks(name: str) -> None:
    # A few blocks come and go with caches; a leak would be one block a round or more.
    assert any(kept(ACTIONS[name]) < 50 for _ in range(3))


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="reference counts are CPython's")
def test_reference_counts_stay() -> None:
    values: list[Any] = [0.1, 2, 2**80, True]
    start = 12345678.5
    counts = [sys.getrefcount(item) for item in (values, start, *values)]
    for _ in range(100):
        abicus.sum(values, start)
        abicus.sum(values[:2], start)
        abicus.sum([], start)
        abicus.dot(values, values)
        abicus.fsum(values)
        abicus.count_even(values)
        ExactSum(values).value()
    after = [sys.getrefcount(item) for item in (values, start, *values)]
    assert all(abs(now - then) < 20 for now, then in zip(after, counts))


def test_the_interpreter_ends_under_calls() -> None:
    """A daemon thread that wants the GIL back when the interpreter has ended must not abort the process."""
    program = textwrap.dedent(
        """
        import threading, time
        import abicus
        from array import array
        values = array("d", [1.0]) * 200_000
        def buffers():
            while True: abicus.sum(values)
        def fallbacks():
            while True: abicus.sum(x for x in (1.0, 2.0, 3))
        kept = abicus.ExactSum([1, 0.5])
        for target in (buffers, buffers, fallbacks):
            threading.Thread(target=target, daemon=True).start()
        time.sleep(0.05)
        """
    )
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")


def test_memory_of_an_iterable_stays_small() -> None:
    import tracemalloc

    def peak(count: int) -> int:
        tracemalloc.start()
        abicus.sum(x * 0.1 for x in range(count))
        ExactSum(x for x in range(count))
        result = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return result

    peak(10)
    assert peak(300_000) < 2 * peak(30_000) + 100_000


@pytest.mark.parametrize("length", [10, 70_000, 10_000_000])
def test_a_buffer_is_let_go_with_the_call(length: int) -> None:
    """Without the collector of cycles: what was passed can grow at once."""
    values = bytearray(length)
    gc.disable()
    try:
        for function in (abicus.sum, abicus.count_even, abicus.sum_of_squares, ExactSum):
            for step in (1, -1):
                with memoryview(values) as whole, whole[::step] as view:
                    function(view)
                values.append(0)
        abicus.dot(values, values)
        values.append(0)
    finally:
        gc.enable()
