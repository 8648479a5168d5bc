"""Raw calls of the functions that sort; see `test_library`."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from abicus._buffers import TYPECODES


def call_all(raw: Any) -> None:
    for element, code in TYPECODES.items():
        size = struct.calcsize(code)
        buffer = ctypes.create_string_buffer(struct.pack(f"8{code}", 7, 3, 9, 5, 3, 1, 3, 5), 8 * size)
        assert raw(f"abicus_sort_{element}_strided", buffer, 4, 2 * size, 0, 1) == 0
        assert struct.unpack(f"8{code}", buffer) == (3, 3, 3, 5, 7, 1, 9, 5)
        assert raw(f"abicus_sort_{element}", buffer, 8, 1, 2) == 0
        assert struct.unpack(f"8{code}", buffer) == (9, 7, 5, 5, 3, 3, 3, 1)
        assert raw(f"abicus_sort_{element}", buffer, 8, 2, 1) == 3
