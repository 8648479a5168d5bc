"""Test data: hard floats, the input kinds, the element types."""

from __future__ import annotations

import math
import random
import struct
from array import array
from typing import Any, Callable

try:
    import numpy
except ImportError:
    numpy = None  # type: ignore[assignment]

#: Type codes of array.array with the extreme and some ordinary values of each.
INTEGERS = {
    code: [-(2 ** (8 * array(code).itemsize - 1)), 2 ** (8 * array(code).itemsize - 1) - 1, -1, 0, 1, 2, 7]
    if code.islower()
    else [2 ** (8 * array(code).itemsize) - 1, 2 ** (8 * array(code).itemsize) - 2, 0, 1, 2, 7]
    for code in "bBhHiIlLqQ"
}
CODES = [*INTEGERS, "f", "d"]


def _any_bits(generator: random.Random) -> float:
    while True:
        (value,) = struct.unpack("d", generator.getrandbits(64).to_bytes(8, "little"))
        if math.isfinite(value):
            return float(value)


def _cancelling(generator: random.Random, length: int) -> list[float]:
    half = [generator.uniform(-1, 1) * 2.0 ** generator.randint(-60, 60) for _ in range(length // 2)]
    values = half + [-value for value in half] + [generator.uniform(-1, 1)] * (length % 2)
    generator.shuffle(values)
    return values


#: name -> what makes so many floats of a kind.
FLOATS: dict[str, Callable[[random.Random, int], list[float]]] = {
    "uniform": lambda g, n: [g.random() for _ in range(n)],
    "normal": lambda g, n: [g.gauss(0, 1) for _ in range(n)],
    "prices": lambda g, n: [g.randint(1, 10**6) / 100 for _ in range(n)],
    "cancelling": _cancelling,
    "subnormal": lambda g, n: [g.randint(-(2**52), 2**52) * 5e-324 for _ in range(n)],
    "huge": lambda g, n: [g.uniform(-1, 1) * 1.7e308 for _ in range(n)],
    "tied": lambda g, n: [g.choice([1.0, 2.0**-53, -(2.0**-53), 2.0**-105, 2.0**53, 0.5]) for _ in range(n)],
    "mixed": lambda g, n: [g.uniform(-1, 1) * 2.0 ** g.randint(-1000, 1000) for _ in range(n)],
    "any bits": lambda g, n: [_any_bits(g) for _ in range(n)],
    "zeros": lambda g, n: [g.choice([0.0, -0.0]) for _ in range(n)],
    "special": lambda g, n: [g.choice([1.5, -2.5, math.inf, -math.inf, math.nan, 3.0]) for _ in range(n)],
}


def values_of(code: str, length: int, seed: int = 0) -> list[Any]:
    """Return so many values that a type code holds exactly."""
    generator = random.Random(f"{code}{length}{seed}")
    if code in INTEGERS:
        low, high = min(INTEGERS[code]), max(INTEGERS[code])
        return [generator.choice([*INTEGERS[code], generator.randint(low, high)]) for _ in range(length)]
    values = [generator.gauss(0, 1) * 2.0 ** generator.randint(-30, 30) for _ in range(length)]
    return list(array(code, values))


def _strided(code: str, values: list[Any], step: int) -> memoryview:
    room = array(code, [1]) * (abs(step) * len(values) or 1)
    view = memoryview(room)[::step][: len(values)]
    for place, value in enumerate(values):
        view[place] = value
    return view


def _ctypes(code: str, values: list[Any]) -> Any:
    import ctypes

    kind = {
        "b": ctypes.c_byte,
        "B": ctypes.c_ubyte,
        "h": ctypes.c_short,
        "H": ctypes.c_ushort,
        "i": ctypes.c_int,
        "I": ctypes.c_uint,
        "l": ctypes.c_long,
        "L": ctypes.c_ulong,
        "q": ctypes.c_longlong,
        "Q": ctypes.c_ulonglong,
        "f": ctypes.c_float,
        "d": ctypes.c_double,
    }[code]
    return (kind * len(values))(*values)


def _read_only(code: str, values: list[Any]) -> memoryview:
    return memoryview(array(code, values).tobytes()).cast(code)


#: name -> what makes an input of a type code and values.
KINDS: dict[str, Callable[[str, list[Any]], Any]] = {
    "list": lambda c, v: list(v),
    "tuple": lambda c, v: tuple(v),
    "generator": lambda c, v: (x for x in v),
    "iterator": lambda c, v: iter(v),
    "map": lambda c, v: map(lambda x: x, v),
    "array": array,
    "memoryview": lambda c, v: memoryview(array(c, v)),
    "read-only": _read_only,
    "strided": lambda c, v: _strided(c, v, 3),
    "negative": lambda c, v: _strided(c, v, -2),
    "ctypes": _ctypes,
    "matrix": lambda c, v: memoryview(array(c, v)).cast("B").cast(c, [len(v), 1]) if v else array(c),
}
if numpy is not None:

    def _fortran(code: str, values: list[Any]) -> Any:
        rows = 2 if len(values) % 2 == 0 else 1
        return numpy.asfortranarray(numpy.array(values, code).reshape(rows, -1))

    def _inner_strided(code: str, values: list[Any]) -> Any:
        room = numpy.zeros((len(values), 2, 3), code)
        room[:, 1, 1] = values
        return room[:, 1:, 1:2]

    def _read_only_array(code: str, values: list[Any]) -> Any:
        made = numpy.array(values, code)
        made.flags.writeable = False
        return made

    def _misaligned(code: str, values: list[Any]) -> Any:
        made = numpy.array(values, code)
        return numpy.frombuffer(b"x" + made.tobytes(), numpy.uint8)[1:].view(code)

    KINDS |= {
        "ndarray": lambda c, v: numpy.array(v, c),
        "ndarray strided": lambda c, v: numpy.array(v, c).repeat(3)[::3],
        "ndarray reversed": lambda c, v: numpy.array(v[::-1], c)[::-1],
        "ndarray read-only": _read_only_array,
        "ndarray swapped": lambda c, v: numpy.array(v, c).astype(numpy.dtype(c).newbyteorder(">")),
        "ndarray 2-D": lambda c, v: numpy.array(v, c).reshape(-1, 1),
        "ndarray Fortran": _fortran,
        "ndarray 3-D strided": _inner_strided,
        "ndarray misaligned": _misaligned,
        "ndarray object": lambda c, v: numpy.array(v, object),
        "list of scalars": lambda c, v: list(numpy.array(v, c)),
        "masked without masked": lambda c, v: numpy.ma.masked_array(numpy.array(v, c)),
        "subclass": lambda c, v: numpy.array(v, c).view(numpy.recarray),
    }
