"""What every public function shows of itself."""

from __future__ import annotations

import doctest
import inspect
import pickle
from typing import Mapping

import abicus


def assert_shows_contract(name: str, signature: str, docs: Mapping[str, str]) -> None:
    """Check the function's name, signature, docstring and pickle; the examples of its docstring run."""
    function = getattr(abicus, name)
    assert (function.__name__, function.__qualname__, function.__module__) == (name, name, "abicus")
    assert str(inspect.signature(function)) == signature
    assert inspect.getdoc(function) == inspect.cleandoc(docs[name].partition("--\n\n")[2])
    assert pickle.loads(pickle.dumps(function)) is function
    names = {key: getattr(abicus, key) for key in abicus.__all__}
    test = doctest.DocTestParser().get_doctest(docs[name], names, name, None, None)
    assert test.examples and doctest.DocTestRunner().run(test).failed == 0
