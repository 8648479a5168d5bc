"""`Array`: memory that the library owns, the result of functions that return a sequence."""

from __future__ import annotations

import sys

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Any, Union

    from typing_extensions import Buffer

#: The type codes: those of the array module and of struct that have one size everywhere, and what stands for others.
_CODES = {code: code for code in "dfqQiIhHbB?"} | {"l": "q" if memoryview(bytes(8)).cast("l").itemsize == 8 else "i"}
_CODES["L"] = _CODES["l"].upper()
_SIZES = dict(zip("dfqQiIhHbB?", (8, 4, 8, 8, 4, 4, 2, 2, 1, 1, 1)))
#: Elements that are converted at a time.
_CHUNK = 8192
#: Elements that there is room for beside an eighth, when an Array grows.
_SPARE = 16
#: Longer arrays are shortened where they are printed.
_LONGEST_REPR = 12


def _exported(view: memoryview) -> memoryview:
    from ._buffers import exported  # not when abicus is imported

    globals()["_exported"] = exported
    return exported(view)


def _growth() -> Any:
    from . import _growth  # not when abicus is imported

    return _growth


class _Base:
    """What an Array is made on without the door: from Python 3.12 on it shows its buffer too."""

    __slots__ = ()

    _view: Any

    def __buffer__(self, flags: int, /) -> memoryview:
        if self._view is None:
            raise BufferError("this Array is closed")
        view: memoryview = self._view
        return view


if TYPE_CHECKING:
    _base = _Base
else:
    _base = _native._array_base() if hasattr(_native, "_array_base") else _Base


_array_insert = getattr(_native, "_array_insert", None)
_array_grow = getattr(_native, "_array_grow", None)
_array_extend = getattr(_native, "_array_extend", None)


class Array(_base):
    """Elements of one type in memory that the library owns.

    typecode is one of d f (floats), q i h b (signed ints), Q I H B (unsigned ints) and ? (bool), as in the modules struct
    and array; l and L stand for the one of their size. values_or_length is a length (all elements are zero) or a
    vector whose elements are copied: OverflowError or TypeError for an element that the type cannot hold, ValueError
    for a type code that there is not.

    Other objects share the memory without a copy: `memoryview(a)` (`a.view` without the door before Python 3.12),
    `numpy.asarray(a)`, and slices, which are Arrays. It is freed with the last of them.

    >>> a = Array("d", [1.5, 2.5, 3.5])
    >>> a[1:][0] = 7
    >>> a
    Array('d', [1.5, 7.0, 3.5])
    >>> len(a), a[-1], a.tolist() == list(a), a == Array("d", [1.5, 7.0, 3.5])
    (3, 3.5, True, True)
    """

    # `_room`: None, or all memory of an Array that has grown. Over ctypes and cffi `_view` shows the beginning of it; for
    # the door it is what owns the elements, and `_view` is None until it is asked for after they have moved.
    __slots__ = ("__weakref__", "_is_part", "_pinned", "_room", "_view")

    _view: Any
    _room: Any

    def __init__(self, typecode: str, values_or_length: Union[int, Buffer, Iterable[Any]] = 0) -> None:
        if not isinstance(typecode, str) or typecode not in _CODES:
            raise ValueError(f"typecode is {typecode!r}, expected one of {', '.join(_CODES)}")
        code = _CODES[typecode]
        self._is_part = self._pinned = False
        self._view = self._room = None
        given = values_or_length
        length = given if type(given) is int else _growth().length_of(given)
        if length is None:
            self._fill(code, _growth().raw_elements("values_or_length", code, given, "a length or a vector"))
            return
        if length < 0:
            raise ValueError(f"values_or_length is {length}, expected a length or a vector")
        self._view = _native._allocate(ord(code), length)

    def _fill(self, code: str, raw: Any) -> None:
        self._view = _native._allocate(ord(code), len(raw) // _SIZES[code])
        if len(raw):
            self._view.cast("B")[:] = raw

    @classmethod
    def _of(cls, view: memoryview, is_part: bool = False) -> Array:
        made = cls.__new__(cls)
        made._view, made._room, made._is_part, made._pinned = view, None, is_part, False
        return made

    @classmethod
    def range(cls, start: int, stop: int, step: int = 1, typecode: str = "q") -> Array:
        """Return the elements of range(start, stop, step); the errors are those of range and of Array.

        >>> Array.range(0, 10, 3)
        Array('q', [0, 3, 6, 9])
        """
        numbers = range(start, stop, step)
        made = cls(typecode, len(numbers))
        raw, size = made._view.cast("B") if numbers else made._view, made.itemsize
        for first in range(0, len(numbers), _CHUNK):
            part = numbers[first : first + _CHUNK]
            raw[first * size : (first + len(part)) * size] = _growth().raw_elements("range", made.typecode, part)
        return made

    @property
    def view(self) -> memoryview:
        """A memoryview of the elements; ValueError if this Array is closed."""
        return _exported(self._open())

    def _open(self) -> memoryview:
        if self._view is None:
            if self._room is None:
                raise ValueError("this Array is closed")
            self._view = memoryview(self._room)
        view: memoryview = self._view
        return view

    @property
    def typecode(self) -> str:
        """The code of the elements' type."""
        return self._open().format

    @property
    def itemsize(self) -> int:
        """The bytes of one element."""
        return self._open().itemsize

    @property
    def nbytes(self) -> int:
        """The bytes of all elements."""
        return self._open().nbytes

    def __len__(self) -> int:
        return len(self._open())

    def __getitem__(self, index: Any) -> Any:
        view = self._open()
        if isinstance(index, slice):
            # All parts come of one view that holds the memory, and so keep the whole from being closed.
            whole = view if self._is_part else _exported(view)
            return self._of(whole[index], True)
        try:
            return view[index]
        except (IndexError, TypeError):
            raise _growth().wrong_index(index, len(view)) from None

    def __setitem__(self, index: Any, value: Any) -> None:
        view = self._open()
        try:
            if type(index) is int:
                view[index] = value
                return
        except (IndexError, TypeError, ValueError):
            pass
        _growth().assign(view, index, value)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._open())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Array):
            return self._open() == other._open()
        kinds = (memoryview, getattr(sys.modules.get("array"), "array", memoryview))
        return self._open() == other if isinstance(other, kinds) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        if self._view is self._room is None:
            return "<closed Array>"
        if len(self) <= _LONGEST_REPR:
            return f"Array({self.typecode!r}, {self.tolist()!r})"
        view = self._open()
        ends = ", ".join(map(repr, view[:3])), ", ".join(map(repr, view[-3:]))
        return f"<Array({self.typecode!r}) of {len(self):,} elements: {ends[0]}, ..., {ends[1]}>"

    def insert(self, index: int, value: Any) -> None:
        """Insert an element before a position, as list.insert does: an index beyond an end stands for that end.

        BufferError if a slice, a memoryview or a NumPy array uses the memory, or if this is a slice. OverflowError or
        TypeError for a value that the type cannot hold. Nothing has changed then. O(n) time, for the elements that
        move; memory is taken an eighth ahead.

        >>> a = Array("q", [1, 3])
        >>> a.insert(1, 2)
        >>> a
        Array('q', [1, 2, 3])
        """
        if _array_insert is not None and _array_insert(self, index, value):
            return
        view = self._open()
        count, code = len(view), view.format
        index = _growth().operator.index(index)
        place = max(0, count + index) if index < 0 else min(index, count)
        element = _growth().element_of(code, value)
        if self._is_part:
            raise BufferError("a slice is a part of another Array: it cannot grow")
        if _array_insert is not None and self._owns(view):
            owner = view.obj
            self._release("grow")
            self._room, self._view = owner, None
            if _array_insert(self, place, element):
                return
            view = self._open()
        room = self._room
        is_new = type(room) is not memoryview or len(room) == count
        if is_new:
            room = _native._allocate(ord(code), count + (count >> 3) + _SPARE)
            room[:place] = view[:place]
        longer, behind = room[: count + 1], room[place + 1 : count + 1]
        if is_new:
            behind[:] = view[place:]
        self._release("grow")
        if not is_new:
            behind[:] = room[place:count]
        longer[place] = element
        self._room, self._view = room, longer

    def splice(self, offset: int, data: Any) -> None:
        """Overwrite the elements from offset on with those of data; the length stays.

        offset counts elements, from the end if it is negative. data is a vector, which may be a part of this Array;
        elements of another type are converted, as for a new Array. IndexError for an offset beyond the ends,
        ValueError for data that go beyond the end, OverflowError or TypeError for an element that the type cannot
        hold: nothing has changed then. O(len(data)) time; data of this type are copied once.

        >>> a = Array("B", b"one two three")
        >>> a.splice(4, b"TWO")
        >>> a.splice(-2, b"EE")
        >>> a.tobytes()
        b'one TWO thrEE'
        """
        _growth().splice(self, offset, data)

    def extend(self, chunks: Iterable[Any]) -> None:
        """Add the elements of many vectors behind those that are there.

        chunks is an iterable of vectors (bytes, arrays, lists of numbers), or one of them, or an iterable of numbers.
        Elements of another type are converted, as for a new Array. BufferError if a slice, a memoryview or a NumPy
        array uses the memory, or if this is a slice: not even an iterator has been asked for a chunk then.
        OverflowError or TypeError for an element that the type cannot hold. Nothing has changed then. Linear time,
        also for many calls; memory is taken an eighth ahead.

        >>> a = Array("B", b"one")
        >>> a.extend([b" two", bytearray(b" three")])
        >>> a.tobytes()
        b'one two three'
        >>> numbers = Array("q", [1])
        >>> numbers.extend([2, 3])
        >>> numbers
        Array('q', [1, 2, 3])
        """
        if _array_extend is not None and type(chunks) in (list, tuple):
            if self._room is None and not (self._is_part or self._pinned):
                self._adopt()
            if _array_extend(self, chunks):
                return
        _growth().extend(self, chunks)

    def _adopt(self) -> None:
        """Have the owner of the elements in `_room`, if nobody else uses them: then the door lets them move."""
        view = self._open()
        if self._owns(view):
            owner = view.obj
            try:
                view.release()
            except BufferError:
                return
            self._room, self._view = owner, None

    def _grow(self, extra: int) -> memoryview:
        """Add so many elements of any value behind all; return a view of them, which must be released."""
        view = self._open()
        count, code = len(view), view.format
        if self._is_part:
            raise BufferError("a slice is a part of another Array: it cannot grow")
        if _array_grow is not None:
            if not self._pinned:
                self._adopt()
            if _array_grow(self, extra):
                return self._open()[count:]
            view = self._open()
        room, total = self._room, count + extra
        if type(room) is not memoryview or len(room) < total:
            room = _native._allocate(ord(code), total + (total >> 3) + _SPARE)
            room[:count] = view
        self._release("grow")
        self._room, self._view = room, room[:total]
        behind: memoryview = room[count:total]
        return behind

    def _owns(self, view: memoryview) -> bool:
        """Return whether the elements are all that their owner has, and are not known to be."""
        from ._buffers import view_of

        owner = None if self._room is not None else view_of(view.obj)
        return owner is not None and owner.nbytes == view.nbytes

    def _release(self, verb: str) -> None:
        if self._pinned:
            raise BufferError(f"the address of this Array was given out, for example to NumPy: it cannot {verb}")
        try:
            self._view.release()
        except BufferError:
            raise BufferError("a slice or a view still uses the memory of this Array") from None

    def tolist(self) -> list[Any]:
        """Return the elements as a list of Python numbers."""
        return self._open().tolist()

    def tobytes(self) -> bytes:
        """Return the bytes of the elements, in this machine's order."""
        return self._open().tobytes()

    @property
    def __array_interface__(self) -> dict[str, Any]:
        from ._buffers import interface_of

        view = self._open()
        # Whoever has read the address may use it as long as this object lives.
        self._pinned, self._room = True, None
        return interface_of(view)

    def __reduce__(self) -> tuple[Any, ...]:
        stored = self.typecode, self.tobytes()
        return _restored, stored if type(self) is Array else (*stored, type(self))

    def __copy__(self) -> Array:
        return _restored(self.typecode, self.tobytes(), type(self))

    def __deepcopy__(self, memo: dict[int, object]) -> Array:
        return self.__copy__()

    def close(self) -> None:
        """Free the memory; every later use but close is a ValueError.

        BufferError if a slice, a memoryview or a NumPy array still uses it: nothing is freed then.

        >>> a = Array("b", 3)
        >>> a.close()
        >>> a[0]
        Traceback (most recent call last):
            ...
        ValueError: this Array is closed
        """
        if self._view is self._room is None:
            return
        self._open()
        self._release("be closed")
        self._view = self._room = None

    def __enter__(self) -> Array:  # noqa: PYI034
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _restored(code: str, elements: bytes, kind: type[Array] = Array) -> Array:
    made = kind._of(_native._allocate(ord(code), 0))
    made._fill(code, elements)
    return made


if hasattr(_native, "_set_array"):
    _native._set_array(Array)
