"""The generic path: every input that is not a plain list or buffer of numbers; see the module of the same name above.

What `statistics` of CPython 3.13 does is done here on every Python: older ones round otherwise, or lack arguments.
"""

from __future__ import annotations

import sys
from itertools import chain

from .. import _native
from .._numbers import plain_numbers, plain_values
from .._buffers import view_of
from .._vectors import Parts, data_of, element_type, elements_of, parts_of, tuples_of
from ._answers import statistics_error
from ._powers import Content, Powers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

native: Any = sys.modules[__package__]


def _again(values: Any, data: Any) -> bool:
    """Return whether the library's own function takes the data, which it did not as it came."""
    return data is not values and element_type(data) is not None


def _gathered(name: str, data: Any) -> Any:
    """Return the `Powers` of what `parts_of` gave, or the `Sums` if not all are ints and floats."""
    powers = Powers()
    if type(data) is Parts:
        for part in data.views:
            powers.add_data(part)
    elif element_type(data):
        powers.add_data(data)
    else:
        chunks = tuples_of(elements_of(name, data))
        for chunk in chunks:
            if not powers.add_chunk(chunk):
                return _any_kind(chain((chunk,), chunks), powers)
    return powers


def _any_kind(chunks: Iterable[tuple[Any, ...]], powers: Powers) -> Any:
    from ._rational import Sums

    sums = Sums(powers)
    for chunk in chunks:
        sums.add(chunk)
    return sums


def mean(data: Any) -> Any:
    vector = parts_of("data", data)
    if _again(data, vector):
        return native.mean(vector)
    return _gathered("data", vector).mean()


def _spread(name: str, data: Any, about: Any, sample: bool, root: bool) -> Any:
    vector = parts_of("data", data)
    if _again(data, vector):
        return getattr(native, name)(vector, about)
    if about is None:
        return _gathered("data", vector).spread(name, sample, root)
    chunks = tuples_of(elements_of("data", vector))
    return _any_kind(_squares(chunks, about), Powers()).spread_of_squares(name, sample, root)


def _squares(chunks: Iterable[tuple[Any, ...]], about: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the squares of the differences from a number, each rounded as its type is."""
    from ._rational import without_scalars

    (number,) = without_scalars((about,))
    for chunk in chunks:
        differences = (element - number for element in without_scalars(chunk))
        yield tuple(difference * difference for difference in differences)


def variance(data: Any, xbar: Any = None) -> Any:
    return _spread("variance", data, xbar, sample=True, root=False)


def pvariance(data: Any, mu: Any = None) -> Any:
    return _spread("pvariance", data, mu, sample=False, root=False)


def stdev(data: Any, xbar: Any = None) -> Any:
    return _spread("stdev", data, xbar, sample=True, root=True)


def pstdev(data: Any, mu: Any = None) -> Any:
    return _spread("pstdev", data, mu, sample=False, root=True)


def _counted(elements: Iterator[Any], count: list[int]) -> Iterator[Any]:
    for chunk in tuples_of(elements):
        count[0] += len(chunk)
        yield from chunk


def fmean(data: Any, weights: Any = None) -> float:
    vector = data_of("data", data)
    if weights is not None:
        return _weighted_mean(vector, data_of("weights", weights))
    if _again(data, vector):
        mean: float = native.fmean(vector)
        return mean
    count = [0]
    if element_type(vector):
        count[0] = vector.nbytes // vector.itemsize
        total = _native.fsum(vector)
    elif isinstance(vector, (list, tuple)):
        count[0] = len(vector)
        total = _native.fsum(vector)
    else:
        total = _native.fsum(_counted(elements_of("data", vector), count))
    if not count[0]:
        raise statistics_error("fmean requires at least one data point")
    return float(total / count[0])


def _weighted_mean(data: Any, weights: Any) -> float:
    if not element_type(weights) and not isinstance(weights, (list, tuple)):
        weights = list(elements_of("weights", weights))
    try:
        products = _native.sumprod(data, weights)
    except ValueError:
        raise statistics_error("data and weights must be the same length") from None
    sum_of_weights = _native.fsum(weights)
    if not sum_of_weights:
        raise statistics_error("sum of weights must be non-zero")
    weighted: float = products / sum_of_weights
    return weighted


def _elements(name: str, data: Any) -> tuple[Any, ...]:
    """Return the elements of what `data_of` gave, NumPy's scalars as Python numbers if there are no others."""
    elements: tuple[Any, ...] = tuple(elements_of(name, data))
    view = view_of(data)
    if view is not None and view.format[-1:] == "?":
        return tuple(map(bool, elements))  # a bool that is found stays one
    numbers = plain_numbers(elements)
    return elements if numbers is None else numbers


def _in_turn(values: Any, elements: tuple[Any, ...]) -> bool:
    """Return whether the library's own function takes the elements, which were not in a list or tuple before."""
    return type(values) not in (list, tuple) and set(map(type, elements)) in ({float}, {int})


def median(data: Any) -> Any:
    vector = data_of("data", data)
    if _again(data, vector):
        return native.median(vector)
    found = _elements("data", vector)
    if _in_turn(data, found):
        return native.median(found)
    elements = sorted(found)
    count = len(elements)
    if not count:
        raise statistics_error("no median for empty data")
    half = count // 2
    return elements[half] if count % 2 else (elements[half - 1] + elements[half]) / 2


def quantiles(data: Any, *, n: int = 4, method: str = "exclusive") -> list[Any]:
    if n < 1:
        raise statistics_error("n must be at least 1")
    vector = data_of("data", data)
    if _again(data, vector):
        again: list[Any] = native.quantiles(vector, n=n, method=method)
        return again
    found = _elements("data", vector)
    if _in_turn(data, found):
        in_turn: list[Any] = native.quantiles(found, n=n, method=method)
        return in_turn
    elements = sorted(found)
    count = len(elements)
    if not count:
        raise statistics_error("must have at least one data point")
    if count == 1:
        return elements * (n - 1)
    if method not in ("inclusive", "exclusive"):
        raise ValueError(f"Unknown method: {method!r}")
    # An exclusive cut lies between elements numbered from one, at places of which there are two more.
    first = 1 if method == "exclusive" else 0
    cuts = []
    for number in range(1, n):
        place = number * (count + 2 * first - 1)
        # At least, and at most, an element and the next one.
        below = min(max(place // n, first), count - 2 + first)
        beyond = place - below * n
        lower, upper = elements[below - first], elements[below - first + 1]
        cuts.append((lower * (n - beyond) + upper * beyond) / n)
    return cuts


def _moments_update(state: object, values: Any, /) -> Content | None:
    """Add values to a native state, all or nothing; return what that has no place for."""
    data = parts_of("values", values)
    if _again(values, data):
        extra: Content | None = native._moments_update(state, data)
        return extra
    powers = Powers()
    if type(data) is Parts:
        for part in data.views:
            powers.add_data(part)
        data = ()
    for chunk in tuples_of(elements_of("values", data)):
        if not powers.add_chunk(chunk):
            powers.add_chunk(plain_values("values", chunk))
    native._moments_merge(state, powers.state)
    return powers.extra
