"""`Moments`: the exact state, whatever the order and the grouping, and its bytes."""

from __future__ import annotations

import copy
import enum
import math
import pickle
import random
import statistics
import threading
from array import array
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from data import CODES, FLOATS, KINDS, numpy, values_of
from statistics_oracle import oracle, outcome

import abicus
from abicus import Moments

QUESTIONS = ("mean", "variance", "pvariance", "stdev", "pstdev")
EXACT_SUM_BYTES, BYTES = 296, 856


def same(moments: Moments, values: list[Any]) -> None:
    assert moments.count == len(values)
    for name in QUESTIONS:
        assert outcome(getattr(moments, name)) == outcome(oracle(name), values), (name, values[:10])


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind(code: str, kind: str) -> None:
    values = values_of(code, 30)
    made = KINDS[kind](code, values)
    same(Moments(made), values)


@pytest.mark.parametrize("kind", FLOATS)
def test_any_order_and_grouping(kind: str) -> None:
    generator = random.Random(kind)
    values: list[Any] = FLOATS[kind](generator, 100)
    values += [generator.randrange(-(2**80), 2**80) for _ in range(5)] + [3, 10**400, -(10**400), True]
    whole = Moments(values)
    same(whole, values)
    generator.shuffle(values)
    parts: list[Moments] = []
    for start in range(0, len(values), 7):
        part = values[start : start + 7]
        parts.append(Moments(part) if start % 2 else Moments(iter(part)))
    generator.shuffle(parts)
    total = Moments()
    for moments in parts:
        total += moments
    assert total == whole and total.to_bytes() == whole.to_bytes()
    same(total, values)


def test_no_state_is_shared() -> None:
    first = Moments([1, 2.5])
    twins = [copy.copy(first), copy.deepcopy(first), pickle.loads(pickle.dumps(first)), first + Moments()]
    twins.append(Moments.from_bytes(first.to_bytes()))
    first.update([7])
    for twin in twins:
        same(twin, [1, 2.5])
        assert twin != first and type(twin) is Moments
    same(first, [1, 2.5, 7])
    first.merge(first)
    same(first, [1, 2.5, 7] * 2)
    assert (first == 5) is False and first != None  # noqa: E711
    with pytest.raises(TypeError, match="unhashable"):
        hash(first)


def test_huge_ints() -> None:
    values: list[Any] = [10**400, 10**400 + 1, -(10**300), 5]
    moments = Moments(values)
    assert moments.to_bytes()[:5] == b"ABXN\x01" and len(moments.to_bytes()) < 1500
    for twin in (pickle.loads(pickle.dumps(moments)), moments + Moments(), copy.copy(moments)):
        same(twin, values)
        assert twin == moments
    same(moments + Moments([0.5]), [*values, 0.5])
    # The same content has the same bytes, however it came about.
    back = moments + Moments([-(10**400), -(10**400) - 1, 0.25])
    assert back == Moments([0.25, -(10**400) - 1, -(10**400), *values])


def test_doubled_beyond_64_bits() -> None:
    moments = Moments([0.1, 0.3, 7])
    for _ in range(70):
        moments.merge(moments)
    assert moments.count == 3 << 70
    assert moments.mean() == statistics.mean([Fraction(0.1), Fraction(0.3), 7]).__float__()
    assert outcome(moments.pstdev) == outcome(oracle("pstdev"), [0.1, 0.3, 7])
    assert Moments.from_bytes(moments.to_bytes()) == moments
    moments.update([0.5])
    assert moments.count == (3 << 70) + 1
    large = Moments([1.7e308])
    for _ in range(70):
        large += copy.copy(large)
    assert large.mean() == 1.7e308 and large.pvariance() == 0.0
    assert Moments.from_bytes(large.to_bytes()) == large


def test_all_or_nothing() -> None:
    moments = Moments([1, 2])
    for bad in (["a"], [1.0, None], [Decimal(1)], [2.0, Fraction(1, 2)], [1j]):
        with pytest.raises(TypeError, match="values has elements of type .*, expected ints and floats"):
            moments.update(bad)
        same(moments, [1, 2])

    def interrupted() -> Any:
        yield from range(10_000)
        raise KeyError("on purpose")

    with pytest.raises(KeyError):
        moments.update(interrupted())
    with pytest.raises(TypeError, match="values is int, expected a list, a buffer or another iterable"):
        moments.update(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="other is ExactSum, expected Moments"):
        moments.merge(abicus.ExactSum([1]))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        moments + 5  # type: ignore[operator]
    with pytest.raises(TypeError):
        moments += [1, 2]  # type: ignore[arg-type]
    same(moments, [1, 2])


def test_too_few() -> None:
    for values in ([], [1], [1.5]):
        same(Moments(values), values)
    with pytest.raises(statistics.StatisticsError, match="mean requires at least one data point"):
        Moments().mean()
    with pytest.raises(statistics.StatisticsError, match="stdev requires at least two data points"):
        Moments([1]).stdev()


@pytest.mark.parametrize(
    "values", [[], [0], [-0.0], [1.5, -2], [2**63], [-(2**1000), 5e-324], [math.inf, 1], [math.nan], [math.inf, -math.inf]]
)
def test_bytes(values: list[Any]) -> None:
    moments = Moments(values)
    state = moments.to_bytes()
    assert len(state) == BYTES
    count = len(values)
    assert state[:16] == b"ABXM\x01\0\0\0" + count.to_bytes(8, "little")
    finite = [Fraction(value) for value in values if math.isfinite(value)]
    total = sum(finite, Fraction(0)) * 2**1074
    squares = sum((value * value for value in finite), Fraction(0)) * 2**2148
    assert int.from_bytes(state[24 : 16 + EXACT_SUM_BYTES], "little", signed=True) == total
    assert int.from_bytes(state[16 + EXACT_SUM_BYTES :], "little", signed=True) == squares
    for twin in (Moments.from_bytes(state), Moments.from_bytes(bytearray(state)), Moments.from_bytes(memoryview(state))):
        assert twin == moments
        same(twin, values)


@pytest.mark.parametrize("values", [[1, 2, 4], [0.5, 1], [10**400, 2], [10**400, 0.5], [math.inf, 3]])
def test_hostile_bytes(values: list[Any]) -> None:
    state = Moments(values).to_bytes()
    generator = random.Random(1)
    hostile = [state[:length] for length in (0, 1, 5, 8, 16, 100, len(state) - 1)] + [state + b"\0", state * 2]
    hostile += [b"ABXN\x01\0\0\0", b"ABXN\x01\0\0\0" + b"\xff" * 100, b"ABXN\x01\0\0\0" + bytes(24), bytes(BYTES)]
    hostile += [b"ABXN\x01\0\0\0" + (2**62).to_bytes(8, "little") + bytes(100)]
    # A count that no such sums have, other flags, another version.
    hostile += [state[:place] + bytes([state[place] ^ 0x80]) + state[place + 1 :] for place in range(8)]
    hostile += [state[:8] + bytes(8) + state[16:]]
    for bad in hostile:
        with pytest.raises(ValueError, match="state is .*"):
            Moments.from_bytes(bad)
    # Of any others, what is taken is written again as it was, and can be used.
    for _ in range(300):
        changed = bytearray(state)
        for _ in range(generator.randrange(1, 4)):
            changed[generator.randrange(len(changed))] ^= 1 << generator.randrange(8)
        try:
            moments = Moments.from_bytes(changed)
        except ValueError:
            continue
        assert moments.to_bytes() == changed
        for name in QUESTIONS:
            outcome(getattr(moments, name))
        moments.update([1.5])
        moments.merge(moments)
    for bad_type in (None, 5, "text", [1]):
        with pytest.raises(TypeError, match="state is .*, expected bytes"):
            Moments.from_bytes(bad_type)  # type: ignore[arg-type]


def test_closed() -> None:
    with Moments([1, 2]) as moments:
        assert repr(moments) == "<Moments of 2 values>"
    assert repr(moments) == "<closed Moments>"
    assert repr(Moments([5])) == "<Moments of 1 value>"
    moments.close()
    for use in (moments.mean, moments.to_bytes, lambda: moments.count, lambda: moments.update([1]), moments.__enter__):
        with pytest.raises(ValueError, match="closed"):
            use()  # type: ignore[operator]


def test_threads() -> None:
    moments = Moments()
    chunk = array("d", [0.1] * 1000)

    def work() -> None:
        for _ in range(50):
            moments.update(chunk)
            moments.merge(Moments([1, 2.5]))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = Moments([0.1] * 1000 * 200) + Moments([1, 2.5] * 200)
    assert moments == expected


def test_trace_of_an_update() -> None:
    moments = Moments()
    with abicus.trace() as calls:
        moments.update(array("d", [1.0]))
    assert [(call.function, call.path) for call in calls] == [("Moments.update", "buffer")]


if numpy is not None:

    @pytest.mark.slow
    def test_long_buffers() -> None:
        large = numpy.random.default_rng(3).normal(5, 2, 200_001)
        same(Moments(large), large.tolist())
        truths = numpy.array([True, False, True])
        same(Moments(truths), truths.tolist())
        assert Moments(list(large[:100])) == Moments(large[:100])
        with pytest.raises(ValueError, match="values has 1 masked elements"):
            Moments(numpy.ma.masked_array([1.0, 2.0], [0, 1]))


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
        assert abicus.Moments(values).to_bytes() == abicus.Moments(iter(values)).to_bytes() == abicus.Moments(plain).to_bytes()
    with pytest.raises(TypeError, match="^values has elements of type Decimal, str, expected ints and floats$"):
        abicus.Moments([Level.LOW, "a", Weight(1.0), Decimal(1)])
