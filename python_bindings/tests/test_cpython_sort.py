"""CPython's own tests of sorting, run against abicus where this Python has them."""

from __future__ import annotations

import ast
import inspect
import types
import unittest
from typing import Any
from unittest import mock

import pytest

import abicus

sort_tests: Any = pytest.importorskip("test.test_sort", reason="this Python has no Lib/test")

#: Those of the protection of a list that is sorted in place while a key or a comparison changes it.
OF_LISTS = {
    "test_bug453523",
    "test_undetected_mutation",
    "test_key_with_mutation",
    "test_key_with_mutating_del",
    "test_key_with_mutating_del_and_exception",
}


class _Calls(ast.NodeTransformer):
    """Makes `x.sort(...)` a call of `sort_by_sorted(x, ...)`."""

    count = 0

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "sort":
            self.count += 1
            function = ast.copy_location(ast.Name("sort_by_sorted", ast.Load()), node)
            return ast.copy_location(ast.Call(function, [node.func.value, *node.args], node.keywords), node)
        return node


def rewritten() -> Any:
    """Return test_sort as a module in which lists are sorted by `abicus.sorted`."""
    calls = _Calls()
    tree = calls.visit(ast.parse(inspect.getsource(sort_tests)))
    assert calls.count > 10
    module: Any = types.ModuleType("sort_tests")

    def sort_by_sorted(values: list[Any], *arguments: Any, **keywords: Any) -> None:
        values[:] = abicus.sorted(values, *arguments, **keywords)

    vars(module).update(sort_by_sorted=sort_by_sorted, sorted=abicus.sorted)
    exec(compile(tree, sort_tests.__file__, "exec"), vars(module))
    module.verbose = False
    return module


MODULE = rewritten()
CASES = [case for case in vars(MODULE).values() if isinstance(case, type) and issubclass(case, unittest.TestCase)]
NAMES = [(case, name) for case in CASES for name in unittest.TestLoader().getTestCaseNames(case)]


@pytest.mark.parametrize(("case", "name"), [pair for pair in NAMES if pair[1] not in OF_LISTS])
def test_sort(case: type[unittest.TestCase], name: str) -> None:
    MODULE.nerrors = 0
    result = unittest.TestResult()
    case(name).run(result)
    assert result.testsRun == 1
    assert not result.errors and not result.failures, [text for _, text in result.errors + result.failures]
    assert MODULE.nerrors == 0


def test_sorted() -> None:
    builtin_tests: Any = pytest.importorskip("test.test_builtin")
    names = unittest.TestLoader().getTestCaseNames(builtin_tests.TestSorted)
    assert len(names) >= 3
    with mock.patch.object(builtin_tests, "sorted", abicus.sorted, create=True):
        for name in names:
            result = unittest.TestResult()
            builtin_tests.TestSorted(name).run(result)
            assert not result.errors and not result.failures, [text for _, text in result.errors + result.failures]
