"""The docstrings of the passes over every element."""

from __future__ import annotations

from .._docs import _VECTOR

_OVERLAP = """If a call is interrupted, by Ctrl-C for example, part of out is written."""

#: name -> the text signature, a line "--", an empty line, the docstring.
DOCS = {
    "scale": f"""scale($module, values, factor, *, out=None)
--

Return every value times factor: [x * factor for x in values].

values is {_VECTOR}.
A list or any other iterable that is no buffer gives a list: ints of any size exactly, other elements by their own
multiplication. A buffer gives an Array. Of ints times an int it has the elements' type (bool is taken as uint8), and a
product that does not fit is an OverflowError that names the place of the first. Ints times a float give float64; floats
keep their type (float16 becomes float32), and each exact product of a float32 is rounded once. An overflow of floats is
infinite.

out is for a buffer: a writable buffer of one dimension without gaps, of the result's element type and length. It is
written and returned; it may be values itself, or share no memory with it. On an error it is as it was. {_OVERLAP}

OverflowError: see above, and an int factor too large for a float. TypeError: values cannot be iterated or multiplied, out
is no writable buffer, or values is no buffer. ValueError: out has other elements or another length, or overlaps values
in part; a masked array with masked values, Arrow data with nulls.

O(n) time. Buffers are read in place; large results in out are written past the caches.

>>> scale([1, 2.5, 2**70], 2)
[2, 5.0, 2361183241434822606848]
>>> scale(b"abc", 2).tolist()
[194, 196, 198]
>>> from array import array
>>> numbers = array("d", [1.5, 2.5])
>>> scale(numbers, 2, out=numbers)
array('d', [3.0, 5.0])
""",
    "masked_hypot": f"""masked_hypot($module, a, b, *, above, out)
--

Where a > above, write sqrt(a*a + b*b) to the same place of out; return out, whose rest is not touched.

a and b are each {_VECTOR}.
If both are float32, everything is rounded to float32, above too; anything else is taken as float64, ints too. Each
operation is rounded by itself, as NumPy does it: the bits are those of numpy.sqrt(a*a + b*b, out=out, where=a > above).
A NaN in a is not greater than anything.

out is a writable buffer of float32 or float64 accordingly, of one dimension, without gaps, as long as a and b. It may be a
or b itself, or share no memory with them. {_OVERLAP}

TypeError: out is no writable buffer, elements that are no ints or floats, above is no number. ValueError: the lengths
differ; out has other elements, or overlaps a or b in part; a masked array with masked values, Arrow data with nulls.
OverflowError: an int too large for a float.

O(n) time, without temporary memory for buffers of floats.

>>> from array import array
>>> a, b = array("d", [3, 1, 5]), array("d", [4, 1, 12])
>>> masked_hypot(a, b, above=2, out=a)
array('d', [5.0, 1.0, 13.0])
""",
    "adjust": f"""adjust($module, pixels, *, brightness=0.0, contrast=0.0, out=None)
--

Return the bytes of an image with other brightness and contrast.

Each byte p becomes (p - 127.5) * (1 + contrast) + 127.5 + 255 * brightness, computed in float64 in this order, rounded
with halves to even and kept in 0 to 255.

pixels is a buffer of uint8 (bytes-like, any strides, read in C order) or another vector of ints from 0 to 255. The result
is an Array of "B", or out: a writable buffer of uint8, of one dimension without gaps, as long as pixels, which may be
pixels itself or share no memory with it. {_OVERLAP}

ValueError: brightness or contrast is not finite, or both are so large that the result is NaN; an element is not from 0 to
255, or of another type in a buffer; out has other elements or another length, or overlaps pixels in part. TypeError:
brightness or contrast is no number, pixels cannot be iterated, out is no writable buffer. OverflowError: brightness or
contrast is an int too large for a float.

O(n) time: what becomes of the 256 bytes is computed once, and looked up.

>>> adjust(bytes([0, 100, 200, 255]), brightness=0.1, contrast=1)
Array('B', [0, 98, 255, 255])
""",
}
