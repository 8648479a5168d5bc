"""Makes calls of the C ABI with memory and handles of its own, and says all that came of them.

For `test_hostile_calls`. Elements end where memory that cannot be read begins, so that whoever reads a length that is
not there ends the process.
"""

from __future__ import annotations

import ctypes
import mmap
import struct
from typing import Any, NamedTuple

from hostile_model import CODES, GOOD, Function, Parameter, parse

#: The bytes of a room, a multiple of a page.
PAGE = max(mmap.PAGESIZE, 16384)
SENTINEL = 0xA5
#: Where outputs lie in their room, and elements that an output overlaps; and how much of an output is looked at.
MIDDLE = 4096
LOOKED_AT = 8192
TYPES: dict[str, Any] = {
    "double": ctypes.c_double,
    "float": ctypes.c_float,
    "int64_t": ctypes.c_int64,
    "uint64_t": ctypes.c_uint64,
    "int32_t": ctypes.c_int32,
    "uint32_t": ctypes.c_uint32,
    "int16_t": ctypes.c_int16,
    "uint16_t": ctypes.c_uint16,
    "int8_t": ctypes.c_int8,
    "uint8_t": ctypes.c_uint8,
    "size_t": ctypes.c_size_t,
    "ptrdiff_t": ctypes.c_ssize_t,
    "void": None,
}
#: The functions that the handles of good calls are made with and looked into.
TOOLS = """\
int32_t abicus_exact_sum_new(abicus_exact_sum **out);
int32_t abicus_exact_sum_update_i64(abicus_exact_sum *sum, const int64_t *values, size_t len);
int32_t abicus_exact_sum_to_bytes(const abicus_exact_sum *sum, uint8_t *out, size_t len);
void abicus_exact_sum_free(abicus_exact_sum *sum);
int32_t abicus_moments_new(abicus_moments **out);
int32_t abicus_moments_update_i64(abicus_moments *moments, const int64_t *values, size_t len);
int32_t abicus_moments_to_bytes(const abicus_moments *moments, uint8_t *out, size_t len);
void abicus_moments_free(abicus_moments *moments);
int32_t abicus_word_counter_new(abicus_word_counter **out);
int32_t abicus_word_counter_update_u8(abicus_word_counter *counter, const uint8_t *text, size_t len, size_t threads, \
abicus_control *control);
int32_t abicus_word_counter_to_bytes(const abicus_word_counter *counter, abicus_array **out);
void abicus_word_counter_free(abicus_word_counter *counter);
int32_t abicus_index_new_i64(const int64_t *values, size_t len, abicus_index **out);
int32_t abicus_index_sorted(const abicus_index *index, abicus_array **out);
void abicus_index_free(abicus_index *index);
int32_t abicus_array_new(uint32_t kind, size_t len, abicus_array **out);
int32_t abicus_array_get(abicus_array *array, uint32_t *kind, size_t *len, void **data);
void abicus_array_free(abicus_array *array);
int32_t abicus_control_attach(abicus_control *control);
size_t abicus_last_error(char *buffer, size_t capacity);"""


class Spec(NamedTuple):
    """How a call differs from the good one."""

    #: Other elements of an input; its length follows.
    elements: dict[str, list[int]] = {}
    #: The bytes from one to the next; the elements are laid so that it is true.
    strides: dict[str, int] = {}
    #: The bytes that a pointer is moved by.
    shift: dict[str, int] = {}
    #: What is passed, whatever else would be.
    raw: dict[str, Any] = {}
    #: An output that begins so many bytes behind the beginning of an input.
    onto: dict[str, tuple[str, int]] = {}
    #: A control block of zeros is passed.
    block: bool = False


class Outcome(NamedTuple):
    status: Any
    #: The last error, if there is one.
    message: str
    #: Of each output, changed vector and handle, its bytes.
    written: dict[str, bytes]
    #: What was changed that a call that fails leaves alone, or that no call changes.
    disturbed: list[str]


class Room:
    """Pages that can be used, between others that cannot."""

    def __init__(self) -> None:
        self.map = mmap.mmap(-1, 3 * PAGE)
        self.first = ctypes.addressof(ctypes.c_char.from_buffer(self.map)) + PAGE
        libc = ctypes.CDLL(None, use_errno=True)
        for page in (self.first - PAGE, self.first + PAGE):
            assert libc.mprotect(ctypes.c_void_p(page), ctypes.c_size_t(PAGE), 0) == 0

    def content(self) -> bytes:
        return ctypes.string_at(self.first, PAGE)

    def clear(self) -> None:
        ctypes.memset(self.first, SENTINEL, PAGE)


class Machine:
    """A library, and what it takes to call it."""

    def __init__(self, path: str) -> None:
        self.library = ctypes.CDLL(path)
        self.tools = {function.name: self.function(function) for function in map(parse, TOOLS.splitlines())}
        self.called: dict[str, Any] = {}
        self.rooms: dict[str, Room] = {}
        self.block = ctypes.create_string_buffer(64)

    def known(self, function: Function) -> Any:
        if function.name not in self.called:
            self.called[function.name] = self.function(function)
        return self.called[function.name]

    def function(self, function: Function) -> Any:
        made = self.library[function.name]
        made.restype = ctypes.c_char_p if function.result.endswith("*") else TYPES[function.result]
        made.argtypes = [
            ctypes.c_void_p if parameter.stars else TYPES[parameter.type] for parameter in function.parameters
        ]
        return made

    def room(self, name: str) -> Room:
        if name not in self.rooms:
            self.rooms[name] = Room()
        return self.rooms[name]

    def tool(self, name: str, *arguments: Any) -> None:
        status = self.tools[name](*arguments)
        assert not status, f"{name}: {status}"

    def made(self, kind: str) -> int:
        """A handle for a good call."""
        handle = ctypes.c_void_p()
        integers = (ctypes.c_int64 * 4)(1, 2, 2, 5)
        if kind == "abicus_array":
            self.tool("abicus_array_new", GOOD["kind"], 3, ctypes.byref(handle))
        elif kind == "abicus_index":
            self.tool("abicus_index_new_i64", integers, 4, ctypes.byref(handle))
        else:
            self.tool(f"{kind}_new", ctypes.byref(handle))
            if kind == "abicus_word_counter":
                text = "to be \xc4 or to ".encode()
                self.tool(f"{kind}_update_u8", handle, text, len(text), 1, None)
            else:
                self.tool(f"{kind}_update_i64", handle, integers, 4)
        assert handle.value
        return handle.value

    def state(self, kind: str, handle: int) -> bytes:
        """What a handle holds."""
        if kind in ("abicus_exact_sum", "abicus_moments"):
            stored = ctypes.create_string_buffer(296 if kind == "abicus_exact_sum" else 856)
            self.tool(f"{kind}_to_bytes", handle, stored, len(stored))
            return stored.raw
        if kind == "abicus_array":
            code, length, data = ctypes.c_uint32(), ctypes.c_size_t(), ctypes.c_void_p()
            self.tool("abicus_array_get", handle, ctypes.byref(code), ctypes.byref(length), ctypes.byref(data))
            assert data.value
            character = chr(code.value)
            return character.encode() + ctypes.string_at(data.value, length.value * struct.calcsize(character))
        array = ctypes.c_void_p()
        how = "sorted" if kind == "abicus_index" else "to_bytes"
        self.tool(f"{kind}_{how}", handle, ctypes.byref(array))
        assert array.value
        return self.taken("abicus_array", array.value)

    def taken(self, kind: str, handle: int) -> bytes:
        """What a handle holds, which is freed."""
        state = self.state(kind, handle)
        self.tools[f"{kind}_free"](handle)
        return state

    def last_error(self) -> str:
        text = ctypes.create_string_buffer(1024)
        self.tools["abicus_last_error"](text, 1024)
        return text.value.decode()

    def elements(self, function: Function, pointer: Parameter) -> list[int]:
        if pointer.name == "state":
            kind = function.name.replace("_from_bytes", "")
            return list(self.taken_state(kind))
        return function.elements(pointer.name)

    def taken_state(self, kind: str) -> bytes:
        state = self.taken(kind, self.made(kind))
        return state[1:] if kind == "abicus_word_counter" else state

    def call(self, function: Function, spec: Spec) -> Outcome:
        return Call(self, function, spec).outcome()


class Call:
    """One call: its memory, handles and arguments."""

    def __init__(self, machine: Machine, function: Function, spec: Spec) -> None:
        self.machine, self.function, self.spec = machine, function, spec
        self.arguments: dict[str, Any] = {}
        self.rooms: dict[str, Room] = {}
        self.handles: list[tuple[Parameter, int, bytes]] = []
        self.places: dict[str, list[int]] = {}
        for parameter in function.parameters:
            if parameter.role in ("input", "changed", "output", "made"):
                room = self.rooms[parameter.name] = machine.room(parameter.name)
                room.clear()
        for parameter in function.parameters:
            self.arguments[parameter.name] = self.argument(parameter)
        for name, (target, offset) in spec.onto.items():
            self.arguments[name] = self.arguments[target] + offset
        self.arguments.update(spec.raw)

    def argument(self, parameter: Parameter) -> Any:
        function, name = self.function, parameter.name
        shift = self.spec.shift.get(name, 0)
        if parameter.role in ("input", "changed"):
            return self.laid(parameter) + shift
        if parameter.role in ("output", "made"):
            return self.rooms[name].first + MIDDLE + shift
        if parameter.role == "handle":
            handle = self.machine.made(parameter.type)
            self.handles.append((parameter, handle, self.machine.state(parameter.type, handle)))
            return handle + shift
        if parameter.role == "control":
            ctypes.memset(self.machine.block, 0, 64)
            wanted = self.spec.block or shift
            return ctypes.addressof(self.machine.block) + shift if wanted else None
        if parameter.role == "length":
            pointer = next(one for one in function.parameters if function.lengths.get(one.name) == name)
            return len(self.spec.elements.get(pointer.name, self.machine.elements(function, pointer)))
        if parameter.role == "capacity":
            return function.room[0]
        if parameter.role == "stride":
            pointer = next(one for one in function.parameters if function.strides.get(one.name) == name)
            return self.spec.strides.get(pointer.name, pointer.size)
        return GOOD[name]

    def laid(self, pointer: Parameter) -> int:
        """Write the elements of a pointer; return where the first one is."""
        elements = self.spec.elements.get(pointer.name, self.machine.elements(self.function, pointer))
        size, stride = pointer.size, self.spec.strides.get(pointer.name, pointer.size)
        offsets = [place * stride for place in range(len(elements))] or [0]
        overlapped = pointer.name in (target for target, _ in self.spec.onto.values())
        end = self.rooms[pointer.name].first + (MIDDLE + size if overlapped else PAGE)
        first = end - size - (0 if overlapped else max(offsets))
        shift = self.spec.shift.get(pointer.name, 0)
        self.places[pointer.name] = [first + offset + shift for offset in offsets][: len(elements)]
        for place, element in zip(self.places[pointer.name], elements):
            ctypes.memmove(place, struct.pack(CODES[pointer.type], element), size)
        return first

    def outcome(self) -> Outcome:
        machine, function = self.machine, self.function
        before = {name: room.content() for name, room in self.rooms.items()}
        call = machine.known(function)
        status = call(*(self.arguments[parameter.name] for parameter in function.parameters))
        if function.name == "abicus_control_attach":
            machine.tool("abicus_control_attach", None)
        message = machine.last_error()
        after = {name: room.content() for name, room in self.rooms.items()}
        disturbed, written = [], {}
        overlapped = {target for target, _ in self.spec.onto.values()}
        for parameter in function.parameters:
            name, failed = parameter.name, status != 0
            if name in self.rooms and after[name] != before[name]:
                start = self.arguments[name] and self.arguments[name] - self.rooms[name].first
                free = parameter.role != "input" and start is not None and not failed
                if not free and not (name in overlapped and not failed):
                    disturbed.append(name)
                elif parameter.role in ("output", "made") and 0 <= start < PAGE:
                    if after[name][:start] != before[name][:start]:
                        disturbed.append(f"what lies before {name}")
        if status == 0:
            for parameter in function.of_role("output", "made"):
                if self.arguments[parameter.name] is not None:
                    written[parameter.name] = self.taken(parameter)
            for parameter in function.of_role("changed"):
                places = self.places[parameter.name]
                written[parameter.name] = b"".join(ctypes.string_at(place, parameter.size) for place in places)
        for parameter, handle, state in self.handles:
            if function.name.endswith("_free"):
                if self.arguments[parameter.name] != handle:
                    machine.taken(parameter.type, handle)
                continue
            found = machine.taken(parameter.type, handle)
            written[f"the state of {parameter.name}"] = found
            if found != state and (parameter.const or status != 0):
                disturbed.append(parameter.name)
        return Outcome(status, message, written, disturbed)

    def taken(self, parameter: Parameter) -> bytes:
        place = self.arguments[parameter.name]
        if parameter.role == "made":
            handle = ctypes.c_void_p.from_buffer_copy(ctypes.string_at(place, 8)).value
            assert handle, parameter.name
            return self.machine.taken(parameter.type, handle)
        if parameter.stars == 2:  # an address, which is another one each time
            return b"\1" if any(ctypes.string_at(place, 8)) else b"\0"
        return ctypes.string_at(place, LOOKED_AT)
