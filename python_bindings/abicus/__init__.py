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

from . import _library

_library.load()

from ._native import count_even, dot, fsum, sum, sum_of_squares, sumprod  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._errors import InternalError
    from ._trace import trace
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
    from .order.index import Index
    from .pairs import pair_hypot_sum
    from .prime import count_primes, is_prime, nth_prime, primes, primes_between
    from .records import field
    from .sets import duplicates, isin, unique
    from .statistics import Moments, fmean, mean, median, pstdev, pvariance, quantiles, stdev, variance
    from .words import WordCounter, most_common_words, word_counts

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

_HOMES = {
    **{"Array": "array", "ExactSum": "exact_sum", "Index": "order.index", "InternalError": "_errors", "trace": "_trace"},
    **dict.fromkeys(("Moments", "fmean", "mean", "median", "pstdev", "pvariance", "quantiles", "stdev", "variance"), "statistics"),
    **dict.fromkeys(("sort", "sorted", "binary_search", "searchsorted"), "order"),
    **dict.fromkeys(("bisect", "bisect_left", "bisect_right", "insort", "insort_left", "insort_right"), "order"),
    **dict.fromkeys(("duplicates", "isin", "unique"), "sets"),
    **dict.fromkeys(("factorial", "fibonacci", "sum_range"), "closed_forms"),
    **dict.fromkeys(("count_primes", "is_prime", "nth_prime", "primes", "primes_between"), "prime"),
    **dict.fromkeys(("adjust", "masked_hypot", "scale"), "elementwise"),
    "pair_hypot_sum": "pairs",
    "field": "records",
    **dict.fromkeys(("WordCounter", "most_common_words", "word_counts"), "words"),
}


def __getattr__(name: str) -> object:
    # Loaded when first asked for: importing abicus is cheap.
    if name == "__version__":
        value: object = _library.version()
    elif name in _HOMES:
        value = getattr(__import__(f"{__name__}.{_HOMES[name]}", fromlist=[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, "__version__"})
