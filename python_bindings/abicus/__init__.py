"""The standard library's answers, at hardware speed, for the data you already hold.

Exact sums: `sum`, `fsum`, `dot` (also called `sumprod`), `sum_of_squares`, `count_even`, and the accumulator `ExactSum`.
Statistics: `mean`, `fmean`, `variance`, `pvariance`, `stdev`, `pstdev`, `median`, `quantiles`, and the accumulator `Moments`.
Order: `sorted`, `sort`; in what is sorted `bisect_left`, `bisect_right`, `insort_left`, `insort_right`, `binary_search`,
`searchsorted`; and `Index`. Sets: `unique`, `duplicates`, `isin`. Without a loop: `sum_range`, `fibonacci`, `factorial`.
Primes: `primes`, `nth_prime`, `primes_between`, `count_primes`, `is_prime`. Passes over every element: `scale`,
`masked_hypot`, `adjust`; over all pairs: `pair_hypot_sum`. Words: `word_counts`, `most_common_words`, `WordCounter`.
`Array` is memory for results, and a cache of bytes; `field` is one field of many records. `trace` shows what a call did; `python -m abicus info` what is installed.
"""

from __future__ import annotations

from . import _docs, _library

_library.load()

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._library import InternalError
    from ._native import count_even, dot, fsum, sum, sum_of_squares, sumprod
    from ._entries import field, trace
    from .array import Array
    from .closed_forms import factorial, fibonacci, sum_range
    from .elementwise import adjust, masked_hypot, scale
    from .exact_sum import ExactSum
    from .order import (
        binary_search,
        bisect,
        bisect_left,
        bisect_right,
        insort,
        insort_left,
        insort_right,
        searchsorted,
        sort,
        sorted,
    )
    from .index import Index
    from .pairs import pair_hypot_sum
    from .prime import count_primes, is_prime, nth_prime, primes, primes_between
    from .sets import duplicates, isin, unique
    from .moments import Moments
    from .statistics import fmean, mean, median, pstdev, pvariance, quantiles, stdev, variance
    from .word_counter import WordCounter
    from .words import most_common_words, word_counts

    __version__: str

__all__ = [
    "Array",
    "ExactSum",
    "Index",
    "InternalError",
    "Moments",
    "WordCounter",
    "adjust",
    "binary_search",
    "bisect",
    "bisect_left",
    "bisect_right",
    "count_even",
    "count_primes",
    "dot",
    "duplicates",
    "factorial",
    "fibonacci",
    "field",
    "fmean",
    "fsum",
    "insort",
    "insort_left",
    "insort_right",
    "is_prime",
    "isin",
    "masked_hypot",
    "mean",
    "median",
    "most_common_words",
    "nth_prime",
    "pair_hypot_sum",
    "primes",
    "primes_between",
    "pstdev",
    "pvariance",
    "quantiles",
    "scale",
    "searchsorted",
    "sort",
    "sorted",
    "stdev",
    "sum",
    "sum_of_squares",
    "sum_range",
    "sumprod",
    "trace",
    "unique",
    "variance",
    "word_counts",
]

#: Where the names are that are no functions of a family.
_HOMES = {
    "Array": "array",
    "ExactSum": "exact_sum",
    "Index": "index",
    "InternalError": "_library",
    "Moments": "moments",
    "WordCounter": "word_counter",
    "field": "_entries",
    "trace": "_entries",
}


def _load(name: str) -> object:
    if name == "__version__":
        return _library.version()
    if name in _HOMES:
        return getattr(__import__(f"{__name__}.{_HOMES[name]}", fromlist=[name]), name)
    same = {"bisect": "bisect_right", "insort": "insort_right"}.get(name, name)
    for family, docs in _docs.FAMILIES.items():
        if same in docs:
            return _library.functions(family)[same]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if _library.backend == "door":
    # All at once, and no `__getattr__`: CPython from 3.11 on finds the names of such a module in a third of the time (it
    # specialises LOAD_ATTR, see PEP 659), which counts beside a call of 20 nanoseconds.
    globals().update({name: _load(name) for name in (*__all__, "__version__")})
else:

    def __getattr__(name: str) -> object:
        # Loaded when first asked for: importing abicus is cheap.
        value = globals()[name] = _load(name)
        return value


def __dir__() -> list[str]:
    return [*{*globals(), *__all__, "__version__"}]
