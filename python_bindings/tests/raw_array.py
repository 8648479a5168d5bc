"""Raw calls of the functions of arrays; see `test_library`."""

from __future__ import annotations

import ctypes
from typing import Any


def call_all(raw: Any) -> None:
    handles = (ctypes.c_void_p * 1)()
    kind, length, data = (ctypes.c_uint32 * 1)(), (ctypes.c_size_t * 1)(), (ctypes.c_void_p * 1)()
    assert raw("abicus_array_new", ord("q"), 5, handles) == 0
    assert raw("abicus_array_get", handles[0], kind, length, data) == 0
    assert (chr(kind[0]), length[0]) == ("q", 5)
    elements = (ctypes.c_int64 * 5).from_address(data[0])
    assert list(elements) == [0] * 5
    elements[4] = -(2**63)
    assert raw("abicus_array_new", ord("x"), 5, handles) == 3
    assert raw("abicus_array_free", handles[0]) is None
    assert raw("abicus_array_free", None) is None
    assert raw("abicus_array_new", ord("i"), 1, handles) == 0
    assert raw("abicus_array_extend", handles[0], ord("i"), (ctypes.c_int32 * 2)(-5, 7), 2) == 0
    assert raw("abicus_array_extend", handles[0], ord("q"), (ctypes.c_int64 * 2)(-5, 7), 2) == 3
    assert raw("abicus_array_get", handles[0], kind, length, data) == 0
    assert list((ctypes.c_int32 * length[0]).from_address(data[0])) == [0, -5, 7]
    assert raw("abicus_array_free", handles[0]) is None
    target = (ctypes.c_uint8 * 5)(*b"hello")
    assert raw("abicus_splice_u8", target, 5, 1, b"abc", 3) == 0
    assert bytes(target) == b"habco"
    assert raw("abicus_splice_u8", target, 5, 3, b"abc", 3) != 0 and bytes(target) == b"habco"
