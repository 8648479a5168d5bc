"""One field of many records, where it lies."""

from __future__ import annotations

import ctypes
import sys

from . import _buffers
from ._vectors import Parts, data_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_EXPECTED = "an array of ctypes structures, a structured NumPy array or an Arrow array of structures"


def field(records: Any, name: str) -> memoryview:
    """Do what `abicus.field` says."""
    if not isinstance(name, str):
        raise TypeError(f"name is {type(name).__name__}, expected a str")
    kind = type(records)
    if isinstance(records, ctypes.Array):
        return _of_structures(records, name)
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(records, numpy.ndarray):
        return _of_ndarray(records, name)
    if hasattr(kind, "__arrow_c_array__") or hasattr(kind, "__arrow_c_stream__"):
        return _of_arrow(records, name)
    raise TypeError(f"records is {kind.__name__}, expected {_EXPECTED}")


def _unknown(name: str, names: Any) -> ValueError:
    return ValueError(f"name is {name!r}, expected a field of records: {', '.join(names) or 'there is none'}")


def _no_numbers(name: str, what: object) -> TypeError:
    return TypeError(f"field {name!r} of records is {what}, expected numbers")


def _of_ndarray(records: Any, name: str) -> memoryview:
    if records.dtype.names is None:
        raise TypeError(f"records has elements of type {records.dtype}, expected records: {_EXPECTED}")
    found, rest = records, name
    while rest:
        names = found.dtype.names or ()
        step, dot, after = (rest, "", "") if rest in names else rest.partition(".")
        if step not in names:
            raise _unknown(name, records.dtype.names)
        found, rest = found[step], after
        if dot and not after:
            raise _unknown(name, records.dtype.names)
    if found is records:
        raise _unknown(name, records.dtype.names)
    view = _buffers.view_of(data_of("records", found))
    if view is None or _buffers.layout_of(view) is None:
        raise _no_numbers(name, found.dtype)
    return view


def _of_arrow(records: Any, name: str) -> memoryview:
    from ._arrow import pieces_of

    pieces: list[memoryview] = list(pieces_of("records", records, name))
    joined: memoryview = pieces[0] if len(pieces) == 1 else Parts(iter(pieces)).joined()
    return joined


def _fields(structure: Any) -> Iterator[tuple[Any, ...]]:
    for base in reversed(structure.__mro__):
        yield from vars(base).get("_fields_", ())


def _is_record(kind: Any) -> bool:
    return issubclass(kind, (ctypes.Structure, ctypes.Union))


def _find(structure: Any, name: str) -> tuple[int, Any] | None:
    """Return where in a structure a field is, and its type; None if there is none."""
    first, _, rest = name.partition(".")
    for key, kind, *bits in _fields(structure):
        offset = getattr(structure, key).offset
        if key == first:
            if bits:
                raise _no_numbers(name, "a bit field")
            if not rest:
                return offset, kind
        elif key not in getattr(structure, "_anonymous_", ()):
            continue
        if _is_record(kind):
            within = _find(kind, rest if key == first else name)
            if within is not None:
                return offset + within[0], within[1]
    return None


def _of_structures(records: Any, name: str) -> memoryview:
    structure, count = records._type_, len(records)
    while issubclass(structure, ctypes.Array):
        structure, count = structure._type_, count * structure._length_
    if not _is_record(structure):
        raise TypeError(f"records has elements of type {structure.__name__}, expected structures")
    found = _find(structure, name)
    if found is None:
        raise _unknown(name, [key for key, *_ in _fields(structure)])
    offset, kind = found
    layout = _buffers.layout_of(memoryview((kind * 1)()))
    if layout is None or issubclass(kind, ctypes.Array):
        raise _no_numbers(name, kind.__name__)
    step, size = ctypes.sizeof(structure), ctypes.sizeof(kind)
    code = "?" if layout.change == _buffers.BOOL else _buffers.TYPECODES[layout.element]
    if not count:
        return memoryview(bytes(size)).cast(code)[:0]  # type: ignore[call-overload,no-any-return]
    raw = memoryview(records).cast("B")
    if step % size == 0 and layout.change in (_buffers.AS_IT_IS, _buffers.BOOL):
        column = raw[offset : offset + step * (count - 1) + size].cast(code)  # type: ignore[call-overload]
        part: memoryview = column[:: step // size]
        return part
    numpy: Any = sys.modules.get("numpy")
    if numpy is None:
        reason = "is not of this machine's byte order" if step % size == 0 else f"has {size} bytes in records of {step}"
        raise ValueError(f"field {name!r} of records {reason}: there is a view of it only if NumPy has been imported")
    return memoryview(numpy.ndarray((count,), _numpy_type(layout), raw, offset, (step,)))


def _numpy_type(layout: _buffers.Layout) -> str:
    swapped = layout.change == _buffers.SWAPPED
    order = ("<", ">")[(sys.byteorder == "big") != swapped]
    return f"{order}{layout.element[0]}{int(layout.element[1:]) // 8}"
