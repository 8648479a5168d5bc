"""Raw calls of the functions of word counters; see `test_library`."""

from __future__ import annotations

import ctypes
from typing import Any


def call_all(raw: Any) -> None:
    handles, arrays, counts = ((ctypes.c_void_p * 1)() for _ in range(3))
    kind, length, data = (ctypes.c_uint32 * 1)(), (ctypes.c_size_t * 1)(), (ctypes.c_void_p * 1)()

    def taken(array: Any, size: int = 1) -> bytes:
        assert raw("abicus_array_get", array[0], kind, length, data) == 0
        found = ctypes.string_at(data[0], length[0] * size)
        assert raw("abicus_array_free", array[0]) is None
        return found

    assert raw("abicus_word_counter_new", handles) == 0
    words = handles[0]
    assert raw("abicus_word_counter_update_u8", words, b"To be or n", 10, 1, None) == 0
    assert raw("abicus_word_counter_update_u8", words, b"ot to be \xc3", 10, 2, None) == 0
    cut = (ctypes.c_uint8 * 3)(7, 7, 7)
    assert raw("abicus_word_counter_cut", words, cut, 3, length) == 0
    assert (bytes(cut), length[0]) == (b"\xc3\0\0", 1)
    assert raw("abicus_word_counter_finish", words) == 101
    assert raw("abicus_word_counter_update_u8", words, b"\x84", 1, 0, None) == 0
    total, distinct, pending = (ctypes.c_uint64 * 1)(), (ctypes.c_uint64 * 1)(), (ctypes.c_uint32 * 1)()
    assert raw("abicus_word_counter_len", words, total, distinct, pending) == 0
    assert (total[0], distinct[0], pending[0]) == (6, 4, 1)
    assert raw("abicus_word_counter_clone", words, handles) == 0
    twin = handles[0]
    assert raw("abicus_word_counter_update_u32", twin, (ctypes.c_uint32 * 3)(0xD800, 0x20, 0x41), 3, 1, None) == 0
    assert raw("abicus_word_counter_finish", words) == 0
    assert raw("abicus_word_counter_merge", words, twin) == 0
    assert raw("abicus_word_counter_unfolded", words, arrays) == 0
    assert taken(arrays) == b"\xc3\x84\n\xc3\x84\xed\xa0\x80"
    assert raw("abicus_word_counter_fold", words, b"x\nbe", 4) == 0
    assert raw("abicus_word_counter_counts", words, arrays, counts) == 0
    assert taken(arrays) == b"to\nbe\nor\nnot\nx\na\n"
    assert taken(counts, 8) == bytes((ctypes.c_uint64 * 6)(4, 5, 2, 2, 1, 1))
    assert raw("abicus_word_counter_most_common", words, 1, arrays, counts) == 0
    assert (taken(arrays), taken(counts, 8)) == (b"be\n", bytes((ctypes.c_uint64 * 1)(5)))
    state = b"ABXW\1\0\0\0" + b"\0\2hi\1\1x\3"
    assert raw("abicus_word_counter_from_bytes", state, len(state), handles) == 0
    assert raw("abicus_word_counter_to_bytes", handles[0], arrays) == 0
    assert taken(arrays) == state
    for handle in (words, twin, handles[0], None):
        assert raw("abicus_word_counter_free", handle) is None
