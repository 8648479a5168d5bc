"""The generic path of the functions of order: what the door and the shim do not take themselves.

Each function has the name and the signature of the one that passes on to it.
"""

from __future__ import annotations

from ._search_generic import _index_contains as _index_contains
from ._search_generic import _index_has as _index_has
from ._search_generic import _index_new as _index_new
from ._search_generic import _index_search as _index_search
from ._search_generic import binary_search as binary_search
from ._search_generic import bisect_left as bisect_left
from ._search_generic import bisect_right as bisect_right
from ._search_generic import insort_left as insort_left
from ._search_generic import insort_right as insort_right
from ._search_generic import searchsorted as searchsorted
from ._sort_generic import sort as sort
from ._sort_generic import sorted as sorted
