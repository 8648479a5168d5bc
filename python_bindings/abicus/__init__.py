"""The standard library's answers, at hardware speed, for the data you already hold.

Exact sums: `sum`, `fsum`, `dot` (also called `sumprod`), `sum_of_squares`, `count_even`, and the accumulator
`ExactSum`. Order: `sorted`, `sort`. Statistics: `mean`, `fmean`, `variance`, `pvariance`, `stdev`, `pstdev`, `median`,
`quantiles`, and the accumulator `Moments`. `trace` shows what a call did; `python -m abicus info` what is installed.
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
    from .exact_sum import ExactSum
    from .order import sort, sorted
    from .statistics import Moments, fmean, mean, median, pstdev, pvariance, quantiles, stdev, variance

    __version__: str

__all__ = [
    "Array",
    "ExactSum",
    "InternalError",
    "Moments",
    "count_even",
    "dot",
    "fmean",
    "fsum",
    "mean",
    "median",
    "pstdev",
    "pvariance",
    "quantiles",
    "sort",
    "sorted",
    "stdev",
    "sum",
    "sum_of_squares",
    "sumprod",
    "trace",
    "variance",
]

_HOMES = {"Array": "array", "ExactSum": "exact_sum", "InternalError": "_errors", "trace": "_trace"}
_HOMES.update(dict.fromkeys(["sort", "sorted"], "order"))
_STATISTICS = ("Moments", "fmean", "mean", "median", "pstdev", "pvariance", "quantiles", "stdev", "variance")
_HOMES.update(dict.fromkeys(_STATISTICS, "statistics"))


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
