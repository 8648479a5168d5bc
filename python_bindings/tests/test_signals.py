"""Signals at the worst of moments: no call crashes, none is left behind, what it uses stays, and its answers are right."""

from __future__ import annotations

import _thread
import contextlib
import ctypes
import gc
import mmap
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from array import array
from collections.abc import Iterator
from typing import Any, Callable

import pytest
from signals import alarm, assert_stops, interrupt

import abicus
from abicus import _library
from abicus._calls import Calls
from abicus._ctypes import CtypesBackend

without_door = pytest.mark.skipif(_library.backend == "door", reason="the door makes calls on their caller's thread")
SIGNALS = [signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGHUP, signal.SIGTERM]


@pytest.fixture
def short_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    from abicus import _calls, _shim
    from abicus.pairs import _shim as pairs
    from abicus.words import _shim as words

    for module in (_calls, _shim, pairs, words):
        monkeypatch.setattr(module, "LONGEST_CALL", 7)


@contextlib.contextmanager
def handled(handler: Callable[..., None]) -> Iterator[None]:
    before = [(number, signal.signal(number, handler)) for number in SIGNALS]
    try:
        yield
    finally:
        for number, old in before:
            signal.signal(number, old)


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="elsewhere handlers may run later")
def test_signals_that_come_together_wait_for_the_call() -> None:
    """Each of them raises: none comes out before the call has ended, for that reads memory that may be freed then."""
    calls = Calls(CtypesBackend(ctypes.CDLL(_library.path)))
    total = calls.function("abicus_sum_f64_strided")
    values, out = (ctypes.c_double * 1)(1.5), (ctypes.c_double * 1)()
    begun, ended = threading.Event(), []

    def endless(*arguments: Any) -> int:
        begun.set()
        status: int = total(*arguments)
        time.sleep(0.02)
        ended.append(status)
        return status

    def burst() -> None:
        begun.wait(10)  # before that the call would be given up
        time.sleep(0.02)
        # Without the GIL being let go, so that all are there when the main thread looks. But one they come to this thread:
        # so many on one would not fit the stack on which faulthandler has signals handled.
        threads = [threading.get_ident()] * (len(SIGNALS) - 1) + [threading.main_thread().ident or 0]
        list(map(signal.pthread_kill, threads, SIGNALS))

    interval = sys.getswitchinterval()
    for _ in range(5):
        begun.clear()
        ended.clear()
        sender = threading.Thread(target=burst)
        with handled(interrupt):
            try:
                sys.setswitchinterval(0.2)
                sender.start()
                with pytest.raises(KeyboardInterrupt):
                    calls.long(endless, values, 10**12, 0, 1, out)
                assert ended
            finally:
                sys.setswitchinterval(interval)
                while sender.is_alive():
                    with contextlib.suppress(KeyboardInterrupt):
                        sender.join()


def test_a_signal_that_another_thread_gets_ends_the_call() -> None:
    """The system may give it to any thread; the handler is the main thread's all the same."""
    numpy = pytest.importorskip("numpy")
    endless = numpy.broadcast_to(numpy.array([1.5]), 10**12)

    def send() -> None:
        time.sleep(0.05)
        signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)

    def call() -> None:
        threading.Thread(target=send).start()
        abicus.sum(endless)

    with handled(interrupt):
        # The alarm is for a call that does not hear of it.
        assert_stops(lambda: _with_deadline(call), 0.05)


def _with_deadline(call: Callable[[], None]) -> None:
    started = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, 2.0)
    try:
        call()
    except KeyboardInterrupt:
        assert time.perf_counter() - started < 1.9
        raise


NUMBERS = array("d", [1.0, 2.0, 3.0, 2.0])
ON_VECTORS: dict[str, Callable[[Any], Any]] = {
    "sum": abicus.sum,
    "dot": lambda values: abicus.dot(NUMBERS * (len(values) // 4), values),
    "ExactSum": lambda values: abicus.ExactSum().update(values),
    "Moments": lambda values: abicus.Moments().update(values),
    "sorted": abicus.sorted,
    "sort": abicus.sort,
    "searchsorted": lambda values: abicus.searchsorted(array("d", range(9)), values),
    "Index": abicus.Index,
    "search": lambda values: abicus.Index([]).search(values),
    "contains": lambda values: abicus.Index([]).contains(values),
    "unique": abicus.unique,
    "isin": lambda values: abicus.isin(values, array("d", [2.0])),
    "isin of": lambda values: abicus.isin(NUMBERS * 5, values),
    "scale": lambda values: abicus.scale(values, 2.0),
    "scale into": lambda values: abicus.scale(NUMBERS * (len(values) // 4), 2.0, out=values),
    "masked_hypot": lambda values: abicus.masked_hypot(values, values, above=1, out=array("d", values)),
    "pair_hypot_sum": lambda values: abicus.pair_hypot_sum(values, NUMBERS),
    "median": abicus.median,
    "quantiles": abicus.quantiles,
    "adjust": lambda values: abicus.adjust(memoryview(values).cast("B"), brightness=0.5),
    "WordCounter": lambda values: abicus.WordCounter().update(memoryview(values).cast("B"), threads=1),
}

UPDATED = ("ExactSum", "Moments")


@without_door
@pytest.mark.usefixtures("short_calls")
@pytest.mark.skipif(sys.implementation.name != "cpython", reason="without reference counts nothing goes at once")
@pytest.mark.parametrize("name", ON_VECTORS)
def test_what_a_call_uses_stays_when_its_caller_has_gone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No care of the caller's keeps every signal from throwing it out; the thread that makes the call owns what it uses."""
    from abicus import _buffers, _long, _states
    from abicus.order import _search_shim
    from abicus.words import _shim as words

    works: list[Callable[[], None]] = []
    freed: list[type] = []
    values = NUMBERS * 20

    def note(kind: Any) -> None:
        free = kind.__del__
        monkeypatch.setattr(kind, "__del__", lambda self: (freed.append(kind), free(self))[1])

    def thrown(levels: int, step: Callable[[], None], *_: Any) -> None:
        step()
        raise KeyboardInterrupt

    for kind in (_buffers._Block, _states.Handle, _search_shim._Handle, words.State):
        note(kind)
    monkeypatch.setattr(_long, "start_new_thread", lambda work, _: works.append(work))
    monkeypatch.setattr(_long, "_wait", thrown)
    gc.disable()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            ON_VECTORS[name](values)
        assert len(works) == 1
        assert freed == [_states.Handle] * (name in UPDATED)  # a part is made for the call, the state has gone
        if name != "sorted":  # of a copy
            with pytest.raises(BufferError):
                values.append(0.0)
        works.pop()()
        values.append(0.0)
        assert freed.count(_states.Handle) == 2 * (name in UPDATED)
    finally:
        gc.enable()


@without_door
@pytest.mark.usefixtures("short_calls")
def test_a_handler_that_raises_while_the_thread_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it raises comes out, also where it is of the kind that says that there are no threads."""
    total = abicus.ExactSum()

    def start_new_thread(*arguments: Any) -> None:
        _thread.start_new_thread(*arguments)
        time.sleep(0.01)
        raise RuntimeError("of a handler")

    monkeypatch.setattr("abicus._long.start_new_thread", start_new_thread)
    with pytest.raises(RuntimeError, match="of a handler"):
        total.update(NUMBERS * 9)
    assert total.value() in (0.0, 72.0)


@pytest.mark.parametrize("kind", [abicus.ExactSum, abicus.Moments])
def test_a_handler_may_use_the_state_that_is_being_updated(kind: Any) -> None:
    numpy = pytest.importorskip("numpy")
    count = 10**8
    values = numpy.broadcast_to(numpy.array([0.5]), count)
    state, seen = kind([1.5]), []

    def handler(*_: object) -> None:
        seen.append(state.to_bytes() == kind([1.5] + [0.25] * len(seen)).to_bytes())
        state.update([0.25])

    with alarm(handler, 0.01, 0.01):
        state.update(values)
    assert seen
    assert all(seen[:2])
    expected = kind([1.5] + [0.25] * len(seen))
    expected.update(values)
    assert state.to_bytes() == expected.to_bytes()


@without_door
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_handler_may_fork() -> None:
    """The child has no thread that makes the call: it hears so, and does not wait for ever."""
    numpy = pytest.importorskip("numpy")
    endless = numpy.broadcast_to(numpy.array([1.5]), 10**12)
    children: list[int] = []

    def handler(*_: object) -> None:
        if children:
            raise KeyboardInterrupt
        children.append(os.fork())

    try:
        with alarm(handler, 0.05, 0.5):
            abicus.sum(endless)
    except KeyboardInterrupt:
        if not children[0]:
            os._exit(1)
    except RuntimeError as error:
        os._exit(7 if "forked" in str(error) else 2)
    assert os.waitpid(children[0], 0)[1] == 7 << 8


def test_what_is_lent_may_be_in_a_cycle() -> None:
    """The collector of Pythons before 3.12.3 crashes on an exported memoryview in one, and an exception easily makes one."""
    program = textwrap.dedent(
        """
        import gc, sys
        from abicus import _library
        from abicus._calls import Calls
        if _library.backend == "cffi":
            from abicus._cffi import CffiBackend as Backend
            library = _library._open_by_cffi()
        else:
            import ctypes
            from abicus._ctypes import CtypesBackend as Backend
            library = ctypes.CDLL(_library.path)
        calls = Calls(Backend(library))
        class Cycle: pass
        gc.disable()
        for _ in range(10):
            lent = calls.lend(memoryview(bytearray(10)))
            cycle = Cycle()
            cycle.lent, cycle.cycle = lent, cycle
            del lent, cycle
            gc.collect()
        """
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


CALLS_ON_A_MAP: dict[str, Callable[[Any], Any]] = {
    "sum": abicus.sum,
    "fsum": abicus.fsum,
    "sum_of_squares": abicus.sum_of_squares,
    "fmean": abicus.fmean,
    "ExactSum": abicus.ExactSum,
    "scale": lambda mapped: abicus.scale(mapped, 1),
    "adjust": lambda mapped: abicus.adjust(mapped, brightness=0.1),
    "adjust out": lambda mapped: abicus.adjust(mapped, brightness=0.1, out=mapped),
    "sort": abicus.sort,
    "unique": abicus.unique,
}


@pytest.mark.parametrize("name", CALLS_ON_A_MAP)
def test_a_map_can_be_closed_when_a_call_was_interrupted(name: str) -> None:
    """Closed while the exception is on its way: a view that it held would make this a BufferError."""
    call = CALLS_ON_A_MAP[name]

    def read() -> None:
        with mmap.mmap(-1, 400_000_000) as mapped, alarm(interrupt, 0.01):
            while True:
                call(mapped)

    with pytest.raises(KeyboardInterrupt):
        read()
