"""Vectors as float64 or float32, for the functions that compute in either."""

from __future__ import annotations

from array import array

from . import _buffers
from ._numbers import plain_numbers
from ._vectors import data_of, elements_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NUMBERS = frozenset({int, bool, float})


def floats(name: str, values: Any) -> Any:
    """Return a buffer of float64 or float32 with the values: float32 and float64 as they are, any others as float64.

    TypeError for elements that are no numbers, OverflowError for an int that is too large for a float.
    """
    data = data_of(name, values)
    view = _buffers.view_of(data)
    layout = None if view is None else _buffers.layout_of(view)
    if view is not None and layout is not None and layout.element[0] == "f":
        # A copy of what was passed on as it is: an array is taken in any case.
        return data if data is not values and layout.change != _buffers.HALF else _buffers.plain_copy(view, layout)
    if layout is not None:
        return array("d", elements_of(name, data))
    elements = tuple(elements_of(name, data))
    numbers = elements if _NUMBERS.issuperset(map(type, elements)) else plain_numbers(elements)
    if numbers is None:
        kinds = sorted({type(element).__name__ for element in elements} - {"int", "float", "bool"})
        raise TypeError(f"{name} has elements of type {', '.join(kinds)}, expected ints and floats")
    return array("d", numbers)


def code_of(data: Any) -> str:
    """Return the type code of a buffer that `floats` gave."""
    # Not by the size: that of an empty ctypes array is 0 in Python 3.9.
    return memoryview(data).format[-1]


def same_type(a: Any, b: Any) -> tuple[Any, Any]:
    """Return two buffers that `floats` gave, both as float64 if they differ."""
    if code_of(a) == code_of(b):
        return a, b
    return tuple(data if code_of(data) == "d" else array("d", elements_of("", data)) for data in (a, b))  # type: ignore[return-value]


def count_of(data: Any) -> int:
    """Return how many elements a buffer that `floats` gave has."""
    view = memoryview(data)
    # An empty ctypes array has no item size in Python 3.9.
    return view.nbytes // view.itemsize if view.nbytes else 0
