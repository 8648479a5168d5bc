"""The generic path of searching: any sequence, any elements, `key`, and what is to be converted first."""

from __future__ import annotations

import bisect
import sys
from array import array

from .. import _buffers
from .._numbers import plain_numbers
from .._outputs import output
from .._steps import members_of
from .._vectors import data_of, element_type, elements_of, thread_count
from ..array import Array
from ..index import checked_side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Key = Callable[[Any], Any]

#: Larger ints need not have a double of their value.
EXACT = 2**53


class _Flat:
    """The elements of a buffer, in C order, as a sequence of Python's numbers."""

    def __init__(self, view: memoryview, layout: _buffers.Layout) -> None:
        if view.ndim > 1:
            view = (view if view.c_contiguous else memoryview(view.tobytes())).cast("B")
            self._size = layout_size(layout)
        else:
            self._size = 1
        self._view, self._layout = view, layout

    def __len__(self) -> int:
        return len(self._view) // self._size

    def __getitem__(self, index: int) -> Any:
        first = index * self._size
        (element,) = _buffers.plain_copy(self._view[first : first + self._size], self._layout) or _beyond()
        return bool(element) if self._layout.change == _buffers.BOOL else element


class _Items:
    """The elements of a NumPy array, in C order, as a sequence of what they are in `tolist()`."""

    def __init__(self, data: Any) -> None:
        if not data.ndim:
            raise TypeError(f"a is {type(data).__name__} without a dimension, expected a vector")
        self._data = data

    def __len__(self) -> int:
        return int(self._data.size)

    def __getitem__(self, index: int) -> Any:
        return self._data.item(index)


def _beyond() -> Any:
    raise IndexError("index out of range")


def layout_size(layout: _buffers.Layout) -> int:
    """Return the bytes of an element of a buffer."""
    return 2 if layout.change == _buffers.HALF else int(layout.element[1:]) // 8


def _sequence(a: Any) -> Any:
    """Return what the bisect module can search instead of a vector."""
    if type(a) in (list, tuple, range):
        return a
    data = data_of("a", a)
    view = _buffers.view_of(data)
    layout = None if view is None else _buffers.layout_of(view)
    if hasattr(data, "item") and (view is None or layout is None):
        return _Items(data)
    if view is None or layout is None:
        # Not the view of it: memoryview does not give elements of every format.
        return a if type(data) is memoryview else data
    if view.ndim == 1 and layout.change == _buffers.AS_IT_IS and view.format in "dfqQlLiIhHbB":
        return view
    return _Flat(view, layout) if view.nbytes else ()


def _search(right: bool, a: Any, x: Any, lo: Any, hi: Any, key: Key | None) -> int:
    if key is None:
        return (bisect.bisect_right if right else bisect.bisect_left)(a, x, lo, hi)
    if sys.version_info >= (3, 10):
        return (bisect.bisect_right if right else bisect.bisect_left)(a, x, lo, hi, key=key)
    return bisect_by_key(right, a, x, lo, hi, key)


def bisect_by_key(right: bool, a: Sequence[Any], x: Any, lo: int, hi: int | None, key: Key) -> int:
    """Search as the bisect module does from Python 3.10 on."""
    if lo < 0:
        raise ValueError("lo must be non-negative")
    low, high = lo, len(a) if hi is None or hi == -1 else hi
    while low < high:
        middle = (low + high) // 2
        element = key(a[middle])
        if not x < element if right else element < x:
            low = middle + 1
        else:
            high = middle
    return low


def bisect_left(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Key | None = None) -> int:
    return _search(False, _sequence(a), x, lo, hi, key)


def bisect_right(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Key | None = None) -> int:
    return _search(True, _sequence(a), x, lo, hi, key)


def _insert(right: bool, a: Any, x: Any, lo: Any, hi: Any, key: Key | None) -> None:
    place = _search(right, _sequence(a), x if key is None else key(x), lo, hi, key)
    a.insert(place, x)


def insort_left(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Key | None = None) -> None:
    _insert(False, a, x, lo, hi, key)


def insort_right(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Key | None = None) -> None:
    _insert(True, a, x, lo, hi, key)


def binary_search(a: Any, x: Any, lo: int = 0, hi: int | None = None) -> int | None:
    elements = _sequence(a)
    end = len(elements) if hi is None or hi == -1 else hi
    place = _search(False, elements, x, lo, hi, None)
    # A comparison may have shortened it.
    return place if place < min(end, len(elements)) and elements[place] == x else None


def plain_array(elements: Sequence[Any]) -> array[Any] | None:
    """Return numbers as an array of one type that has their values; None if there is none."""
    numbers = plain_numbers(elements)
    if numbers is None:
        return None
    if all(type(number) is float for number in numbers):
        return array("d", numbers)
    if any(type(number) is float for number in numbers):
        if any(type(number) is not float and abs(number) > EXACT for number in numbers):
            return None
        return array("d", numbers)
    for code in "qQ":
        try:
            return array(code, numbers)
        except OverflowError:
            pass
    return None


def vector(name: str, values: Any) -> Any:
    """Return the elements as a buffer that the library takes, or as a list or tuple."""
    if type(values) not in (list, tuple):
        data = data_of(name, values)
        if element_type(data):
            return data if type(data) in (array, bytes, bytearray, memoryview) else _buffers.view_of(data)
        values = list(elements_of(name, data))
    plain = plain_array(values)
    return values if plain is None else plain


def result(found: Array, out: Any) -> Any:
    """Return positions, or `out` with them in it."""
    if out is None:
        return found
    room = output(out, "q", len(found))
    if len(found):
        room.cast("B")[:] = found.view.cast("B")
    return out


def searchsorted(a: Any, queries: Any, *, side: str = "left", threads: int = 1, out: Any = None) -> Any:
    from .. import order

    right = checked_side(side)
    threads = thread_count(threads)
    if out is not None:
        output(out, "q", None)
    values, asked = vector("a", a), vector("queries", queries)
    unknown = type(values) in (list, tuple) or type(asked) in (list, tuple)
    # What the door and the shim do not take as it is can be read one by one in any case.
    if unknown or (values is a and asked is queries and out is None):
        found = [_search(right, _sequence(values), x, 0, None, None) for x in elements_of("queries", asked)]
        return result(Array("q", found), out)
    return result(order.searchsorted(values, asked, side=side, threads=threads), out)


def _index_new(values: Any, /) -> Any:
    """Return the index of numbers, or a list of the values if they are none."""
    from .. import order

    numbers = vector("values", values)
    if type(numbers) in (list, tuple):
        return list(numbers)
    return list(elements_of("values", numbers)) if numbers is values else order._index_new(numbers)


def _index_has(index: Any, x: Any, /) -> int | None:
    from .. import order

    numbers = plain_array((x,))
    if numbers is not None:
        found: int = order._index_contains(index, numbers)[0]
        return found
    if isinstance(x, int):
        # No int of the index is as large, but a float may be.
        try:
            return order._index_has(index, float(x)) if float(x) == x else 0
        except OverflowError:
            return 0
    return None


def _index_search(index: Any, queries: Any, side: str, out: Any, /) -> Any:
    """Return the positions; a list of the queries if they are no numbers of the library."""
    from .. import order

    if out is not None:
        output(out, "q", None)
    asked = vector("queries", queries)
    if type(asked) in (list, tuple):
        return list(asked)
    if asked is queries and out is None:
        return list(elements_of("queries", asked))
    return result(order._index_search(index, asked, side, None), out)


def _index_contains(index: Any, queries: Any, /) -> Any:
    """Return whether each is there; a list of the queries if they are no numbers of the library."""
    from .. import order

    asked = vector("queries", queries)
    if type(asked) in (list, tuple):
        return list(asked)
    return list(elements_of("queries", asked)) if asked is queries else order._index_contains(index, asked)


class Others:
    """Values that are no numbers of the library: sorted when they are first searched, hashed when first looked up."""

    def __init__(self, values: list[Any]) -> None:
        self.count = len(values)
        self._values = [value for value in values if not (isinstance(value, float) and value != value)]
        self._sorted: list[Any] | None = None
        self._members: set[Any] | None = None

    def sorted(self) -> list[Any]:
        if self._sorted is None:
            self._sorted = sorted(self._values)
        return self._sorted

    def members(self) -> set[Any]:
        if self._members is None:
            self._members = members_of(self._values)
        return self._members
