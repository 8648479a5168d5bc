"""A producer of Arrow data made by hand: it counts what is released, and spoils the memory then."""

from __future__ import annotations

import ctypes
import errno
from typing import Any, Callable, Optional

from abicus._arrow import _Array, _get, _release, _Schema, _Stream

_destructor = ctypes.PYFUNCTYPE(None, ctypes.c_void_p)
_clear = ctypes.pythonapi["PyErr_Clear"]
_clear.argtypes, _clear.restype = [], None
_new = ctypes.pythonapi["PyCapsule_New"]
_new.argtypes, _new.restype = [ctypes.c_void_p, ctypes.c_char_p, _destructor], ctypes.py_object

_living: dict[int, Any] = {}
# What a structure needs until it is released, which may be after its producer and its stream are gone: kept for good.
_kept: list[Any] = []
_NAMES = {_Schema: b"arrow_schema", _Array: b"arrow_array", _Stream: b"arrow_array_stream"}


@_destructor
def _destroy(capsule: int) -> None:
    """Release what nobody has released, at a capsule's end."""
    # A frame that ends with StopIteration set takes its capsules with it (CPython 3.9): no Python code runs well then, and
    # the end of an iterator is as well said without it.
    _clear()
    content = _living.pop(capsule)
    if content.release:
        content.release(ctypes.addressof(content))


def capsule(content: Any, name: Optional[bytes] = None) -> Any:
    """Return a capsule that owns a structure."""
    made = _new(ctypes.addressof(content), name or _NAMES[type(content)], _destroy)
    _living[id(made)] = content
    return made


class Counter:
    """How many structures of each kind were made and released, and by whom twice."""

    def __init__(self) -> None:
        self.made: dict[str, int] = {}
        self.released: dict[str, int] = {}

    def alive(self) -> int:
        return sum(self.made.values()) - sum(self.released.values())

    def fill(
        self, content: Any, kind: Any, name: str, keep: Any = None, spoil: Callable[[], None] = lambda: None
    ) -> None:
        """Give a structure its release callback."""
        self.made[name] = self.made.get(name, 0) + 1
        number = len(_kept) + 1

        def run(address: int) -> None:
            self.released[name] = self.released.get(name, 0) + 1
            structure = kind.from_address(address)
            assert structure.private_data == number
            structure.release = _release()
            spoil()

        callback = _release(run)
        _kept.append((callback, keep))
        content.release, content.private_data = callback, number


def bitmap(bits: list[Any], offset: int = 0) -> bytes:
    """Return bits, after some others, packed."""
    padded = [True] * offset + [bool(bit) for bit in bits]
    padded += [True] * (-len(padded) % 8)
    return bytes(sum(bit << place for place, bit in enumerate(padded[at : at + 8])) for at in range(0, len(padded), 8))


class Chunk:
    """One Arrow array: raw bytes of its data from the first element of the memory on."""

    def __init__(
        self, data: bytes, length: int, offset: int = 0, valid: Optional[bytes] = None, nulls: int = 0
    ) -> None:
        self.data, self.length, self.offset, self.valid, self.nulls = data, length, offset, valid, nulls

    def fill(self, counter: Counter, content: Any, shift: int) -> None:
        memory = ctypes.create_string_buffer(b"\xaa" * shift + self.data, shift + len(self.data) or 1)
        validity = ctypes.create_string_buffer(self.valid, len(self.valid)) if self.valid is not None else None
        buffers = (ctypes.c_void_p * 2)(
            validity and ctypes.addressof(validity), ctypes.addressof(memory) + shift if self.data else None
        )
        content.length, content.null_count, content.offset = self.length, self.nulls, self.offset
        content.n_buffers, content.n_children = 2, 0
        content.buffers = ctypes.cast(buffers, type(content.buffers))
        counter.fill(
            content,
            _Array,
            "array",
            (memory, validity, buffers),
            lambda: ctypes.memset(memory, 0xFF, len(memory)) and None,
        )


def _schema(counter: Counter, content: Any, format: str, metadata: Optional[bytes], dictionary: bool) -> None:
    text = ctypes.create_string_buffer(format.encode())
    extra = ctypes.create_string_buffer(metadata, len(metadata)) if metadata else None
    content.format = ctypes.cast(text, ctypes.c_char_p)
    content.metadata = extra and ctypes.addressof(extra)
    content.dictionary = ctypes.addressof(content) if dictionary else None
    counter.fill(content, _Schema, "schema", (text, extra))


class OneArray:
    """An object with `__arrow_c_array__`."""

    def __init__(
        self,
        format: str,
        chunk: Chunk,
        *,
        shift: int = 0,
        metadata: Optional[bytes] = None,
        dictionary: bool = False,
        change: Callable[[Any], None] = lambda content: None,
    ) -> None:
        self.counter = Counter()
        self._arguments = format, chunk, shift, metadata, dictionary, change

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        format, chunk, shift, metadata, dictionary, change = self._arguments
        schema, content = _Schema(), _Array()
        _schema(self.counter, schema, format, metadata, dictionary)
        chunk.fill(self.counter, content, shift)
        change(content)
        return capsule(schema), capsule(content)


class ManyArrays:
    """An object with `__arrow_c_stream__`; `fails` is the error number after the last chunk."""

    def __init__(
        self, format: str, chunks: list[Chunk], *, fails: int = 0, message: Optional[bytes] = b"no more"
    ) -> None:
        self.counter = Counter()
        self._arguments = format, chunks, fails, message

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        format, chunks, fails, message = self._arguments
        rest = iter(chunks)

        def get_schema(stream: int, out: int) -> int:
            if fails and not chunks:
                return fails
            _schema(self.counter, _Schema.from_address(out), format, None, False)
            return 0

        def get_next(stream: int, out: int) -> int:
            chunk = next(rest, None)
            if chunk is None:
                return fails
            chunk.fill(self.counter, _Array.from_address(out), 0)
            return 0

        content = _Stream()
        text = ctypes.create_string_buffer(message) if message else None
        callbacks = content.get_schema, content.get_next = _get(get_schema), _get(get_next)
        error = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(lambda _: ctypes.addressof(text) if text else None)
        content.get_last_error = ctypes.cast(error, type(content.get_last_error))
        keep = (error, text, callbacks)
        self.counter.fill(content, _Stream, "stream", keep)
        return capsule(content)


FAILURES = {errno.ENOMEM: MemoryError, errno.EINVAL: ValueError, errno.EIO: OSError}
