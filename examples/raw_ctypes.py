"""The C library from Python with nothing but ctypes: no package, no compiler.

    python raw_ctypes.py path/to/libabicus.so        (or the environment variable ABICUS_LIBRARY)
"""

import array
import ctypes
import os
import sys
from ctypes import POINTER, byref, c_char, c_double, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p

library = ctypes.CDLL(sys.argv[1] if len(sys.argv) > 1 else os.environ["ABICUS_LIBRARY"])

# Signatures, as the header has them.
library.abicus_abi_version.restype = c_uint32
library.abicus_last_error.argtypes = [POINTER(c_char), c_size_t]
library.abicus_last_error.restype = c_size_t
library.abicus_sum_f64.argtypes = [c_void_p, c_size_t, c_size_t, POINTER(c_double)]
library.abicus_sum_f64.restype = c_int32
library.abicus_sum_i64.argtypes = [c_void_p, c_size_t, c_size_t, POINTER(c_uint64)]
library.abicus_sum_i64.restype = c_int32
library.abicus_square_i64.argtypes = [c_int64, POINTER(c_int64)]
library.abicus_square_i64.restype = c_int32
library.abicus_exact_sum_new.argtypes = [POINTER(c_void_p)]
library.abicus_exact_sum_new.restype = c_int32
library.abicus_exact_sum_update_f64.argtypes = [c_void_p, c_void_p, c_size_t]
library.abicus_exact_sum_update_f64.restype = c_int32
library.abicus_exact_sum_finish_f64.argtypes = [c_void_p, POINTER(c_double)]
library.abicus_exact_sum_finish_f64.restype = c_int32
library.abicus_exact_sum_to_bytes.argtypes = [c_void_p, POINTER(c_uint8), c_size_t]
library.abicus_exact_sum_to_bytes.restype = c_int32
library.abicus_exact_sum_free.argtypes = [c_void_p]
library.abicus_exact_sum_free.restype = None


def check(status: int) -> None:
    """Raise what a failed call says."""
    if status != 0:
        buffer = ctypes.create_string_buffer(library.abicus_last_error(None, 0))
        library.abicus_last_error(buffer, len(buffer))
        raise ValueError(f"status {status}: {buffer.value.decode()}")


print("ABI", library.abicus_abi_version())

doubles = array.array("d", [0.1] * 10)
address, length = doubles.buffer_info()
total = c_double()
check(library.abicus_sum_f64(address, length, 1, byref(total)))
print("ten tenths:", total.value)

integers = array.array("q", [2**63 - 1] * 3 + [-1])
address, length = integers.buffer_info()
words = (c_uint64 * 2)()
check(library.abicus_sum_i64(address, length, 1, words))
print("an exact sum:", int.from_bytes(bytes(words), sys.byteorder, signed=True))

handle = c_void_p()
check(library.abicus_exact_sum_new(byref(handle)))
try:
    for chunk in ([1e100, 1.0], [2.0, -1e100]):
        doubles = array.array("d", chunk)
        check(library.abicus_exact_sum_update_f64(handle, *doubles.buffer_info()))
    check(library.abicus_exact_sum_finish_f64(handle, byref(total)))
    print("in two chunks:", total.value)
    state = (c_uint8 * 296)()
    check(library.abicus_exact_sum_to_bytes(handle, state, len(state)))
    print("the state begins with", bytes(state[:4]))
finally:
    library.abicus_exact_sum_free(handle)

square = c_int64()
try:
    check(library.abicus_square_i64(2**62, byref(square)))
except ValueError as error:
    print(error)
