"""Raw calls of the accumulator of products; see `test_library`."""

from __future__ import annotations

import ctypes
from array import array
from typing import Any


def call_all(raw: Any) -> None:
    handles, total = (ctypes.c_void_p * 1)(), (ctypes.c_double * 1)()
    assert raw("abicus_exact_dot_new", handles) == 0
    dot = handles[0]
    for element, code in (("f64", "d"), ("f32", "f")):
        a, b = array(code, [1, 2, 3]), array(code, [4, 0, 5, 0, 6])
        first, second, size = a.buffer_info()[0], b.buffer_info()[0], a.itemsize
        assert raw(f"abicus_exact_dot_update_{element}", dot, first, second, 3) == 0
        assert raw(f"abicus_exact_dot_update_{element}_strided", dot, first, size, second, 2 * size, 3) == 0
        assert raw(f"abicus_exact_dot_update_{element}", dot, None, second, 3) == 1
    assert raw("abicus_exact_dot_finish_f64", dot, total) == 0
    assert total[0] == 2 * (4 + 15 + 4 + 10 + 18)
    assert raw("abicus_exact_dot_free", dot) is None
    assert raw("abicus_exact_dot_free", None) is None
