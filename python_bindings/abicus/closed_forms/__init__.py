"""Numbers without a loop: `sum_range`, `fibonacci`, `factorial`."""

from __future__ import annotations

from .. import _library

_functions = _library.functions("closed_forms")

sum_range = _functions["sum_range"]
fibonacci = _functions["fibonacci"]
factorial = _functions["factorial"]
