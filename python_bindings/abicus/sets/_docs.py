"""The docstrings of the functions of sets."""

from __future__ import annotations

from .._docs import _VECTOR

_SAME = """Values are the same if they are equal and have one hash, as in a dict: 1, 1.0 and True are, 0.0 and -0.0 are.
A NaN of a buffer is the same as nothing; in a list a NaN object is the same as itself alone."""

_RESULT = """A buffer gives an Array of its element type (float16 gives float32), anything else a list of the objects
themselves. out is for a buffer: a writable one of the result's element type, at least as long as the result, which is
written to its beginning; the part written is returned as a memoryview."""

_ERRORS = """TypeError: values cannot be iterated, or an element has no hash; out is no writable buffer, or values is no buffer.
ValueError: out has other elements, or is too short (the text says how long it must be; nothing is written)."""

_COST = """O(n) time, whatever the values are: hashes are seeded per process. A buffer is read in place; beside the result,
its distinct values take up to 16 bytes each, those of many different values 9."""

#: name -> the text signature, a line "--", an empty line, the docstring.
DOCS = {
    "unique": f"""unique($module, values, /, *, out=None)
--

Return the values without those that came before: list(dict.fromkeys(values)).

values is {_VECTOR}.
{_RESULT}

{_SAME}

{_ERRORS}
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

{_ERRORS}
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
