"""Fields of Arrow arrays of structures: which child it is, and its elements where the parent has them."""

from __future__ import annotations

import ctypes

from ._arrow import _Array, _Schema, refuse_nulls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_STRUCTURE = b"+s"


def _child(parent: Any, kind: Any, place: int) -> Any:
    pointers = (ctypes.c_void_p * parent.n_children).from_address(parent.children)
    return kind.from_address(pointers[place])


def find(name: str, schema: _Schema, field: str) -> tuple[list[int], _Schema]:
    """Return the places of the children that lead to a field, and the field's schema."""
    if schema.format != _STRUCTURE:
        format = (schema.format or b"").decode(errors="replace")
        raise TypeError(f"{name} has elements of Arrow format {format!r}, expected structures")
    count = schema.n_children if schema.children else 0
    children = [_child(schema, _Schema, place) for place in range(count)]
    names = [(child.name or b"").decode(errors="replace") for child in children]
    if field in names:
        place = names.index(field)
        return [place], children[place]
    first, dot, rest = field.partition(".")
    if dot and first in names and children[names.index(first)].format == _STRUCTURE:
        place = names.index(first)
        places, found = find(name, children[place], rest)
        return [place, *places], found
    raise ValueError(f"name is {field!r}, expected a field of {name}: {', '.join(names) or 'there is none'}")


def inner(name: str, content: _Array, places: list[int], owner: object) -> _Array:
    """Return the array of a field, as long as that of the structures; its memory is the owner's."""
    for place in places:
        length, offset = content.length, content.offset
        if not content.release:
            raise ValueError(f"{name} is an Arrow array that has been released")
        if not 0 <= place < content.n_children or not content.children or length < 0 or offset < 0:
            raise ValueError(f"{name} is an Arrow array of structures that contradicts itself")
        if length and content.n_buffers and content.buffers:
            refuse_nulls(content, owner)
        child = _child(content, _Array, place)
        if child.length < offset + length:
            raise ValueError(f"{name} is an Arrow array of structures that contradicts itself")
        part = _Array.from_buffer_copy(child)
        part.length, part.offset = length, child.offset + offset
        if part.null_count:
            # Of the part they are counted anew.
            part.null_count = -1
        content = part
    return content
