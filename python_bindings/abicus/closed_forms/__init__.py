"""Numbers without a loop: `sum_range`, `fibonacci`, `factorial`."""

from __future__ import annotations

from .. import _library
from . import _generic
from ._docs import DOCS

_functions = _library.functions(_generic, DOCS, f"{__name__}._shim")

sum_range = _functions["sum_range"]
fibonacci = _functions["fibonacci"]
factorial = _functions["factorial"]
