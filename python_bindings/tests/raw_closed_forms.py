"""Raw calls of the closed forms; see `test_library`."""

from __future__ import annotations

import ctypes
from typing import Any

from abicus.closed_forms._generic import LAST


def call_all(raw: Any) -> None:
    words, count = (ctypes.c_uint64 * 4)(7, 7, 7, 7), (ctypes.c_size_t * 1)(7)
    assert raw("abicus_sum_range_i64", 0, 1_000_000, 1, words) == 0
    assert list(words) == [499_999_500_000, 0, 7, 7]
    assert raw("abicus_sum_range_i64", -(2**63), 2**63 - 1, 1, words) == 0
    assert list(words) == [1, 2**64 - 1, 7, 7]
    assert raw("abicus_sum_range_i64", 0, 5, 0, words) == 3
    for name, shorts, long in (
        (
            "fibonacci",
            {93: 12200160415121876738, 150: 9969216677189303386214405760200},
            {200: 280571172992510140037611932413038677189525},
        ),
        (
            "factorial",
            {20: 2432902008176640000, 25: 15511210043330985984000000},
            {40: 815915283247897734345611269596115894272000000000},
        ),
    ):
        (small, in_one), (medium, in_two) = shorts.items()
        ((large, in_three),) = long.items()
        assert raw(f"abicus_{name}_u64", small, words) == 0 and words[0] == in_one
        assert raw(f"abicus_{name}_u64", 2**32 + 5, words) == 100 and words[0] == in_one
        assert raw(f"abicus_{name}_u128", medium, words) == 0 and words[0] + (words[1] << 64) == in_two
        assert raw(f"abicus_{name}_u128", large, words) == 100
        assert raw(f"abicus_{name}_limb_count", large, count) == 0 and count[0] == 3
        assert raw(f"abicus_{name}_limbs", large, words, 4) == 0
        assert int.from_bytes(bytes(words), "little") == in_three
        assert raw(f"abicus_{name}_limbs", large, words, 2) == 4
        # The package knows the same limits.
        assert raw(f"abicus_{name}_limb_count", LAST[name], count) == 0 and count[0] <= 2**30
        assert raw(f"abicus_{name}_limb_count", LAST[name] + 1, count) == 100
