"""Prime numbers: `primes`, `nth_prime`, `primes_between`, `count_primes`, `is_prime`."""

from __future__ import annotations

from .. import _library

_functions = _library.functions("prime")

primes = _functions["primes"]
nth_prime = _functions["nth_prime"]
primes_between = _functions["primes_between"]
count_primes = _functions["count_primes"]
is_prime = _functions["is_prime"]
