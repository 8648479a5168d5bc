"""The cases of `python_calls.py` for prime numbers, with their targets.

Peers: primecount through primecountpy (PyPI), which counts as abicus does, and the library of primesieve through ctypes,
where it is installed or PRIMESIEVE_LIBRARY names it. Both on one thread.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from ctypes.util import find_library
from typing import Any

from python_cases import Case, case

import abicus
from abicus._bench import peers as installed

primecount = installed.package("primecountpy.primecount")

#: How many primes there are below 10**k.
_COUNTS = {
    6: 78498,
    7: 664579,
    8: 5761455,
    9: 50847534,
    10: 455052511,
    11: 4118054813,
    12: 37607912018,
    13: 346065536839,
}


class _Primesieve:
    """primesieve's library, as ctypes calls it."""

    UINT64_PRIMES = 5

    def __init__(self, path: str) -> None:
        self._library = ctypes.CDLL(path)
        self._library.primesieve_set_num_threads(1)
        self._generate = self._library.primesieve_generate_n_primes
        self._generate.argtypes = [ctypes.c_uint64, ctypes.c_uint64, ctypes.c_int]
        self._generate.restype = ctypes.c_void_p
        self._free = self._library.primesieve_free
        self._free.argtypes, self._free.restype = [ctypes.c_void_p], None

    def primes(self, count: int) -> None:
        """Make an array of the first primes, and free it."""
        self._free(self._generate(count, 0, self.UINT64_PRIMES))


def _primesieve() -> Any:
    path = os.environ.get("PRIMESIEVE_LIBRARY") or find_library("primesieve")
    return _Primesieve(path) if path else None


def counting(quick: bool) -> Iterator[Case]:
    """Yield the cases of counting."""
    for exponent, count in _COUNTS.items():
        if quick and exponent > 9:
            continue
        for target, stretch in ((3, False), (1.5, True)) if exponent < 11 else ((2, False), (1.2, True)):
            yield case(
                f"count_primes(10**{exponent})",
                target,
                "abicus.count_primes(n)",
                count,
                ("primecount", "primecount.prime_pi(n)"),
                primecount=primecount,
                n=10**exponent,
                stretch=stretch,
            )


def listing(quick: bool) -> Iterator[Case]:
    """Yield the cases of lists."""
    primesieve = _primesieve()
    for exponent in (5,) if quick else (5, 6, 7):
        for target, stretch in ((1.5, False), (1.0, True)):
            yield case(
                f"primes(10**{exponent})",
                target,
                "abicus.primes(n)",
                abicus.primes_between(0, abicus.nth_prime(10**exponent) + 1),
                ("primesieve", "primesieve.primes(n)"),
                primesieve=primesieve,
                n=10**exponent,
                stretch=stretch,
            )


TABLES: dict[str, Callable[[bool], Iterator[Case]]] = {"Primes: counting": counting, "Primes: lists": listing}
