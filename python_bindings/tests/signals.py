"""Signals in the middle of calls, and how soon a call ends."""

from __future__ import annotations

import contextlib
import math
import signal
import time
from collections.abc import Iterator
from typing import Any, Callable

#: Seconds from a signal to the end of a call, as promised.
PROMISED = 0.2


@contextlib.contextmanager
def alarm(handler: Callable[..., None], first: float, interval: float = 0.0) -> Iterator[None]:
    """Have a handler called after so many seconds, and at intervals from then on."""
    before = signal.signal(signal.SIGALRM, handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, first, interval)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def assert_stops(call: Callable[[], Any], seconds: float, within: float = PROMISED) -> None:
    """Assert that a signal after so many seconds ends a call as soon as promised.

    A machine that is busy with something else only makes it later, and what a handler raises in a `__del__` is lost (so
    Python has it), so the best of a few attempts counts.
    """
    taken = []
    for _ in range(6):
        started = time.perf_counter()
        try:
            with alarm(interrupt, seconds):
                call()
            taken.append(math.inf)
        except KeyboardInterrupt:
            taken.append(time.perf_counter() - started - seconds)
        if taken[-1] < within:
            return
    raise AssertionError(f"a signal ended the call after {taken} seconds, {within} are promised")
