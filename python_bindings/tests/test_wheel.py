"""The wheel that is installed: its tag, its files, its size."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

import abicus
from abicus import _library

PACKAGE = Path(abicus.__file__).parent


@pytest.fixture
def wheel() -> str:
    """Return the text of the WHEEL file of the package that is imported."""
    try:
        distribution = metadata.distribution("abicus")
    except metadata.PackageNotFoundError:
        pytest.skip("abicus is not installed")
    if Path(str(distribution.locate_file("abicus"))) != PACKAGE:
        pytest.skip("the abicus that is imported is not the one that is installed")
    return distribution.read_text("WHEEL") or ""


def test_one_wheel_serves_every_python(wheel: str) -> None:
    assert "Root-Is-Purelib: false" in wheel
    assert re.search(r"^Tag: py3-none-\w+$", wheel, flags=re.MULTILINE)


def test_the_tag_is_honest(wheel: str) -> None:
    """The library uses no symbol of a glibc that is newer than the tag says, and nothing but glibc and libgcc."""
    tag = re.search(r"manylinux_(\d+)_(\d+)_", wheel)
    if not tag:
        pytest.skip("not a manylinux wheel")
    code = Path(_library.path).read_bytes()
    used = {(int(major), int(minor)) for major, minor in re.findall(rb"GLIBC_(\d+)\.(\d+)", code)}
    assert max(used) <= (int(tag[1]), int(tag[2]))


def test_what_is_shipped(wheel: str) -> None:
    shipped = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*") if path.is_file()}
    assert {"libabicus.so", "include/abicus.h", "abicus.cdef", "py.typed", "__init__.pyi"} <= shipped
    size = sum(path.stat().st_size for path in PACKAGE.rglob("*") if path.is_file() and "_bench" not in path.parts)
    # Below 2 MB is the aim, and was so with one family; most of the rest is the kernels for each of ten types. 0.4 MB are
    # bytecode.
    assert size < 5_500_000
