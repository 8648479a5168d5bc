"""The cffi backend: out-of-line ABI mode, so that nothing is parsed or compiled at run time."""

from __future__ import annotations

from functools import partial

from . import _buffers
from ._cffi_abi import ffi

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class CffiBackend:
    """The library opened by cffi; see `_backend.Backend`."""

    name = "cffi"

    def __init__(self, library: Any) -> None:
        self._library = library
        pointers = _buffers.CffiPointers(ffi)
        self.contiguous, self.address = pointers.contiguous, pointers.address
        self._bare_pointer = pointers.bare

    def read(self, room: Any) -> bytes:
        return bytes(ffi.buffer(room))

    def room(self, c_type: str, count: int) -> Callable[[], Any]:
        return partial(ffi.new, ffi.typeof(f"{c_type}[{count}]"))

    def number(self, pointer: Any) -> int:
        return int(ffi.cast("uintptr_t", pointer))

    def function(self, symbol: str) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(self._library, symbol)
        return function

    def bare(self, symbol: str, element: str) -> tuple[Callable[..., int], Callable[[Any], Any], Callable[[int], Any]]:
        return self.function(symbol), self._bare_pointer(element), int
