"""Timers that go off at any moment of any call: no crash, right answers, states as before or after, buffers let go."""

from __future__ import annotations

import contextlib
import gc
import math
import random
import signal
import statistics
import sys
import time
from array import array
from bisect import bisect_left
from collections import Counter
from typing import Any, Callable

import pytest

import abicus
from abicus import _library

SECONDS = 2.0


class Stop(BaseException):
    """What the handler raises."""


class Bench:
    """Data, calls with their answers, and the signals that come into them."""

    def __init__(self, length: int, seed: int) -> None:
        self.random = random.Random(seed)
        numbers = [self.random.randrange(-500, 500) for _ in range(length)]
        self.doubles, self.ints = array("d", (number * 0.1 for number in numbers)), array("q", numbers)
        self.text = bytearray(b" ".join(b"w%d" % number for number in numbers))
        self.queries, self.ascending = array("q", numbers[: length // 4]), array("q", sorted(numbers))
        self.out, self.left, self.right = array("d", self.doubles), array("d", [3.0] * 9), array("d", [4.0] * (length // 9))
        self.index = abicus.Index(self.ascending)
        # How often the handler is yet to raise.
        self.shots = self.cycles = self.rounds = 0
        self.interrupted: Counter[str] = Counter()
        doubles, distinct = list(self.doubles), list(dict.fromkeys(numbers))
        places = [bisect_left(self.ascending, query) for query in self.queries]
        self.calls: dict[str, tuple[Callable[[], Any], Any]] = {
            "sum": (lambda: abicus.sum(self.doubles), math.fsum(doubles)),
            "sum of ints": (lambda: abicus.sum(self.ints, threads=2), sum(numbers)),
            "sum backwards": (lambda: abicus.sum(memoryview(self.doubles)[::-1]), math.fsum(doubles)),
            "sum of a list": (lambda: abicus.sum(doubles), math.fsum(doubles)),
            "dot": (lambda: abicus.dot(self.ints, self.ints), sum(number * number for number in numbers)),
            "count_even": (lambda: abicus.count_even(self.ints), sum(number % 2 == 0 for number in numbers)),
            "median": (lambda: abicus.median(self.doubles), statistics.median(doubles)),
            "fmean": (lambda: abicus.fmean(self.ints), statistics.fmean(numbers)),
            "sorted": (lambda: abicus.sorted(self.ints).tolist(), sorted(numbers)),
            "unique": (lambda: abicus.unique(self.ints).tolist(), distinct),
            "isin": (lambda: abicus.isin(self.queries, self.ints).tolist(), [True] * len(self.queries)),
            "searchsorted": (lambda: abicus.searchsorted(self.ascending, self.queries).tolist(), places),
            "search": (lambda: self.index.search(self.queries).tolist(), places),
            "Index": (lambda: abicus.Index(self.ints).search(self.queries).tolist(), places),
            "primes_between": (lambda: len(abicus.primes_between(0, 30_000)), 3245),
            "count_primes": (lambda: abicus.count_primes(10**7, threads=2, progress=self.tell), 664_579),
            "scale": (lambda: abicus.scale(self.doubles, 2.0, out=self.out).tolist(), [2.0 * value for value in doubles]),
            "pairs": (
                lambda: abicus.pair_hypot_sum(self.left, self.right, above=0, progress=self.tell),
                5 * len(self.left) * len(self.right),
            ),
            "factorial": (lambda: abicus.factorial(2000), math.factorial(2000)),
        }
        self.updates: dict[str, tuple[Callable[[], Any], Any, Callable[[Any], Any]]] = {
            "ExactSum": (abicus.ExactSum, self.ints, abicus.ExactSum.to_bytes),
            "Moments": (abicus.Moments, self.doubles, abicus.Moments.to_bytes),
            "WordCounter": (abicus.WordCounter, self.text, abicus.WordCounter.counts),
        }

        # An import that a signal has interrupted is Python's own trouble.
        for name, (call, expected) in self.calls.items():
            assert call() == expected, name
        for make, data, _ in self.updates.values():
            make().update(data)

    def tell(self, done: int, total: int) -> None:
        assert done <= total

    def handle(self, *_: object) -> None:
        if self.shots:
            self.shots -= 1
            raise Stop

    def shoot(self, call: Callable[[], Any]) -> tuple[bool, Any]:
        """Make a call into which signals come; return whether it ended, and its result."""
        done: list[Any] = []
        first = 10 ** self.random.uniform(-5, -2.5)
        try:
            try:
                self.shots = self.random.randrange(1, 4)
                signal.setitimer(signal.ITIMER_REAL, first, max(first, 0.0003))
                done.append(call())
            finally:
                self.shots = 0
        except Stop:
            pass
        signal.setitimer(signal.ITIMER_REAL, 0)
        return bool(done), done and done[0]

    def round(self) -> None:
        """Make every call once."""
        for name, (call, expected) in self.calls.items():
            ended, result = False, None
            with contextlib.suppress(Stop):
                ended, result = self.shoot(call)
            self.shots = 0
            assert not ended or result == expected, name
            self.interrupted[name] += not ended
        for name, (make, data, dump) in self.updates.items():
            state, expected = make(), make()
            before = dump(state)
            expected.update(data)
            with contextlib.suppress(Stop):
                self.shoot(lambda: state.update(data))  # noqa: B023
            self.shots = 0
            assert dump(state) in (before, dump(expected)), name
            self.interrupted[name] += dump(state) == before
        # Whatever is still lent cannot grow. Two signals in a few microseconds may leave a cycle behind.
        for data in (self.doubles, self.ints, self.text, self.queries, self.ascending, self.out, self.left, self.right):
            try:
                data.append(data[0])
            except BufferError:
                self.cycles += 1
                gc.collect()
                data.append(data[0])
            data.pop()
        self.rounds += 1


@pytest.mark.parametrize("length", [200, 20_000])
def test_signals_at_any_moment(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # What a handler raises within a __del__ is lost, so Python has it. It is not to be kept: it has come through frames.
    monkeypatch.setattr(sys, "unraisablehook", id)
    if _library.backend != "door":
        from abicus import _calls, _shim

        for module in (_calls, _shim):
            monkeypatch.setattr(module, "LONGEST_CALL", 7)
    bench = Bench(length, random.randrange(2**32))
    before = signal.signal(signal.SIGALRM, bench.handle)
    deadline = time.monotonic() + SECONDS
    try:
        while time.monotonic() < deadline:
            bench.round()
    finally:
        bench.shots = 0
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    # The timers went off at a good time.
    assert bench.interrupted["sum"] + bench.interrupted["sorted"]
