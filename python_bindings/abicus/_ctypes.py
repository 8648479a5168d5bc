"""The ctypes backend: always there."""

from __future__ import annotations

import ctypes

from . import _buffers
from ._symbols import SIGNATURES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_TYPES: dict[str, Any] = {
    "v": None,
    "i": ctypes.c_int32,
    "I": ctypes.c_uint32,
    "q": ctypes.c_int64,
    "Q": ctypes.c_uint64,
    "N": ctypes.c_size_t,
    "n": ctypes.c_ssize_t,
    "d": ctypes.c_double,
    "f": ctypes.c_float,
    "h": ctypes.c_int16,
    "H": ctypes.c_uint16,
    "b": ctypes.c_int8,
    "B": ctypes.c_uint8,
    "s": ctypes.c_char_p,
    "p": ctypes.c_void_p,
}


class _Control(ctypes.Structure):
    """The header's abicus_control."""

    _fields_ = [
        ("cancel", ctypes.c_int32),
        ("done", ctypes.c_uint64),
        ("total", ctypes.c_uint64),
        ("progress", ctypes.c_void_p),
        ("context", ctypes.c_void_p),
    ]


_OUTPUTS: dict[str, Any] = {
    "abicus_control": _Control,
    "double": ctypes.c_double,
    "int32_t": ctypes.c_int32,
    "int64_t": ctypes.c_int64,
    "uint64_t": ctypes.c_uint64,
    "uint8_t": ctypes.c_uint8,
    "char": ctypes.c_char,
    "size_t": ctypes.c_size_t,
    "uint32_t": ctypes.c_uint32,
    "void *": ctypes.c_void_p,
    "abicus_exact_sum *": ctypes.c_void_p,
    "abicus_array *": ctypes.c_void_p,
    "abicus_control *": ctypes.c_void_p,
    "abicus_index *": ctypes.c_void_p,
    "abicus_moments *": ctypes.c_void_p,
    "abicus_word_counter *": ctypes.c_void_p,
}


class CtypesBackend:
    """A library opened by ctypes; see `_backend.Backend`."""

    name = "ctypes"
    contiguous = staticmethod(_buffers.ctypes_pointer)
    address = staticmethod(_buffers.ctypes_address)
    read = staticmethod(bytes)

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library

    def room(self, c_type: str, count: int) -> Callable[[], Any]:
        room: Callable[[], Any] = _OUTPUTS[c_type] * count
        return room

    def number(self, pointer: Any) -> int:
        address: int = pointer
        return address

    def function(self, symbol: str) -> Callable[..., Any]:
        signature = SIGNATURES[symbol]
        function = self._library[symbol]
        function.restype, *function.argtypes = [_TYPES[letter] for letter in signature]
        return function

    def bare(self, symbol: str, element: str) -> tuple[Callable[..., int], Callable[[Any], Any], Callable[[int], Any]]:
        # Without argtypes nothing is converted; a status is the int that ctypes takes for granted.
        return self._library[symbol], _buffers.ctypes_bare_pointer, ctypes.c_size_t.from_param
