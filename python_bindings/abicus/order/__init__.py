"""What is in order: `sorted`, `sort`."""

from __future__ import annotations

from .. import _library
from . import _generic
from ._docs import DOCS

_functions = _library.functions(_generic, DOCS, f"{__name__}._shim")

sorted = _functions["sorted"]
sort = _functions["sort"]
