"""The generic path of words: texts that are read in pieces, and what is wrong with others.

The public functions here have the names and the signatures of those that pass on to them.
"""

from __future__ import annotations

import operator
import sys
from codecs import utf_8_decode

from .._vectors import thread_count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, NoReturn, Optional

    Progress = Optional[Callable[[int, int], object]]

#: What the library says of a text: it was counted; it is none that is read there; it is no UTF-8.
TAKEN, UNKNOWN, INVALID = range(3)

#: Characters, or bytes, of a piece where a text is not read in place.
PIECE = 1 << 20
#: A UnicodeDecodeError has a copy of the text, up to so many bytes; of a longer one the part that is wrong.
LONGEST_COPY = 1 << 30

_POINTS = f"utf-32-{sys.byteorder[0]}e"


def word_counts(text: Any, *, threads: int = 1, progress: Progress = None) -> dict[str, int]:
    from .. import words as native

    return native._words_counts(counted(text, threads, progress))


def most_common_words(
    text: Any, n: Optional[int] = 10, *, threads: int = 1, progress: Progress = None
) -> list[tuple[str, int]]:
    from .. import words as native

    most = size(n)
    return native._words_most_common(counted(text, threads, progress), most)


def size(n: Any) -> Optional[int]:
    """Return how many words are asked for, an int of 64 bits or None for all."""
    return None if n is None else max(0, min(operator.index(n), sys.maxsize))


def counted(text: Any, threads: Any, progress: Any) -> Any:
    """Return the state of a whole text, its words made small."""
    from .. import words as native

    state, text = native._words_new(), plain(text)
    update(state, text, threads, progress, True)
    if native._words_finish(state) != TAKEN:
        raise_invalid(text, b"")
    fold(state)
    return state


def fold(state: Any) -> None:
    """Make the words of a state small that are not yet."""
    from .. import words as native

    text = native._words_unfolded(state)
    if text:
        native._words_fold(state, _lower(text))


def _lower(text: bytes) -> bytes:
    """Make words, a line each, small, with the tables of this Python. Called by the door, too."""
    made, start = [], 0
    while start < len(text):
        # Piece by piece, for signals come between them; what stands in another line changes no letter.
        end = text.find(b"\n", start + PIECE) + 1 or len(text)
        made.append(text[start:end].decode("utf-8", "surrogatepass").lower().encode("utf-8", "surrogatepass"))
        start = end
    return b"".join(made)


def plain(text: Any) -> Any:
    """Return a text with its buffer where all Pythons see it."""
    from ..array import Array

    return text.view if isinstance(text, Array) else text


def update(state: Any, text: Any, threads: Any, progress: Any, is_new: bool = False) -> None:
    """Add a text to a state. If this raises, nothing has changed, but for a state that is new."""
    from .. import words as native

    threads = thread_count(threads)
    if not (progress is None or callable(progress)):
        raise TypeError(f"progress is {type(progress).__name__}, expected a callable or None")
    cut = b"" if is_new else native._words_cut(state)
    status = native._words_update(state, text, threads, progress)
    if status == UNKNOWN:
        status = _update_by_pieces(state, text, threads, progress, is_new)
    if status == INVALID:
        raise_invalid(text, cut)


def _update_by_pieces(state: Any, text: Any, threads: int, progress: Progress, is_new: bool) -> int:
    from .. import words as native

    # A piece and its copy are all that is taken beside the text; for several threads a piece has to be long.
    size = PIECE if threads == 1 else 4 * PIECE
    pieces, whole = _pieces(text, size)
    part = state if is_new or whole <= size else native._words_clone(state)
    done = 0
    for piece, length in pieces:
        add = native._words_update if type(piece) is bytes else native._words_update_points
        status = add(part, piece, threads, _of_whole(progress, done, whole))
        if status != TAKEN:
            return status
        done += length
        del piece
    if part is not state:
        native._words_swap(state, part)
    return TAKEN


def _of_whole(progress: Progress, done: int, whole: int) -> Progress:
    """Return what a piece's progress is to be told to: one that tells of the whole."""
    return None if progress is None else lambda part, _: progress(done + part, whole)


def _pieces(text: Any, size: int) -> tuple[Iterator[tuple[Any, int]], int]:
    """Return the pieces of a text with their lengths, and its length; TypeError if it is none."""
    if isinstance(text, str):
        return _pieces_of_str(text, size), str.__len__(text)
    try:
        view = memoryview(text)
    except TypeError:
        kind = type(text).__name__
        raise TypeError(f"text is {kind}, expected a str, or bytes or another buffer of UTF-8") from None
    if view.itemsize != 1:
        raise TypeError(f"text is a buffer of {view.itemsize} bytes an element ({view.format!r}), expected single bytes of UTF-8")
    if view.ndim != 1:
        view = memoryview(view.tobytes())
    return ((view[start : start + size].tobytes(), size) for start in range(0, len(view), size)), len(view)


def _pieces_of_str(text: str, size: int) -> Iterator[tuple[Any, int]]:
    for start in range(0, str.__len__(text), size):
        # A subclass may mean something else by a slice.
        piece = str.__getitem__(text, slice(start, start + size))
        if piece.isascii():
            yield piece.encode(), len(piece)
        else:
            yield memoryview(piece.encode(_POINTS, "surrogatepass")).cast("I"), len(piece)


def raise_invalid(text: Any, cut: bytes) -> NoReturn:
    """Raise the UnicodeDecodeError of a text that is no UTF-8, as bytes.decode does.

    cut is what came of a character before this text: it is put before it, as a decoder that goes on does it.
    """
    if isinstance(text, str):  # it follows a character that is not complete
        raise UnicodeDecodeError("utf-8", cut, 0, len(cut), "unexpected end of data")
    raise UnicodeDecodeError("utf-8", *_wrong_part(text, cut))


def _wrong_part(text: Any, cut: bytes) -> tuple[bytes, int, int, str]:
    """Return what the error says. No frame of its traceback keeps a view of the text: it may be about to be closed."""
    view = memoryview(text)
    view = view.cast("B") if view.c_contiguous else memoryview(view.tobytes())
    rest = cut
    for start in range(0, max(1, len(view)), PIECE):
        first = len(cut) + start - len(rest)
        piece = rest + view[start : start + PIECE]
        try:
            # At the end nothing may be left open: a decoder that goes on lets the beginning of a surrogate wait.
            _, used = utf_8_decode(piece, "strict", start + PIECE >= len(view))
        except UnicodeDecodeError as error:
            begin, end, reason = error.start, error.end, error.reason
            break
        rest = piece[used:]
    else:
        raise ValueError("text has changed while it was read, expected one that does not")
    if len(view) > LONGEST_COPY:
        return piece, begin, end, f"{reason}, byte {first + begin} of the text"
    return text if type(text) is bytes and not cut else cut + view, first + begin, first + end, reason
