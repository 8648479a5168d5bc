"""The caller's floating-point mode changes no answer and is found as it was."""

from __future__ import annotations

import ctypes
import platform
import random
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import oracle
import pytest
from oracle import bits

import abicus

pytestmark = pytest.mark.skipif(
    platform.machine() != "x86_64" or platform.libc_ver()[0] != "glibc", reason="knows fenv_t of glibc on x86-64"
)
_DEFAULT = 0x1F80
MODES = {"flush": _DEFAULT | 0x8040, "up": _DEFAULT | 0x4000, "down": _DEFAULT | 0x2000, "up, flush": _DEFAULT | 0xC040}
_CONTROL = 0xFFC0


class _Environment(ctypes.Structure):
    _fields_ = (("x87", ctypes.c_uint32 * 7), ("mxcsr", ctypes.c_uint32))


@contextmanager
def mode(control: int) -> Iterator[None]:
    """Set the SSE mode; it must be the same in the end."""
    libm = ctypes.CDLL("libm.so.6")
    before, now = _Environment(), _Environment()
    libm.fegetenv(ctypes.byref(before))
    libm.fegetenv(ctypes.byref(now))
    now.mxcsr = control
    libm.fesetenv(ctypes.byref(now))
    try:
        yield
        libm.fegetenv(ctypes.byref(now))
    finally:
        libm.fesetenv(ctypes.byref(before))
    assert now.mxcsr & _CONTROL == control


def _data() -> dict[str, list[Any]]:
    generator = random.Random(1)
    return {
        "least": [5e-324] * 3,
        "minus least": [-5e-324] * 3,
        "subnormal": [generator.randint(-(2**52), 2**52) * 5e-324 for _ in range(500)],
        "ordinary": [generator.uniform(-1, 1) * 2.0 ** generator.randint(-40, 40) for _ in range(500)],
        "half a unit": [1.0, 2.0**-53, 5e-324],
        "ints that cancel": [1, -1.0, 5e-324],
        "large ints": [2**70, -(2**70), 2**53 + 1, 0.5],
        "mixed": [generator.choice([1, -1.0, 5e-324, 2**53 + 1, 2**-0.5]) for _ in range(500)],
    }


DATA = _data()


@pytest.mark.parametrize("name", MODES)
@pytest.mark.parametrize("data", DATA)
def test_every_function(name: str, data: str) -> None:
    values = DATA[data]
    others = values[::-1]
    kinds: list[Any] = [lambda: values, lambda: tuple(values), lambda: iter(values)]
    if all(type(value) is float for value in values):
        kinds += [lambda: array("d", values), lambda: memoryview(array("d", values))[::-1]]
        kinds += [lambda: (ctypes.c_double.__ctype_be__ * len(values))(*values)]
    expected = [
        oracle.exact_sum(values),
        oracle.exact_sum(values, 0.5),
        oracle.exact_sum(values, -5e-324),
        oracle.exact_dot(values, values),
        oracle.exact_dot(values, others),
        oracle.even(values),
        oracle.exact_sum(values),
        oracle.exact_sum([*values, *others]),
    ]
    for kind in kinds:
        given = [kind() for _ in expected]
        with mode(MODES[name]):
            found = [
                abicus.sum(given[0]),
                abicus.sum(given[1], 0.5),
                abicus.sum(given[2], -5e-324),
                abicus.sum_of_squares(given[3]),
                abicus.dot(values, others),
                abicus.count_even(given[5]),
                abicus.ExactSum(given[6]).value(),
                (abicus.ExactSum(given[7]) + abicus.ExactSum(others)).value(),
            ]
        assert list(map(bits, found)) == list(map(bits, expected))
