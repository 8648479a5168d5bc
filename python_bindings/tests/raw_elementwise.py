"""Raw calls of the passes over every element; see `test_library`."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from abicus._buffers import TYPECODES


def call_all(raw: Any) -> None:
    for element, code in TYPECODES.items():
        size = struct.calcsize(code)
        values = struct.pack(f"4{code}", 1, 7, 0, 30)
        out = (ctypes.c_char * (4 * size))()
        assert raw(f"abicus_scale_{element}", values, 4, 3, out) == 0
        assert list(memoryview(out.raw).cast(code)) == [3, 21, 0, 90]
        assert raw(f"abicus_scale_{element}_strided", values, 2, 2 * size, 2, out) == 0
        assert list(memoryview(out.raw).cast(code)) == [2, 0, 0, 90]
    for element, code in (("f64", "d"), ("f32", "f")):
        size = struct.calcsize(code)
        a, b = struct.pack(f"4{code}", 3, 1, 5, 8), struct.pack(f"4{code}", 4, 1, 12, 15)
        out = (ctypes.c_char * (4 * size))()
        assert raw(f"abicus_masked_hypot_{element}", a, b, 4, 2.0, out) == 0
        assert list(memoryview(out.raw).cast(code)) == [5, 0, 13, 17]
        assert raw(f"abicus_masked_hypot_{element}_strided", a, 2 * size, b, 2 * size, 2, 4.0, out) == 0
        assert list(memoryview(out.raw).cast(code)) == [5, 13, 13, 17]
    pixels = (ctypes.c_uint8 * 4)()
    assert raw("abicus_adjust_u8", bytes([0, 100, 200, 255]), 4, 0.1, 1.0, pixels) == 0
    assert list(pixels) == [0, 98, 255, 255]
    assert raw("abicus_adjust_u8_strided", bytes([100, 0, 110]), 2, 2, 0.0, 0.0, pixels) == 0
    assert list(pixels) == [100, 110, 255, 255]
