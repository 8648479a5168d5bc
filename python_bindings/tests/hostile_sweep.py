"""Makes all bad calls of the functions that are named and prints what is not as it should be; see `test_hostile_calls`.

    python hostile_sweep.py LIBRARY CDEF FUNCTION...
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Iterator

from hostile_calls import LOOKED_AT, SENTINEL, Machine, Outcome, Spec
from hostile_model import Function, functions
from hostile_rules import Expected, Refused, Same, cases

#: Functions whose outputs differ from call to call.
COUNTERS = {"abicus_path_counts"}
#: Functions without a status: `check_text` calls them, and those without parameters have nothing that may be wrong.
WITHOUT_STATUS = {"abicus_last_error"}
GROUPS = {1, 2, 3, 4, 100, 101, 200, 300}


def differs(function: Function, found: Outcome, other: Outcome) -> str:
    """In what a call differs from the call that it should be like: where that one has written."""
    if found.status != other.status:
        return f"status {found.status}, expected {other.status}"
    if function.name in COUNTERS:
        return ""
    for name, bytes_ in other.written.items():
        mine = found.written.get(name, bytes_)  # An output may be NULL where there is nothing to write.
        same = mine == bytes_
        if not same and len(mine) == len(bytes_) == LOOKED_AT:
            same = all(one == two for one, two in zip(mine, bytes_) if two != SENTINEL)
        if not same:
            return f"{name} has another value"
    return ""


def complaints(
    machine: Machine, function: Function, expected: Expected, found: Outcome, good: Outcome
) -> Iterator[str]:
    if found.disturbed:
        yield f"changed {', '.join(found.disturbed)}"
    if isinstance(expected, Refused):
        if found.status not in expected.statuses:
            yield f"status {found.status}, expected {expected.statuses}"
        if found.status not in GROUPS:
            return
        name, _, said = found.message.partition(": ")
        if name != function.name:
            yield "the message does not name the function"
        if expected.names and not any(re.search(rf"\b{name}\b", said) for name in expected.names):
            yield f"the message does not name {' or '.join(expected.names)}"
        if expected.value and not re.search(rf"(?<![\w.]){re.escape(expected.value)}\b", said):
            yield f"the message does not have {expected.value}"
    elif isinstance(expected, Same):
        other = good if expected.other == Spec() else machine.call(function, expected.other)
        if found.status not in expected.statuses:
            yield f"status {found.status}, expected {expected.statuses}"
        difference = differs(function, found, other)
        if difference:
            yield difference
    elif found.status:
        yield f"status {found.status}, expected success"


def check_text(machine: Machine) -> int:
    """Copy an error to buffers of all sizes: it is cut, ends, and what lies behind is not touched."""
    last_error = machine.tools["abicus_last_error"]
    assert machine.tools["abicus_exact_sum_new"](None) == 1
    text = machine.last_error().encode() + b"\0"
    sizes = [*range(len(text) + 2), 2**61 + 1, 2**63 - 1, 2**64 - 1]
    for size in sizes:
        os.write(2, f"abicus_last_error: capacity {size}\n".encode())
        buffer = ctypes.create_string_buffer(bytes([SENTINEL]) * 1024, 1024)
        needed = last_error(buffer, size)
        expected = text[: max(size - 1, 0)] + b"\0" * (0 < size < len(text)) if size < len(text) else text
        if needed != len(text) or buffer.raw != expected.ljust(1024, bytes([SENTINEL])):
            print(f"abicus_last_error: capacity {size}: {needed} {buffer.raw[:100]!r}")
        if last_error(None, size) != len(text):
            print(f"abicus_last_error: NULL, capacity {size}")
    return 2 * len(sizes)


def sweep(machine: Machine, function: Function) -> int:
    """Return how many bad calls were made."""
    if function.name in WITHOUT_STATUS:
        return check_text(machine)
    if not function.parameters:
        return 0
    os.write(2, f"{function.name}: the good call\n".encode())
    good = machine.call(function, Spec())
    if good.disturbed or function.result == "int32_t" and good.status:
        print(f"{function.name}: the good call: {good.status} {good.message} {good.disturbed}")
        return 0
    varied, count = set(), 0
    for case in cases(function):
        label = f"{function.name}: {case.parameter} {case.label}"
        # The last one that is said is the one that ends the process, if one does.
        os.write(2, f"{label}\n".encode())
        found = machine.call(function, case.spec)
        for complaint in complaints(machine, function, case.expected, found, good):
            print(f"{label}: {complaint} (status {found.status}: {found.message})")
        again = machine.call(function, Spec())
        difference = differs(function, again, good)
        if difference:
            print(f"{label}: then the good call: {difference}")
        varied.add(case.parameter)
        count += 1
    for parameter in function.parameters:
        if parameter.name not in varied:
            print(f"{function.name}: {parameter.name} is not varied")
    return count


def main(library: str, cdef: str, *names: str) -> None:
    machine = Machine(library)
    with open(cdef) as file:
        chosen = [function for function in functions(file.read()) if function.name in names]
    print("calls:", sum(sweep(machine, function) for function in chosen))


if __name__ == "__main__":
    main(*sys.argv[1:])
