"""Distinct values, duplicates and membership: `unique`, `duplicates`, `isin`."""

from __future__ import annotations

from .. import _library
from . import _generic
from ._docs import DOCS

_functions = _library.functions(_generic, DOCS, f"{__name__}._shim")

unique = _functions["unique"]
duplicates = _functions["duplicates"]
isin = _functions["isin"]
