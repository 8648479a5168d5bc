"""The docstrings of the functions of order."""

from __future__ import annotations

from .._docs import _VECTOR
from ._search_docs import DOCS as _SEARCH

#: name -> the text signature, a line "--", an empty line, the docstring.
DOCS = {
    "sorted": f"""sorted($module, values, /, *, key=None, reverse=False)
--

Return the values in ascending order: a buffer's as an Array, any others as a list of the same objects.

values is {_VECTOR}.
The answer is that of the built-in sorted: stable, also with reverse, so that 1, 1.0 and True, or 0.0 and -0.0, keep their
order. For a buffer it is that of its elements as a list, in an Array of its element type (float16 gives float32); bytes,
bytearray and NumPy arrays of numbers are buffers. Elements are compared as the built-in compares them, and key is called
once for each; a list of ints of 64 bits, or of floats without a NaN, is sorted by their values without a comparison.

TypeError: values cannot be iterated, or two elements cannot be compared. ValueError: a masked array with masked
values, Arrow data with nulls. What an element's __lt__ or key raises is passed on.

O(n) time for what is in order, ascending or descending, and for buffers of 8 and 16-bit ints, else O(n log n), whatever
the values are. Beside the result, 8 to 16 bytes for each element of a list.

>>> sorted([3, 1, 2])
[1, 2, 3]
>>> sorted(["pear", "fig"], key=len)
['fig', 'pear']
>>> sorted(b"buffer", reverse=True).tobytes()
b'urffeb'
""",
    "sort": """sort($module, buffer, /, *, threads=1)
--

Sort the elements of a writable buffer in place, in ascending order.

buffer is an array, bytearray, memoryview, ctypes or NumPy array of one dimension (any stride and byte order), or an
Array. Afterwards its elements are in the order of sorted(buffer.tolist()): 0.0 and -0.0 keep theirs, and NaNs are where
the built-in leaves them. threads (1, or n, or 0 for all that are allowed) changes nothing but the time.

TypeError: buffer is a list or another object that is no writable buffer of numbers. ValueError: it has not one
dimension, is a masked array with masked values, or threads is negative. The buffer is unchanged then. If a call is
interrupted, by Ctrl-C for example, all elements are there, in any order.

O(n) time for what is in order, ascending or descending, and for 8 and 16-bit ints, else O(n log n), whatever the values
are. Without gaps, and in this machine's byte order, no memory is needed but 2 MB for 16-bit ints and a bit for each zero
where zeros have both signs; else a copy.

>>> from array import array
>>> numbers = array("d", [2.5, -1.0, 7.0])
>>> sort(numbers)
>>> numbers
array('d', [-1.0, 2.5, 7.0])
""",
}
DOCS.update(_SEARCH)
