"""The C library from Python with nothing but cffi and the header: no package, no compiler.

    python raw_cffi.py path/to/libabicus.so        (or the environment variable ABICUS_LIBRARY)

The header is expected beside this folder, in `include`, or where ABICUS_HEADER says.
"""

import array
import os
import re
import sys
from pathlib import Path

from cffi import FFI

header = os.environ.get("ABICUS_HEADER") or Path(__file__).parent.parent / "include" / "abicus.h"
text = Path(header).read_text(encoding="utf-8")
# cffi reads declarations, but neither directives of the preprocessor (but plain constants) nor C++.
text = re.sub(r"#ifdef __cplusplus.*?#endif.*?\n", "", text, flags=re.DOTALL)
text = "\n".join(
    line for line in text.splitlines() if not line.startswith("#") or re.match(r"#define \w+ \d+$", line)
)

ffi = FFI()
ffi.cdef(text)
library = ffi.dlopen(sys.argv[1] if len(sys.argv) > 1 else os.environ["ABICUS_LIBRARY"])


def check(status: int) -> None:
    """Raise what a failed call says."""
    if status != library.ABICUS_OK:
        buffer = ffi.new("char[]", library.abicus_last_error(ffi.NULL, 0))
        library.abicus_last_error(buffer, len(buffer))
        raise ValueError(f"status {status}: {ffi.string(buffer).decode()}")


if library.abicus_abi_version() != library.ABICUS_ABI_VERSION:
    raise SystemExit("the library is not the one that the header describes")
print("ABI", library.abicus_abi_version())

doubles = ffi.from_buffer("double[]", array.array("d", [0.1] * 10))
total = ffi.new("double *")
check(library.abicus_sum_f64(doubles, len(doubles), 1, total))
print("ten tenths:", total[0])

integers = ffi.from_buffer("int64_t[]", array.array("q", [2**63 - 1] * 3 + [-1]))
words = ffi.new("uint64_t[2]")
check(library.abicus_sum_i64(integers, len(integers), 1, words))
print("an exact sum:", int.from_bytes(bytes(ffi.buffer(words)), sys.byteorder, signed=True))

out = ffi.new("abicus_exact_sum **")
check(library.abicus_exact_sum_new(out))
handle = ffi.gc(out[0], library.abicus_exact_sum_free)
for chunk in ([1e100, 1.0], [2.0, -1e100]):
    doubles = ffi.from_buffer("double[]", array.array("d", chunk))
    check(library.abicus_exact_sum_update_f64(handle, doubles, len(doubles)))
check(library.abicus_exact_sum_finish_f64(handle, total))
print("in two chunks:", total[0])
state = ffi.new("uint8_t[]", library.ABICUS_EXACT_SUM_BYTES)
check(library.abicus_exact_sum_to_bytes(handle, state, len(state)))
print("the state begins with", bytes(ffi.buffer(state))[:4])

square = ffi.new("int64_t *")
try:
    check(library.abicus_square_i64(2**62, square))
except ValueError as error:
    print(error)
