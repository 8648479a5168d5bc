"""What the functions of CPython 3.13's `statistics` say of numbers of many types, kept in a file.

`python3.13 statistics_records.py` writes it anew.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Callable

from statistics_oracle import NAMES, shown

HUGE_THAT_CANCEL = [1.7e308, -1.7e308, 1.7e308]
VALUES: list[list[Any]] = [
    [1, 2, 3],
    [1, 2],
    [2**70, 2**70 + 2],
    [2**70, 2**70 + 1],
    [10**400, -(10**400), 1.5],
    [10**400, 1],
    [10**400, 10**400 + 1],
    [True, False, True],
    [True, 2, True],
    [1, True, True],
    [1, 2.5],
    [2**53 + 1, 0.5],
    [2**53, 0.5, -(2**53)],
    [2**63, 1],
    [-(2**63), 2**63 - 1],
    [Fraction(1, 3), Fraction(1, 6)],
    [Fraction(1, 3), 1],
    [Fraction(1, 3), 0.5],
    [1, 2, 3.0, Fraction(1, 7)],
    [Fraction(4, 2), Fraction(6, 2)],
    [Decimal("0.1"), Decimal("0.25"), Decimal("0.3")],
    [Decimal("0.1"), 1, 2],
    [Decimal(1) / 3, Decimal(2) / 3, Decimal("1e-20")],
    [Decimal("4"), Decimal("4")],
    [Decimal("0.1"), 0.5],
    [Decimal("nan"), Decimal(1)],
    [Decimal("inf"), Decimal(1), Decimal(2)],
    [Decimal("inf"), 1.0, 2.0],
    [Decimal("snan"), Decimal(1)],
    [math.inf, 1.0, 2.0],
    [math.inf, -math.inf, 2.0],
    [math.nan, 1.0, 3.0],
    [3.0, math.nan, 1.0],
    [math.nan, 1, Fraction(1, 2)],
    [math.inf, 1, Fraction(1, 2)],
    HUGE_THAT_CANCEL,
    [1.7e308, 1.7e308],
    [5e-324, 5e-324, 1e-323],
    [0.0, -0.0],
    [-0.0],
    [-0.0, -0.0, -0.0],
    [1],
    [1.5],
    [True],
    [Decimal("1.5")],
    [],
    ["a", "b"],
    ["a"],
    [None, 1],
    [1j, 2j],
    [[1], [2], [3]],
    [Decimal("27.5"), Decimal("30.25"), Decimal("30.25"), Decimal("34.5"), Decimal("41.75")],
    [Decimal("0.5"), Decimal("0.75"), Decimal("0.625"), Decimal("0.375")],
    [Decimal(2), Decimal(3), Decimal("1e-30")],
    [Decimal("1e5000"), Decimal(2)],
    [Decimal("-0"), Decimal("0.00")],
    [Fraction(1, 6), Fraction(1, 2), Fraction(5, 3)],
    [Fraction(1, 3), 0.5, 1],
    [Fraction(10**400, 3), 0.5],
    [0.1, 0.2, Fraction(1, 10**30)],
]


def shown_outcome(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> str:
    """Return the text of the type and the bits of a result, or of the exception's type."""
    try:
        return repr(shown(function(*arguments, **keywords)))
    except Exception as error:
        return type(error).__name__


def _key(values: list[Any]) -> str:
    return repr(values).replace("0" * 100, "_")


def _write() -> None:
    assert sys.version_info[:2] == (3, 13)
    records = {_key(values): {name: shown_outcome(getattr(statistics, name), values) for name in NAMES} for values in VALUES}
    _PATH.write_text(json.dumps(records, indent=1) + "\n")


def recorded(name: str, values: list[Any]) -> str:
    """Return the text that CPython 3.13 gave."""
    text: str = _RECORDS[_key(values)][name]
    return text


_PATH = Path(__file__).with_suffix(".json")
if __name__ == "__main__":
    _write()
_RECORDS = json.loads(_PATH.read_text())
