"""The rules of the package's layout."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import abicus

PACKAGE = Path(abicus.__file__).parent
PATHS = [path for path in PACKAGE.rglob("*.py") if "_bench" not in path.parts]
SOURCES = {path.relative_to(PACKAGE).as_posix(): path.read_text() for path in PATHS}


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (r"\bCDLL\(|\bPyDLL\(|\bdlopen\(|\bLoadLibrary\(", {"_library.py"}),
        (r"\bfrom_buffer\(|\bPyObject_GetBuffer\b|\baddressof\(|\bbuffer_info\(|\.ctypes\.data\b", {"_buffers.py"}),
        (r"\bfrom_address\(|\bstring_at\(|\bPyCapsule", {"_arrow.py", "_arrow_fields.py", "_buffers.py"}),
        (r"\bABICUS_(LIBRARY|BACKEND)\b", {"_library.py"}),
        (r"(?m)^\s*(import|from) (numpy|pandas|pyarrow|polars|cffi)\b", set()),
    ],
)
def test_one_place_for_each_thing(pattern: str, allowed: set[str]) -> None:
    found = {name for name, text in SOURCES.items() if re.search(pattern, text) and name != "_cffi_abi.py"}
    assert found <= allowed


def test_files_are_short() -> None:
    for name, text in SOURCES.items():
        assert len(text.splitlines()) <= 400 or name in ("_cffi_abi.py", "_symbols.py"), name


def test_everything_public_is_documented() -> None:
    for name, text in SOURCES.items():
        tree = ast.parse(text)
        if name == "_cffi_abi.py":
            continue
        assert ast.get_docstring(tree), name
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node) or name.startswith("_bench/"), (name, node.name)
