"""Statistics with the answers of CPython 3.13's `statistics`, to the last bit, on every Python."""

from __future__ import annotations

from .. import _library

globals().update(_library.functions("statistics"))

from ..moments import Moments  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    mean: Callable[..., Any]
    fmean: Callable[..., float]
    variance: Callable[..., Any]
    pvariance: Callable[..., Any]
    stdev: Callable[..., Any]
    pstdev: Callable[..., Any]
    median: Callable[..., Any]
    quantiles: Callable[..., list[Any]]

    # Exact moments: what is passed around is opaque. `_moments_update` is all or nothing; it returns None, or what the
    # state has no place for (see `_generic._moments_update`).
    _moments_new: Callable[[], Any]
    _moments_update: Callable[[Any, Any], Any]
    _moments_merge: Callable[[Any, Any], None]
    _moments_clone: Callable[[Any], Any]
    _moments_ask: Callable[[Any, int], float]
    _moments_to_bytes: Callable[[Any], bytes]
    _moments_from_bytes: Callable[[bytes], Any]

__all__ = ["Moments", "fmean", "mean", "median", "pstdev", "pvariance", "quantiles", "stdev", "variance"]
