"""Long calls over a foreign function interface: made on a thread of their own, so that the caller is open to signals.

A callback from native code would swallow what it raises, KeyboardInterrupt too.
"""

from __future__ import annotations

from _thread import allocate_lock, start_new_thread

from ._errors import exception
from ._signatures import INVALID_DATA, OK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._calls import Calls

    Progress = Callable[[int, int], object]

#: Seconds between two calls of a progress function.
INTERVAL = 0.1


def call(
    calls: Calls, function: Callable[..., int], arguments: tuple[Any, ...], keep: Any, progress: Progress | None
) -> int:
    """Make a call of the library and return its status; see `Calls.long`."""
    block = calls.backend.room("abicus_control", 1)()
    attach = calls.function("abicus_control_attach")
    finished = allocate_lock()
    outcome: list[Any] = []
    given = [(function, arguments, keep)]
    # The first to sign makes the call or gives it up: a signal may come before the thread has begun.
    signed: list[str] = []

    def work() -> None:
        signed.append("thread")
        if signed[0] != "thread":
            return
        function, arguments, keep = given.pop()
        result: tuple[int | None, Any]
        try:
            attach(block)
            status = function(*arguments)
            result = status, calls.last_error() if status else ""
        except BaseException as error:  # what ctypes says of an argument
            result = None, error
        # The caller may want to resize or close it at once, when this thread has not yet ended.
        del function, arguments, keep
        outcome.append(result)
        finished.release()

    finished.acquire()
    begun = alone = False
    # An exception in a variable of a frame that it has come through is a cycle, and memoryviews in one crash the collector
    # of Pythons before 3.13: so it waits in a list, and is taken out when it is raised.
    raised: list[BaseException] = []
    # Another signal may arrive while one is being noted: the second loop is for that.
    while not outcome and signed[:1] != ["caller"]:
        try:
            while not outcome and signed[:1] != ["caller"]:
                try:
                    if raised and not signed:
                        signed.append("caller")
                    elif not begun:
                        begun = True
                        try:
                            # No threading.Thread: its end runs Python code where what a signal handler raises is lost.
                            start_new_thread(work, ())
                        except RuntimeError:  # there are no more threads
                            alone = True
                            signed.append("caller")
                    else:
                        finished.acquire(timeout=-1 if progress is None or raised else INTERVAL)
                        if progress is not None and block[0].total and not raised and not outcome:
                            progress(block[0].done, block[0].total)
                except BaseException as error:
                    block[0].cancel = 1
                    raised += (error,)
        except BaseException:
            continue
    if raised:
        del raised[1:]
        raise raised.pop()
    if alone:
        return function(*arguments)
    status, message = outcome[0]
    if status is None:
        raise outcome.pop()[1]
    if status not in (OK, INVALID_DATA):
        raise exception(status, message)
    if progress is not None and block[0].total and status == OK:
        progress(block[0].total, block[0].total)
    return int(status)
