"""Raw calls of the functions of statistics; see `test_library`."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from abicus._buffers import TYPECODES

STATE_BYTES = 856
SPREADS = {"variance": 4.0, "pvariance": 3.0, "stdev": 2.0, "pstdev": 3.0**0.5}


def call_all(raw: Any) -> None:
    handles = (ctypes.c_void_p * 1)()
    result, cuts = (ctypes.c_double * 1)(), (ctypes.c_double * 3)()
    count = (ctypes.c_uint64 * 1)()

    for element, code in TYPECODES.items():
        # Every other one: 6, 2, 2, 2. The others differ, so that a stride that is lost shows.
        values = struct.pack(f"8{code}", 6, 50, 2, 60, 2, 70, 2, 80)
        contiguous = struct.pack(f"4{code}", 2, 6, 2, 2)
        stride = 2 * struct.calcsize(code)
        for stem, answer in {"mean": 3.0, "median": 2.0, **SPREADS}.items():
            assert raw(f"abicus_{stem}_{element}", contiguous, 4, result) == 0
            assert result[0] == answer
            result[0] = 7
            assert raw(f"abicus_{stem}_{element}_strided", values, 4, stride, result) == 0
            assert result[0] == answer
        assert raw(f"abicus_quantiles_{element}", contiguous, 4, 4, 0, cuts, 3) == 0
        assert list(cuts) == [2.0, 2.0, 5.0]
        assert raw(f"abicus_quantiles_{element}_strided", values, 4, stride, 4, 1, cuts, 3) == 0
        assert list(cuts) == [2.0, 2.0, 3.0]
        assert raw("abicus_moments_new", handles) == 0
        moments = handles[0]
        assert raw(f"abicus_moments_update_{element}", moments, contiguous, 2) == 0
        assert raw(f"abicus_moments_update_{element}_strided", moments, values[stride:], 2, stride) == 0
        assert raw("abicus_moments_count", moments, count) == 0
        assert count[0] == 4
        for stem, answer in {"mean": 3.0, **SPREADS}.items():
            assert raw(f"abicus_moments_{stem}", moments, result) == 0
            assert result[0] == answer
        assert raw("abicus_moments_free", moments) is None

    assert raw("abicus_moments_new", handles) == 0
    moments = handles[0]
    assert raw("abicus_moments_update_i8", moments, b"\1\2\3", 3) == 0
    assert raw("abicus_moments_clone", moments, handles) == 0
    twin = handles[0]
    assert twin != moments
    assert raw("abicus_moments_update_u8", twin, b"\x0a", 1) == 0
    assert raw("abicus_moments_merge", twin, moments) == 0
    assert raw("abicus_moments_count", twin, count) == 0
    assert count[0] == 7
    assert raw("abicus_moments_mean", twin, result) == 0
    assert result[0] == 22 / 7
    stored = (ctypes.c_uint8 * STATE_BYTES)()
    assert raw("abicus_moments_to_bytes", twin, stored, STATE_BYTES - 1) == 4
    assert raw("abicus_moments_to_bytes", twin, stored, STATE_BYTES) == 0
    assert bytes(stored)[:16] == b"ABXM\x01\0\0\0" + struct.pack("<Q", 7)
    assert int.from_bytes(bytes(stored)[16 + 296 :], "little") == 128 << 2148
    assert raw("abicus_moments_from_bytes", stored, STATE_BYTES, handles) == 0
    assert raw("abicus_moments_pvariance", handles[0], result) == 0
    assert result[0] == (128 * 7 - 22 * 22) / 49
    for handle in (moments, twin, handles[0], None):
        assert raw("abicus_moments_free", handle) is None
