"""The library's functions as the backend in use offers them: filled by `_library`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    sum: Callable[..., Any]
    fsum: Callable[..., Any]
    dot: Callable[..., Any]
    sumprod: Callable[..., Any]
    sum_of_squares: Callable[..., Any]
    count_even: Callable[..., Any]

    # An exact state: what is passed around is opaque. `_exact_update` is all or nothing; it returns None, or what the
    # state has no place for (see `_fallback._exact_update`).
    _exact_new: Callable[[], Any]
    _exact_update: Callable[[Any, Any], tuple[int, bool] | None]
    _exact_merge: Callable[[Any, Any], None]
    _exact_clone: Callable[[Any], Any]
    _exact_value: Callable[[Any], float]
    _exact_to_bytes: Callable[[Any], bytes]
    _exact_from_bytes: Callable[[bytes], Any]

    # A view of new elements of the type whose code has this number.
    _allocate: Callable[[int, int], memoryview]
    # The door alone has these: the base of `Array`, what makes it known, and its ways of growing, which say whether they
    # were taken.
    _array_base: Callable[[], type]
    _set_array: Callable[[type], None]
    _array_insert: Callable[[Any, int, Any], int | None]
    _array_extend: Callable[[Any, Any], int | None]
    _array_grow: Callable[[Any, int], int | None]

    _noop: Callable[[], None]
    _noop_one: Callable[[object], None]
    _add_i32: Callable[[int, int], int]
    _square_i64: Callable[[int], int]
    _set_trace: Callable[[bool], None]
    _path_counts: Callable[[], tuple[int, int]]
