"""The workloads of the primes family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import abicus

from . import peers
from .workload import ABICUS, PEER, PYTHON, Prepared, Workload

if TYPE_CHECKING:
    from collections.abc import Iterable


def _sieve(stop: int) -> list[int]:
    """Return the primes below `stop`, by a sieve of Eratosthenes over bytes."""
    flags = bytearray([1]) * max(stop, 2)
    flags[:2] = b"\0\0"
    for number in range(2, int(stop**0.5) + 1):
        if flags[number]:
            flags[number * number :: number] = bytes(len(range(number * number, len(flags), number)))
    return [number for number, flag in enumerate(flags) if flag]


def _first(count: int) -> list[int]:
    """Return the first primes: those below a number that is doubled until there are enough."""
    stop = 16
    while True:
        found = _sieve(stop)
        if len(found) >= count:
            return found[:count]
        stop *= 2


class FirstPrimes(Workload):
    identifier = "W5"
    title = "the first 100,000 primes, as a sequence"
    size = 100_000
    growth_sizes = (1_000, 10_000, 100_000)

    def prepare(self, size: int) -> Prepared:
        prepared = Prepared(expected=_first(size))
        prepared.add("plain Python", PYTHON, "first(n)", grows=True, first=_first, n=size)
        primesieve = peers.package("primesieve")
        prepared.add("primesieve", PEER, "primesieve.n_primes(n)", primesieve=primesieve, n=size)
        prepared.add("abicus", ABICUS, "abicus.primes(n)", grows=True, abicus=abicus, n=size)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "primes(10)", abicus.primes(10).tolist(), [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
        yield "primes(0)", abicus.primes(0).tolist(), []
        yield "nth_prime(1_000_000)", abicus.nth_prime(1_000_000), 15_485_863


class CountPrimes(Workload):
    identifier = "W16"
    title = "how many primes there are below 1,000,000"
    size = 1_000_000
    growth_sizes = (10_000, 100_000, 1_000_000)
    note = "primecount counts as abicus does, without finding the primes; primesieve finds them."

    def prepare(self, size: int) -> Prepared:
        prepared = Prepared(expected=len(_sieve(size)))
        prepared.add("plain Python", PYTHON, "len(sieve(n))", grows=True, sieve=_sieve, n=size)
        primecount, primesieve = peers.package("primecountpy.primecount"), peers.package("primesieve")
        prepared.add("primecount", PEER, "primecount.prime_pi(n - 1)", primecount=primecount, n=size)
        prepared.add("primesieve", PEER, "primesieve.count_primes(n - 1)", primesieve=primesieve, n=size)
        prepared.add("abicus", ABICUS, "abicus.count_primes(n)", grows=True, abicus=abicus, n=size)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "count_primes(10_000)", abicus.count_primes(10_000), 1229
        yield "count_primes(10**12)", abicus.count_primes(10**12), 37_607_912_018
        yield "count_primes(-5)", abicus.count_primes(-5), 0
