"""The names of the functions by family, and their docstrings: the door gives them to its built-in functions, the shim to its own.

Here are those of the functions that order, search, tell apart, change or count the elements of a sequence, and of pairs.
"""

from __future__ import annotations

from ._docs_numbers import _VECTOR, CLOSED_FORMS, PRIMES, STATISTICS, SUMS

# Each: name -> the text signature, a line "--", an empty line, the docstring.

ORDER: dict[str, str] = {
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


_SORTED = """a list, a tuple, any other sequence, or a buffer or Arrow array of numbers (in C order), whose elements are
in ascending order. Nothing is converted: O(log n) elements are looked at, those of a list compared as the bisect module
compares them, ints with floats of a buffer exactly"""

_BOUNDS = """lo and hi bound the part that is searched (hi=None: to the end). In elements that are out of order the position
means nothing."""

_SEARCH_ERRORS = """ValueError: lo is negative. IndexError: hi is beyond the end, and an element there is looked at. TypeError: a is
no sequence, or two elements cannot be compared. What a comparison or key raises is passed on"""


def _bisect(name: str, side: str, example: str) -> str:
    return f"""{name}($module, a, x, lo=0, hi=None, *, key=None)
--

Return where to insert x in sorted a to keep it sorted, {side} the elements that are equal.

The same as bisect.{name} of Python 3.13. a is {_SORTED}. {_BOUNDS}
key is called with each element that is compared, not with x.

{_SEARCH_ERRORS}.

{example}
"""


def _insort(name: str, side: str, example: str) -> str:
    return f"""{name}($module, a, x, lo=0, hi=None, *, key=None)
--

Insert x in sorted a by a.insert, {side} the elements that are equal.

The same as bisect.{name} of Python 3.13: a is a list, an Array or another sequence with insert; key is called with x
too. {_BOUNDS}

{_SEARCH_ERRORS}; a is unchanged then. O(n) time, for the elements that move.

{example}
"""


SEARCH: dict[str, str] = {
    "bisect_left": _bisect("bisect_left", "before", ">>> bisect_left([1, 3, 3, 5], 3)\n1"),
    "bisect_right": _bisect("bisect_right", "behind", ">>> bisect_right([1, 3, 3, 5], 3)\n3"),
    "insort_left": _insort(
        "insort_left", "before", ">>> numbers = [1, 3, 5]\n>>> insort_left(numbers, 3.0)\n>>> numbers\n[1, 3.0, 3, 5]"
    ),
    "insort_right": _insort(
        "insort_right", "behind", ">>> numbers = [1, 3, 5]\n>>> insort_right(numbers, 3.0)\n>>> numbers\n[1, 3, 3.0, 5]"
    ),
    "binary_search": f"""binary_search($module, a, x, lo=0, hi=None)
--

Return the leftmost position of an element that equals x in sorted a, or None if there is none.

The position that bisect_left finds, if the element there is within the bounds and equals x. a is {_SORTED}. {_BOUNDS}

{_SEARCH_ERRORS}.

>>> binary_search([1, 3, 3, 5], 3)
1
>>> binary_search([1, 3, 3, 5], 4) is None
True
""",
    "searchsorted": f"""searchsorted($module, a, queries, *, side='left', threads=1, out=None)
--

Return the position of each query in sorted a as an Array of int64: bisect_left for side "left", bisect_right for "right".

a and queries are each {_VECTOR}.
Ints and floats are compared by their exact value. In elements that are out of order positions mean nothing, but are from
0 to len(a). threads (1, or n, or 0 for all that are allowed) changes nothing but the time. out is a writable buffer of
int64, as long as queries; it is returned.

ValueError: side is neither; out has another length or element type (nothing is written); a masked array with masked
values, Arrow data with nulls, a negative threads. TypeError: a vector cannot be iterated, or elements cannot be compared;
out is no writable buffer. Buffers are read in place. O(log n) time for each query, less where elements are spread evenly;
for many queries O(n) for a table or a search tree, which takes up to half of the memory of a. The tree is that of S.
Slotin, Static B-trees (Algorithms for Modern Hardware, 2022), in levels.

>>> searchsorted([10, 20, 20, 30], [20, 5, 99.5])
Array('q', [1, 0, 4])
>>> searchsorted([10, 20, 20, 30], [20], side="right").tolist()
[3]
""",
}

#: The functions that the package alone uses.
ORDER.update(SEARCH)


_SAME = """Values are the same if they are equal and have one hash, as in a dict: 1, 1.0 and True are, 0.0 and -0.0 are.
A NaN of a buffer is the same as nothing; in a list a NaN object is the same as itself alone."""

_RESULT = """A buffer gives an Array of its element type (float16 gives float32), anything else a list of the objects
themselves. out is for a buffer: a writable one of the result's element type, at least as long as the result, which is
written to its beginning; the part written is returned as a memoryview."""

_SET_ERRORS = """TypeError: values cannot be iterated, or an element has no hash; out is no writable buffer, or values is no buffer.
ValueError: out has other elements, or is too short (the text says how long it must be; nothing is written)."""

_COST = """O(n) time, whatever the values are: hashes are seeded per process. A buffer is read in place; beside the result,
its distinct values take up to 16 bytes each, those of many different values 9."""

SETS: dict[str, str] = {
    "unique": f"""unique($module, values, /, *, out=None)
--

Return the values without those that came before: list(dict.fromkeys(values)).

values is {_VECTOR}.
{_RESULT}

{_SAME}

{_SET_ERRORS}
{_COST}

>>> unique([3, 1, 3, 2, 1])
[3, 1, 2]
>>> unique(b"abracadabra").tobytes()
b'abrcd'
""",
    "duplicates": f"""duplicates($module, values, /, *, out=None)
--

Return each value that occurs more than once, in order of first occurrence.

values is {_VECTOR}.
{_RESULT}

{_SAME}

{_SET_ERRORS}
{_COST}

>>> duplicates([3, 1, 3, 2, 1, 3])
[3, 1]
>>> duplicates(["b", "a", "b"])
['b']
""",
    "isin": f"""isin($module, values, lookup, /, *, out=None)
--

Return for each value whether it is in lookup, as an Array of "?": [x in set(lookup) for x in values].

values and lookup are each {_VECTOR}.
{_SAME}
Elements of two types are compared by their exact value.

out is a writable buffer of bool or uint8, as long as values; it is returned. TypeError: values or lookup cannot be
iterated, an element has no hash, out is no writable buffer. ValueError: out has other elements or another length;
nothing is written. O(len(values) + len(lookup)) time. Buffers are read in place; lookup is copied to a table of up to 26
bytes for each of its distinct values, or to 32 bits for each if they are ints of a small range.

>>> isin([1, 2, 3], [3, 1.0])
Array('?', [True, False, True])
>>> isin(b"word", b"aeiou").tolist()
[False, True, False, False]
""",
}


_INTERRUPTED = """If a call is interrupted, by Ctrl-C for example, part of out is written."""

ELEMENTWISE: dict[str, str] = {
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
written and returned; it may be values itself, or share no memory with it. On an error it is as it was. {_INTERRUPTED}

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
or b itself, or share no memory with them. {_INTERRUPTED}

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
pixels itself or share no memory with it. {_INTERRUPTED}

ValueError: brightness or contrast is not finite, or both are so large that the result is NaN; an element is not from 0 to
255, or of another type in a buffer; out has other elements or another length, or overlaps pixels in part. TypeError:
brightness or contrast is no number, pixels cannot be iterated, out is no writable buffer. OverflowError: brightness or
contrast is an int too large for a float.

O(n) time: what becomes of the 256 bytes is computed once, and looked up.

>>> adjust(bytes([0, 100, 200, 255]), brightness=0.1, contrast=1)
Array('B', [0, 98, 255, 255])
""",
}


_TEXT = """text is a str, or anything with a buffer of single bytes that are UTF-8: bytes, bytearray, memoryview, mmap and so on.
Both are read in place. Words are what str.split parts; they are made small as str.lower does it, by this Python's Unicode
version.

threads: so many count at once, 0 for as many as affinity and cgroup allow; the answer is the same. progress(done, total) is called
a few times a second with numbers of bytes or characters."""

_WORD_ERRORS = """TypeError: text is neither. UnicodeDecodeError: bytes that are no UTF-8, as bytes.decode raises it. An exception of
progress stops the call and arrives.
O(len(text)) time, whatever the words are: hashes are seeded per process. Beside the answer, each distinct word takes 37 to
50 bytes on one thread, one of more than 15 bytes of UTF-8 its own and 8 more; memory used before may add some 30 MB. Each
further thread counts in a table of its own."""


WORDS: dict[str, str] = {
    "word_counts": f"""word_counts($module, /, text, *, threads=1, progress=None)
--

Return how often each word comes: collections.Counter(text.lower().split()), as a dict in order of first occurrence.

{_TEXT}

{_WORD_ERRORS}

>>> word_counts("To be or not to be")
{{'to': 2, 'be': 2, 'or': 1, 'not': 1}}
>>> word_counts("ΟΔΟΣ οδος".encode())
{{'οδος': 2}}
""",
    "most_common_words": f"""most_common_words($module, /, text, n=10, *, threads=1, progress=None)
--

Return the n most common words with their counts, all of them if n is None.

The same as collections.Counter(text.lower().split()).most_common(n): the most common first, those that are as common in order
of first occurrence.

{_TEXT}

{_WORD_ERRORS}

>>> most_common_words("To be or not to be", 2)
[('to', 2), ('be', 2)]
""",
}

PAIRS: dict[str, str] = {
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

#: The public functions of each family, by the name of its package; "" is this package itself.
FAMILIES = {
    "": SUMS,
    "statistics": STATISTICS,
    "order": ORDER,
    "sets": SETS,
    "closed_forms": CLOSED_FORMS,
    "prime": PRIMES,
    "elementwise": ELEMENTWISE,
    "pairs": PAIRS,
    "words": WORDS,
}
