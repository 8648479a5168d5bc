"""The functions of order over a foreign function interface."""

from __future__ import annotations

from .._calls import Calls
from .._docs import ORDER
from .._shim import document
from . import _search_shim, _sort_shim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._watch import Watch


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    functions = {**_sort_shim.build(calls, watch), **_search_shim.build(calls, watch)}
    document({name: function for name, function in functions.items() if name[0] != "_"}, ORDER)
    return functions
