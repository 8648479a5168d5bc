"""The docstring of the sum over pairs."""

from __future__ import annotations

from .._docs import _VECTOR

#: name -> the text signature, a line "--", an empty line, the docstring.
DOCS = {
    "pair_hypot_sum": f"""pair_hypot_sum($module, a, b, *, above=10, threads=1, progress=None)
--

Return the sum of round(sqrt(x*x + y*y)), halves away from zero, over all pairs of an x of a and a y of b.

Pairs with x > y are skipped; what is not greater than the int above is not added. The answer is the exact int, bit for
bit that of two plain loops.

a and b are each {_VECTOR}.
If both are float32, squares and their sum are rounded to float32, as NumPy does it; anything else is taken as float64,
ints too. The root is taken and rounded in float64. threads (1, or n, or 0 for all that are allowed) changes nothing but
the time. progress is None or is called as progress(done, total), in pairs, a few times a second; what it raises stops
the call.

ValueError: a pair that is not skipped has an infinite sum of squares or a NaN (a NaN is never skipped); the places of the
first, by a and then by b, are named. TypeError: elements that are no ints or floats, above is no int, progress cannot be
called. OverflowError: an int too large for a float.

O(n log n) time for the longer vector, n elements, and for each element of the shorter one the number of different roots
or n, whichever costs less: the magnitudes of the longer one are sorted once, and the roots are counted level by level
where there are few. At most 48 bytes for each element of b and 5 MB, beside copies of what is converted or has gaps.

>>> pair_hypot_sum(range(5), range(30))
1916
>>> pair_hypot_sum([3.0, 30.0], [4.0, 40.0], above=5)
90
""",
}
