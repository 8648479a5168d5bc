"""CPython's own tests of math.fsum and math.sumprod, run against abicus where this Python has them."""

from __future__ import annotations

import unittest
from typing import Any
from unittest import mock

import pytest

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


def test_sumprod() -> None:
    result = run("test_sumprod", sumprod=abicus.sumprod)
    assert not result.errors and not result.failures, [text for _, text in result.errors + result.failures]


@pytest.mark.parametrize("name", ["test_sumprod_accuracy", "test_sumprod_stress", "test_sumprod_extended_precision_accuracy"])
def test_more_of_sumprod(name: str) -> None:
    result = run(name, sumprod=abicus.sumprod)
    assert not result.errors and not result.failures, [text for _, text in result.errors + result.failures]
