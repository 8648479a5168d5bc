"""The functions of order over a foreign function interface."""

from __future__ import annotations

from .._calls import Calls
from .._shim import document
from . import _sort_shim
from ._docs import DOCS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._watch import Watch


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    public: dict[str, Callable[..., Any]] = {**_sort_shim.build(calls, watch)}
    document(public, DOCS)
    return public
