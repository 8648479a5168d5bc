"""The statistics functions in other floating-point modes, of Arrow data, and what they load."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from array import array
from typing import Any

import pytest
from arrow_producer import Chunk, ManyArrays, OneArray
from data import values_of
from statistics_oracle import NAMES, oracle, shown
from test_float_mode import DATA, MODES, mode
from test_float_mode import pytestmark as of_modes

import abicus
from abicus import _library

SPREADS = ("variance", "pvariance", "stdev", "pstdev")


@of_modes
@pytest.mark.parametrize("name", MODES)
@pytest.mark.parametrize("data", DATA)
def test_modes(name: str, data: str) -> None:
    values = DATA[data]
    floats = all(type(value) is float for value in values)
    kinds: list[Any] = [lambda: values, lambda: tuple(values), lambda: iter(values)]
    if floats:
        kinds += [lambda: array("d", values), lambda: memoryview(array("d", values))[::-1]]
        kinds += [lambda: (ctypes.c_double.__ctype_be__ * len(values))(*values)]
    names = ["mean", *SPREADS, *(["median", "quantiles"] if floats and data in ("ordinary", "half a unit") else [])]
    for function in names:
        expected = shown(oracle(function)(values))
        asked = getattr(abicus, function)
        for kind in kinds:
            given = kind()
            with mode(MODES[name]):
                found = asked(given)
            assert shown(found) == expected, function
    for kind in kinds:
        given = kind()
        with mode(MODES[name]):
            moments = abicus.Moments(given)
            found = [getattr(moments, function)() for function in ("mean", *SPREADS)]
        assert [shown(value) for value in found] == [shown(oracle(function)(values)) for function in ("mean", *SPREADS)]


@pytest.mark.parametrize(("format", "code"), {"c": "b", "L": "Q", "l": "q", "f": "f", "g": "d"}.items())
def test_arrow(format: str, code: str) -> None:
    values = values_of(code, 300)

    def chunk(part: list[Any], **more: Any) -> Chunk:
        return Chunk(array(code, [1, *part]).tobytes(), len(part), 1, **more)

    for name in NAMES:
        expected = shown(oracle(name)(values))
        assert shown(getattr(abicus, name)(OneArray(format, chunk(values)))) == expected
        parts = [values[:100], [], values[100:]]
        assert shown(getattr(abicus, name)(ManyArrays(format, list(map(chunk, parts))))) == expected
        with pytest.raises(ValueError, match="data has 1 null, expected none"):
            getattr(abicus, name)(OneArray(format, chunk(values[:8], valid=b"\xfb\xff", nulls=1)))
    assert abicus.Moments(ManyArrays(format, list(map(chunk, parts)))) == abicus.Moments(values)


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], env=os.environ, capture_output=True, text=True, check=False)


def test_little_is_loaded() -> None:
    """Neither by the import of abicus nor by plain data are the slow modules of the standard library loaded."""
    code = "import sys, abicus; assert 'abicus.statistics' not in sys.modules; "
    code += "abicus.mean([1.5, 2]), abicus.stdev([1, 2]), abicus.quantiles([1, 2, 3]), abicus.Moments([1, 2.5]).variance(); "
    code += "slow = {'statistics', 'fractions', 'decimal', 'random', 'numbers'} & set(sys.modules); assert not slow, slow"
    result = run(code)
    assert result.returncode == 0, result.stderr


def test_a_module_of_the_same_name() -> None:
    """`statistics` stays the standard library's."""
    code = "import abicus, statistics; abicus.mean([1]); import abicus.statistics; assert statistics.NormalDist; "
    code += "assert abicus.statistics is not statistics and abicus.statistics.mean is abicus.mean"
    result = run(code)
    assert result.returncode == 0, result.stderr


def test_interrupted() -> None:
    """A signal's handler that raises ends a long call of the door; moments that are updated stay as they were."""
    if _library.backend != "door":
        pytest.skip("a call into the library is not interrupted there")
    code = """
import abicus, signal
data = memoryview(bytearray(1 << 28)).cast("d")
moments = abicus.Moments([1.5])
class Stop(Exception): pass
def stop(*_): raise Stop
signal.signal(signal.SIGALRM, stop)
def update(data): moments.update(data)
for function in (abicus.mean, abicus.variance, abicus.median, abicus.quantiles, update):
    signal.setitimer(signal.ITIMER_REAL, 0.002)
    try:
        function(data)
    except Stop:
        print(function.__name__)
assert moments == abicus.Moments([1.5])
"""
    result = run(code)
    assert result.stdout.split() == ["mean", "variance", "median", "quantiles", "update"], result
