"""Arrow arrays through the PyCapsule interface, as views of the producer's memory; no Arrow package is needed.

A producer gives capsules that hold the structures of the Arrow C data interface. What came in a capsule is released with
it, what a stream gave by its own callback: each when the last view of it has gone.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from array import array
from functools import lru_cache

from . import _native as native
from ._vectors import note_conversion, nulls_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

#: Arrow formats whose elements lie in memory as those of a buffer, with the format of the buffer.
_FORMATS = {"c": "b", "C": "B", "s": "h", "S": "H", "i": "i", "I": "I", "l": "q", "L": "Q", "f": "f", "g": "d"}
_NOTHING, _BOOL, _HALF = "n", "b", "e"
_EXTENSION = b"ARROW:extension:name"

#: Bytes of a bitmap that are copied at a time.
_BITMAP_PIECE = 1 << 20
#: Bytes of bools that are unpacked at a time: between two signals are seen.
_UNPACKED_PIECE = 1 << 16
_ONES = bytes(bin(byte).count("1") for byte in range(256))
_UNPACKED = [bytes(byte >> place & 1 for place in range(8)) for byte in range(256)]

_release = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Schema(ctypes.Structure):
    """ArrowSchema."""

    _fields_ = (
        ("format", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("metadata", ctypes.c_void_p),
        ("flags", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", _release),
        ("private_data", ctypes.c_void_p),
    )


class _Array(ctypes.Structure):
    """ArrowArray."""

    _fields_ = (
        ("length", ctypes.c_int64),
        ("null_count", ctypes.c_int64),
        ("offset", ctypes.c_int64),
        ("n_buffers", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("buffers", ctypes.POINTER(ctypes.c_void_p)),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", _release),
        ("private_data", ctypes.c_void_p),
    )


_get = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class _Stream(ctypes.Structure):
    """ArrowArrayStream."""

    _fields_ = (
        ("get_schema", _get),
        ("get_next", _get),
        ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)),
        ("release", _release),
        ("private_data", ctypes.c_void_p),
    )


class Nulls(Exception):
    """Some elements are null. Never leaves `pieces_of`, which first counts those of all chunks."""

    def __init__(self, count: int) -> None:
        self.count = count


class _Filled:
    """A structure that a stream has filled in: released once, with the last reference."""

    def __init__(self, content: Any) -> None:
        self.content = content
        self._pointer = ctypes.byref(content)

    def __del__(self) -> None:
        if self.content.release:
            self.content.release(self._pointer)


def pieces_of(name: str, values: Any, field: str | None = None) -> Iterator[Any]:
    """Yield an Arrow array, or each array of a chunked one, as a one-dimensional view: at least one.

    Of arrays of structures the field of that name, or of a path of names with dots, is taken. ValueError: there are nulls.
    TypeError: the elements are not numbers that the library knows.
    """
    if sys.implementation.name != "cpython":
        raise TypeError(f"{name} is {type(values).__name__}: Arrow data can be read on CPython alone")
    if hasattr(type(values), "__arrow_c_array__"):
        capsules = values.__arrow_c_array__()
        try:
            schema_capsule, capsule = capsules
            schema = _Schema.from_address(_address(schema_capsule, b"arrow_schema"))
            content = _Array.from_address(_address(capsule, b"arrow_array"))
        except (TypeError, ValueError) as error:
            raise _no_capsules(name, values, "__arrow_c_array__") from error
        reader = _Reader(name, schema, field)
        try:
            view = reader.view(content, capsule)
        except Nulls as nulls:
            raise nulls_error(name, nulls.count) from None
        yield view
    else:
        capsule = values.__arrow_c_stream__()
        try:
            stream = _Stream.from_address(_address(capsule, b"arrow_array_stream"))
        except (TypeError, ValueError) as error:
            raise _no_capsules(name, values, "__arrow_c_stream__") from error
        yield from _chunks(name, stream, capsule, field)


def _no_capsules(name: str, values: Any, method: str) -> TypeError:
    return TypeError(f"{name} is {type(values).__name__}, whose {method}() does not give the capsules of Arrow")


@lru_cache(None)
def _capsule_reader() -> Callable[[object, bytes], int]:
    # A function object of our own: what others declare for the shared one does not matter.
    function = ctypes.pythonapi["PyCapsule_GetPointer"]
    function.argtypes, function.restype = [ctypes.py_object, ctypes.c_char_p], ctypes.c_void_p
    return function


def _address(capsule: object, content: bytes) -> int:
    return _capsule_reader()(capsule, content)


# A type costs more than all else in a call, and vectors of one length come in rows.
@lru_cache(64)
def _bytes_type(size: int) -> Any:
    return ctypes.c_char * size


def _chunks(name: str, stream: _Stream, owner: object, field: str | None) -> Iterator[Any]:
    """Yield the arrays of a stream that have elements, or one that has none; the owner releases the stream."""
    pointer = ctypes.byref(stream)

    def ask(question: Callable[..., int], answer: Any) -> Any:
        if not stream.release:
            raise ValueError(f"{name} is an Arrow stream that has been released")
        status = question(pointer, ctypes.byref(answer))
        if status:
            raise _failed(name, status, stream.get_last_error(pointer))
        return _Filled(answer)

    schema = ask(stream.get_schema, _Schema())
    reader = _Reader(name, schema.content, field)
    empty = True
    count_of_nulls = 0
    while True:
        chunk = ask(stream.get_next, _Array())
        if not chunk.content.release:  # the end
            break
        if chunk.content.length:
            empty = False
            try:
                view = reader.view(chunk.content, chunk)
            except Nulls as nulls:
                count_of_nulls += nulls.count
                continue
            if not count_of_nulls:
                yield view
    if count_of_nulls:
        raise nulls_error(name, count_of_nulls)
    if empty:
        yield _empty(reader.format)


class _Reader:
    """Reads the arrays of a schema, or a field of them."""

    def __init__(self, name: str, schema: _Schema, field: str | None) -> None:
        self._name = name
        self._places: list[int] = []
        if field is not None:
            from ._arrow_fields import find

            self._places, schema = find(name, schema, field)
        self.format = _format(name if field is None else f"field {field!r} of {name}", schema)

    def view(self, content: _Array, owner: object) -> Any:
        """Return the elements of an array, whose memory the owner keeps."""
        if self._places:
            from ._arrow_fields import inner

            content = inner(self._name, content, self._places, owner)
        return _view(self._name, self.format, content, owner)


def _failed(name: str, status: int, message: bytes | None) -> Exception:
    reason = message.decode(errors="replace") if message else os.strerror(status)
    text = f"the Arrow stream of {name} failed: {reason}"
    if status == errno.ENOMEM:
        return MemoryError(text)
    return ValueError(text) if status == errno.EINVAL else OSError(status, text)


def _format(name: str, schema: _Schema) -> str:
    """Return the format of elements that are read here."""
    format: str = (schema.format or b"").decode(errors="replace")
    extension = _extension(schema.metadata)
    if extension is not None:
        raise TypeError(f"{name} has elements of the Arrow extension type {extension!r}, expected numbers")
    if schema.dictionary:
        raise TypeError(f"{name} is an Arrow dictionary with indices of format {format!r}, expected numbers")
    if format not in _FORMATS and format not in (_NOTHING, _BOOL, _HALF):
        raise TypeError(f"{name} has elements of Arrow format {format!r}, expected numbers")
    return format


def _extension(metadata: int | None) -> str | None:
    """Return the name of the extension type that a schema's metadata tell of."""
    if not metadata:
        return None
    place = metadata

    def take() -> bytes:
        nonlocal place
        (length,) = struct.unpack("=i", ctypes.string_at(place, 4))
        text = ctypes.string_at(place + 4, length)
        place += 4 + length
        return text

    (count,) = struct.unpack("=i", ctypes.string_at(place, 4))
    place += 4
    for _ in range(count):
        key, value = take(), take()
        if key == _EXTENSION:
            return value.decode(errors="replace")
    return None


def _memory(address: int, size: int, owner: object) -> Any:
    """Return a view of bytes at an address, not none of them; the owner lives as long as the view."""
    block = _bytes_type(size).from_address(address)
    block.owner = owner
    return memoryview(block).toreadonly().cast("B")


def _view(name: str, format: str, content: _Array, owner: object) -> Any:
    """Return the elements of an array, whose memory the owner keeps."""
    length, offset = content.length, content.offset
    if not content.release:
        raise ValueError(f"{name} is an Arrow array that has been released")
    if length and format == _NOTHING:
        raise Nulls(length)
    if not length:
        return _empty(format)
    plausible = 0 < length < sys.maxsize // 8 and 0 <= offset < sys.maxsize // 8
    if not plausible or content.n_buffers != 2 or not content.buffers or not content.buffers[1]:
        raise ValueError(f"{name} is an Arrow array of format {format!r} that contradicts itself")
    refuse_nulls(content, owner)
    data = content.buffers[1]
    if format == _BOOL:
        packed = _bits(data, offset, length, owner)
        steps = (packed[start : start + _UNPACKED_PIECE] for start in range(0, len(packed), _UNPACKED_PIECE))
        unpacked = b"".join(b"".join(map(_UNPACKED.__getitem__, step)) for step in steps)
        return memoryview(unpacked).cast("?")[offset % 8 :][:length]
    if format == _HALF:
        halves = _memory(data + 2 * offset, 2 * length, owner)
        note_conversion(2 * length)
        return memoryview(array("f", struct.unpack(f"={length}e", halves)))
    code = _FORMATS[format]
    size = struct.calcsize(code)
    return _memory(data + size * offset, size * length, owner).cast(code)


def refuse_nulls(content: _Array, owner: object) -> None:
    """Raise `Nulls` if elements of an array that has some are null."""
    bitmap, nulls, length, offset = content.buffers[0], content.null_count, content.length, content.offset
    if nulls and bitmap:
        nulls = length - _count_ones(_bits(bitmap, offset, length, owner), offset % 8, length)
    if nulls > 0:
        raise Nulls(nulls)


def _empty(format: str) -> Any:
    if format == _BOOL:
        return memoryview(b"\0").cast("?")[:0]
    return memoryview(array("f" if format == _HALF else _FORMATS.get(format, "B")))


def _bits(address: int, offset: int, length: int, owner: object) -> Any:
    """Return the bytes of a bitmap that have so many bits from `offset` on; the first is bit `offset % 8`."""
    return _memory(address + offset // 8, (offset % 8 + length + 7) // 8, owner)


def _count_ones(bits: memoryview, first: int, length: int) -> int:
    """Return how many of so many bits are set, from the bit `first` of the first byte on."""
    ones: int = -_ONES[bits[0] & (1 << first) - 1]
    after = (first + length) % 8
    if after:
        ones -= _ONES[bits[-1] >> after << after]
    for start in range(0, len(bits), _BITMAP_PIECE):
        ones += native.sum(bytes(bits[start : start + _BITMAP_PIECE]).translate(_ONES))
    return ones
