"""The generic path of the sets: what is no plain list or buffer, and `out`.

Each function has the name and the signature of the one that passes on to it. It reaches the library again only with
something else than it was given.
"""

from __future__ import annotations

from array import array

from .. import _buffers
from .._outputs import output
from .._steps import contained, distinct, members_of, repeated
from .._vectors import data_of, element_type, elements_of
from ..array import Array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NUMBERS = frozenset({int, bool, float})
_SEQUENCES = (list, tuple)


def result_code(view: memoryview) -> str | None:
    """Return the type code of results for a buffer's elements; None if they are not numbers of the library."""
    layout = _buffers.layout_of(view)
    if layout is None:
        return None
    if layout.change == _buffers.BOOL:
        return "?"
    return "f" if layout.change == _buffers.HALF else _buffers.TYPECODES[layout.element]


def unique(values: Any, /, *, out: Any = None) -> Any:
    return _distinct("unique", values, out)


def duplicates(values: Any, /, *, out: Any = None) -> Any:
    return _distinct("duplicates", values, out)


def _distinct(name: str, values: Any, out: Any) -> Any:
    from .. import sets

    function = getattr(sets, name)
    data = data_of("values", values)
    view = _buffers.view_of(data)
    code = None if view is None else result_code(view)
    if out is not None:
        if code is None:
            raise TypeError(f"out is given, but values is {type(values).__name__}: its result is a list")
        room = output(out, code, None)
        return _copied(function(data), room, out)
    if code is None and type(values) not in _SEQUENCES:
        return function(list(elements_of("values", data)))
    if code is not None and data is not values:
        return function(data)
    elements = elements_of("values", data)
    found = distinct(elements) if name == "unique" else repeated(elements)
    return found if code is None else Array(code, found)


def _copied(found: Array, room: memoryview, out: Any) -> memoryview:
    """Copy a result to the beginning of a buffer; return that part."""
    count = len(found)
    if len(room) < count:
        raise ValueError(f"out has {len(room)} elements, expected at least {count}")
    room = room[:count]
    if count:
        room.cast("B")[:] = found.view.cast("B")
    return room


def isin(values: Any, lookup: Any, /, *, out: Any = None) -> Any:
    from .. import sets

    if out is not None:
        output(out, "?B", None)
        found = sets.isin(values, lookup)
        room = output(out, "?B", len(found))
        if found:
            room.cast("B")[:] = found.view.cast("B")
        return out
    vectors = _vector("values", values), _vector("lookup", lookup)
    if vectors[0] is not values or vectors[1] is not lookup:
        return sets.isin(*vectors)
    members = members_of(elements_of("lookup", lookup))
    return Array("?", memoryview(contained(elements_of("values", values), members)).cast("?"))


def _vector(name: str, values: Any) -> Any:
    """Return a buffer that the library takes, a list or a tuple."""
    if type(values) in _SEQUENCES:
        return values
    data = data_of(name, values)
    return data if element_type(data) else list(elements_of(name, data))


def exact(element: str, numbers: list[Any]) -> Any:
    """Return those of some numbers that have the same value as an element of a type; None if one is no number.

    For the shim: what the library does itself for the door.
    """
    if not _NUMBERS.issuperset(map(type, numbers)):
        return None
    code = _buffers.TYPECODES[element]
    if element[0] == "f":
        return array(code, [number for number in numbers if _fits(code, number)])
    bits = int(element[1:])
    low, high = (0, 2**bits) if element[0] == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1))
    return array(code, [int(number) for number in numbers if low <= number < high and number == int(number)])


def _fits(code: str, number: float) -> bool:
    try:
        return array(code, [number])[0] == number
    except OverflowError:
        return False
