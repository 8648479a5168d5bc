"""Long calls over a foreign function interface: made on a thread of their own, so that the caller is open to signals.

A callback from native code would swallow what it raises, KeyboardInterrupt too.
"""

from __future__ import annotations

from _thread import allocate_lock, start_new_thread
from os import getpid

from ._errors import exception
from ._signatures import INVALID_DATA, OK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._calls import Calls

    Progress = Callable[[int, int], object]

#: Seconds between two calls of a progress function, and until a signal is handled whose news came to another thread.
INTERVAL = 0.1
#: Signals that may arrive together without one of them getting out before the call has ended.
LEVELS = 9


def _wait(
    levels: int, step: Callable[[], None], outcome: list[Any], signed: list[str], raised: list[BaseException]
) -> None:
    """Go on until a call has ended or was given up. What is raised while an exception is noted is noted one level up."""
    while not outcome and signed[:1] != ["caller"]:
        try:
            if levels:
                _wait(levels - 1, step, outcome, signed, raised)
            else:
                step()
        except BaseException as error:
            raised.append(error)


def call(
    calls: Calls, function: Callable[..., int], arguments: tuple[Any, ...], keep: Any, progress: Progress | None
) -> int:
    """Make a call of the library and return its status; see `Calls.long`."""
    block: Any = calls.backend.room("abicus_control", 1)()
    attach, nothing = calls.function("abicus_control_attach"), calls.backend.room("abicus_control *", 1)()[0]
    process, finished = getpid(), allocate_lock()
    outcome: list[Any] = []
    given = [(function, arguments, keep)]
    # The first to sign makes the call or gives it up: a signal may come before the thread has begun.
    signed: list[str] = []
    begun = False
    # An exception in a variable of a frame that it has come through is a cycle: so it waits in a list, which is emptied.
    raised: list[BaseException] = []

    def work() -> None:
        signed.append("thread")
        if signed[0] != "thread":
            return
        function, arguments, keep = given.pop()
        result: tuple[int | None, Any]
        try:
            attach(block)
            try:
                status = function(*arguments)
            finally:
                # The collector of cycles may yet make calls of the library on this thread.
                attach(nothing)
            result = status, calls.last_error() if status else ""
        except BaseException as error:  # what ctypes says of an argument
            result = None, error
        # The caller may want to resize or close it at once, when this thread has not yet ended.
        del function, arguments, keep
        outcome.append(result)
        del result  # an error has come through this frame
        finished.release()

    def step() -> None:
        """Begin the call, or wait for it a while; after an exception give it up, or see to it that it is cancelled."""
        nonlocal begun
        if raised:
            block[0].cancel = 1
            if not signed:
                signed.append("caller")
                return
        elif not begun:
            begun = True
            try:
                # No threading.Thread: its end runs Python code where what a signal handler raises is lost.
                start_new_thread(work, ())
            except RuntimeError as error:
                if "new thread" not in str(error):
                    raise  # by a signal handler
                signed.append("caller")  # there are no more threads
            return
        if finished.acquire(timeout=INTERVAL):
            return
        if getpid() != process and not outcome:
            outcome.append((None, RuntimeError("the process was forked during a call, which is the parent's alone")))
        elif progress is not None and block[0].total and not raised and not outcome:
            progress(block[0].done, block[0].total)

    finished.acquire()
    try:
        _wait(LEVELS, step, outcome, signed, raised)
        if raised:
            given.clear()
            raise raised[0]
    finally:
        raised.clear()
    if signed[0] == "caller":
        return function(*arguments)
    status, message = outcome[0]
    if status is None:
        raise outcome.pop()[1]
    if status not in (OK, INVALID_DATA):
        raise exception(status, message)
    if progress is not None and block[0].total and status == OK:
        progress(block[0].total, block[0].total)
    return int(status)
