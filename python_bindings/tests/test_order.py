"""The functions of order are good citizens: names, signatures, help, examples."""

from __future__ import annotations

import doctest
import inspect
import pickle

import pytest

import abicus
from abicus import _docs


@pytest.mark.parametrize("name", _docs.ORDER)
def test_a_function_shows_the_contract(name: str) -> None:
    function = getattr(abicus, name)
    assert function.__name__ == function.__qualname__ == name
    assert function.__module__ == "abicus"
    signature, _, text = _docs.ORDER[name].partition("\n--\n\n")
    assert str(inspect.signature(function)) == signature.removeprefix(name).replace("$module, ", "")
    assert inspect.getdoc(function) == inspect.cleandoc(text)
    assert pickle.loads(pickle.dumps(function)) is function
    assert name in abicus.__all__


@pytest.mark.parametrize("name", _docs.ORDER)
def test_examples_of_a_function(name: str) -> None:
    test = doctest.DocTestParser().get_doctest(_docs.ORDER[name], {name: getattr(abicus, name)}, name, None, None)
    assert test.examples
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0
