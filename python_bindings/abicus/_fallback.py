"""Where the door and the shim pass on what they do not take: the `_generic` of each family, loaded when it is first needed."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType
    from typing import Any


def __getattr__(name: str) -> Any:
    from . import _generic
    from ._tracing import FUNCTIONS, watched

    value = getattr(_generic, name)
    value = globals()[name] = watched(value) if name in FUNCTIONS else value
    return value


def fill(generic: ModuleType, functions: Iterable[str]) -> None:
    """Give a `_generic` what the door and the shim look for in it: functions that a trace can see, and the results' types."""
    from ._library import InternalError
    from ._tracing import watched
    from .array import Array

    for name in functions:
        if hasattr(generic, name):
            setattr(generic, name, watched(getattr(generic, name)))
    vars(generic).update(_array=Array._of, InternalError=InternalError)


def of(family: str, functions: Iterable[str]) -> ModuleType:
    """Return a module that stands for the `_generic` of a family."""
    module = type(sys)(f"{__package__}.{family}._fallback")

    def load(name: str) -> Any:
        from importlib import import_module

        generic = import_module(f"{__package__}.{family}._generic")
        if not hasattr(generic, "_array"):
            fill(generic, functions)
        value = getattr(generic, name)
        setattr(module, name, value)
        return value

    module.__getattr__ = load  # type: ignore[method-assign]
    return module
