"""Where the door and the shim pass on what they do not take: `_generic`, loaded when it is first needed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def __getattr__(name: str) -> Any:
    from . import _generic

    value = globals()[name] = getattr(_generic, name)
    return value
