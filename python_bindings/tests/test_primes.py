"""`primes`, `nth_prime`, `primes_between`, `count_primes`, `is_prime`: a plain sieve, published tables, and peers."""

from __future__ import annotations

import ctypes
import os
import random
import subprocess
import sys
import threading
import time
from bisect import bisect_left
from ctypes.util import find_library
from typing import Any

import pytest
from contract import assert_shows_contract
from signals import assert_stops

import abicus
from abicus import _docs_numbers

SIGNATURES = {
    "primes": "(n, /, *, threads=1, progress=None)",
    "nth_prime": "(n, /, *, threads=1, progress=None)",
    "primes_between": "(start, stop, *, threads=1, progress=None)",
    "count_primes": "(stop, *, threads=1, progress=None)",
    "is_prime": "(n, /)",
}
#: How many primes there are below 10**k (OEIS A006880), and the 10**k-th prime (OEIS A006988).
COUNTS = [0, 4, 25, 168, 1229, 9592, 78498, 664579, 5761455, 50847534, 455052511, 4118054813, 37607912018, 346065536839]
NTH = [2, 29, 541, 7919, 104729, 1299709, 15485863, 179424673, 2038074743, 22801763489, 252097800623]
#: How many primes there are below 2**k (OEIS A007053).
POWERS = {8: 54, 16: 6542, 20: 82025, 24: 1077871, 31: 105097565, 32: 203280221, 33: 393615806, 40: 41203088796}


class Index:
    """What counts as an int."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


def sieve(stop: int) -> list[int]:
    """Return the primes below `stop`, by the plainest sieve."""
    flags = bytearray([1]) * stop
    flags[:2] = bytes(len(flags[:2]))
    for number in range(2, int(stop**0.5) + 1):
        if flags[number]:
            flags[number * number :: number] = bytes(len(range(number * number, stop, number)))
    return [number for number, flag in enumerate(flags) if flag]


ALL = sieve(1_000_000)


def by_division(number: int) -> bool:
    return number > 1 and all(number % prime for prime in ALL if prime * prime <= number)


def test_small_numbers() -> None:
    assert [n for n in range(-50, 40_000) if abicus.is_prime(n)] == ALL[: bisect_left(ALL, 40_000)]
    assert all(abicus.is_prime(n) is False for n in (0, 1, -2, -(2**70)))
    assert abicus.is_prime(2) is True
    for stop in (*range(-3, 300), *range(30_700, 30_740), 999_999):
        assert abicus.count_primes(stop) == bisect_left(ALL, stop)
    for n in (*range(40), 3313, 3314, 3315, len(ALL)):
        assert abicus.primes(n).tolist() == ALL[:n]
    assert [abicus.nth_prime(n) for n in range(1, 500)] == ALL[:499]
    assert [abicus.nth_prime(n) for n in range(500, 10_000, 7)] == ALL[499:9_999:7]
    assert abicus.nth_prime(len(ALL)) == ALL[-1]


def test_ranges() -> None:
    chance = random.Random(5)
    for _ in range(300):
        start, stop = chance.randrange(-10, 1_000_000), chance.randrange(1_000_000)
        expected = ALL[bisect_left(ALL, start) : bisect_left(ALL, stop)]
        for threads in (0, 1, 2):
            found = abicus.primes_between(start, stop, threads=threads)
            assert type(found) is abicus.Array
            assert found.typecode == "Q"
            assert found.tolist() == expected
    for middle in (10**12, 2**39, ALL[-1] ** 2):
        expected = [number for number in range(middle - 150, middle + 150) if by_division(number)]
        assert abicus.primes_between(middle - 150, middle + 150).tolist() == expected


def test_ranges_of_64_bits() -> None:
    assert abicus.primes_between(10**15, 10**15 + 100).tolist() == [10**15 + 37, 10**15 + 91]
    assert [n for n in range(2**64 - 200, 2**64) if abicus.is_prime(n)] == [2**64 - k for k in (189, 179, 95, 83, 59)]
    for start, stop in ((5, 5), (5, 2), (-7, -2), (-7, 2), (2**70, 5), (2**64 - 1, 2**64), (2**64, 2**64)):
        assert abicus.primes_between(start, stop).tolist() == []
    assert abicus.primes_between(-(2**70), 6, threads=2).tolist() == [2, 3, 5]


def test_published_tables() -> None:
    for exponent, count in enumerate(COUNTS[:12]):
        assert abicus.count_primes(10**exponent) == count
    for exponent, prime in enumerate(NTH[:10]):
        assert abicus.nth_prime(10**exponent) == prime
    for exponent, count in POWERS.items():
        assert abicus.count_primes(2**exponent) == abicus.count_primes(2**exponent, threads=2) == count
    assert len(abicus.primes_between(0, 10**8, threads=2)) == COUNTS[8]
    assert abicus.primes(10**6)[-1] == NTH[6]


@pytest.mark.slow
def test_published_tables_further_up() -> None:
    for exponent in (12, 13):
        for threads in (1, 2):
            assert abicus.count_primes(10**exponent, threads=threads) == COUNTS[exponent]
    assert abicus.nth_prime(10**10) == NTH[10]
    assert len(abicus.primes_between(10**15, 10**15 + 10**7)) == 289394
    last = abicus.primes_between(2**64 - 200, 2**64, threads=2).tolist()
    assert last == [2**64 - k for k in (189, 179, 95, 83, 59)]


def test_strong_pseudoprimes() -> None:
    # The least ones to the first 1 to 12 prime bases (OEIS A014233), to 2, 7 and 61, and Carmichael numbers.
    for composite in (
        *(2047, 1373653, 25326001, 3215031751, 2152302898747, 3474749660383, 341550071728321, 3825123056546413051),
        *(4759123141, 561, 1729, 2465, 9746347772161, 2**32 + 1, (2**32 - 5) ** 2, (2**32 - 5) * (2**32 - 17)),
    ):
        assert not abicus.is_prime(composite)
    for prime in (2**31 - 1, 2**32 - 5, 2**32 + 15, 2**61 - 1, 2**63 - 25, 2**64 - 59, 10**18 + 3):
        assert abicus.is_prime(prime)


def test_peers() -> None:
    path = os.environ.get("PRIMESIEVE_LIBRARY") or find_library("primesieve")
    counts = pytest.importorskip("primecountpy.primecount", reason="primecountpy is not installed") if path is None else None
    chance = random.Random(8)
    for _ in range(20):
        stop = chance.randrange(10**9)
        if path is not None:
            count = ctypes.CDLL(path).primesieve_count_primes
            count.argtypes, count.restype = [ctypes.c_uint64] * 2, ctypes.c_uint64
            expected = count(0, stop - 1)
        else:
            expected = counts.prime_pi(stop - 1)
        assert abicus.count_primes(stop) == expected


def test_what_counts_as_an_int() -> None:
    assert abicus.is_prime(Index(7)) is True
    assert abicus.is_prime(True) is False
    assert abicus.count_primes(Index(10)) == abicus.count_primes(stop=10) == 4
    assert abicus.count_primes(True) == 0
    assert abicus.nth_prime(True) == 2
    assert abicus.primes(True).tolist() == [2]
    assert abicus.primes_between(False, Index(6), threads=Index(2)).tolist() == [2, 3, 5]
    assert abicus.primes_between(stop=6, start=3).tolist() == [3, 5]
    numpy = pytest.importorskip("numpy")
    assert abicus.is_prime(numpy.uint64(2**64 - 59)) is True
    assert abicus.count_primes(numpy.int32(100), threads=numpy.int8(1)) == 25


CALLS: list[Any] = [
    lambda n: abicus.primes(n),
    lambda n: abicus.nth_prime(n),
    lambda n: abicus.primes_between(n, 5),
    lambda n: abicus.primes_between(5, n),
    lambda n: abicus.count_primes(n),
    lambda n: abicus.is_prime(n),
]


@pytest.mark.parametrize("wrong", [1.0, "7", None, 2j, [7], b"7"])
def test_what_is_no_int(wrong: Any) -> None:
    for call in CALLS:
        with pytest.raises(TypeError, match=f" is {type(wrong).__name__}, expected an int"):
            call(wrong)


def test_what_is_refused() -> None:
    for call, error, text in (
        (lambda: abicus.primes(-1), ValueError, "n is -1, expected 0 or more"),
        (lambda: abicus.primes(10**18), OverflowError, "n is 10{18}, expected at most 425656284035217743"),
        (lambda: abicus.primes(2**100), OverflowError, "at most 425656284035217743"),
        (lambda: abicus.nth_prime(0), ValueError, "n is 0, expected 1 or more"),
        (lambda: abicus.nth_prime(-(2**80)), ValueError, "expected 1 or more"),
        (lambda: abicus.nth_prime(216289611853439385), OverflowError, "expected at most 216289611853439384"),
        (lambda: abicus.count_primes(2**63 + 1), OverflowError, "stop is 9223372036854775809, expected at most 2\\*\\*63"),
        (lambda: abicus.count_primes(2**200), OverflowError, "expected at most 2\\*\\*63"),
        (lambda: abicus.is_prime(2**64), OverflowError, "n is 18446744073709551616, expected less than 2\\*\\*64"),
        (lambda: abicus.primes_between(5, 2**64 + 1), OverflowError, "stop is .* expected at most 2\\*\\*64"),
        (lambda: abicus.count_primes(10, threads=-1), ValueError, "threads is -1"),
        (lambda: abicus.count_primes(10, threads=1.0), TypeError, "threads is float"),
        (lambda: abicus.nth_prime(10, threads=-1), ValueError, "threads is -1"),
        (lambda: abicus.primes(10, progress=3), TypeError, "progress is int, expected a callable or None"),
        (lambda: abicus.primes_between(1, 9, progress=3), TypeError, "progress is int, expected a callable or None"),
        (lambda: abicus.count_primes(9, progress="x"), TypeError, "progress is str"),
        (lambda: abicus.count_primes(), TypeError, "stop"),
        (lambda: abicus.count_primes(1, 2), TypeError, "argument"),
        (lambda: abicus.primes(n=1), TypeError, "argument"),
        (lambda: abicus.primes_between(1), TypeError, "stop"),
        (lambda: abicus.primes_between(1, 2, step=1), TypeError, "step"),
    ):
        with pytest.raises(error, match=text):
            call()  # type: ignore[no-untyped-call]


def test_memory_is_asked_for_first() -> None:
    started = time.monotonic()
    for call in (
        lambda: abicus.primes(10**15),
        lambda: abicus.primes(425656284035217743, threads=0),
        lambda: abicus.primes_between(0, 2**64),
        lambda: abicus.primes_between(0, 2**64, threads=2),
    ):
        with pytest.raises(MemoryError, match="not enough memory"):
            call()  # type: ignore[no-untyped-call]
    assert time.monotonic() - started < 5


def test_progress() -> None:
    for call in (
        lambda progress: abicus.count_primes(10**9, progress=progress),
        lambda progress: abicus.count_primes(3 * 10**11, threads=2, progress=progress),
        lambda progress: abicus.nth_prime(10**9, progress=progress),
        lambda progress: abicus.nth_prime(10**10, threads=2, progress=progress),
        lambda progress: abicus.primes(10**7, progress=progress),
        lambda progress: abicus.primes(10**7, threads=2, progress=progress),
        lambda progress: abicus.primes_between(0, 10**8, progress=progress),
        lambda progress: abicus.primes_between(10**12, 10**12 + 10**8, threads=2, progress=progress),
    ):
        seen: list[tuple[int, int]] = []
        call(lambda done, total: seen.append((done, total)))  # noqa: B023
        assert seen == sorted(seen)
        assert seen[-1][0] == seen[-1][1] > 0
        assert {total for _, total in seen} == {seen[-1][1]}

    def stop(done: int, total: int) -> None:
        raise KeyError(total)

    for threads in (1, 2):
        with pytest.raises(KeyError):
            abicus.count_primes(10**18, threads=threads, progress=stop)


@pytest.mark.parametrize(
    "call",
    [
        lambda: abicus.count_primes(2**63),
        lambda: abicus.count_primes(10**17, threads=2),
        lambda: abicus.nth_prime(10**17),
        lambda: abicus.nth_prime(10**17, threads=2),
        lambda: abicus.primes(10**9),
        lambda: abicus.primes(10**9, threads=2),
        lambda: abicus.primes_between(2**63, 2**63 + 10**9),
        lambda: abicus.primes_between(10**18, 10**18 + 10**9, threads=2),
        lambda: abicus.primes_between(0, 10**10, threads=2),
    ],
)
def test_interrupts(call: Any) -> None:
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("signals arrive at the main thread")
    assert_stops(call, 0.3)


def test_at_once_from_several_threads() -> None:
    found: list[int] = []
    workers = [threading.Thread(target=lambda: found.append(abicus.count_primes(10**10))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == [COUNTS[10]] * 4


MEMORY = """
import resource, abicus
abicus.primes(10)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
{call}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in kilobytes on Linux")
@pytest.mark.parametrize(
    ("call", "megabytes"),
    [
        ("abicus.count_primes(10**12)", 64),
        ("abicus.count_primes(10**12, threads=2)", 64),
        ("abicus.primes_between(10**15, 10**15 + 10**7)", 20),
        ("abicus.primes_between(10**18, 10**18 + 10**6)", 40),
    ],
)
def test_memory(call: str, megabytes: int) -> None:
    done = subprocess.run([sys.executable, "-c", MEMORY.format(call=call)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < megabytes * 1024


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_functions_show_the_contract(name: str) -> None:
    assert_shows_contract(name, SIGNATURES[name], _docs_numbers.PRIMES)


def test_a_trace_shows_the_path() -> None:
    for name, call, path, threads in (
        ("primes", lambda: abicus.primes(5), "number", 1),
        ("nth_prime", lambda: abicus.nth_prime(5), "number", 1),
        ("primes_between", lambda: abicus.primes_between(5, 9, threads=2), "number", 2),
        ("count_primes", lambda: abicus.count_primes(100, threads=2), "number", 2),
        ("is_prime", lambda: abicus.is_prime(2**64 - 1), "number", 1),
        ("is_prime", lambda: abicus.is_prime(Index(5)), "fallback", 1),
        ("count_primes", lambda: abicus.count_primes(-1), "fallback", 1),
    ):
        with abicus.trace() as records:
            call()
        assert [(record.function, record.path, record.threads) for record in records] == [(name, path, threads)]
