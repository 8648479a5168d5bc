"""The functions are good citizens: names, signatures, help, pickles, doctests, imports."""

from __future__ import annotations

import doctest
import inspect
import os
import pickle
import pydoc
import re
import subprocess
import sys
from pathlib import Path

import pytest

import abicus
import abicus.exact_sum
from abicus import _docs_numbers, _entries, _library

SIGNATURES = {
    "sum": "(values, /, start=0, *, threads=1)",
    "fsum": "(values, /)",
    "dot": "(a, b, *, threads=1)",
    "sumprod": "(a, b, *, threads=1)",
    "sum_of_squares": "(values, /)",
    "count_even": "(values, /)",
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_function_shows_the_contract(name: str) -> None:
    function = getattr(abicus, name)
    assert function.__name__ == function.__qualname__ == name
    assert function.__module__ == "abicus"
    assert str(inspect.signature(function)) == SIGNATURES[name]
    text = _docs_numbers.SUMS[name].partition("--\n\n")[2]
    assert inspect.getdoc(function) == inspect.cleandoc(text)
    page = pydoc.plain(pydoc.render_doc(function))
    assert f"{name}(" in page
    assert text.splitlines()[0] in page


@pytest.mark.parametrize("name", [*SIGNATURES, "ExactSum", "InternalError"])
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_by_name(name: str, protocol: int) -> None:
    value = getattr(abicus, name)
    assert pickle.loads(pickle.dumps(value, protocol)) is value


def test_the_door_makes_built_in_functions() -> None:
    built_in = type(abicus.sum) is type(len)
    assert built_in == (_library.backend == "door")


def test_the_public_names() -> None:
    assert set(abicus.__all__) <= set(dir(abicus))
    assert {*SIGNATURES, "Array", "ExactSum", "InternalError", "trace"} <= set(abicus.__all__)
    # Each name is there, in the stub too.
    stub = (Path(abicus.__file__).parent / "__init__.pyi").read_text()
    for name in abicus.__all__:
        assert getattr(abicus, name) is getattr(abicus, name)
        assert re.search(rf"^(def|class) {name}\b|\b{name} as {name}\b", stub, flags=re.MULTILINE), name
    assert abicus.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="module 'abicus' has no attribute 'nothing'"):
        abicus.nothing  # noqa: B018


@pytest.mark.parametrize("name", SIGNATURES)
def test_examples_of_a_function(name: str) -> None:
    test = doctest.DocTestParser().get_doctest(_docs_numbers.SUMS[name], vars(abicus).copy(), name, None, None)
    assert test.examples
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0


def test_examples_of_the_modules() -> None:
    from abicus import array

    for module in (abicus.exact_sum, _entries, array):
        result = doctest.testmod(module)
        assert result.attempted and not result.failed


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_importing_is_light() -> None:
    heavy = [
        "numpy",
        "cffi",
        "_cffi_backend",
        "ctypes",
        "array",
        "collections",
        "importlib.util",
        "inspect",
        "typing",
        "threading",
    ]
    code = "import sys; before = set(sys.modules); import abicus; print(sorted(set(sys.modules) - before))"
    result = run(code)
    assert result.returncode == 0, result.stderr
    loaded = set(eval(result.stdout))
    if _library.backend == "door":
        assert not loaded & set(heavy)
    assert not loaded & {"numpy", "inspect", "typing", "cffi"}


def test_no_fallback_is_loaded_for_plain_data() -> None:
    if _library.backend != "door":
        pytest.skip("the shim loads the fallback with itself")
    code = (
        "import sys, abicus; abicus.sum([0.1, 2]); abicus.dot(b'a', b'b'); assert 'abicus._generic' not in sys.modules"
    )
    assert run(code).returncode == 0


def test_info() -> None:
    result = subprocess.run([sys.executable, "-m", "abicus", "info"], capture_output=True, text=True, check=True)
    lines = dict(line.split(maxsplit=1) for line in result.stdout.splitlines() if not line.startswith("CPU"))
    assert lines["version"] == abicus.__version__
    assert lines["library"] == _library.path
    assert lines["backend"] == _library.backend
    assert len(lines["fingerprint"]) == 16
    lowered = subprocess.run(
        [sys.executable, "-m", "abicus", "info"],
        env={**os.environ, "ABICUS_CPU": "portable"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "portable in use" in lowered.stdout


@pytest.mark.parametrize("arguments", [["nothing"], ["info", "more"]])
def test_a_wrong_command(arguments: list[str]) -> None:
    result = subprocess.run([sys.executable, "-m", "abicus", *arguments], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "usage" in result.stderr


def test_the_three_backends_agree() -> None:
    code = """
import abicus, json, math
from array import array
from fractions import Fraction
def answer(f, *a, **k):
    try: return repr(f(*a, **k))
    except Exception as e: return f'{type(e).__name__}: {e}'
inputs = [[], [1, 2], [0.1] * 10, [1, 2.5], [2**70, 1], [2**1024, 1.0], [math.inf, -math.inf], ['a'], [None], 5, None,
          array('d', [1e308] * 2), array('f', [0.1]), memoryview(array('i', range(9)))[::-2], b'ab', range(5), {1: 2},
          [Fraction(1, 3)], [1j], [True, False], {1, 2}]
print([[answer(f, x) for x in inputs] for f in (abicus.sum, abicus.fsum, abicus.sum_of_squares, abicus.count_even,
       abicus.ExactSum, lambda x: abicus.dot(x, x), lambda x: abicus.sum(x, 0.5), lambda x: abicus.sum(x, threads=2))])
"""
    answers = {}
    for backend in _library.BACKENDS:
        result = run(code, ABICUS_BACKEND=backend)
        if result.returncode and "cffi is not installed" in result.stderr:
            continue
        assert result.returncode == 0, result.stderr
        answers[backend] = result.stdout
    assert len(set(answers.values())) == 1, answers


def test_names_are_found_quickly() -> None:
    """A module with `__getattr__` has each of its names looked up anew by every call."""
    assert ("__getattr__" in vars(abicus)) == (_library.backend != "door")
    assert {*abicus.__all__, "__version__"} <= {*dir(abicus)}
