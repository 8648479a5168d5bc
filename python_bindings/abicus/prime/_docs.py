"""The docstrings of the functions of primes."""

from __future__ import annotations

_INTEGER = "an int, a bool or an object with __index__"

_LONG = """threads is how many threads may be used, 0 for all that affinity and cgroup allow; the result is the same. progress is
called with (done, total), in a unit of the function's own, a few times a second and at the end; what it raises stops the
call and arrives. Ctrl-C stops it within 200 ms."""

_SIEVE = """a segmented sieve of Eratosthenes over the numbers coprime to 30, one byte for 30 of them"""

#: name -> the text signature, a line "--", an empty line, the docstring.
DOCS = {
    "primes": f"""primes($module, n, /)
--

Return the first n primes, in order, as an Array of "Q".

n is {_INTEGER}. TypeError: n is something else. ValueError: n is negative. OverflowError: there are not so many primes
below 2**64. MemoryError: there is no memory for them, 8 bytes each, found out before any is looked for.

O(n log(n) log(log(n))) time and 1 MB of memory beside the result. Source: {_SIEVE}.

>>> primes(10)
Array('Q', [2, 3, 5, 7, 11, 13, 17, 19, 23, 29])
>>> primes(1_000_000)[-1]
15485863
""",
    "nth_prime": f"""nth_prime($module, n, /)
--

Return the nth prime, counted from 1: nth_prime(1) is 2.

n is {_INTEGER}. TypeError: n is something else. ValueError: n is less than 1. OverflowError: the nth prime is more
than 2**63.

About the time of count_primes(nth_prime(n)). Source: the primes up to an estimate, the inverse of Riemann's function, are
counted, and those that are missing are sieved.

>>> nth_prime(1_000)
7919
>>> nth_prime(10**9)
22801763489
""",
    "primes_between": f"""primes_between($module, start, stop, *, threads=1, progress=None)
--

Return the primes p with start <= p < stop, in order, as an Array of "Q".

start and stop are each {_INTEGER}. No prime is negative: a start below 0 is as 0, and the Array may be empty.
{_LONG}

TypeError: an argument is something else. OverflowError: stop is more than 2**64. ValueError: threads is negative.
MemoryError: there is no memory for so many primes, 8 bytes each, found out before any is looked for.

O((stop - start) log(log(stop)) + sqrt(stop)) time. Memory beside the result: 20 MB a thread at the most, at any height, and
with more than one thread a byte for 30 numbers of the range. Source: {_SIEVE}; sieving primes above 2**20
are not kept but found again for each window of up to 16 MB.

>>> primes_between(10**15, 10**15 + 100)
Array('Q', [1000000000000037, 1000000000000091])
>>> len(primes_between(0, 1_000_000))
78498
""",
    "count_primes": f"""count_primes($module, stop, *, threads=1, progress=None)
--

Return how many primes p < stop there are, without finding them.

stop is {_INTEGER}; below 0 there are none.
{_LONG}

TypeError: an argument is something else. OverflowError: stop is more than 2**63. ValueError: threads is negative.
MemoryError: there is no memory for the tables.

About O(stop**(2/3)) time. Memory: 2 MB for 10**12, 60 MB for 10**18. Sources: J. C. Lagarias, V. S. Miller and A. M. Odlyzko,
"Computing pi(x): the Meissel-Lehmer method" (1985); M. Deleglise and J. Rivat, "Computing pi(x)" (1996); X. Gourdon,
"Computation of pi(x)" (2001).

>>> count_primes(10_000)
1229
>>> count_primes(10**12)
37607912018
""",
    "is_prime": f"""is_prime($module, n, /)
--

Return whether n is a prime. The answer is certain, not probable.

n is {_INTEGER}; no negative number is a prime. TypeError: n is something else. OverflowError: n is 2**64 or more.

O(log(n)) multiplications: at most 2 us. Sources: strong tests to bases that are known to suffice, 3 below 4,759,123,141
(G. Jaeschke, 1993) and 7 below 2**64 (J. Sinclair, 2011).

>>> [n for n in range(20) if is_prime(n)]
[2, 3, 5, 7, 11, 13, 17, 19]
>>> is_prime(2**61 - 1), is_prime(2**61 + 1)
(True, False)
""",
}
