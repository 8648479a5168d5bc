"""Raw calls of the functions of sets; see `test_library`."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from abicus._buffers import TYPECODES


def call_all(raw: Any) -> None:
    handles = (ctypes.c_void_p * 1)()
    kind, length, data = (ctypes.c_uint32 * 1)(), (ctypes.c_size_t * 1)(), (ctypes.c_void_p * 1)()

    def elements() -> list[Any]:
        assert raw("abicus_array_get", handles[0], kind, length, data) == 0
        code = chr(kind[0])
        found = ctypes.string_at(data[0], length[0] * struct.calcsize(code))
        assert raw("abicus_array_free", handles[0]) is None
        return [code, *memoryview(found).cast(code)]

    for element, code in TYPECODES.items():
        values = struct.pack(f"8{code}", 7, 3, 9, 5, 3, 1, 3, 5)
        lookup = struct.pack(f"2{code}", 5, 9)
        stride = 2 * struct.calcsize(code)
        assert raw(f"abicus_unique_{element}", values, 8, handles) == 0
        assert elements() == [code, 7, 3, 9, 5, 1]
        assert raw(f"abicus_unique_{element}_strided", values, 4, stride, handles) == 0
        assert elements() == [code, 7, 9, 3]
        assert raw(f"abicus_duplicates_{element}", values, 8, handles) == 0
        assert elements() == [code, 3, 5]
        assert raw(f"abicus_duplicates_{element}_strided", values, 4, stride, handles) == 0
        assert elements() == [code, 3]
        out = (ctypes.c_uint8 * 8)(*[7] * 8)
        assert raw(f"abicus_isin_{element}", values, 8, lookup, 2, out) == 0
        assert list(out) == [0, 0, 1, 1, 0, 0, 0, 1]
        assert raw(f"abicus_isin_{element}_strided", values, 4, stride, lookup, 2, out) == 0
        assert list(out) == [0, 1, 0, 0, 0, 0, 0, 1]
