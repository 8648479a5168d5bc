"""What `out=` may be: the checks and the texts that all functions share."""

from __future__ import annotations

from . import _buffers
from .array import Array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def output(out: Any, codes: str, length: int | None, name: str = "out") -> memoryview:
    """Return a writable view of a buffer with elements of one of the type codes and so many of them.

    TypeError for what is no writable buffer of one dimension without gaps, ValueError for other elements or another
    length; length None is any.
    """
    view = _buffers.view_of(out.view if isinstance(out, Array) else out)
    if view is None:
        raise TypeError(f"{name} is {type(out).__name__}, expected a writable buffer")
    if view.readonly:
        raise TypeError(f"{name} is a read-only {type(out).__name__}, expected a writable buffer")
    if view.ndim != 1 or not view.c_contiguous:
        raise ValueError(f"{name} has {view.ndim} dimensions or gaps, expected one dimension without gaps")
    layout = _buffers.layout_of(view)
    code = None
    if layout is not None and layout.change in (_buffers.AS_IT_IS, _buffers.BOOL):
        code = "?" if layout.change == _buffers.BOOL else _buffers.TYPECODES[layout.element]
    if code is None or code not in codes:
        raise ValueError(f"{name} has elements of format {view.format!r}, expected {' or '.join(map(repr, codes))}")
    if length is not None and len(view) != length:
        raise ValueError(f"{name} has {len(view)} elements, expected {length}")
    return _buffers.cast(view, code) if view.format != code and view.nbytes else view
