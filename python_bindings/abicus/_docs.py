"""The docstrings of the functions: the door gives them to its built-in functions, the shim to its own."""

from __future__ import annotations

_VECTOR = """a list, tuple, range, bytes-like object, array, memoryview, ctypes or NumPy array (any strides and byte
order, read in C order), an Arrow array or chunked array, an object with __array__, or any iterable, which is consumed
once"""

#: name -> the text signature, a line "--", an empty line, the docstring.
DOCS = {
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
DOCS["sumprod"] = DOCS["dot"].replace("dot(", "sumprod(")

#: The functions that the package alone uses.
PRIVATE = (
    "_exact_new",
    "_exact_update",
    "_exact_merge",
    "_exact_clone",
    "_exact_value",
    "_exact_to_bytes",
    "_exact_from_bytes",
    "_allocate",
    "_array_base",
    "_set_array",
    "_array_insert",
    "_array_extend",
    "_array_grow",
    "_set_trace",
    "_path_counts",
    "_noop",
    "_noop_one",
    "_add_i32",
    "_square_i64",
    "_test_panic",
)
