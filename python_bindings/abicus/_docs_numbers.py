"""The docstrings of the functions whose answers are numbers: sums, statistics, closed forms, primes."""

from __future__ import annotations

# Each: name -> the text signature, a line "--", an empty line, the docstring.

_VECTOR = """a list, tuple, range, bytes-like object, array, memoryview, ctypes or NumPy array (any strides and byte
order, read in C order), an Arrow array or chunked array, an object with __array__, or any iterable, which is consumed
once"""

SUMS: dict[str, str] = {
    "sum": f"""sum($module, values, /, start=0, *, threads=1)
--

Return start plus the sum of values: ints exactly, floats as the exact sum rounded once.

values is {_VECTOR}.
Ints and floats together give the exact rational sum rounded once; nothing is converted before. Other numbers are added
as the built-in sum adds them. The bits are the same for any order, threads (1, or n, or 0 for all that are allowed),
CPU and machine.

Infinities of both signs give nan, an overflow gives inf. TypeError: values cannot be iterated or added. OverflowError:
an int too large for a float, met with floats. ValueError: a masked array with masked values, Arrow data with nulls, a
negative threads. O(n) time; a buffer is read in place.

>>> sum([0.1] * 10)
1.0
>>> sum([1e100, 1, -1e100])
1.0
>>> sum([2**63, 2**63], start=1)
18446744073709551617
""",
    "fsum": f"""fsum($module, values, /)
--

Return the exact sum of values, each converted to float first, rounded once.

values is {_VECTOR}.
The same as math.fsum, but there is no error for an intermediate overflow when the sum itself is a float.

TypeError: an element that is not a real number. ValueError: infinities of both signs. OverflowError: the sum is too
large for a float. O(n) time; a buffer is read in place.

>>> fsum([0.1] * 10)
1.0
>>> fsum([1e308, 1e308, -1e308])
1e+308
""",
    "dot": f"""dot($module, a, b, *, threads=1)
--

Return the sum of a[i] * b[i]: of ints exactly, of floats the exact result rounded once.

a and b are each {_VECTOR}.
The same as math.sumprod, but always correctly rounded, on every Python, and with ints beside floats taken exactly. No
elements give 0. threads is as in sum.

ValueError: a and b differ in length. TypeError: elements that cannot be multiplied and added. OverflowError: an int too
large for a float, or products of ints with such a sum, met with floats. O(n) time; two buffers of one element type are
read in place.

>>> dot([1, 2, 3], [4, 5, 6])
32
>>> dot([1e16, 1.0, -1e16], [1.0, 1.0, 1.0])
1.0
""",
    "sum_of_squares": f"""sum_of_squares($module, values, /)
--

Return dot(values, values), reading values once.

values is {_VECTOR}.
Errors and cost are those of dot.

>>> sum_of_squares([1, 2, 3])
14
>>> sum_of_squares(bytes([255]) * 4)
260100
""",
    "count_even": f"""count_even($module, values, /)
--

Return how many of values are even: those with value % 2 == 0.

values is {_VECTOR}.
Infinities and nan are not even. TypeError: an element without a remainder. O(n) time; a buffer is read in place.

>>> count_even([1, 2, 3, 4.0, 4.5])
2
""",
}
SUMS["sumprod"] = SUMS["dot"].replace("dot(", "sumprod(")


_SPREAD = f"""data is {_VECTOR}.
The exact value rounded once, in one pass over ordinary data, and the same bits in any order. Data of ints has an int
where that is whole, of floats (also with ints) a float; Decimal and Fraction keep their type, as in CPython 3.13's
statistics, on every Python. With {{mean}} the squares of the differences from it are added, each rounded as its type is.

statistics.StatisticsError: fewer than {{least}}. TypeError: elements that are no numbers, or of types that
do not mix (Decimal and float). OverflowError: {{error}}. ValueError: a masked array
with masked values, Arrow data with nulls. O(n) time; a buffer or a list is read in place.
"""
_SPREAD_ERROR = "too large for a float"
_ROOT_ERROR = "too large for a float (AttributeError, as there, if one is\ninfinite or nan)"


def _spread(name: str, mean: str, what: str, least: str, examples: str) -> str:
    error = _ROOT_ERROR if name.endswith("stdev") else _SPREAD_ERROR
    text = _SPREAD.format(mean=mean, least=least, error=error)
    return f"{name}($module, data, {mean}=None)\n--\n\nReturn {what} of data.\n\n{text}\n{examples}"


STATISTICS: dict[str, str] = {
    "mean": f"""mean($module, data)
--

Return the arithmetic mean of data: the exact one rounded once.

data is {_VECTOR}.
Data of ints has an int where the mean is whole, of floats (also with ints) a float; Decimal and Fraction keep their
type, as in CPython 3.13's statistics, on every Python. The bits are the same for any order.

statistics.StatisticsError: no elements. TypeError: elements that are no numbers, or of types that do not mix (Decimal
and float). OverflowError: a mean of ints that is too large for a float and not whole. ValueError: a masked array with
masked values, Arrow data with nulls. O(n) time; a buffer or a list is read in place.

>>> mean([1, 2, 3])
2
>>> mean([1e308, 1e308])
1e+308
""",
    "fmean": f"""fmean($module, data, weights=None)
--

Return fsum(data) / n, or, with weights, sumprod(data, weights) / fsum(weights).

data and weights are each {_VECTOR}.
The same as statistics.fmean of CPython 3.13, on every Python, but where a sum overflows on the way, or math.sumprod is
not correctly rounded, this is exact.

statistics.StatisticsError: no elements, unequal lengths, weights whose sum is zero. TypeError: an element that is not a
real number. ValueError: infinities of both signs. OverflowError: the sum is too large for a float. O(n) time; a buffer
or a list is read in place.

>>> fmean([1, 2, 4])
2.3333333333333335
>>> fmean([1, 2], weights=[3, 1])
1.25
""",
    "variance": _spread(
        "variance",
        "xbar",
        "the variance of a sample",
        "two elements",
        """>>> variance([1, 2, 3, 4])
1.6666666666666667
>>> variance([1e9 + 0.25, 1e9 + 0.5])
0.03125
""",
    ),
    "pvariance": _spread(
        "pvariance",
        "mu",
        "the variance of a population",
        "one element",
        """>>> pvariance([1, 3, 5, 7])
5
>>> pvariance([0.0, 0.5])
0.0625
""",
    ),
    "stdev": _spread(
        "stdev",
        "xbar",
        "the standard deviation of a sample, the root of its variance,",
        "two elements",
        """>>> stdev([1.5, 2.5, 2.5, 2.75, 3.25, 4.75])
1.0810874155219827
""",
    ),
    "pstdev": _spread(
        "pstdev",
        "mu",
        "the standard deviation of a population, the root of its variance,",
        "one element",
        """>>> pstdev([2, 4, 4, 4, 5, 5, 7, 9])
2.0
""",
    ),
    "median": f"""median($module, data)
--

Return the middle element of sorted(data), or half the sum of the two in the middle.

data is {_VECTOR}.
Nothing is sorted: a sample brackets the middle, and one pass over the data finds what lies within (after R. W. Floyd
and R. L. Rivest, 1975). Data with nan, or of other types than ints or floats, is sorted as Python sorts it.

statistics.StatisticsError: no elements. TypeError: elements that cannot be compared or, if their number is even, added
and divided. OverflowError: half a sum of ints that is too large for a float. ValueError: a masked array with masked
values, Arrow data with nulls. O(n) time; a buffer is read in place, a list copied.

>>> median([3, 1, 2])
2
>>> median([1.0, 2.0, 4.0, 8.0])
3.0
""",
    "quantiles": f"""quantiles($module, data, *, n=4, method='exclusive')
--

Return the n - 1 points that cut data into n parts of equal probability, as a list.

data is {_VECTOR}.
method is "exclusive" for a sample or "inclusive" for a population. Points between two elements are interpolated by the
arithmetic of their type. Few points are found without sorting, as median does.

statistics.StatisticsError: no elements, n below 1. ValueError: another method; a masked array with masked values, Arrow
data with nulls. TypeError: an n that is no int; elements that cannot be compared, multiplied and added. O(n) time for
few points, else O(n log n); a buffer is read in place, a list copied.

>>> quantiles([1, 2, 3, 4, 5])
[1.5, 3.0, 4.5]
>>> quantiles([0.0, 10.0], n=5, method="inclusive")
[2.0, 4.0, 6.0, 8.0]
""",
}


_CLOSED_FORM_ERRORS = """TypeError: n is no integer: an int, a bool or an object with __index__. ValueError: n is negative. OverflowError:
n is more than {last:,}: the result would have more than 2**36 bits. MemoryError: there is not the memory for
the result and the work on it, up to 16 times its size; found out before the work begins."""

CLOSED_FORMS: dict[str, str] = {
    "sum_range": """sum_range($module, start, stop=None, step=1)
--

Return sum(range(start, stop, step)) without a loop; sum_range(n) is sum(range(n)).

start, stop and step are ints of any size, bools or objects with __index__. No sum is too large.

TypeError: one of them is something else. ValueError: step is 0. O(1) time for ints of 64 bits; beyond, that of two
multiplications and a division of Python's ints. Source: Gauss's pairs of first and last.

>>> sum_range(101)
5050
>>> sum_range(10, 0, -3)
22
>>> sum_range(10**30) == 10**30 * (10**30 - 1) // 2
True
""",
    "fibonacci": f"""fibonacci($module, n, /)
--

Return the exact nth Fibonacci number: fibonacci(0) is 0, fibonacci(1) is 1, each further one the sum of the two before.

{_CLOSED_FORM_ERRORS.format(last=98_984_914_800)}

O(n log(n)) time: the index is doubled, by two squares each time, and long numbers are multiplied by number-theoretic
transforms. Sources: F(2k) = F(k) (F(k) + 2 F(k - 1)) and the like (E. Lucas, 1878); the transforms are those described
in D. J. Bernstein, "Multidigit multiplication for mathematicians" (2001).

>>> [fibonacci(n) for n in range(10)]
[0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
>>> fibonacci(150)
9969216677189303386214405760200
""",
    "factorial": f"""factorial($module, n, /)
--

Return the exact product of 1 to n; factorial(0) is 1. The same as math.factorial, of the newest Python on all.

{_CLOSED_FORM_ERRORS.format(last=2_316_396_731)}

O(n log(n)**2) time: the exponents of the primes are known (Legendre), and the powers are built up bit by bit of all
exponents, one square and one product each (P. Borwein, "On the complexity of calculating factorials", 1985);
products as in fibonacci.

>>> factorial(20)
2432902008176640000
>>> factorial(30) // factorial(28) == 29 * 30
True
""",
}


_INTEGER = "an int, a bool or an object with __index__"

_LONG = """threads is how many threads may be used, 0 for all that affinity and cgroup allow; the result is the same. progress is
called with (done, total), in a unit of the function's own, a few times a second and at the end; what it raises stops the
call and arrives. Ctrl-C stops it within 200 ms."""

_SIEVE = """a segmented sieve of Eratosthenes over the numbers coprime to 30, one byte for 30 of them"""

PRIMES: dict[str, str] = {
    "primes": f"""primes($module, n, /, *, threads=1, progress=None)
--

Return the first n primes, in order, as an Array of "Q".

n is {_INTEGER}.
{_LONG}

TypeError: an argument is something else. ValueError: n or threads is negative. OverflowError: there are not so many primes
below 2**64. MemoryError: there is no memory for them, 8 bytes each, found out before any is looked for.

O(n log(n) log(log(n))) time. Memory beside the result: 1 MB, and with more than one thread a byte for 30 numbers up to the last
prime. Source: {_SIEVE}.

>>> primes(10)
Array('Q', [2, 3, 5, 7, 11, 13, 17, 19, 23, 29])
>>> primes(1_000_000)[-1]
15485863
""",
    "nth_prime": f"""nth_prime($module, n, /, *, threads=1, progress=None)
--

Return the nth prime, counted from 1: nth_prime(1) is 2.

n is {_INTEGER}.
{_LONG}

TypeError: an argument is something else. ValueError: n is less than 1, or threads is negative. OverflowError: the nth prime
is more than 2**63. MemoryError: there is no memory for the tables.

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

About O(stop**(2/3)) time. Memory: 1 MB for 10**12, 25 MB for 10**17. Sources: J. C. Lagarias, V. S. Miller and A. M. Odlyzko,
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
