"""The docstrings of the functions that search sorted elements."""

from __future__ import annotations

from .._docs import _VECTOR

_SORTED = """a list, a tuple, any other sequence, or a buffer or Arrow array of numbers (in C order), whose elements are
in ascending order. Nothing is converted: O(log n) elements are looked at, those of a list compared as the bisect module
compares them, ints with floats of a buffer exactly"""

_BOUNDS = """lo and hi bound the part that is searched (hi=None: to the end). In elements that are out of order the position
means nothing."""

_ERRORS = """ValueError: lo is negative. IndexError: hi is beyond the end, and an element there is looked at. TypeError: a is
no sequence, or two elements cannot be compared. What a comparison or key raises is passed on"""


def _bisect(name: str, side: str, example: str) -> str:
    return f"""{name}($module, a, x, lo=0, hi=None, *, key=None)
--

Return where to insert x in sorted a to keep it sorted, {side} the elements that are equal.

The same as bisect.{name} of Python 3.13. a is {_SORTED}. {_BOUNDS}
key is called with each element that is compared, not with x.

{_ERRORS}.

{example}
"""


def _insort(name: str, side: str, example: str) -> str:
    return f"""{name}($module, a, x, lo=0, hi=None, *, key=None)
--

Insert x in sorted a by a.insert, {side} the elements that are equal.

The same as bisect.{name} of Python 3.13: a is a list, an Array or another sequence with insert; key is called with x
too. {_BOUNDS}

{_ERRORS}; a is unchanged then. O(n) time, for the elements that move.

{example}
"""


#: name -> the text signature, a line "--", an empty line, the docstring.
DOCS = {
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

{_ERRORS}.

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
PRIVATE = ("_index_new", "_index_len", "_index_has", "_index_search", "_index_contains", "_index_sorted")
