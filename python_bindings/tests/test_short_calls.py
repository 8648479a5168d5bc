"""Short sums have a way of their own over ctypes and cffi: what it takes, and that nothing else goes it."""

from __future__ import annotations

import math
import threading
from array import array
from fractions import Fraction
from typing import Any

import pytest

import abicus


def test_every_length_again_and_again() -> None:
    for _ in range(2):
        for length in [*range(40), 4095, 4096, 4097, 5000]:
            values = [0.1 * step for step in range(length)]
            expected = math.fsum(values) if length else 0
            assert abicus.sum(array("d", values)) == expected
            assert type(abicus.sum(array("d", values))) is type(expected)


def test_more_lengths_than_are_kept() -> None:
    values = array("d")
    for length in range(1, 5000):
        values.append(1.0)
        assert abicus.sum(values) == length


def test_numpy_arrays_of_every_form() -> None:
    numpy = pytest.importorskip("numpy")
    floats = numpy.arange(24.0) / 7
    exact = float(sum(map(Fraction, floats.tolist())))
    read_only = floats.copy()
    read_only.flags.writeable = False
    square = floats.reshape(4, 6)
    for _ in range(2):  # the second time the types are known
        for values in (floats, read_only, square, numpy.asfortranarray(square), square.T, floats.astype(">f8")):
            assert abicus.sum(values) == exact
        assert abicus.sum(floats[::-1]) == exact
        assert abicus.sum(floats[::2]) == float(sum(map(Fraction, floats[::2].tolist())))
        assert abicus.sum(floats[:0]) == 0
        assert abicus.sum(numpy.frombuffer(b"\0" + floats.tobytes(), "d", offset=1)) == exact
        assert abicus.sum(numpy.arange(10)) == 45
        assert abicus.sum(numpy.ones(10, "e")) == 10.0
        with pytest.raises(TypeError):
            abicus.sum(numpy.array(1.5))
        with pytest.raises(ValueError, match="masked"):
            abicus.sum(numpy.ma.masked_array(floats, floats > 1))


def test_a_class_that_only_looks_like_an_array() -> None:
    class Impostor:
        __module__, typecode, ndim, dtype = "numpy", "d", 1, None

        def __len__(self) -> int:
            return 3

        def __iter__(self) -> Any:
            return iter([1.0, 2.0, 4.0])

    Impostor.__name__ = Impostor.__qualname__ = "ndarray"

    values: Any = Impostor()
    assert abicus.sum(values) == 7.0


def test_many_threads_at_once() -> None:
    """No call sees the answer of another."""
    wrong = []

    def work(number: int) -> None:
        values = array("d", [float(number)]) * 8
        for _ in range(3000):
            if abicus.sum(values) != 8 * number:
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_trace_sees_short_calls_too() -> None:
    values = array("d", [1.0, 2.0])
    abicus.sum(values)
    with abicus.trace() as calls:
        abicus.sum(values)
    assert [call.path for call in calls] == ["buffer"]
    assert abicus.sum(values) == 3.0
