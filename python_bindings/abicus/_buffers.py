"""From a Python buffer to an address: the only taker of addresses. (`_arrow` goes the other way.)

A buffer stays exported until the call returns, so that whoever resizes it meanwhile gets a BufferError.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from array import array
from functools import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Optional, Union

    from ._backend import Backend

    #: Elements that Python iterates as plain numbers.
    Copy = Union[bytes, "array[int]", "array[float]"]
    #: A vector as the library takes it: element type, pointer, length, stride in bytes (None if contiguous), what must
    #: outlive the call, and for a trace the path and how many bytes were converted.
    Lent = tuple[str, Any, int, Optional[int], Any, str, int]


TYPECODES = {
    "f64": "d",
    "f32": "f",
    "i64": "q",
    "u64": "Q",
    "i32": "i",
    "u32": "I",
    "i16": "h",
    "u16": "H",
    "i8": "b",
    "u8": "B",
}
C_TYPES = {
    "f64": "double",
    "f32": "float",
    **{f"i{bits}": f"int{bits}_t" for bits in (64, 32, 16, 8)},
    **{f"u{bits}": f"uint{bits}_t" for bits in (64, 32, 16, 8)},
}
_FOREIGN = ">!" if sys.byteorder == "little" else "<"
_NATIVE = frozenset("bBhHiIlLqQnNfd?")
#: Bytes of float16 that are converted at a time: between two signals are seen.
_HALVES = 1 << 17
_TRUTHS = bytes([0]) + bytes([1]) * 255

# How an element must be changed before the library reads it.
AS_IT_IS, SWAPPED, HALF, BOOL = range(4)


class Layout:
    """What a buffer's format says about its elements."""

    __slots__ = ("change", "element", "format")

    def __init__(self, element: str, change: int, format: str) -> None:
        self.element, self.change, self.format = element, change, format


def _layout(format: str, itemsize: int) -> Layout | None:
    """Return the layout of a format of the struct module; None if its elements are not numbers of the library."""
    kind = format.lstrip("@=<>!")
    if len(kind) != 1:
        return None
    if not itemsize and kind in _NATIVE:  # an empty ctypes array, in older Pythons
        itemsize = struct.calcsize(kind)
    swapped = format[0] in _FOREIGN and itemsize > 1
    if kind == "?":
        return Layout("u8", BOOL, format)
    if kind == "e":
        return Layout("f64", HALF, format)
    if kind in "fd":
        element = f"f{8 * itemsize}"
    elif kind in "bhilqn":
        element = f"i{8 * itemsize}"
    elif kind in "BHILQN":
        element = f"u{8 * itemsize}"
    else:
        return None
    return Layout(element, SWAPPED if swapped else AS_IT_IS, format)


_layouts: dict[tuple[str, int], Layout | None] = {}


def layout_of(view: memoryview) -> Layout | None:
    """Return the layout of a view's elements; None if they are not numbers of the library, or there is no dimension."""
    key = view.format, view.itemsize
    try:
        layout = _layouts[key]
    except KeyError:
        layout = _layouts[key] = _layout(*key)
    return layout if view.ndim else None


def is_ndarray(values: object) -> bool:
    """Return whether this is one of NumPy's arrays, and not of a subclass, which may mean something else by it."""
    return type(values) is getattr(sys.modules.get("numpy"), "ndarray", None)


def view_of(values: object) -> memoryview | None:
    """Return a view of an object's buffer; None if it has none that memoryview can show."""
    try:
        return memoryview(values)  # type: ignore[arg-type]
    except (TypeError, ValueError, BufferError):
        return None


def plain_copy(view: memoryview, layout: Layout) -> Copy:
    """Return the elements of a view in C order, in native order and standard size."""
    raw = view.tobytes()
    if layout.change == BOOL:
        return raw.translate(_TRUTHS)
    if layout.change == HALF:
        order, doubles = layout.format[0] if layout.format[0] in "<>!" else "=", array("d")
        for start in range(0, len(raw), _HALVES):
            part = raw[start : start + _HALVES]
            doubles.extend(struct.unpack(f"{order}{len(part) // 2}e", part))
        return doubles
    copy: Copy = array(TYPECODES[layout.element], raw)
    if layout.change == SWAPPED:
        copy.byteswap()  # type: ignore[union-attr]
    return copy


def chunks(view: memoryview, layout: Layout, size: int) -> Iterator[Copy]:
    """Yield the elements of a view in C order, `size` at a time."""
    if view.ndim > 1 and view.nbytes:
        flat = view if view.c_contiguous else memoryview(view.tobytes())
        view, size = flat.cast("B"), size * view.itemsize
    for start in range(0, len(view), size):
        yield plain_copy(view[start : start + size], layout)


def _single_stride(view: memoryview, any_order: bool) -> int | None:
    """Return the one byte stride that walks a view's elements, in C order or in any; None if there is none."""
    assert view.strides is not None and view.shape is not None
    dimensions = [(stride, count) for stride, count in zip(view.strides, view.shape) if count != 1]
    if any_order:
        dimensions.sort(key=lambda dimension: -abs(dimension[0]))
    inner = dimensions[1:]
    if any(outer[0] != stride * count for outer, (stride, count) in zip(dimensions, inner)):
        return None
    return dimensions[-1][0] if dimensions else view.itemsize


class _Buffer(ctypes.Structure):
    """CPython's Py_buffer."""

    _fields_ = (
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.c_void_p),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_void_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    )


_FULL_READ_ONLY = 0x11C
_call = partial.__call__
ON_CPYTHON = sys.implementation.name == "cpython"


def _first_address(view: memoryview) -> int:
    """Return the address of a view's first element: it holds as long as the view does."""
    get, release = ctypes.pythonapi.PyObject_GetBuffer, ctypes.pythonapi.PyBuffer_Release
    buffer = _Buffer()
    place = ctypes.byref(buffer)
    # Both within one call: a signal between them would leave the view exported for ever. A failure of the first raises.
    list(map(_call, (partial(get, ctypes.py_object(view), place, _FULL_READ_ONLY), partial(release, place))))
    address: int = buffer.buf
    return address


def address_of(view: memoryview) -> int:
    """Return the address of a view's first element."""
    if ON_CPYTHON:
        return _first_address(view)
    return ctypes.addressof((ctypes.c_char * view.nbytes).from_buffer(view))


_pickle_buffer: Any = None


def exported(view: memoryview) -> memoryview:
    """Return another view, as long as which lives the given one cannot be released.

    A memoryview of a memoryview asks the object behind for its buffer; a pickle buffer asks the view itself.
    """
    global _pickle_buffer
    if _pickle_buffer is None:
        from pickle import PickleBuffer as _pickle_buffer
    return memoryview(_pickle_buffer(view))


def interface_of(view: memoryview) -> dict[str, Any]:
    """Return what NumPy asks for as `__array_interface__` of contiguous elements."""
    kind = {"d": "f", "f": "f", "?": "b"}.get(view.format) or ("u" if view.format.isupper() else "i")
    order = "|" if view.itemsize == 1 else "<" if sys.byteorder == "little" else ">"
    return {
        "shape": (len(view),),
        "typestr": f"{order}{kind}{view.itemsize}",
        "strides": view.strides,
        "data": (address_of(view), False),
        "version": 3,
    }


class _Block:
    """Memory of the library; freed with the last reference."""

    def __init__(self, pointer: Any, free: Callable[[Any], None]) -> None:
        self._pointer, self._free = pointer, free

    def __del__(self) -> None:
        self._free(self._pointer)


def cast(view: memoryview, code: str) -> memoryview:
    """Return a contiguous view of bytes as one of elements of a type code."""
    elements: memoryview = view.cast("B").cast(code)  # type: ignore[call-overload]
    return elements


def owned(address: int, size: int, code: str, pointer: Any, free: Callable[[Any], None]) -> memoryview:
    """Return a view of elements in `size` bytes of the library.

    `free` is called with `pointer` when nothing uses them any more.
    """
    block = (ctypes.c_char * size).from_address(address)
    # Views keep the block alive, the block this.
    block.owner = _Block(pointer, free)  # type: ignore[attr-defined]
    return cast(memoryview(block), code)


_bare = ctypes.c_char * 0

#: Returns what ctypes passes as a pointer to a writable contiguous buffer. An array of no elements: for any other ctypes
#: keeps what it points into in a dict, which takes longer than all else.
ctypes_bare_pointer: Callable[[Any], Any] = _bare.from_buffer


def ctypes_pointer(values: Any, element: str) -> Any:
    """Return what ctypes passes as a pointer to a contiguous buffer that is not empty."""
    if type(values) is bytes:
        return values
    try:
        return ctypes_bare_pointer(values)
    except TypeError:  # read-only
        if ON_CPYTHON:
            return _first_address(memoryview(values))
        return bytes(values)


def ctypes_address(address: int, element: str) -> int:
    """Return what ctypes passes as a pointer to an address."""
    return address


class CffiPointers:
    """The same for cffi."""

    def __init__(self, ffi: Any) -> None:
        arrays = {element: ffi.typeof(f"{name}[]") for element, name in C_TYPES.items()}
        pointers = {element: ffi.typeof(f"{name} *") for element, name in C_TYPES.items()}
        from_buffer, cast = ffi.from_buffer, ffi.cast
        self.bare: Callable[[str], Callable[[Any], Any]] = lambda element: partial(from_buffer, arrays[element])

        def contiguous(values: Any, element: str) -> Any:
            pointer = from_buffer(arrays[element], values)
            # The caller keeps the view. An export of a view in a cycle (of an exception and its traceback, say) crashes
            # the collector of Pythons before 3.12.3.
            return cast(pointers[element], pointer) if ON_CPYTHON and type(values) is memoryview else pointer

        self.contiguous = contiguous
        self.address: Callable[[int, str], Any] = lambda address, element: cast(pointers[element], address)


def lend(backend: Backend, view: memoryview, any_order: bool) -> Lent | None:
    """Return a view's elements as the library takes them; None if they are not numbers of the library.

    Elements are copied only where the library cannot read them: foreign byte order, float16, bool, and views of several
    dimensions that no single stride walks.
    """
    layout = layout_of(view)
    if layout is None:
        return None
    element = layout.element
    if not view.nbytes:
        return element, None, 0, None, None, "buffer", 0
    length = view.nbytes // view.itemsize
    if layout.change == AS_IT_IS:
        if view.c_contiguous:
            return element, backend.contiguous(view, element), length, None, view, "buffer", 0
        stride = _single_stride(view, any_order) if ON_CPYTHON and not view.suboffsets else None
        if stride is not None:
            return element, backend.address(_first_address(view), element), length, stride, view, "strided", 0
    copy = plain_copy(view, layout)
    return element, backend.contiguous(copy, element), length, None, copy, "converted", view.nbytes


def overlaps_itself(view: memoryview) -> bool:
    """Return whether elements of a view of one dimension share bytes."""
    assert view.strides is not None
    return len(view) > 1 and abs(view.strides[0]) < view.itemsize


def overwrite(view: memoryview, raw: memoryview) -> None:
    """Write the bytes of all elements of a view of one dimension, which do not overlap."""
    if not view.nbytes:
        return
    if view.c_contiguous:
        view.cast("B")[:] = raw
        return
    if view.format in _NATIVE:
        view[:] = raw.cast(view.format)  # type: ignore[call-overload]
        return
    # memoryview assigns no other elements. The lowest byte is that of the last element if the stride is negative.
    assert view.strides is not None
    (stride,), size, last = view.strides, view.itemsize, len(view) - 1
    lowest = address_of(view) + min(0, stride * last)
    flat = memoryview((ctypes.c_char * (abs(stride) * last + size)).from_address(lowest)).cast("B")
    for byte in range(size):
        flat[byte - min(0, stride * last) :: stride] = raw[byte::size]
