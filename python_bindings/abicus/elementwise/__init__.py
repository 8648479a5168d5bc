"""Passes over every element: `scale`, `masked_hypot`, `adjust`."""

from __future__ import annotations

from .. import _library

_functions = _library.functions("elementwise")

scale = _functions["scale"]
masked_hypot = _functions["masked_hypot"]
adjust = _functions["adjust"]
