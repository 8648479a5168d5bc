"""The functions of the C ABI as `abicus.cdef` declares them, and what each parameter is for; see `test_hostile_calls`.

Nothing here imports abicus: the calls are made in processes of their own, which a crash may end.
"""

from __future__ import annotations

import re
import struct
from typing import Any, NamedTuple

#: The header's names of the types of elements, and the characters that `struct` has for them.
CODES = {
    "double": "d",
    "float": "f",
    "int64_t": "q",
    "uint64_t": "Q",
    "int32_t": "i",
    "uint32_t": "I",
    "int16_t": "h",
    "uint16_t": "H",
    "int8_t": "b",
    "uint8_t": "B",
    "char": "b",
    "size_t": "N",
    "ptrdiff_t": "n",
    # Elements of a type given at run time: the good calls say double.
    "void": "d",
}

#: Elements that are changed where they lie; what else is not const is an output.
CHANGED = {"values", "target"}

#: Arguments of good calls, by name; what is not here does not need to be.
GOOD: dict[str, Any] = {
    "threads": 1,
    "side": 0,
    "descending": 0,
    "inclusive": 0,
    "kind": 100,
    "queries_kind": 100,
    "x": 2,
    "brightness": 0.25,
    "contrast": -0.5,
    "factor": 3,
    "above": 1.5,
    "offset": 1,
    "most": 2,
    "parts": 4,
    "n": 5,
    "start": 1,
    "stop": 20,
    "step": 3,
    "a": 3,
    "b": 4,
    "value": 5,
    "target_len": 6,
    "len": 6,
}

#: The room that outputs of good calls have, in elements, and how much is not enough.
ROOM = {
    "abicus_exact_sum_to_bytes": (296, 295),
    "abicus_moments_to_bytes": (856, 855),
    "abicus_exact_sum_finish_limbs": (2, 0),
    "abicus_factorial_limbs": (3, 0),
    "abicus_fibonacci_limbs": (3, 0),
    "abicus_word_counter_cut": (3, 2),
    "abicus_path_counts": (2, 1),
    "abicus_last_error": (64, 8),
    "quantiles": (3, 2),
}

#: Elements of good calls that are not ascending numbers.
DATA = {
    "abicus_word_counter_update_u8": list(b"to be "),
    "abicus_word_counter_update_u32": list(b"to be "),
    # The one word that the counter of the good calls has not made small yet.
    "abicus_word_counter_fold": list("\xe4".encode()),
}
ASCENDING = [1, 2, 2, 3, 5, 9]
OTHERS = {"target": [7, 7, 7, 7, 7, 7], "data": [1, 2, 3], "lookup": [2, 5], "queries": [0, 2, 4, 10]}


class Parameter(NamedTuple):
    name: str
    #: The type without `const` and `*`, and how many `*` it has.
    type: str
    stars: int
    const: bool
    #: input, changed, output, made (a handle), handle, control, length, capacity, stride, scalar
    role: str

    @property
    def size(self) -> int:
        return struct.calcsize(CODES[self.type]) if self.stars == 1 else 8


class Function(NamedTuple):
    name: str
    result: str
    parameters: list[Parameter]
    #: Of each pointer to elements: the length and, where there is one, the stride that describe it.
    lengths: dict[str, str]
    strides: dict[str, str]

    def of_role(self, *roles: str) -> list[Parameter]:
        return [parameter for parameter in self.parameters if parameter.role in roles]

    def elements(self, pointer: str) -> list[int]:
        """The elements of a good call."""
        if self.family == "abicus_sort":
            return [5, 1, 2, 9, 2, 3]
        return list(DATA.get(self.name) or OTHERS.get(pointer) or ASCENDING)

    @property
    def family(self) -> str:
        """The name without the type of the elements and what comes behind it."""
        return re.sub(r"_([fui](8|16|32|64)|u128)(_strided)?$", "", self.name)

    @property
    def room(self) -> tuple[int, int]:
        """How many elements the outputs have room for in a good call, and how many are not enough."""
        return ROOM.get(self.name) or ROOM[self.family.replace("abicus_", "")]


def role_of(name: str, kind: str, stars: int, const: bool, before: list[Parameter]) -> str:
    if kind == "abicus_control":
        return "control"
    if kind.startswith("abicus_"):
        return "handle" if stars == 1 else "made"
    if stars:
        return "input" if const else "changed" if name in CHANGED and stars == 1 else "output"
    if kind == "ptrdiff_t":
        return "stride"
    if kind == "size_t" and (name in ("len", "count", "room", "capacity") or name.endswith("_len")):
        pointers = [parameter.role for parameter in before if parameter.role in ("input", "changed", "output")]
        if pointers:
            return "capacity" if pointers[-1] == "output" else "length"
    return "scalar"


def parse(declaration: str) -> Function:
    found = re.fullmatch(r"(.+?)\b(abicus_\w+)\((.*)\);", declaration)
    assert found, declaration
    parameters: list[Parameter] = []
    for text in found[3].split(", ") if found[3] != "void" else []:
        part = re.fullmatch(r"(const )?(\w+) (\**)(\w+)", text)
        assert part, f"{declaration}: what is {text}?"
        kind, stars, const = part[2], len(part[3]), bool(part[1])
        role = role_of(part[4], kind, stars, const, parameters)
        parameters.append(Parameter(part[4], kind, stars, const, role))
    lengths: dict[str, str] = {}
    strides: dict[str, str] = {}
    for place, pointer in enumerate(parameters):
        if pointer.role in ("input", "changed"):
            behind = parameters[place + 1 :]
            lengths[pointer.name] = next(other.name for other in behind if other.role == "length")
            for other in behind:
                mine = other.name == f"{pointer.name}_stride" or (other.name == "stride" and not strides)
                if other.role == "stride" and mine:
                    strides[pointer.name] = other.name
    return Function(found[2], found[1].strip(), parameters, lengths, strides)


def functions(cdef: str) -> list[Function]:
    lines = [line for line in cdef.splitlines() if re.match(r"(const )?\w+ \**abicus_\w+\(", line)]
    return [parse(line) for line in lines]
