"""Raw calls of the functions that search; see `test_library`."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from abicus import _signatures
from abicus._buffers import TYPECODES

LEFT, RIGHT = _signatures.LEFT, _signatures.RIGHT


def call_all(raw: Any) -> None:
    place, length = (ctypes.c_int64 * 1)(), (ctypes.c_uint64 * 1)()
    handles = (ctypes.c_void_p * 1)()
    out, found = (ctypes.c_int64 * 4)(), (ctypes.c_uint8 * 4)()
    for element, code in TYPECODES.items():
        values = struct.pack(f"6{code}", 1, 3, 3, 3, 5, 9)
        shuffled = struct.pack(f"6{code}", 3, 9, 1, 3, 5, 3)
        queries = struct.pack(f"4{code}", 0, 3, 4, 10)
        size = struct.calcsize(code)
        for name, answer, gaps in (("bisect_left", 1, 1), ("bisect_right", 4, 2), ("binary_search", 1, 1)):
            assert raw(f"abicus_{name}_{element}", values, 6, 3, place) == 0
            assert place[0] == answer
            assert raw(f"abicus_{name}_{element}_strided", values, 3, 2 * size, 3, place) == 0  # 1, 3, 5
            assert place[0] == gaps
        assert raw(f"abicus_binary_search_{element}", values, 6, 4, place) == 0
        assert place[0] == -1
        assert raw(f"abicus_searchsorted_{element}", values, 6, queries, 4, LEFT, 1, out) == 0
        assert list(out) == [0, 1, 4, 6]
        strides = (values, 3, 2 * size, queries, 2, 2 * size)
        assert raw(f"abicus_searchsorted_{element}_strided", *strides, RIGHT, 0, out) == 0
        assert list(out) == [0, 2, 4, 6]
        assert raw(f"abicus_index_new_{element}", shuffled, 6, handles) == 0
        index = handles[0]
        assert raw("abicus_index_len", index, length) == 0
        assert length[0] == 6
        assert raw(f"abicus_index_search_{element}", index, queries, 4, RIGHT, 1, out) == 0
        assert list(out) == [0, 4, 4, 6]
        assert raw(f"abicus_index_search_{element}_strided", index, queries, 2, 2 * size, LEFT, 0, out) == 0
        assert list(out) == [0, 4, 4, 6]
        assert raw(f"abicus_index_contains_{element}", index, queries, 4, found) == 0
        assert list(found) == [0, 1, 0, 0]
        assert raw(f"abicus_index_contains_{element}_strided", index, shuffled, 3, 2 * size, found) == 0
        assert list(found) == [1, 1, 1, 0]
        assert raw("abicus_index_sorted", index, handles) == 0
        kind, count, data = (ctypes.c_uint32 * 1)(), (ctypes.c_size_t * 1)(), (ctypes.c_void_p * 1)()
        assert raw("abicus_array_get", handles[0], kind, count, data) == 0
        assert (chr(kind[0]), ctypes.string_at(data[0], 6 * size)) == (code, values)
        assert raw("abicus_array_free", handles[0]) is None
        assert raw("abicus_index_free", index) is None
        assert raw(f"abicus_index_new_{element}_strided", shuffled, 3, 2 * size, handles) == 0  # 3, 1, 5
        assert raw(f"abicus_index_search_{element}", handles[0], queries, 4, LEFT, 1, out) == 0
        assert list(out) == [0, 1, 2, 3]
        assert raw("abicus_index_free", handles[0]) is None
    assert raw("abicus_index_free", None) is None
    doubles, integers = struct.pack("2d", 2.0**53, 2.0**53 + 2), struct.pack("2q", 2**53 + 1, 2**53)
    mixed = (ord("d"), doubles, 2, 8, ord("q"), integers, 2, 8)
    assert raw("abicus_searchsorted_mixed", *mixed, LEFT, 1, out) == 0
    assert list(out)[:2] == [1, 0]
