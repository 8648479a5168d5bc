"""CPython's own tests of bisect, run against abicus where this Python has them."""

from __future__ import annotations

import types
import unittest
from typing import Any

import pytest

import abicus

bisect_tests: Any = pytest.importorskip("test.test_bisect", reason="this Python has no Lib/test")

CASES = ("TestBisectC", "TestInsortC", "TestErrorHandlingC", "TestDocExampleC")
NAMES = ("bisect", "bisect_left", "bisect_right", "insort", "insort_left", "insort_right")


@pytest.mark.parametrize("case", CASES)
def test_bisect(case: str) -> None:
    theirs = getattr(bisect_tests, case)
    module = types.SimpleNamespace(**{name: getattr(abicus, name) for name in NAMES})
    mine = type(case, (theirs,), {"module": module})
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(mine).run(result)
    assert result.testsRun
    assert not result.errors and not result.failures, [text for _, text in result.errors + result.failures]
