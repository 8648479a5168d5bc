"""The docstrings of the functions; see the module of the same name above."""

from __future__ import annotations

from .._docs import _VECTOR

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


#: name -> the text signature, a line "--", an empty line, the docstring; empty for those of the package alone.
DOCS = {
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
    "_moments_new": "",
    "_moments_update": "",
    "_moments_merge": "",
    "_moments_clone": "",
    "_moments_ask": "",
    "_moments_to_bytes": "",
    "_moments_from_bytes": "",
}
