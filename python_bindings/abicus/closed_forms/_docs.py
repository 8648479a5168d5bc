"""The docstrings of the closed forms."""

from __future__ import annotations

from ._generic import LAST

_ERRORS = """TypeError: n is no integer: an int, a bool or an object with __index__. ValueError: n is negative. OverflowError:
n is more than {last:,}: the result would have more than 2**36 bits. MemoryError: there is not the memory for
the result and the work on it, up to 16 times its size; found out before the work begins."""

#: name -> the text signature, a line "--", an empty line, the docstring.
DOCS = {
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

{_ERRORS.format(last=LAST["fibonacci"])}

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

{_ERRORS.format(last=LAST["factorial"])}

O(n log(n)**2) time: the exponents of the primes are known (Legendre), and the powers are built up bit by bit of all
exponents, one square and one product each (P. Borwein, "On the complexity of calculating factorials", 1985);
products as in fibonacci.

>>> factorial(20)
2432902008176640000
>>> factorial(30) // factorial(28) == 29 * 30
True
""",
}
