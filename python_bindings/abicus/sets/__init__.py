"""Distinct values, duplicates and membership: `unique`, `duplicates`, `isin`."""

from __future__ import annotations

from .. import _library

_functions = _library.functions("sets")

unique = _functions["unique"]
duplicates = _functions["duplicates"]
isin = _functions["isin"]
