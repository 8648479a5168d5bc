"""Calls into the library over a foreign function interface: vectors are lent, statuses become exceptions."""

from __future__ import annotations

import struct
import sys
from array import array

from . import _buffers
from ._errors import exception

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from ._backend import Backend
    from ._buffers import Lent
    from ._long import Progress
    from ._states import Handle

    H = TypeVar("H", bound=Handle)

#: Longer lists are read in chunks, so that their copy stays small. Not less than `_vectors.CHUNK`: chunks come back.
LONGEST_LIST = 1 << 16
#: A call over more elements is made on a thread of its own, so that this one hears of an interrupt: milliseconds.
LONGEST_CALL = 1 << 23

ITEMSIZES = {element: array(code).itemsize for element, code in _buffers.TYPECODES.items()}
_ELEMENTS = {code: f"{'iu'[code.isupper()]}{8 * array(code).itemsize}" for code in "bBhHiIlLqQ"}
_ELEMENTS.update(d="f64", f="f32")
_FLOATS, _INTEGERS = frozenset({float}), frozenset({int, bool})


class Calls:
    """What the functions of the shim share."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._functions: dict[str, Callable[..., Any]] = {}
        self._contiguous = backend.contiguous

    def function(self, symbol: str) -> Callable[..., Any]:
        """Return the library's function of that name, ready to be called."""
        try:
            return self._functions[symbol]
        except KeyError:
            return self._functions.setdefault(symbol, self.backend.function(symbol))

    def call(self, symbol: str, *arguments: Any) -> None:
        """Call a function that returns a status; raise what a failure means."""
        status = self.function(symbol)(*arguments)
        if status:
            self.fail(status)

    def run(self, work: int, function: Callable[..., int], *arguments: Any, keep: Any = None) -> int:
        """Call a function over so many elements and return its status; see `long`."""
        return function(*arguments) if work <= LONGEST_CALL else self.long(function, *arguments, keep=keep)

    def long(self, function: Callable[..., int], *arguments: Any, keep: Any = None, progress: Progress | None = None) -> int:
        """Make a long call on a thread of its own; return its status if it is ABICUS_OK or ABICUS_INVALID_DATA.

        Any other is raised here, for the last error is the other thread's. So is, when the call has ended, what a signal
        handler or `progress` has raised. `keep` is all that the arguments point into, handles too: the thread holds it, for
        no care of the caller's can keep signals from throwing it out of here before the thread has ended.
        """
        from ._long import call

        return call(self, function, arguments, keep, progress)

    def last_error(self) -> str:
        """Return the sentence of this thread's last error."""
        function, room = self.function("abicus_last_error"), self.backend.room
        size = function(room("char", 1)(), 0)
        text = room("char", max(1, size))()
        function(text, size)
        return self.backend.read(text).rstrip(b"\0").decode()

    def lend(self, values: Any, any_order: bool = True) -> Lent | None:
        """Return a vector as the library takes it; None if it is not one of those that are taken here."""
        kind = type(values)
        if kind is array or kind is bytes or kind is bytearray:
            element = _ELEMENTS.get(values.typecode) if kind is array else "u8"
            length = len(values)
            if element is None:
                return None
            pointer = self._contiguous(values, element) if length else None
            return element, pointer, length, None, values, "buffer", 0
        if kind is list or kind is tuple:
            return self._lend_list(tuple(values)) if len(values) <= LONGEST_LIST else None
        if kind.__name__ == "Array" and kind.__module__ == "abicus.array":
            values, kind = values.view, memoryview
        if kind is memoryview or _buffers.is_ndarray(values):
            view = _buffers.view_of(values)
            return None if view is None else _buffers.lend(self.backend, view, any_order)
        return None

    def _lend_list(self, values: tuple[Any, ...]) -> Lent | None:
        kinds, length = set(map(type, values)), len(values)
        if kinds == _FLOATS:
            element, code = "f64", "d"
        elif kinds <= _INTEGERS:
            element, code = "i64", "q"
        else:
            return None
        try:
            packed = struct.pack(f"{length}{code}", *values)
        except struct.error:  # an int of more than 64 bits
            return None
        pointer = self._contiguous(packed, element) if length else None
        return element, pointer, length, None, packed, "list", len(packed)

    def allocate(self, code: int, length: int, /) -> memoryview:
        """Return a view of new elements, all zero, of the type whose code has this number."""
        if length > sys.maxsize // 8:
            raise MemoryError("there is not enough memory")
        handle = self.backend.room("abicus_array *", 1)()
        self.call("abicus_array_new", code, length, handle)
        return self.view(handle[0])

    def view(self, array: Any) -> memoryview:
        """Return a view of the elements of an array of the library, which belongs to the view from now on."""
        room = self.backend.room
        kind, length, data = room("uint32_t", 1)(), room("size_t", 1)(), room("void *", 1)()
        self.call("abicus_array_get", array, kind, length, data)
        code = chr(kind[0])
        size = length[0] * struct.calcsize(code)
        address = self.backend.number(data[0])
        return _buffers.owned(address, size, code, array, self.function("abicus_array_free"))

    def fail(self, status: int) -> None:
        """Raise what a status means that is not ABICUS_OK."""
        raise exception(status, self.last_error())


class Family(dict):  # type: ignore[type-arg]
    """The functions of a stem by element type, looked up when first used; `strided` has their strided forms.

    `weight` is how many times longer than a sum they take for an element.
    """

    def __init__(self, calls: Calls, stem: str, suffix: str = "", weight: int = 1) -> None:
        super().__init__()
        self._calls, self._stem, self._suffix, self._weight = calls, stem, suffix, weight
        if not suffix:
            self.strided = Family(calls, stem, "_strided")

    def __missing__(self, element: str) -> Callable[..., int]:
        function = self[element] = self._calls.function(f"abicus_{self._stem}_{element}{self._suffix}")
        return function

    def run(self, lent: Lent, *after: Any, before: tuple[Any, ...] = (), keep: Any = None) -> int:
        """Call the function of the vector's element type and form, with arguments around the vector; return the status.

        `keep` is what the other arguments point into.
        """
        element, pointer, length, stride = lent[:4]
        work = length * self._weight
        if stride is None:
            return self._calls.run(work, self[element], *before, pointer, length, *after, keep=(lent, keep))
        return self._calls.run(work, self.strided[element], *before, pointer, length, stride, *after, keep=(lent, keep))

    def over(self, lent: Lent, *after: Any, before: tuple[Any, ...] = (), keep: Any = None) -> None:
        """Call the function as `run` does; raise what a failure means."""
        status = self.run(lent, *after, before=before, keep=keep)
        if status:
            self._calls.fail(status)

    def add_to(self, state: H, lent: Lent, new: Callable[[], H], merge: Callable[[H, H], None]) -> None:
        """Add a vector to a state; what takes long to a new one first, for a signal handler may use the state meanwhile."""
        if not lent[2]:
            return
        part = state if lent[2] <= LONGEST_CALL else new()
        self.over(lent, before=(part.pointer,), keep=part)
        if part is not state:
            merge(state, part)

    def over_both(self, a: Lent, b: Lent, *after: Any, keep: Any = None) -> None:
        """Call the function of two vectors of the same element type and length."""
        element, a_pointer, length, a_stride = a[:4]
        b_pointer, b_stride = b[1], b[3]
        arguments: tuple[Any, ...]
        if a_stride is None and b_stride is None:
            function, arguments = self[element], (a_pointer, b_pointer, length)
        else:
            size = ITEMSIZES[element]
            a_stride, b_stride = (size if stride is None else stride for stride in (a_stride, b_stride))
            function, arguments = self.strided[element], (a_pointer, a_stride, b_pointer, b_stride, length)
        status = self._calls.run(length * self._weight, function, *arguments, *after, keep=(a, b, keep))
        if status:
            self._calls.fail(status)


def integer(words: Any, count: int) -> int:
    """Return the int of so many two's complement words, least significant first."""
    value = 0
    for place in range(count):
        value |= words[place] << 64 * place
    return value - (1 << 64 * count) if value >> (64 * count - 1) else value
