"""From a status of the library to a Python exception."""

from __future__ import annotations

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
