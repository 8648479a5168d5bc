"""The accumulator beside what `test_exactness` shows of its state."""

from __future__ import annotations

import copy
import enum
import math
import pickle
import random
from array import array
from decimal import Decimal
from fractions import Fraction

import oracle
import pytest
from oracle import bits

import abicus
from abicus import ExactSum


def test_values() -> None:
    assert bits(ExactSum().value()) == bits(0)
    assert bits(ExactSum([1, 2**100, -1]).value()) == bits(2**100)
    assert bits(ExactSum([1, 0.5]).value()) == bits(1.5)
    assert bits(ExactSum([-0.0]).value()) == bits(0.0)
    assert bits(ExactSum(array("d")).value()) == bits(0)
    assert bits(float(ExactSum([1, 2]))) == bits(3.0)
    assert bits(ExactSum([math.inf, -math.inf]).value()) == bits(math.nan)
    assert bits(ExactSum([1.7e308] * 2).value()) == bits(math.inf)
    assert bits(ExactSum([1.7e308] * 2 + [-1.7e308]).value()) == bits(1.7e308)


def test_operators() -> None:
    a, b = ExactSum([1, 2]), ExactSum([0.5])
    assert bits((a + b).value()) == bits(3.5)
    assert (a.value(), b.value()) == (3, 0.5)
    a += b
    assert a == ExactSum([0.5, 1, 2]) != b
    assert (a == 3.5) is False
    assert repr(a) == "<ExactSum 3.5>"
    a.merge(a)
    assert a.value() == 7.0
    with pytest.raises(TypeError):
        hash(a)
    with pytest.raises(TypeError):
        a + 1  # type: ignore[operator]
    with pytest.raises(TypeError, match="other is int, expected an ExactSum"):
        a.merge(1)  # type: ignore[arg-type]


def test_copies_are_independent() -> None:
    for duplicate in (copy.copy, copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s)), lambda s: s + ExactSum()):
        original = ExactSum([1, 0.5, 2**2000])
        twin = duplicate(original)
        assert twin == original
        twin.update([1])
        assert twin != original


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles(protocol: int) -> None:
    for values in ([], [1], [0.1], [2**5000, 1], [math.nan, math.inf], [1e308] * 100):
        total = ExactSum(values)
        assert pickle.loads(pickle.dumps(total, protocol)) == total


def test_one_value_one_state() -> None:
    states = {
        ExactSum([2**70, 1]).to_bytes(),
        ExactSum(array("q", [2**62] * 256 + [1])).to_bytes(),
        (ExactSum([2**3000]) if False else ExactSum([2**70 + 1])).to_bytes(),
        (ExactSum([2**900]) + ExactSum([2**70 + 1 - 2**900])).to_bytes(),
    }
    assert len(states) == 1
    assert ExactSum([1]).to_bytes() != ExactSum([1.0]).to_bytes()
    # That an int too large for a float was met is part of the state.
    assert ExactSum([2**2000, -(2**2000), 1]).to_bytes() != ExactSum([1]).to_bytes()


def test_sums_beyond_the_native_state() -> None:
    for values in ([2**63 - 1], [1e308], [1e308, 1], [-1e308], [2**1023], [0.1, 2**1000]):
        total, factor = ExactSum(values), 1
        for _ in range(1300):
            total += total
            factor *= 2
        negated = ExactSum([-value for value in values])
        for _ in range(1300):
            negated.merge(negated)
        total.update([1.5])
        assert ExactSum.from_bytes(total.to_bytes()) == total
        assert total.value() == math.copysign(math.inf, values[0])
        assert bits((total + negated).value()) == bits(1.5)
        assert (negated + total).to_bytes() == (total + negated).to_bytes() == ExactSum([1.5]).to_bytes()
        total.update(array("d", [2.5]))
        total.merge(negated)
        assert bits(total.value()) == bits(4.0)
    integers = ExactSum([2**63 - 1])
    for _ in range(3000):
        integers += integers
    assert integers.value() == (2**63 - 1) << 3000
    assert repr(ExactSum([2**2000, 0.5])) == "<ExactSum with an int too large for a float>"


def test_all_or_nothing() -> None:
    def failing() -> object:
        yield from [1.0] * 20000
        raise KeyError("no")

    total = ExactSum([1, 0.5])
    before = total.to_bytes()
    bad = [[1, 2, "a"], iter([2**70] * 9000 + [None]), (0.5, Decimal(1)), [1j], [Fraction(1, 3)], ["x"], {"a": 1}]
    for values in bad:
        with pytest.raises(TypeError, match="values has elements of type (str|NoneType|Decimal|complex|Fraction)"):
            total.update(values)
        assert total.to_bytes() == before
    with pytest.raises(KeyError):
        total.update(failing())
    with pytest.raises(TypeError):
        total.update(5)  # type: ignore[arg-type]
    assert total.to_bytes() == before


def test_after_close() -> None:
    with ExactSum([1]) as total:
        assert total.value() == 1
    total.close()
    uses = [
        lambda: total.value(),
        lambda: total.update([1]),
        lambda: total.merge(ExactSum()),
        lambda: ExactSum().merge(total),
        lambda: total + total,
        lambda: total.to_bytes(),
        lambda: pickle.dumps(total),
        lambda: copy.copy(total),
        lambda: total == ExactSum(),
        lambda: float(total),
        lambda: total.__enter__(),
    ]
    for use in uses:
        with pytest.raises(ValueError, match="this ExactSum is closed"):
            use()
    assert repr(total) == "<closed ExactSum>"


def test_hostile_bytes() -> None:
    good = [ExactSum(values).to_bytes() for values in ([], [1], [0.5], [math.inf], [2**2000], [2**2000, 0.5], [-1])]
    long_form = good[4]
    bad = [b"", b"ABXS", b"ABXL\x01", b"ABXL\x01\x00\x00\x00", b"x" * 296, bytes(296), b"ABXS\x01" + b"\xff" * 291]
    bad += [state[:-1] for state in good] + [state + b"\0" for state in good]
    bad += [state[:5] + b"\xff" + state[6:] for state in good] + [state[:6] + b"\1" + state[7:] for state in good]
    bad += [good[1][:5] + bytes([flags]) + good[1][6:] for flags in (2, 4, 8, 14, 16, 32)]
    bad += [long_form.replace(b"ABXL", b"ABXS")]
    bad += [b"ABXL\x01\x10\x00\x00" + b"\x01" * 20]  # an int total with a fraction
    for state in bad:
        with pytest.raises(ValueError):
            ExactSum.from_bytes(state)
    generator = random.Random(1)
    for _ in range(2000):
        state = bytearray(generator.choice(good))
        state[generator.randrange(len(state))] ^= 1 << generator.randrange(8)
        try:
            again = ExactSum.from_bytes(bytes(state))
        except ValueError:
            continue
        assert again.to_bytes() == state
        again.update([1.5, 7])
        try:
            again.value()
        except OverflowError:
            assert state[5] & 16
    for state in good:
        assert ExactSum.from_bytes(bytearray(state)).to_bytes() == state
        assert ExactSum.from_bytes(memoryview(state)).to_bytes() == state
    for state in ("text", None, 5, [1]):
        with pytest.raises(TypeError, match="state is"):
            ExactSum.from_bytes(state)  # type: ignore[arg-type]


def test_the_written_format() -> None:
    """The bytes are a promise: machines and releases exchange them."""
    state = ExactSum([1.5, -2]).to_bytes()
    assert state[:8] == b"ABXS\x01\x01\x00\x00"
    assert len(state) == 296
    assert Fraction(int.from_bytes(state[8:], "little", signed=True), 2**1074) == Fraction(-1, 2)
    state = ExactSum([2**1500]).to_bytes()
    assert state[:8] == b"ABXL\x01\x10\x00\x00"
    assert int.from_bytes(state[8:], "little", signed=True) == 2 ** (1500 + 1074)


def test_update_inside_an_update() -> None:
    total = ExactSum()

    def feeding() -> object:
        for value in (1.5, 2, 3):
            total.update([value])
            yield value

    total.update(feeding())  # type: ignore[arg-type]
    assert total.value() == 13.0
    total.update(x for x in [total.value()])
    assert total.value() == 26.0


def test_a_long_mixture() -> None:
    generator = random.Random(3)
    numbers = [generator.choice([generator.gauss(0, 1e10), generator.getrandbits(80), True]) for _ in range(30000)]
    assert bits(ExactSum(numbers).value()) == bits(oracle.exact_sum(numbers)) == bits(abicus.sum(iter(numbers)))


@pytest.mark.parametrize("special", [math.nan, math.inf, -math.inf])
def test_sums_beside_infinities_and_nan_grow_without_end(special: float) -> None:
    total = ExactSum([1.7e308, special])
    for _ in range(400):
        total += total
    assert bits(total.value()) == bits(special)
    assert pickle.loads(pickle.dumps(total)) == total
    total.merge(ExactSum([-1.7e308]))
    assert bits(total.value()) == bits(special)


class Level(enum.IntEnum):
    LOW, HIGH = 3, 2**70


class Weight(float):
    def __float__(self) -> float:
        return 99.0


def test_numbers_of_subclasses_count_as_their_value() -> None:
    for values, plain in (
        ([Level.LOW, Level.HIGH, 5], [3, 2**70, 5]),
        ([1.5, Weight(2.25), Level.LOW], [1.5, 2.25, 3]),
        ((Weight(0.1),) * 10, [0.1] * 10),
    ):
        assert abicus.ExactSum(values).to_bytes() == abicus.ExactSum(iter(values)).to_bytes() == abicus.ExactSum(plain).to_bytes()
    with pytest.raises(TypeError, match="^values has elements of type Decimal, str, expected ints and floats$"):
        abicus.ExactSum([Level.LOW, "a", Weight(1.0), Decimal(1)])
