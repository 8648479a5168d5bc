"""Sums over all pairs of two vectors: `pair_hypot_sum`."""

from __future__ import annotations

from .. import _library
from . import _generic
from ._docs import DOCS

_functions = _library.functions(_generic, {**DOCS, "_pair_hypot_sum": ""}, f"{__name__}._shim")

pair_hypot_sum = _functions["pair_hypot_sum"]
_pair_hypot_sum = _functions["_pair_hypot_sum"]
