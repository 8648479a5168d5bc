"""What may be wrong with a call of the C ABI, and what the header says comes of it; see `test_hostile_calls`.

The expectations are of what a parameter is for, of its type and of the words of the header; what is special about
single functions stands in the tables.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from typing import Any, NamedTuple, Union

from hostile_calls import Spec
from hostile_model import Function, Parameter

OK, NULL_POINTER, INVALID_LENGTH, INVALID_ARGUMENT, TOO_SMALL = 0, 1, 2, 3, 4
OVERFLOW, INVALID_DATA, OUT_OF_MEMORY = 100, 101, 200

#: The numbers of this platform's size_t and ptrdiff_t.
WORD = 8 * struct.calcsize("N")
SIZE_MAX, PTRDIFF_MAX = 2**WORD - 1, 2 ** (WORD - 1) - 1
INFINITE = (math.inf, -math.inf)
NOT_FINITE = (math.nan, *INFINITE)


class Refused(NamedTuple):
    """The call has no effect; the last error has the function, one of the names, and the value, where there are any."""

    statuses: tuple[int, ...]
    names: tuple[str, ...]
    value: str = ""


class Same(NamedTuple):
    """The outcome is that of another call."""

    other: Spec = Spec()
    #: What the status of both is one of.
    statuses: tuple[int, ...] = (OK,)


class Accepted(NamedTuple):
    """The call is a good one with another answer."""


Expected = Union[Refused, Same, Accepted]


class Case(NamedTuple):
    #: The parameter that is varied.
    parameter: str
    label: str
    spec: Spec
    expected: Expected


#: The families that need some elements: with none they say so.
NOT_EMPTY = {"mean", "median", "quantiles", "variance", "pvariance", "stdev", "pstdev", "exact_sum_from_bytes"}
NOT_EMPTY |= {"moments_from_bytes", "word_counter_from_bytes", "word_counter_fold"}

#: The families that refuse an output that overlaps what is read in part; all others give the right answer.
APART = {"adjust", "scale", "masked_hypot"}

#: The families that write as many elements as they read: with none, the output may be NULL as well.
AS_MANY = {"adjust", "scale", "masked_hypot", "isin", "searchsorted", "searchsorted_mixed"}
AS_MANY |= {"index_search", "index_contains"}

#: Elements that a family does not take.
STATES: tuple[list[Any], ...] = (
    [],
    [0] * 8,
    list(b"ABXS\1\0\0\0"),
    list(b"ABXM\1\0\0\0"),
    list(b"ABXW\2\0\0\0\0\0\0"),
    [0] * 296,
    [255] * 856,
)
DATA: dict[str, tuple[list[Any], ...]] = {
    "exact_sum_from_bytes": STATES,
    "moments_from_bytes": STATES,
    "word_counter_from_bytes": STATES,
    "word_counter_update_u8": ([65, 0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]),
    "word_counter_update_u32": ([0x20, 0x110000], [2**32 - 1]),
    "word_counter_fold": ([65, 10, 65, 10, 65], [10] * 6),
    "sort": ([1, math.nan, 2],),
    "median": ([1, math.nan, 2],),
    "quantiles": ([1, math.nan, 2],),
    "pair_hypot_sum": ([1, math.nan],),
}

#: The families whose capacity is only what there is room for; others fill all of it.
ROOMY = {"exact_sum_to_bytes", "moments_to_bytes", "word_counter_cut", "path_counts", "quantiles", "last_error"}

#: Values of single parameters. Most are of a parameter in whatever function has it, some of it in one family.
KINDS = (0, 1, ord("c"), 255, 256 + 100, 2**31, 2**32 - 1)
WRONG: dict[str, dict[Any, int]] = {
    "side": dict.fromkeys((2, 3, 2**31, 2**32 - 1), INVALID_ARGUMENT),
    "descending": dict.fromkeys((2, 2**31, 2**32 - 1), INVALID_ARGUMENT),
    "inclusive": dict.fromkeys((-1, 2, 2**31 - 1, -(2**31)), INVALID_ARGUMENT),
    "kind": dict.fromkeys(KINDS, INVALID_ARGUMENT),
    "searchsorted_mixed kind": dict.fromkeys((*KINDS, ord("?")), INVALID_ARGUMENT),
    "array_extend kind": dict.fromkeys((*KINDS, ord("?"), ord("q")), INVALID_ARGUMENT),
    "queries_kind": dict.fromkeys((*KINDS, ord("?")), INVALID_ARGUMENT),
    "brightness": dict.fromkeys(NOT_FINITE, INVALID_ARGUMENT),
    "contrast": dict.fromkeys(NOT_FINITE, INVALID_ARGUMENT),
    "pair_hypot_sum above": {math.nan: INVALID_ARGUMENT},
    "sum_range step": {0: INVALID_ARGUMENT},
    "parts": {0: INVALID_ARGUMENT, 5: TOO_SMALL, SIZE_MAX: TOO_SMALL},
    "offset": {7: INVALID_LENGTH, 4: INVALID_LENGTH, SIZE_MAX: INVALID_LENGTH, SIZE_MAX - 2: INVALID_LENGTH},
    "array_new len": dict.fromkeys((SIZE_MAX, SIZE_MAX // 2, 2**61 + 1, PTRDIFF_MAX // 8 + 1), OUT_OF_MEMORY),
    "factorial n": {21: OVERFLOW, 2**64 - 1: OVERFLOW},
    "fibonacci n": {94: OVERFLOW, 2**64 - 1: OVERFLOW},
    "factorial_u128 n": {35: OVERFLOW, 2**64 - 1: OVERFLOW},
    "fibonacci_u128 n": {187: OVERFLOW, 2**64 - 1: OVERFLOW},
    "factorial_limb_count n": {2**64 - 1: OVERFLOW},
    "fibonacci_limb_count n": {2**64 - 1: OVERFLOW},
    "factorial_limbs n": {2**64 - 1: OVERFLOW, 1000: TOO_SMALL},
    "fibonacci_limbs n": {2**64 - 1: OVERFLOW, 1000: TOO_SMALL},
    "count_primes stop": {2**63 + 1: OVERFLOW, 2**64 - 1: OVERFLOW},
    "nth_prime n": {0: INVALID_ARGUMENT, 2**64 - 1: OVERFLOW},
    "primes n": {2**64 - 1: OVERFLOW, 10**15: OUT_OF_MEMORY},
    "primes_between stop": {2**64 - 1: OUT_OF_MEMORY},
    "add_i32 a": {2**31 - 1: OVERFLOW},
    "add_i32 b": {2**31 - 1: OVERFLOW},
    "square value": {2**63 - 1: OVERFLOW, -(2**63): OVERFLOW},
}
#: What a message may name in the place of the parameter: what is too small for it.
INSTEAD = {TOO_SMALL: ("out", "buffer")}
#: Values that are unusual, and allowed.
UNUSUAL: dict[str, tuple[Any, ...]] = {
    "x": (*NOT_FINITE, 0, 9),
    "factor": (*NOT_FINITE, 0, 1),
    "above": INFINITE,
    "masked_hypot above": NOT_FINITE,
    "most": (0, SIZE_MAX, SIZE_MAX // 2),
    "offset": (0, 3),
    "parts": (1,),
    "array_new kind": (ord("?"), ord("b")),
    "array_new len": (0,),
    "n": (0,),
    "is_prime n": (0, 1, 2**64 - 1),
    "start": (0, 2**64 - 1),
    "stop": (0, 1),
    "sum_range start": (-(2**63), 2**63 - 1),
    "sum_range stop": (-(2**63), 2**63 - 1),
    "sum_range step": (-(2**63), 2**63 - 1),
    "add_i32 a": (-(2**31),),
    "add_i32 b": (-(2**31),),
}


def stem(function: Function) -> str:
    return function.family.replace("abicus_", "")


def looked_up(table: dict[str, Any], function: Function, parameter: Parameter) -> Any:
    for key in (function.name.replace("abicus_", ""), stem(function)):
        if f"{key} {parameter.name}" in table:
            return table[f"{key} {parameter.name}"]
    return table.get(parameter.name, ())


def cases(function: Function) -> Iterator[Case]:
    """All variations of the good call."""
    for parameter in function.parameters:
        for label, spec, expected in VARIATIONS[parameter.role](function, parameter):
            yield Case(parameter.name, label, spec, expected)


Variations = Iterator[tuple[str, Spec, Expected]]


def of_input(function: Function, pointer: Parameter) -> Variations:
    name, length = pointer.name, function.lengths[pointer.name]
    none: dict[str, list[int]] = {one: [] for one, other in function.lengths.items() if other == length}
    yield "NULL", Spec(raw={name: None}), Refused((NULL_POINTER,), (name,), "NULL")
    may = (OK, INVALID_DATA) if stem(function) in NOT_EMPTY else (OK,)
    if name == "target":
        may = (INVALID_LENGTH,)
    yield "NULL and no elements", Spec(none, raw={name: None}), Same(Spec(none), may)
    for elements in DATA.get(stem(function)) or DATA.get(function.name.replace("abicus_", ""), ()):
        if pointer.type in ("double", "float") or all(element == element for element in elements):
            yield f"is {elements[:9]}", Spec({name: elements}), Refused((INVALID_DATA,), (name,))
    if pointer.size > 1:
        yield "misaligned", Spec(shift={name: -1}), Same()
    # So many that the first results are written before the last elements are read.
    many: dict[str, list[int]] = {}
    if stem(function) in AS_MANY:
        many = {one: [place * 42 // 600 for place in range(600)] for one in function.lengths}
    for output in function.of_role("output", "made"):
        for offset in (0, 1, pointer.size, -1) if pointer.role == "input" else ():
            here, spec = f"{output.name} overlaps at {offset}", Spec(many, onto={output.name: (name, offset)})
            same = offset == 0 and pointer.type == output.type
            if stem(function) not in APART or (same and name not in function.strides):
                yield here, spec, Same(Spec(many))
            elif not same:
                yield here, spec, Refused((INVALID_ARGUMENT,), (name,))


def of_length(function: Function, length: Parameter) -> Variations:
    pointers = [one for one in function.parameters if function.lengths.get(one.name) == length.name]
    names = (length.name, "out", *(pointer.name for pointer in pointers))
    size = max(pointer.size for pointer in pointers)
    for value in (SIZE_MAX, SIZE_MAX // 2, 2**61 + 1, PTRDIFF_MAX // size + 1):
        yield f"is {value}", Spec(raw={length.name: value}), Refused((INVALID_LENGTH,), names, str(value))


def of_stride(function: Function, stride: Parameter) -> Variations:
    pointer = next(one for one in function.parameters if function.strides.get(one.name) == stride.name)
    name, size, length = pointer.name, pointer.size, function.lengths[pointer.name]
    names = (stride.name, name)
    for value in (-PTRDIFF_MAX - 1, PTRDIFF_MAX, PTRDIFF_MAX // 2, -(2**62), 2**61 + 1):
        yield f"is {value}", Spec(raw={stride.name: value}), Refused((INVALID_LENGTH,), names, str(value))
        others = [other for other, its in function.lengths.items() if its == length]
        one = {other: [2] for other in others}
        if "state" not in others and not (stem(function) in NOT_EMPTY):
            yield f"is {value}, one element", Spec(one, raw={stride.name: value}), Same(Spec(one))
            none: dict[str, list[int]] = {other: [] for other in others}
            yield f"is {value}, no element", Spec(none, raw={stride.name: value}), Same(Spec(none))
    # It would take no memory, and for ever.
    both = Spec(raw={stride.name: 0, length: 2**61 + 1})
    allowed = (INVALID_LENGTH, INVALID_ARGUMENT) if pointer.role == "changed" else (INVALID_LENGTH,)
    sharing = (one for one, its in function.lengths.items() if its == length)
    yield "is 0, a huge length", both, Refused(allowed, (*names, length, "out", *sharing))
    for value in (-size, 2 * size, -3 * size, 2 * size + 1):
        yield f"is {value}", Spec(strides={name: value}), Same()
    if pointer.role == "changed":
        for value in (0, 1 - size, size - 1):
            refused = Refused((INVALID_ARGUMENT,), (stride.name,), str(value))
            if abs(value) < size:
                yield f"is {value}", Spec(raw={stride.name: value}), refused
    else:
        equal = {name: [2] * len(function.elements(name))}
        yield "is 0", Spec(equal, {name: 0}), Same(Spec(equal))


def of_output(function: Function, output: Parameter) -> Variations:
    null: Expected = Refused((NULL_POINTER,), (output.name,), "NULL")
    yield "NULL", Spec(raw={output.name: None}), null
    if stem(function) in AS_MANY:
        none: dict[str, list[int]] = {pointer: [] for pointer in function.lengths if pointer not in ("lookup",)}
        yield "NULL, no elements", Spec(none, raw={output.name: None}), Same(Spec(none))
    if output.size > 1 or output.stars > 1:
        yield "misaligned", Spec(shift={output.name: -1}), Same()


def of_capacity(function: Function, capacity: Parameter) -> Variations:
    output = function.parameters[function.parameters.index(capacity) - 1]
    for value in (SIZE_MAX, SIZE_MAX // 2, 2**61 + 1, PTRDIFF_MAX // output.size + 1):
        refused = Refused((INVALID_LENGTH,), (capacity.name, output.name), str(value))
        expected = Same() if stem(function) in ROOMY else refused
        yield f"is {value}", Spec(raw={capacity.name: value}), expected
    nothing = Spec(raw={output.name: None, capacity.name: 0})
    yield "is 0, and no output", nothing, Refused((NULL_POINTER, TOO_SMALL), (capacity.name, output.name))
    for value in {0, function.room[1]}:
        small = Refused((TOO_SMALL,), (capacity.name, output.name), str(value))
        yield f"is {value}", Spec(raw={capacity.name: value}), small


def of_handle(function: Function, handle: Parameter) -> Variations:
    if function.result == "void":
        yield "NULL", Spec(raw={handle.name: None}), Accepted()
    else:
        yield "NULL", Spec(raw={handle.name: None}), Refused((NULL_POINTER,), (handle.name,), "NULL")
        yield "misaligned", Spec(shift={handle.name: 1}), Refused((INVALID_ARGUMENT,), (handle.name,))


def of_control(function: Function, control: Parameter) -> Variations:
    yield "a block", Spec(block=True), Same()
    yield "misaligned", Spec(shift={control.name: 1}), Refused((INVALID_ARGUMENT,), (control.name,))


def of_scalar(function: Function, scalar: Parameter) -> Variations:
    if scalar.name == "threads":
        for value in (0, 2, SIZE_MAX, SIZE_MAX // 2, 2**61 + 1):
            yield f"is {value}", Spec(raw={"threads": value}), Same()
    wrong: dict[Any, int] = looked_up(WRONG, function, scalar) or {}
    for value, status in wrong.items():
        seen = "" if status == OUT_OF_MEMORY else str(value).replace("nan", "NaN")
        if status == TOO_SMALL:
            seen = str(function.room[0])
        # How much memory there would have to be is not known, nor for what.
        names = () if status == OUT_OF_MEMORY else (scalar.name, *INSTEAD.get(status, ()))
        if function.name == "abicus_add_i32":
            seen = ""  # The message has the sum.
        yield f"is {value}", Spec(raw={scalar.name: value}), Refused((status,), names, seen)
    for value in looked_up(UNUSUAL, function, scalar):
        floats = scalar.type in ("double", "float")
        if value not in wrong and (floats or not isinstance(value, float)):
            yield f"is {value}", Spec(raw={scalar.name: value}), Accepted()


VARIATIONS = {
    "input": of_input,
    "changed": of_input,
    "length": of_length,
    "stride": of_stride,
    "output": of_output,
    "made": of_output,
    "capacity": of_capacity,
    "handle": of_handle,
    "control": of_control,
    "scalar": of_scalar,
}
