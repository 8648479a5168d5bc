"""Sums over all pairs of two vectors: `pair_hypot_sum`."""

from __future__ import annotations

from .. import _library

_functions = _library.functions("pairs")

pair_hypot_sum = _functions["pair_hypot_sum"]
_pair_hypot_sum = _functions["_pair_hypot_sum"]
