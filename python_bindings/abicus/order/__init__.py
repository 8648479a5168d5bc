"""What is in order: `sorted`, `sort`; searching in it: `bisect_left` and its kin, `binary_search`, `searchsorted`, `Index`."""

from __future__ import annotations

from .. import _library

_functions = _library.functions("order")

sorted = _functions["sorted"]
sort = _functions["sort"]

bisect_left = _functions["bisect_left"]
bisect = bisect_right = _functions["bisect_right"]
insort_left = _functions["insort_left"]
insort = insort_right = _functions["insort_right"]
binary_search = _functions["binary_search"]
searchsorted = _functions["searchsorted"]
_index_new = _functions["_index_new"]
_index_has = _functions["_index_has"]
_index_search = _functions["_index_search"]
_index_contains = _functions["_index_contains"]
