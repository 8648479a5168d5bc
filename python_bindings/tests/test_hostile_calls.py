"""Every function of the C ABI, called wrongly in every way that its parameters allow.

The calls are derived from `abicus.cdef`: a function that is added is called too, and one whose parameters mean what
`hostile_model` and `hostile_rules` do not know fails until they do. One thing at a time is wrong: a pointer is NULL or
misaligned, a length or stride is one that no memory can have, an output overlaps what is read, a number is out of its
range. A refusal has the status that the header says, a sentence with function, parameter and value, and changes
nothing; what is allowed has the answer of an ordinary call; and a good call still gives the same answer afterwards.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from abicus import _library, _symbols
from hostile_model import functions

CDEF = Path(_library.__file__).parent / "abicus.cdef"
HERE = Path(__file__).parent
#: Processes: so many that each is short, and so few that starting them is not most of it.
PARTS = 8

pytestmark = pytest.mark.skipif(
    os.environ.get("ABICUS_BACKEND") in ("ctypes", "cffi"),
    reason="the C ABI is called without a backend: once is enough",
)


def names() -> list[str]:
    """All functions, those of a family side by side in the table."""
    return [function.name for function in functions(CDEF.read_text())]


def sweep(cdef: Path, chosen: list[str]) -> tuple[int, str]:
    """Return how many calls were made, and what is not as it should be."""
    command = [sys.executable, str(HERE / "hostile_sweep.py"), _library.path, str(cdef), *chosen]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired as expired:
        return 0, f"does not end: {bytes(expired.stderr or b'').decode().splitlines()[-1:]}"
    *found, last = result.stdout.splitlines() or [""]
    if result.returncode:
        said = result.stderr.splitlines()
        call = [line for line in said if line.startswith("abicus_")][-1:]
        return 0, f"the process ended with {result.returncode} in {call}\n" + "\n".join([*found, last, *said[-5:]])
    return int(last.split(": ")[1]), "\n".join(found)


def test_the_table_has_every_function() -> None:
    assert set(names()) == set(_symbols.SIGNATURES)


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_calls(part: int) -> None:
    chosen = names()
    count, found = sweep(CDEF, chosen[part * len(chosen) // PARTS : (part + 1) * len(chosen) // PARTS])
    assert not found
    # Most functions have some vector, and each of those a dozen ways to be called wrongly.
    assert count > 5 * len(chosen) // PARTS


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="threads are counted as Linux shows them")
def test_a_huge_number_of_threads() -> None:
    count = 40_000
    values = (ctypes.c_double * count)(*range(count))
    total = (ctypes.c_uint64 * 10)()
    call = ctypes.CDLL(_library.path).abicus_pair_hypot_sum_f64
    size, pointer = ctypes.c_size_t, ctypes.c_void_p
    call.argtypes = [pointer, size, pointer, size, ctypes.c_double, size, pointer, pointer]
    most, ended = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not ended.wait(0.001):
            most = max(most, len(os.listdir("/proc/self/task")))

    watcher = threading.Thread(target=watch)
    before = len(os.listdir("/proc/self/task"))
    watcher.start()
    try:
        # There is work for thousands of them.
        assert call(values, count, values, 1000, 0.0, 2**64 - 1, None, total) == 0
        one = list(total)
        assert call(values, count, values, count, 0.0, 2**64 - 1, None, total) == 0
    finally:
        ended.set()
        watcher.join()
    assert most - before <= max(64, os.cpu_count() or 1) + 1
    assert call(values, count, values, 1000, 0.0, 1, None, total) == 0
    assert list(total) == one


@pytest.mark.parametrize(
    ("declared", "changed", "found"),
    [
        # A message that does not name the parameter.
        (
            "abicus_mean_f64(const double *values, size_t len, double *out)",
            "abicus_mean_f64(const double *numbers, size_t len, double *out)",
            "numbers NULL: the message does not name numbers",
        ),
        # A length that is not refused, and is none.
        (
            "abicus_sum_f64(const double *values, size_t len, size_t threads, double *out)",
            "abicus_sum_f64(const double *values, size_t threads, size_t len, double *out)",
            "len is 18446744073709551615: status 0, expected (2,)",
        ),
        # A parameter that nobody knows.
        (
            "abicus_is_prime_u64(uint64_t n, uint8_t *out)",
            "abicus_is_prime_u64(uint64_t target_len, uint8_t *out)",
            "abicus_is_prime_u64: target_len is not varied",
        ),
        # What ends the process.
        (
            "abicus_path_counts(uint64_t *out, size_t len)",
            "abicus_path_counts(uint64_t n, size_t len)",
            "in ['abicus_path_counts: the good call']",
        ),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, declared: str, changed: str, found: str) -> None:
    text = CDEF.read_text()
    assert declared in text
    (tmp_path / "abicus.cdef").write_text(text.replace(declared, changed))
    name = declared.split("(")[0]
    assert found in sweep(tmp_path / "abicus.cdef", [name])[1]
