"""Raw calls of the sums over pairs; see `test_library`."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from abicus._signatures import PAIR_WORDS


def call_all(raw: Any) -> None:
    for element, code in (("f64", "d"), ("f32", "f")):
        size = struct.calcsize(code)
        a, b = struct.pack(f"5{code}", *range(5)), struct.pack(f"30{code}", *range(30))
        out = (ctypes.c_uint64 * PAIR_WORDS)(*[7] * PAIR_WORDS)
        assert raw(f"abicus_pair_hypot_sum_{element}", a, 5, b, 30, 10.0, 1, None, out) == 0
        assert list(out) == [1916] + [0] * (PAIR_WORDS - 1)
        # 0, 2, 4 with 0, 3, 6, ... 27.
        arguments = (a, 3, 2 * size, b, 10, 3 * size, 10.0, 2, None, out)
        assert raw(f"abicus_pair_hypot_sum_{element}_strided", *arguments) == 0
        assert list(out) == [353] + [0] * (PAIR_WORDS - 1)
