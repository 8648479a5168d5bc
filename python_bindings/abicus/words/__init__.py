"""How often each word comes in a text: `word_counts`, `most_common_words`, and the accumulator `WordCounter`."""

from __future__ import annotations

from .. import _library

globals().update(_library.functions("words"))

from ..word_counter import WordCounter  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    word_counts: Callable[..., dict[str, int]]
    most_common_words: Callable[..., list[tuple[str, int]]]

    # A counter: what is passed around is opaque. Those that take a text or end it return whether they did: `_generic.TAKEN`,
    # `UNKNOWN` or `INVALID`; unless that is `TAKEN`, nothing has changed.
    _words_new: Callable[[], Any]
    _words_update: Callable[[Any, Any, int, Any], int]
    _words_update_points: Callable[[Any, Any, int, Any], int]
    _words_finish: Callable[[Any], int]
    _words_merge: Callable[[Any, Any], int]
    _words_clone: Callable[[Any], Any]
    _words_swap: Callable[[Any, Any], None]
    _words_len: Callable[[Any], int]
    _words_cut: Callable[[Any], bytes]
    _words_unfolded: Callable[[Any], bytes]
    _words_fold: Callable[[Any, bytes], None]
    _words_counts: Callable[[Any], dict[str, int]]
    _words_most_common: Callable[[Any, Any], list[tuple[str, int]]]
    _words_to_bytes: Callable[[Any], bytes]
    _words_from_bytes: Callable[[bytes], Any]

__all__ = ["WordCounter", "most_common_words", "word_counts"]
