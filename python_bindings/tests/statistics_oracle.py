"""What CPython 3.13's `statistics` answers, on any Python: by fractions alone, or by that module where it is there."""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Callable

NAMES = ("mean", "fmean", "variance", "pvariance", "stdev", "pstdev", "median", "quantiles")
IS_NEW = sys.version_info >= (3, 13)


def _is_finite(number: Any) -> bool:
    return not isinstance(number, float) or math.isfinite(number)


def _value(exact: Fraction, data: Sequence[Any]) -> Any:
    """Return an exact value in the type of the data: all ints (or bools), or floats among them."""
    if any(isinstance(element, float) for element in data):
        return exact.numerator / exact.denominator
    return int(exact) if exact.denominator == 1 else exact.numerator / exact.denominator


def _mean(data: Sequence[Any]) -> Any:
    if not data:
        raise statistics.StatisticsError("mean requires at least one data point")
    special = [element for element in data if not _is_finite(element)]
    if special:
        return float(sum(special))
    return _value(sum(map(Fraction, data), Fraction(0)) / len(data), data)


def _root(exact: Fraction) -> float:
    """Return the double nearest to the root: by bisection between neighbours, whatever `math.sqrt` says."""
    if not exact:
        return 0.0
    shift = 200 + max(0, exact.denominator.bit_length() - exact.numerator.bit_length()) // 2 * 2
    scaled = math.isqrt((exact.numerator << 2 * shift) // exact.denominator)
    near = scaled / (1 << shift)
    candidates = [near, math.nextafter(near, 0.0), math.nextafter(near, math.inf)]

    def distance(candidate: float) -> Fraction:
        return abs(Fraction(scaled, 1 << shift) - Fraction(candidate))

    # 200 bits and more: no tie can be seen, for a double's square is no midpoint's.
    return min(filter(math.isfinite, candidates), key=distance)


def _spread(sample: bool, root: bool) -> Callable[..., Any]:
    name = f"{'' if sample else 'p'}{'stdev' if root else 'variance'}"

    def spread(data: Sequence[Any], about: Any = None) -> Any:
        if len(data) < 1 + sample:
            raise statistics.StatisticsError(f"{name} requires at least {'two data points' if sample else 'one data point'}")
        terms: Sequence[Any] = data
        if about is None:
            special = [element for element in data if not _is_finite(element)]
            if not special:
                exact = list(map(Fraction, data))
                middle = sum(exact, Fraction(0)) / len(data)
                total: Any = sum(((element - middle) ** 2 for element in exact), Fraction(0))
        else:
            terms = [(element - about) * (element - about) for element in data]
            special = [term for term in terms if not _is_finite(term)]
            if not special:
                total = sum(map(Fraction, terms), Fraction(0))
        if special:
            if root:
                raise AttributeError("'float' object has no attribute 'numerator'")
            return float(sum(special))
        value = total / (len(data) - sample)
        if not root:
            return _value(value, terms)
        if value >= (2**1024 - 2**970) ** 2:
            raise OverflowError("integer division result too large for a float")
        return _root(value)

    return spread


def _fmean(data: Sequence[Any]) -> float:
    if not data:
        raise statistics.StatisticsError("fmean requires at least one data point")
    return math.fsum(data) / len(data)


def _quantiles(data: Sequence[Any], *, n: int = 4, method: str = "exclusive") -> list[Any]:
    """Deviation of older Pythons: a single element is an error there."""
    if len(data) == 1 and n >= 1:
        return list(data) * (n - 1)
    return statistics.quantiles(data, n=n, method=method)  # type: ignore[arg-type]


_BY_FRACTIONS: dict[str, Callable[..., Any]] = {
    "mean": _mean,
    "fmean": _fmean,
    "variance": _spread(True, False),
    "pvariance": _spread(False, False),
    "stdev": _spread(True, True),
    "pstdev": _spread(False, True),
    "median": statistics.median,
    "quantiles": _quantiles,
}


def oracle(name: str) -> Callable[..., Any]:
    """Return the function that is right."""
    return getattr(statistics, name) if IS_NEW else _BY_FRACTIONS[name]  # type: ignore[no-any-return]


def by_fractions(name: str) -> Callable[..., Any]:
    """Return the function that works by fractions."""
    return _BY_FRACTIONS[name]


def outcome(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """Return what two calls that are equal have in common: type and bits of the result, or of the exception."""
    try:
        result = function(*arguments, **keywords)
    except Exception as error:
        return type(error)
    return shown(result)


def shown(result: Any) -> Any:
    """Return type and bits of a result; nan is nan."""
    if isinstance(result, list):
        return [shown(element) for element in result]
    if isinstance(result, float):
        return type(result), "nan" if math.isnan(result) else result.hex()
    if isinstance(result, Decimal):
        return Decimal, str(result)
    return type(result), result
