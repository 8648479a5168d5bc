"""Raw calls of the functions of the control block; see `test_library`."""

from __future__ import annotations

import ctypes
from typing import Any


def call_all(raw: Any) -> None:
    # cancel, done, total, progress, context
    control = (ctypes.c_uint64 * 5)()
    values, out = (ctypes.c_double * 1)(1.5), (ctypes.c_double * 1)(7.0)
    assert raw("abicus_control_attach", control) == 0
    control[0] = 1
    assert raw("abicus_sum_f64_strided", values, 1 << 40, 0, 1, out) == 300
    assert out[0] == 7.0
    assert raw("abicus_control_attach", None) == 0
    assert raw("abicus_sum_f64_strided", values, 3, 0, 1, out) == 0
    assert out[0] == 4.5
