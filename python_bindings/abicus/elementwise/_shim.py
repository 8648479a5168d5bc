"""The passes over every element over a foreign function interface: buffers are taken here, all else goes to `_generic`."""

from __future__ import annotations

from math import isfinite

from .. import _buffers
from .._calls import Calls, Family
from .._outputs import output
from .._docs import ELEMENTWISE
from .._shim import document
from ..array import Array
from . import _generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._buffers import Lent
    from .._watch import Watch

_FLOATS = ("f64", "f32")


def _takes(element: str, factor: Any) -> bool:
    """Return whether the library takes a factor for elements of a type."""
    if type(factor) is float:
        return element in _FLOATS
    return type(factor) is int and (0 if element[0] == "u" else -(2**63)) <= factor < 2**63


def _is_plain(value: Any) -> bool:
    """Return whether a number becomes a float as it is."""
    return type(value) is float or (type(value) is int and -(2**63) <= value < 2**63)


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    contiguous = calls.backend.contiguous
    scales, hypots, adjusts = (Family(calls, stem) for stem in ("scale", "masked_hypot", "adjust"))

    def lend(values: Any) -> tuple[Lent | None, _buffers.Layout | None]:
        """Return a buffer as the library takes it, in C order, and its layout; None for a list."""
        if type(values) in (list, tuple):
            return None, None
        lent = calls.lend(values, False)
        view = None if lent is None else _buffers.view_of(values.view if type(values) is Array else values)
        return (None, None) if view is None else (lent, _buffers.layout_of(view))

    def scale(values: Any, factor: Any, *, out: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("scale", scale, 1, values, factor, out=out)
        lent, layout = lend(values)
        if lent is None or layout is None or layout.change == _buffers.HALF or not _takes(lent[0], factor):
            return _generic.scale(values, factor, out=out)
        if watch.on:
            watch.saw(lent)
        element, length = lent[0], lent[2]
        code = _buffers.TYPECODES[element]
        number = float(factor) if element in _FLOATS else factor
        if out is None:
            found = Array(code, length)
            if length:
                scales.over(lent, number, contiguous(found._view, element), keep=found)
            return found
        room = output(out, code, length)
        if length:
            scales.over(lent, number, contiguous(room, element), keep=room)
        return out

    def masked_hypot(a: Any, b: Any, *, above: Any, out: Any) -> Any:
        if watch.on and watch.outermost():
            return watch.run("masked_hypot", masked_hypot, 1, a, b, above=above, out=out)
        left, right = lend(a)[0], lend(b)[0]
        is_known = left is not None and right is not None and _is_plain(above)
        if not is_known or left[0] != right[0] or left[2] != right[2] or left[0] not in _FLOATS:  # type: ignore[index]
            return _generic.masked_hypot(a, b, above=above, out=out)
        assert left is not None and right is not None
        if watch.on:
            watch.saw(left)
            watch.saw(right)
        element, length = left[0], left[2]
        room = output(out, _buffers.TYPECODES[element], length)
        if length:
            hypots.over_both(left, right, float(above), contiguous(room, element), keep=room)
        return out

    def adjust(pixels: Any, *, brightness: float = 0.0, contrast: float = 0.0, out: Any = None) -> Any:
        if watch.on and watch.outermost():
            return watch.run("adjust", adjust, 1, pixels, brightness=brightness, contrast=contrast, out=out)
        lent, layout = lend(pixels)
        is_known = all(_is_plain(value) and isfinite(value) for value in (brightness, contrast))
        if lent is None or layout is None or lent[0] != "u8" or layout.change == _buffers.BOOL or not is_known:
            return _generic.adjust(pixels, brightness=brightness, contrast=contrast, out=out)
        if watch.on:
            watch.saw(lent)
        length = lent[2]
        found: Any = Array("B", length) if out is None else out
        room = found._view if out is None else output(out, "B", length)
        if length:
            adjusts.over(lent, float(brightness), float(contrast), contiguous(room, "u8"), keep=room)
        else:
            _generic.settings(brightness, contrast)
        return found

    public: dict[str, Callable[..., Any]] = {
        function.__name__: function for function in (scale, masked_hypot, adjust)
    }
    document(public, ELEMENTWISE)
    return public
