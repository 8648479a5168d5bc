"""Floats against rational arithmetic, by bits."""

from __future__ import annotations

import random
from array import array

import oracle
import pytest
from data import FLOATS
from oracle import bits

import abicus


@pytest.mark.parametrize("name", FLOATS)
def test_every_length(name: str) -> None:
    generator = random.Random(name)
    for length in range(301):
        values = FLOATS[name](generator, length)
        expected = bits(oracle.exact_sum(values))
        buffer = array("d", values)
        assert bits(abicus.sum(values)) == expected
        assert bits(abicus.sum(buffer)) == expected
        assert bits(abicus.sum(memoryview(buffer)[::-1])) == expected
        if length % 10 == 0:
            assert bits(abicus.sum(iter(values))) == expected
            others = FLOATS[name](generator, length)
            expected = bits(oracle.exact_dot(values, others))
            assert bits(abicus.dot(values, others)) == expected
            assert bits(abicus.dot(buffer, array("d", others))) == expected
            assert bits(abicus.sum_of_squares(buffer)) == bits(oracle.exact_dot(values, values))


@pytest.mark.parametrize("length", [16_385, 16_409])
def test_lists_whose_items_are_asked_for_ahead(length: int) -> None:
    generator = random.Random(length)
    values: list[float] = [generator.uniform(-1.0, 1.0) for _ in range(length)]
    assert bits(abicus.dot(values, values[::-1])) == bits(oracle.exact_dot(values, values[::-1]))
    for place in (512, length - 25, length - 24, length - 1):
        values[place] = 3
        assert bits(abicus.sum(values)) == bits(oracle.exact_sum(values))
        square = bits(oracle.exact_dot(values, values))
        assert bits(abicus.dot(values, values)) == bits(abicus.dot(values, values[:])) == square
        assert bits(abicus.sum_of_squares(values)) == square
        values[place] = generator.uniform(-1.0, 1.0)
    square = bits(oracle.exact_dot(values, values))
    assert bits(abicus.dot(values, values)) == bits(abicus.dot(values, values[:])) == square


@pytest.mark.parametrize("name", FLOATS)
def test_singles(name: str) -> None:
    generator = random.Random(name)
    for length in range(0, 301, 7):
        values = [value for value in FLOATS[name](generator, length) if not 3e38 < abs(value) < float("inf")]
        buffer = array("f", values)
        assert bits(abicus.sum(buffer)) == bits(oracle.exact_sum(list(buffer)))
        assert bits(abicus.sum_of_squares(buffer)) == bits(oracle.exact_dot(buffer, buffer))


@pytest.mark.parametrize("name", FLOATS)
def test_any_chunking_gives_one_state(name: str) -> None:
    generator = random.Random(name)
    values: list[float] = FLOATS[name](generator, 200)
    numbers = values + [generator.choice([7, -(2**63), 2**64, 10**40, True]) for _ in range(20)]
    whole = abicus.ExactSum(numbers)
    expected = bits(oracle.exact_sum(numbers))
    assert bits(whole.value()) == expected
    for _ in range(10):
        shuffled = numbers[:]
        generator.shuffle(shuffled)
        parts = []
        while shuffled:
            size = generator.randint(1, 60)
            part, shuffled = shuffled[:size], shuffled[size:]
            kind = generator.choice([list, tuple, iter])
            parts.append(abicus.ExactSum(kind(part)))
        generator.shuffle(parts)
        total = abicus.ExactSum()
        for part_sum in parts:
            total = generator.choice([lambda a, b: a + b, lambda a, b: b + a])(total, part_sum)
        assert total == whole
        assert total.to_bytes() == whole.to_bytes()
        assert bits(total.value()) == expected
