"""Passes over every element: `scale`, `masked_hypot`, `adjust`."""

from __future__ import annotations

from .. import _library
from . import _generic
from ._docs import DOCS

_functions = _library.functions(_generic, DOCS, f"{__name__}._shim")

scale = _functions["scale"]
masked_hypot = _functions["masked_hypot"]
adjust = _functions["adjust"]
