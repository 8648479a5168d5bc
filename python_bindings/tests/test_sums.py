"""Every row of the contract, every element type, every kind of input."""

from __future__ import annotations

import math
from array import array
from decimal import Decimal
from fractions import Fraction
from typing import Any

import oracle
import pytest
from data import CODES, KINDS, values_of
from oracle import bits

import abicus

LENGTHS = [0, 1, 2, 3, 10, 301]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", CODES)
def test_every_kind_and_type(kind: str, code: str) -> None:
    for length in LENGTHS:
        values = values_of(code, length)
        make = lambda: KINDS[kind](code, values)  # noqa: B023, E731
        if kind == "ndarray Fortran":
            values = make().ravel().tolist()
        assert bits(abicus.sum(make())) == bits(oracle.exact_sum(values)), length
        assert bits(abicus.fsum(make())) == bits(oracle.exact_sum(map(float, values), 0.0)), length
        assert bits(abicus.sum_of_squares(make())) == bits(oracle.exact_dot(values, values)), length
        assert abicus.count_even(make()) == oracle.even(values), length
        others = values_of(code, length, 1)
        expected = bits(oracle.exact_dot(values, others))
        assert bits(abicus.dot(make(), KINDS["list"](code, others))) == expected, length
        if kind != "ndarray Fortran":
            assert bits(abicus.dot(make(), KINDS[kind](code, others))) == expected, length
            assert bits(abicus.sumprod(KINDS[kind](code, others), make())) == expected, length
        assert bits(abicus.ExactSum(make()).value()) == bits(oracle.exact_sum(values)), length


@pytest.mark.parametrize("start", [0, 1, -(2**63), 2**63, 2**100, 0.0, -0.0, 0.1, True, -1e308])
@pytest.mark.parametrize("kind", ["list", "array", "generator", "strided"])
@pytest.mark.parametrize("code", ["d", "f", "q", "Q", "b"])
def test_start_takes_part(start: Any, kind: str, code: str) -> None:
    for length in [0, 1, 50]:
        values = values_of(code, length)
        expected = oracle.exact_sum(values, start) if values else start
        assert bits(abicus.sum(KINDS[kind](code, values), start)) == bits(expected)
        assert bits(abicus.sum(KINDS[kind](code, values), start=start, threads=2)) == bits(expected)


def test_start_alone_comes_back_as_it_is() -> None:
    for start in [0, True, 2.5, -0.0, 2**200, Fraction(1, 3), [1]]:
        assert abicus.sum([], start) is start
        assert abicus.sum(iter([]), start) is start


@pytest.mark.parametrize("start", ["", b"", bytearray()])
def test_text_is_refused_as_a_start(start: Any) -> None:
    for values in [[], [start], array("d"), array("d", [1.0]), iter([])]:
        with pytest.raises(TypeError, match="can't sum"):
            abicus.sum(values, start)


@pytest.mark.parametrize("container", [list, tuple, iter])
@pytest.mark.parametrize(
    "values",
    [
        [1, 2.5],
        [2**53, 1.0, 1],
        [2**64, 0.5, -(2**64)],
        [10**150, 1e150, -(10**150)],
        [True, 0.5],
        [False, True, True],
        [1] * 9000 + [0.1] * 9000,
        [0.1] * 9000 + [2**70] * 9000,
        [1e153, 10**153, -1e153],
    ],
)
def test_ints_beside_floats_are_not_rounded(container: Any, values: list[Any]) -> None:
    assert bits(abicus.sum(container(values))) == bits(oracle.exact_sum(values))
    assert bits(abicus.dot(container(values), list(reversed(values)))) == bits(
        oracle.exact_dot(values, list(reversed(values)))
    )
    assert bits(abicus.sum_of_squares(container(values))) == bits(oracle.exact_dot(values, values))


@pytest.mark.parametrize("values", [[2**1024, 1.0], [1.0, -(2**1024)], [2**1024, -(2**1024), 0.0], [1.5, 10**400, 2]])
@pytest.mark.parametrize("container", [list, tuple, iter])
def test_an_int_too_large_beside_floats(container: Any, values: list[Any]) -> None:
    with pytest.raises(OverflowError, match="int too large to convert to float"):
        abicus.sum(container(values))
    with pytest.raises(OverflowError, match="int too large to convert to float"):
        abicus.dot(container(values), [1.0] * len(values))
    with pytest.raises(OverflowError, match="int too large to convert to float"):
        abicus.sum([value for value in values if isinstance(value, int)], 0.5)
    with pytest.raises(OverflowError, match="int too large to convert to float"):
        abicus.sum(array("d", [1.0]), 2**1024)
    with pytest.raises(OverflowError, match="int too large to convert to float"):
        abicus.ExactSum(container(values)).value()
    with pytest.raises(OverflowError, match="int too large to convert to float"):
        abicus.fsum(container(values))


def test_the_largest_ints_beside_floats() -> None:
    largest = 2**1024 - 2**970 - 1
    assert abicus.sum([largest, 0.0]) == 1.7976931348623157e308
    assert abicus.sum([largest, 1e308]) == math.inf
    assert abicus.sum([largest, 1e308, -largest]) == 1e308
    assert abicus.dot([largest, 0.5], [1.0, 1e-9]) == 1.7976931348623157e308
    assert abicus.sum([1e308, 10**308, -1e308]) == 1e308
    # As in the oracle: a product of ints is an int, and this one is too large for a float.
    with pytest.raises(OverflowError, match="int too large to convert to float"):
        abicus.dot([10**300, 0.5], [10**300, 0.5])
    assert bits(abicus.dot([10**300, -(10**300), 0.5], [10**300, 10**300, 0.5])) == bits(0.25)


def test_zeros() -> None:
    assert bits(abicus.sum([-0.0, -0.0])) == bits(0.0)
    assert bits(abicus.sum([-0.0, -0.0], -0.0)) == bits(-0.0)
    assert bits(abicus.sum(array("d", [-0.0] * 3), -0.0)) == bits(-0.0)
    assert bits(abicus.sum(array("d", [-0.0, 0.0]), -0.0)) == bits(0.0)
    assert bits(abicus.sum(iter([-0.0] * 20000), -0.0)) == bits(-0.0)
    assert bits(abicus.sum([-0.0, 0], -0.0)) == bits(0.0)
    assert bits(abicus.sum([1.0, -1.0], -0.0)) == bits(0.0)
    assert bits(abicus.fsum([-0.0])) == bits(0.0)
    assert bits(abicus.dot([-0.0], [1.0])) == bits(0.0)


def test_no_elements() -> None:
    for empty in [[], (), range(0), array("d"), b"", bytearray(), memoryview(b""), iter([]), {}, set()]:
        assert bits(abicus.sum(empty)) == bits(0)
        assert bits(abicus.fsum(empty)) == bits(0.0)
        assert bits(abicus.dot(empty, [])) == bits(0)
        assert bits(abicus.sum_of_squares(empty)) == bits(0)
        assert abicus.count_even(empty) == 0


@pytest.mark.parametrize(
    "values",
    [range(10), range(0, 10**30, 7**20), range(10, -10, -3), range(2**64, 2**64 + 5), range(5, 5), range(20000)],
)
def test_ranges(values: range) -> None:
    if len(values) if values.stop < 2**63 else 0:
        assert bits(abicus.sum(values)) == bits(sum(values))
    assert bits(abicus.sum(values, 0.5)) == bits(oracle.exact_sum(values, 0.5)) if values.stop < 10**20 else True
    small = values[:1000]
    assert bits(abicus.sum(small)) == bits(sum(small))
    assert abicus.dot(small, small) == abicus.sum_of_squares(small) == sum(x * x for x in small)
    assert abicus.count_even(small) == oracle.even(small)


def test_bytes_and_other_iterables() -> None:
    data = bytes(range(256))
    for kind in [bytes, bytearray, memoryview, list, set, frozenset, iter, dict.fromkeys]:
        assert abicus.sum(kind(data)) == 32640
        assert abicus.sum_of_squares(kind(data)) == 5559680
        assert abicus.count_even(kind(data)) == 128
        assert bits(abicus.fsum(kind(data))) == bits(32640.0)
    assert abicus.dot(data, bytearray(data)) == abicus.dot(iter(data), data) == 5559680


class Bytes(bytes):
    pass


class Numbers(list):  # type: ignore[type-arg]
    def __iter__(self) -> Any:
        return iter([1, 2, 3])


def test_subclasses_of_containers() -> None:
    assert abicus.sum(Bytes(b"\x01\x02")) == 3
    assert abicus.sum(Numbers()) == 6
    assert abicus.dot(Numbers(), Numbers()) == 14


class Money(float):
    def __add__(self, other: object) -> str:
        return "money"

    __radd__ = __add__


def test_other_numbers_take_the_oracles_path() -> None:
    thirds = [Fraction(1, 3)] * 3
    assert bits(abicus.sum(thirds)) == bits(Fraction(1))
    assert bits(abicus.sum(iter([1] * 9000 + thirds))) == bits(Fraction(9001))
    assert bits(abicus.sum([Decimal("0.1")] * 3)) == bits(Decimal("0.3"))
    assert bits(abicus.sum([1, 2], Fraction(1, 2))) == bits(Fraction(7, 2))
    assert bits(abicus.sum(array("i", [1, 2]), Decimal(1))) == bits(Decimal(4))
    assert abicus.sum([1j, 2]) == 2 + 1j
    assert abicus.sum([[1], [2]], []) == [1, 2]
    assert abicus.sum([Money(1)]) == "money"
    assert bits(abicus.dot([Fraction(1, 3), 1], [3, Decimal(2)] if False else [3, 2])) == bits(Fraction(3))
    assert bits(abicus.dot(iter([Decimal("0.1"), 2]), [Decimal(3), 5])) == bits(Decimal("10.3"))
    assert bits(abicus.sum_of_squares([Fraction(1, 2), 1])) == bits(Fraction(5, 4))
    assert bits(abicus.fsum([Decimal("0.1"), Fraction(1, 2), True, 2])) == bits(3.6)
    assert abicus.count_even([Fraction(4), Decimal(3), 2.0, True, False]) == 3


def test_generic_errors_are_the_oracles() -> None:
    for values in [["a"], [1, "a"], [None], [1.5, Decimal(1)], [Decimal(1), 1.5], b"a".split(), [[]], {"a": 1}]:
        with pytest.raises(TypeError) as ours:
            abicus.sum(values)
        with pytest.raises(TypeError) as theirs:
            sum(values)
        assert str(ours.value).split(":")[0] == str(theirs.value).split(":")[0]
    for values in [["a"], [None], [1j], [b""]]:
        with pytest.raises(TypeError) as ours:
            abicus.fsum(values)
        with pytest.raises(TypeError) as theirs:
            math.fsum(values)
        assert str(ours.value) == str(theirs.value)
    with pytest.raises(TypeError):
        abicus.count_even([1j])
    with pytest.raises(TypeError):
        abicus.dot(["a"], ["b"])


def test_fsum_follows_math_fsum() -> None:
    for values in (
        [math.inf],
        [-math.inf, 1],
        [math.nan],
        [math.inf, math.nan],
        [math.inf] * 2,
        [1e308] * 2 + [-1e308],
    ):
        for kind in (list, tuple, iter, lambda v: array("d", v)):
            expected = oracle.exact_sum(list(map(float, values)), 0.0)
            assert bits(abicus.fsum(kind(values))) == bits(expected)
    for values in ([math.inf, -math.inf], [math.inf, math.nan, -math.inf]):
        for kind in (list, tuple, iter, lambda v: array("d", v), lambda v: array("f", v)):
            with pytest.raises(ValueError, match="-inf \\+ inf in fsum"):
                abicus.fsum(kind(values))
    for kind in (list, tuple, iter, lambda v: array("d", v)):
        with pytest.raises(OverflowError, match="intermediate overflow in fsum"):
            abicus.fsum(kind([1.7e308, 1.7e308]))
    # Each element is rounded to a float before the sum.
    assert bits(abicus.fsum([2**53 + 1, 1])) == bits(2.0**53) == bits(math.fsum([2**53 + 1, 1]))
    assert bits(abicus.fsum(array("q", [2**53 + 1, 1]))) == bits(2.0**53)


@pytest.mark.parametrize("threads", [0, 1, 2, 64])
def test_threads_never_change_a_result(threads: int) -> None:
    values = array("d", values_of("d", 100_000))
    assert bits(abicus.sum(values, threads=threads)) == bits(math.fsum(values))
    assert abicus.dot(array("i", range(1000)), array("i", range(1000)), threads=threads) == 332833500
    assert abicus.sum([1, 2.5, 10**30], threads=threads) == 1e30


def test_sums_that_would_wrap() -> None:
    assert abicus.sum(array("Q", [2**64 - 1]) * 1000) == 1000 * (2**64 - 1)
    assert abicus.sum(array("q", [-(2**63)]) * 1000) == -1000 * 2**63
    assert abicus.dot(array("Q", [2**64 - 1]) * 1000, array("Q", [2**64 - 1]) * 1000) == 1000 * (2**64 - 1) ** 2
    assert abicus.dot(array("q", [-(2**63)]) * 9, array("q", [2**63 - 1]) * 9) == -9 * 2**63 * (2**63 - 1)
    assert abicus.sum_of_squares(array("q", [-(2**63)]) * 1000) == 1000 * 2**126
    assert abicus.sum([2**63 - 1] * 3) == 3 * (2**63 - 1)
    assert abicus.dot([2**62] * 10, [2**62] * 10) == 10 * 2**124


def test_dot_of_different_element_types() -> None:
    kinds = [array(code, [1, 2, 3]) for code in CODES] + [[1, 2, 3], (1.0, 2.0, 3.0), iter([1, 2, 3]), b"\1\2\3"]
    for a in kinds:
        for b in kinds:
            if a is b and hasattr(a, "__next__"):
                continue
            a_now = iter([1, 2, 3]) if hasattr(a, "__next__") else a
            b_now = iter([1, 2, 3]) if hasattr(b, "__next__") else b
            assert abicus.dot(a_now, b_now) == 14


def test_dot_of_unequal_lengths() -> None:
    for a, b in [([1], []), ([1.5], [1.5, 2]), (array("d", [1]), array("d")), (b"a", b"ab"), ([Decimal(1)], [1, 2])]:
        with pytest.raises(ValueError, match=f"not the same length: a has {len(a)} elements, b has {len(b)}"):
            abicus.dot(a, b)
        with pytest.raises(ValueError, match="not the same length"):
            abicus.sumprod(iter(a), b)
        with pytest.raises(ValueError, match="not the same length"):
            abicus.dot(a, iter(b))


def test_lengths_of_matrices_are_told_in_elements() -> None:
    numpy = pytest.importorskip("numpy")
    for matrix in (numpy.ones((2, 3)), numpy.ones((2, 3)).T, numpy.ones((2, 3), object), numpy.ones((2, 3), ">i4")):
        for other in ([1, 2], (1.5,) * 7, array("d", [1.0] * 2)):
            with pytest.raises(ValueError, match=f"a has 6 elements, b has {len(other)}$"):
                abicus.dot(matrix, other)
            with pytest.raises(ValueError, match=f"a has {len(other)} elements, b has 6$"):
                abicus.sumprod(other, matrix)
        with pytest.raises(ValueError, match="a has 6 elements, b has 0$"):
            abicus.dot(matrix, numpy.ones((3, 0)))


def test_one_iterator_for_both_sides() -> None:
    numbers = iter([1, 2, 3, 4])
    assert abicus.dot(numbers, numbers) == 1 * 2 + 3 * 4
