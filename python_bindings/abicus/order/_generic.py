"""The generic path of the functions of order: what the door and the shim do not take themselves.

Each function has the name and the signature of the one that passes on to it.
"""

from __future__ import annotations

from ._sort_generic import sort as sort
from ._sort_generic import sorted as sorted
