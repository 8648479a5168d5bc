"""From a status of the library to a Python exception."""

from __future__ import annotations

import contextlib

from . import _signatures as abi
from ._library import InternalError

_EXCEPTIONS: dict[int, type[BaseException]] = {
    abi.NULL_POINTER: ValueError,
    abi.INVALID_LENGTH: ValueError,
    abi.INVALID_ARGUMENT: ValueError,
    abi.BUFFER_TOO_SMALL: ValueError,
    abi.OVERFLOW: OverflowError,
    abi.INVALID_DATA: ValueError,
    abi.OUT_OF_MEMORY: MemoryError,
    abi.CANCELLED: KeyboardInterrupt,
}


def exception(status: int, message: str) -> BaseException:
    """Return the exception of a status that is not ABICUS_OK; one that is not known is an InternalError."""
    return _EXCEPTIONS.get(status, InternalError)(message)


def let_go(error: BaseException) -> None:
    """Have the frames that an exception has come through hold no views: a map of a file may be about to be closed."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__", "").startswith("abicus."):
            with contextlib.suppress(RuntimeError):  # it is running
                trace.tb_frame.clear()
        trace = trace.tb_next
