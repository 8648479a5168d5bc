"""CPython's own tests of math.fsum and math.sumprod, run against abicus where this Python has them."""

from __future__ import annotations

import os
import unittest
from typing import Any
from unittest import mock

import oracle
import pytest
from oracle import bits

import abicus

math_tests: Any = pytest.importorskip("test.test_math", reason="this Python has no Lib/test")


def run(name: str, **replaced: Any) -> unittest.TestResult:
    if not hasattr(math_tests.MathTests, name):
        pytest.skip(f"this Python's test_math has no {name}")
    result = unittest.TestResult()
    with mock.patch.multiple(math_tests.math, **replaced, create="sumprod" in replaced):
        math_tests.MathTests(name).run(result)
    return result


def test_fsum() -> None:
    """Deviation: 1e308, 1e308, -1e308 and the like are sums that a float holds, so there is no OverflowError."""
    theirs = math_tests.math.fsum

    def fsum(values: Any) -> float:
        values = list(values)
        try:
            expected = theirs(values)
        except OverflowError:
            abicus_result = None
            try:
                abicus_result = abicus.fsum(values)
            except OverflowError:
                raise
            pytest.fail(f"no error for {values}: {abicus_result}")
        result = abicus.fsum(values)
        assert result == expected or result != result
        return result

    result = run("testFsum", fsum=fsum)
    assert result.testsRun == 1
    assert not result.errors and not result.failures, result


def plain(p: Any, q: Any) -> bool:
    """Return whether there are only finite floats, and ints that a float can hold."""
    return all(type(value) in (int, float, bool) and abs(value) < 2**1024 - 2**970 for value in (*p, *q))


def sumprod(p: Any, q: Any) -> Any:
    """Deviation: always correctly rounded. Where the oracle rounds on the way the rational answer is asserted here,
    and the test gets the oracle's."""
    if not isinstance(p, tuple) or not isinstance(q, tuple) or len(p) != len(q) or not plain(p, q):
        return abicus.sumprod(p, q)
    try:
        ours = abicus.sumprod(p, q)
    except OverflowError:
        ours = OverflowError
    total: Any = 0
    for x, y in zip(p, q):
        total += x * y
    if ours is OverflowError:
        integers = sum(x * y for x, y in zip(p, q) if type(x) is not float and type(y) is not float)
        assert abs(integers) >= 2**1024 - 2**970, (p, q)
    elif bits(ours) != bits(total):
        assert bits(ours) == bits(oracle.exact_dot(p, q)), (p, q)
    return total


@pytest.mark.parametrize("name", ["testSumProd", "test_sumprod_stress"])
def test_sumprod(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "test_sumprod_stress" and not os.environ.get("ABICUS_THOROUGH"):
        # Vectors of up to two elements from each pool; those of three take minutes.
        monkeypatch.setattr(math_tests, "range", lambda stop: range(min(stop, 3)), raising=False)
    result = run(name, sumprod=sumprod)
    assert not result.errors and not result.failures, [text for _, text in result.errors + result.failures]


@pytest.mark.parametrize("name", ["test_sumprod_accuracy", "test_sumprod_extended_precision_accuracy"])
def test_sumprod_unchanged(name: str) -> None:
    result = run(name, sumprod=abicus.sumprod)
    assert not result.errors and not result.failures, [text for _, text in result.errors + result.failures]
