"""Odd and bad input: the right answer, or an exception that names the argument."""

from __future__ import annotations

import ctypes
import math
import mmap
import struct
from array import array
from pathlib import Path
from typing import Any

import oracle
import pytest
from oracle import bits

import abicus

REDUCTIONS = [abicus.sum, abicus.fsum, abicus.sum_of_squares, abicus.count_even, abicus.ExactSum]


@pytest.mark.parametrize("function", REDUCTIONS)
@pytest.mark.parametrize("value", [None, 5, 2.5, object(), len, int, 1j, ctypes.c_double(1.0)])
def test_what_is_not_a_vector(function: Any, value: object) -> None:
    with pytest.raises(TypeError, match="values"):
        function(value)


@pytest.mark.parametrize("value", [None, 5, 2.5, object()])
def test_what_is_not_a_vector_in_dot(value: object) -> None:
    with pytest.raises(TypeError, match="^a is"):
        abicus.dot(value, [1])
    with pytest.raises(TypeError, match="^b is"):
        abicus.dot([1], value)


@pytest.mark.parametrize("threads", [-1, 2**31, 2**63 - 1, 2**64, -(2**70)])
def test_threads_out_of_range(threads: int) -> None:
    for values in ([1.0], array("d", [1.0]), iter([1.0])):
        with pytest.raises(ValueError, match="threads is"):
            abicus.sum(values, threads=threads)
        with pytest.raises(ValueError, match="threads is"):
            abicus.dot(values, values, threads=threads)
    assert abicus.sum(array("d", [1.0]), threads=2**31 - 1) == 1.0


@pytest.mark.parametrize("threads", [None, 1.0, "1", [1]])
def test_threads_of_another_type(threads: Any) -> None:
    for values in ([1.0], iter([1.0]), array("d", [1.0])):
        with pytest.raises(TypeError, match="threads is"):
            abicus.sum(values, threads=threads)
        with pytest.raises(TypeError, match="threads is"):
            abicus.dot(values, values, threads=threads)


def test_arguments_that_do_not_fit_the_signature() -> None:
    calls: list[Any] = [
        lambda: abicus.sum(),
        lambda: abicus.sum([1], 2, 3),
        lambda: abicus.sum(values=[1]),
        lambda: abicus.sum([1], begin=1),
        lambda: abicus.sum([1], 0, start=1),
        lambda: abicus.fsum(),
        lambda: abicus.fsum([1], [2]),
        lambda: abicus.fsum(values=[1]),
        lambda: abicus.dot([1]),
        lambda: abicus.dot([1], [2], 1),
        lambda: abicus.dot([1], [2], b=[3]),
        lambda: abicus.sum_of_squares([1], threads=1),
        lambda: abicus.count_even(),
    ]
    for call in calls:
        with pytest.raises(TypeError):
            call()
    assert abicus.dot(a=[1], b=[2]) == abicus.dot([1], b=[2]) == 2


@pytest.mark.parametrize("order", "@=<>!")
@pytest.mark.parametrize("code", "bBhHiIlLqQfd?")
def test_every_byte_order(order: str, code: str) -> None:
    numpy = pytest.importorskip("numpy")
    kind = numpy.dtype(order.replace("@", "=").replace("!", ">") + code)
    values = numpy.array([1, 0, 1, 1], kind)
    assert abicus.sum(values) == abicus.sum(memoryview(values)) == abicus.sum(memoryview(values)[::-1]) == 3
    assert abicus.sum_of_squares(values[::2]) == 2
    assert abicus.dot(values, values[::-1]) == 2
    assert abicus.count_even(values) == 1


def test_big_endian_without_numpy() -> None:
    class Pair(ctypes.BigEndianStructure):
        _fields_ = (("x", ctypes.c_int32), ("y", ctypes.c_double))

    assert abicus.sum((ctypes.c_int32.__ctype_be__ * 3)(1, 2, 3)) == 6
    assert abicus.sum((ctypes.c_double.__ctype_be__ * 3)(0.5, 2, 3)) == 5.5
    assert abicus.fsum((ctypes.c_int64.__ctype_be__ * 2)(2**53, 1)) == 2.0**53
    with pytest.raises(TypeError, match="format"):
        abicus.sum((Pair * 2)())


def test_types_of_other_packages_with_codes_of_numpy() -> None:
    numpy, types = pytest.importorskip("numpy"), pytest.importorskip("ml_dtypes")
    for name in ("bfloat16", "float8_e4m3b11fnuz", "float8_e5m2", "int4", "uint4"):
        values = numpy.ones(3, getattr(types, name))
        for plain in ("d", "L", "e"):
            assert abicus.sum(numpy.ones(3, plain)) == 3  # a layout that is believed
            assert abicus.sum(values) == abicus.dot(values, [1, 1, 1]) == abicus.ExactSum(values).value() == 3


def test_half_precision() -> None:
    values = [1.5, -0.25, 65504.0, 6e-8, math.inf]
    halves = list(struct.unpack("5e", struct.pack("5e", *values)))
    view = memoryview(struct.pack("5e", *values)).cast("B")
    numpy = pytest.importorskip("numpy")
    for part in (slice(0, 4), slice(None), slice(None, None, -1), slice(0, 4, 2)):
        for kind in ("<e", ">e"):
            buffer = numpy.frombuffer(view, "<e").astype(kind)[part]
            assert bits(abicus.sum(buffer)) == bits(oracle.exact_sum(halves[part]))
            assert bits(abicus.sum(memoryview(buffer))) == bits(oracle.exact_sum(halves[part]))
            assert bits(abicus.ExactSum(buffer).value()) == bits(oracle.exact_sum(halves[part]))


def test_bools_of_odd_bytes() -> None:
    numpy = pytest.importorskip("numpy")
    odd = numpy.frombuffer(bytes([0, 1, 2, 255, 0]), bool)
    for buffer in (odd, odd[::-1], memoryview(odd)):
        assert bits(abicus.sum(buffer)) == bits(3)
        assert bits(abicus.fsum(buffer)) == bits(3.0)
        assert abicus.sum_of_squares(buffer) == abicus.dot(buffer, list(buffer)) == 3
        assert abicus.count_even(buffer) == 2
    assert abicus.sum((ctypes.c_bool * 3)(True, False, True)) == 2


def test_zero_strides() -> None:
    numpy = pytest.importorskip("numpy")
    wide = numpy.broadcast_to(numpy.array([0.1]), (1000,))
    assert bits(abicus.sum(wide)) == bits(oracle.exact_sum([0.1] * 1000))
    assert bits(abicus.dot(wide, wide)) == bits(oracle.exact_dot([0.1] * 1000, [0.1] * 1000))
    plane = numpy.broadcast_to(numpy.arange(3), (4, 3))
    assert abicus.sum(plane) == 12
    assert abicus.dot(plane, plane.T.reshape(4, 3)) == int((plane.ravel() * plane.T.reshape(-1)).sum())


def test_dot_reads_in_c_order() -> None:
    numpy = pytest.importorskip("numpy")
    a = numpy.arange(12.0).reshape(3, 4)
    for left in (a, numpy.asfortranarray(a), a[::-1], a[:, ::2], a.T):
        for right in (left.copy(), numpy.asfortranarray(left), left.ravel().tolist(), left.astype("f")):
            assert abicus.dot(left, right) == float((left**2).sum())


def test_other_holders_of_buffers(tmp_path: Path) -> None:
    path = tmp_path / "numbers"
    path.write_bytes(bytes(range(100)))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert abicus.sum(mapped) == sum(range(100))
    assert abicus.sum((ctypes.c_uint16 * 3 * 2)((1, 2, 3), (4, 5, 60000))) == 60015
    assert abicus.sum(memoryview(array("d", [1.0, 2.0])).cast("B").cast("d", [2, 1])) == 3.0
    assert abicus.sum(memoryview(b"\1\0\2\0").cast("H")[::-1]) == 3


def test_formats_that_are_no_numbers() -> None:
    for buffer in (
        memoryview(b"ab").cast("c"),
        array("u", "ab"),
        (ctypes.c_char * 2)(),
        memoryview(bytes(8)).cast("P"),
    ):
        if getattr(buffer, "format", "") == "P":
            assert abicus.sum(buffer) == 0
            continue
        for function in REDUCTIONS:
            with pytest.raises(TypeError):
                function(buffer)


def test_a_released_view() -> None:
    view = memoryview(b"abc")
    view.release()
    for function in REDUCTIONS:
        with pytest.raises((ValueError, TypeError)):
            function(view)


class WithArray:
    def __init__(self, data: Any) -> None:
        self.data = data

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.data


def test_numpy_objects() -> None:
    numpy = pytest.importorskip("numpy")
    assert abicus.sum(WithArray(numpy.arange(5))) == 10
    assert bits(abicus.sum([numpy.float64(0.1)] * 10)) == bits(1.0)
    assert bits(
        abicus.sum([numpy.float32(0.5), 1, numpy.int8(-3), numpy.bool_(True), numpy.uint64(2**64 - 1)])
    ) == bits(oracle.exact_sum([0.5, 1, -3, 1, 2**64 - 1]))
    assert bits(abicus.sum([numpy.int64(2**62)] * 4)) == bits(2**64)
    assert bits(abicus.dot([numpy.int64(2**62)] * 4, [numpy.uint8(4)] * 4)) == bits(2**66)
    assert bits(abicus.sum([1.0], numpy.float64(0.5))) == bits(1.5)
    assert abicus.sum(numpy.array([1 + 2j, 3])) == 4 + 2j
    assert bits(abicus.sum(numpy.array([1, 2.5, 2**100], object))) == bits(oracle.exact_sum([1, 2.5, 2**100]))
    assert abicus.sum(numpy.arange(24).reshape(2, 3, 4)[:, ::-1, ::2]) == int(
        numpy.arange(24).reshape(2, 3, 4)[:, :, ::2].sum()
    )
    for bad in (numpy.array(5.0), numpy.float64(5.0), numpy.array("a"), numpy.array(["a"]), numpy.array([None])):
        for function in REDUCTIONS:
            with pytest.raises(TypeError):
                function(bad)
    for bad in (numpy.array(["2020-01-01"], "M8[D]"), numpy.zeros(2, [("x", "f8")])):
        with pytest.raises(TypeError):
            abicus.fsum(bad)


def test_masked_arrays() -> None:
    numpy = pytest.importorskip("numpy")
    masked = numpy.ma.masked_array([1.0, 2.0, 3.0], [True, False, True])
    for function in REDUCTIONS:
        with pytest.raises(ValueError, match="values has 2 masked elements, expected none"):
            function(masked)
    with pytest.raises(ValueError, match="b has 2 masked elements"):
        abicus.dot([1.0] * 3, masked)


def test_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    series = pandas.Series([0.1] * 10)
    assert abicus.sum(series) == abicus.fsum(series) == 1.0
    assert bits(abicus.sum(pandas.Series([2**62] * 4))) == bits(2**64)
    assert abicus.count_even(pandas.Series([1, 2, 4])) == 2
    assert bits(abicus.sum(pandas.Series([1.0, math.nan]))) == bits(math.nan)
    assert abicus.dot(series, series.index) == 4.5
    assert abicus.ExactSum(series) == abicus.ExactSum([0.1] * 10)


class Raises:
    def __float__(self) -> float:
        raise ZeroDivisionError("from __float__")

    def __radd__(self, other: object) -> object:
        raise ZeroDivisionError("from __radd__")

    __mul__ = __rmul__ = __mod__ = __radd__


@pytest.mark.parametrize("function", [abicus.sum, abicus.fsum, abicus.sum_of_squares, abicus.count_even])
def test_an_exception_of_an_element_arrives(function: Any) -> None:
    for values in ([Raises()], [1, Raises()], iter([1.5] * 10000 + [Raises()])):
        with pytest.raises(ZeroDivisionError, match="from __"):
            function(values)


def failing() -> Any:
    yield 1.0
    raise ZeroDivisionError("in the generator")


def test_an_exception_of_an_iterator_arrives() -> None:
    for function in REDUCTIONS:
        with pytest.raises(ZeroDivisionError, match="in the generator"):
            function(failing())


class Mutates:
    """Changes the list that it is in, whatever is done with it."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values

    def _mutate(self, *_: object) -> float:
        self.values.clear()
        self.values.extend([1.5] * 3)
        return 1.0

    __float__ = __radd__ = __mul__ = __rmul__ = __mod__ = __add__ = _mutate


@pytest.mark.parametrize("function", REDUCTIONS)
def test_a_list_that_is_changed_meanwhile(function: Any) -> None:
    for length in (1, 10, 1000, 20000):
        values: list[Any] = [2.5] * length
        values.insert(length // 2, Mutates(values))
        try:
            function(values)
        except TypeError:
            assert function is abicus.ExactSum
        values[:] = [Mutates(values) for _ in range(50)]
        try:
            abicus.dot(values, values)
            function(values)
        except (TypeError, ValueError):
            pass


def test_one_element_of_each_extreme() -> None:
    for value in (2**63 - 1, -(2**63), 2**63, 2**64 - 1, 2**64, -(2**63) - 1, 5e-324, -1.7976931348623157e308):
        assert bits(abicus.sum([value])) == bits(value)
        assert bits(abicus.sum((value,))) == bits(value)
        assert bits(abicus.dot([value], [1])) == bits(value)
        assert abicus.count_even([value]) == int(value % 2 == 0)


def test_nan_is_the_quiet_one() -> None:
    (signalling,) = struct.unpack("d", struct.pack("Q", 0xFFF0000000000001))
    for result in (
        abicus.sum(array("d", [math.inf, -math.inf])),
        abicus.sum([signalling]),
        abicus.dot([math.inf], [0.0]),
    ):
        assert math.isnan(result)
        assert struct.unpack("Q", struct.pack("d", result))[0] & 1 << 51
