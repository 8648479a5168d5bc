"""Raw calls of the functions of primes; see `test_library`."""

from __future__ import annotations

import ctypes
from typing import Any

from abicus.prime._generic import MOST, MOST_COUNTED


def call_all(raw: Any) -> None:
    number, flag = (ctypes.c_uint64 * 1)(7), (ctypes.c_uint8 * 1)(7)
    handles = (ctypes.c_void_p * 1)()
    kind, length, data = (ctypes.c_uint32 * 1)(), (ctypes.c_size_t * 1)(), (ctypes.c_void_p * 1)()

    def elements() -> list[int]:
        assert raw("abicus_array_get", handles[0], kind, length, data) == 0
        assert kind[0] == ord("Q")
        found = memoryview(ctypes.string_at(data[0], length[0] * 8)).cast("Q").tolist()
        assert raw("abicus_array_free", handles[0]) is None
        return list(found)

    assert raw("abicus_is_prime_u64", 2**64 - 59, flag) == 0 and flag[0] == 1
    assert raw("abicus_is_prime_u64", 2**64 - 1, flag) == 0 and flag[0] == 0
    assert raw("abicus_count_primes_u64", 10_000, 1, None, number) == 0 and number[0] == 1229
    assert raw("abicus_count_primes_u64", 2**63 + 1, 1, None, number) == 100 and number[0] == 1229
    assert raw("abicus_nth_prime_u64", 1229, 1, None, number) == 0 and number[0] == 9973
    assert raw("abicus_nth_prime_u64", 0, 1, None, number) == 3 and number[0] == 9973
    assert raw("abicus_nth_prime_u64", MOST_COUNTED + 1, 1, None, number) == 100
    assert raw("abicus_primes_u64", 5, 1, None, handles) == 0
    assert elements() == [2, 3, 5, 7, 11]
    assert raw("abicus_primes_u64", 10**15, 1, None, handles) == 200
    assert raw("abicus_primes_u64", MOST + 1, 1, None, handles) == 100
    assert raw("abicus_primes_between_u64", 5, 18, 2, None, handles) == 0
    assert elements() == [5, 7, 11, 13, 17]
