"""The generic path of the passes over every element: what is no plain buffer, and what is wrong.

Each function has the name and the signature of the one that passes on to it. It reaches the library again only with
something else than it was given.
"""

from __future__ import annotations

import math
from array import array

from .. import _buffers
from .._floats import code_of, count_of, floats, same_type
from .._numbers import plain_numbers
from .._outputs import output
from .._vectors import data_of, element_type, elements_of
from ..array import Array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NUMBERS = frozenset({int, bool, float})
#: The factors that the library takes for every element type of integers.
_INT64 = range(-(2**63), 2**63)


def result_code(layout: _buffers.Layout, factor: float) -> str:
    """Return the type code of products."""
    if layout.element[0] == "f":
        return "f" if layout.change == _buffers.HALF else _buffers.TYPECODES[layout.element]
    return "d" if type(factor) is float else _buffers.TYPECODES[layout.element]


def scale(values: Any, factor: Any, *, out: Any = None) -> Any:
    from .. import elementwise

    number = _number(factor)
    data = data_of("values", values)
    view = _buffers.view_of(data)
    layout = None if view is None else _buffers.layout_of(view)
    if view is None or layout is None or number is None:
        if out is not None:
            what = "values" if layout is None else "factor"
            kind = type(values if layout is None else factor).__name__
            raise TypeError(f"out is given, but {what} is {kind}: the result is a list")
        elements = list(elements_of("values", data))
        if not _NUMBERS.issuperset(map(type, elements)):
            elements = list(plain_numbers(elements) or elements)
        multiplier = factor if number is None else number
        return [element * multiplier for element in elements]
    if layout.element[0] == "f":
        number = float(number)
    code = result_code(layout, number)
    if out is not None:
        room = output(out, code, count_of(view))
        if data is not values:
            elementwise.scale(data, number, out=room)
        else:
            refuse_part("values", view, room)
            _fill(room, _made(view, layout, code, number))
        return out
    return elementwise.scale(data, number) if data is not values else _made(view, layout, code, number)


def _number(factor: Any) -> Any:
    """Return a factor as an int or float; None if it is something else."""
    numbers = plain_numbers((factor,))
    if numbers is None:
        return None
    return int(numbers[0]) if type(numbers[0]) is bool else numbers[0]


def _made(view: memoryview, layout: _buffers.Layout, code: str, factor: float) -> Any:
    """Return the products of a buffer that was passed on as it is, by way of a copy."""
    from .. import elementwise

    plain: Any = _buffers.plain_copy(view, layout)
    if code in "df":
        return elementwise.scale(plain if _buffers.TYPECODES[layout.element] == code else array(code, iter(plain)), factor)
    if factor in _INT64 and (factor >= 0 or layout.element[0] == "i"):
        return elementwise.scale(plain, factor)
    products = [element * factor for element in plain]
    try:
        return Array(code, products)
    except OverflowError:
        bits = 8 * view.itemsize
        low, high = (0, 2**bits) if code.isupper() else (-(2 ** (bits - 1)), 2 ** (bits - 1))
        place = next(place for place, product in enumerate(products) if not low <= product < high)
        text = f"values[{place}] times {factor} does not fit the elements' type"
    raise OverflowError(text)


def _fill(room: memoryview, found: Any) -> None:
    if room.nbytes:
        room.cast("B")[:] = found.view.cast("B")


def _addresses(view: memoryview) -> range:
    """Return the addresses of all bytes from the lowest to the highest element."""
    assert view.shape is not None and view.strides is not None
    if not view.nbytes:
        return range(0)
    spans = [(count - 1) * stride for count, stride in zip(view.shape, view.strides)]
    first = _buffers.address_of(view)
    return range(first + sum(min(span, 0) for span in spans), first + sum(max(span, 0) for span in spans) + view.itemsize)


def refuse_part(name: str, view: memoryview, room: memoryview) -> None:
    """Raise ValueError for an output that overlaps an input, but is not the same elements."""
    if not _buffers.ON_CPYTHON:
        return
    read, written = _addresses(view), _addresses(room)
    is_same = read == written and view.c_contiguous and element_type(view) == element_type(room)
    if not is_same and read and written and read.start < written.stop and written.start < read.stop:
        raise ValueError(f"out overlaps {name} in part, expected all the same elements or none")


def masked_hypot(a: Any, b: Any, *, above: Any, out: Any) -> Any:
    from .. import elementwise

    limit = real("above", above)
    x, y = same_type(floats("a", a), floats("b", b))
    code, count = code_of(x), count_of(x)
    if count_of(y) != count:
        raise ValueError(f"a has {count} elements, b has {count_of(y)}, expected as many")
    room = output(out, code, count)
    for name, values in (("a", a), ("b", b)):
        view = _buffers.view_of(values.view if type(values) is Array else values)
        if view is not None:
            refuse_part(name, view, room)
    found = Array(code, room)
    elementwise.masked_hypot(x, y, above=limit, out=found)
    _fill(room, found)
    return out


def real(name: str, value: Any) -> float:
    """Return a number as a float; TypeError for what is none, OverflowError for an int that is too large."""
    try:
        if not isinstance(value, (str, bytes, bytearray)):
            return float(value)
    except TypeError:
        pass
    except OverflowError as error:
        raise OverflowError(f"{name} is {type(value).__name__}, expected a number that a float can hold: {error}") from None
    raise TypeError(f"{name} is {type(value).__name__}, expected a number")


def settings(brightness: Any, contrast: Any) -> tuple[float, float]:
    """Return checked numbers."""
    for name, value in (("brightness", brightness), ("contrast", contrast)):
        if not math.isfinite(real(name, value)):
            raise ValueError(f"{name} is {value}, expected a finite number")
    light, slope = real("brightness", brightness), real("contrast", contrast)
    # The formula, at the ends: in between nothing is larger.
    if any(math.isnan((end - 127.5) * (1 + slope) + 127.5 + 255 * light) for end in (0, 255)):
        raise ValueError(f"brightness is {brightness}, contrast {contrast}, expected numbers that are not so large")
    return light, slope


def adjust(pixels: Any, *, brightness: float = 0.0, contrast: float = 0.0, out: Any = None) -> Any:
    from .. import elementwise

    light, slope = settings(brightness, contrast)
    data = data_of("pixels", pixels)
    view = _buffers.view_of(data)
    layout = None if view is None else _buffers.layout_of(view)
    if view is None or layout is None:
        plain = _bytes(elements_of("pixels", data))
    elif layout.element != "u8" or layout.change == _buffers.BOOL:
        raise ValueError(f"pixels has elements of format {view.format!r}, expected 'B'")
    else:
        plain = view.tobytes()
    if out is None:
        return elementwise.adjust(plain, brightness=light, contrast=slope)
    room = output(out, "B", len(plain))
    if view is not None:
        refuse_part("pixels", view, room)
    _fill(room, elementwise.adjust(plain, brightness=light, contrast=slope))
    return out


def _bytes(elements: Any) -> bytes:
    numbers = tuple(elements)
    try:
        return bytes(numbers)
    except (TypeError, ValueError):
        odd = next(number for number in numbers if not isinstance(number, int) or not 0 <= number < 256)
        raise ValueError(f"pixels has the element {odd!r}, expected ints from 0 to 255") from None
