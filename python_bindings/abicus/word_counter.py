"""The accumulator `WordCounter`."""

from __future__ import annotations

from _thread import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any, Optional, Union

    from typing_extensions import Buffer

    Text = Union[str, Buffer]


class WordCounter:
    """How often each word comes in a text that comes in chunks, which may be cut anywhere.

    Words are as for `abicus.word_counts`. A word that a chunk's end has cut goes on with the next chunk, and a character of UTF-8
    too; `finish` ends both. Answers are those of the text so far, as if it ended there. Threads may share one. Adding n characters
    takes O(n) time, and an answer time for each distinct word.

    >>> words = WordCounter()
    >>> words.update("To be or n")
    >>> words.update(b"ot to be")
    >>> words.finish()
    >>> words.most_common(2)
    [('to', 2), ('be', 2)]
    """

    __slots__ = ("_lock", "_open_state")

    def __init__(self) -> None:
        """Start with no text."""
        from . import words as native

        self._lock = RLock()
        self._open_state: Any = native._words_new()

    @classmethod
    def _of(cls, state: Any) -> WordCounter:
        made = cls.__new__(cls)
        made._lock, made._open_state = RLock(), state
        return made

    @property
    def _state(self) -> Any:
        if self._open_state is None:
            raise ValueError("this WordCounter is closed")
        return self._open_state

    def update(
        self, chunk: Text, *, threads: int = 1, progress: Optional[Callable[[int, int], object]] = None
    ) -> None:
        """Add a chunk of the text; `threads` and `progress` are as for `abicus.word_counts`.

        If this raises, nothing was added: TypeError for what is no text; UnicodeDecodeError for bytes that are no UTF-8, or a str
        after bytes that have ended within a character.

        >>> words = WordCounter()
        >>> words.update("naïve".encode()[:3])
        >>> words.update("naïve".encode()[3:])
        >>> words.counts()
        {'naïve': 1}
        """
        from .words import _generic

        with self._lock:
            _generic.update(self._state, _generic.plain(chunk), threads, progress)

    def finish(self) -> None:
        """End the text so far: what comes next is another word.

        UnicodeDecodeError, with nothing changed: it has ended within a character.

        >>> words = WordCounter()
        >>> words.update("a")
        >>> words.finish()
        >>> words.update("b")
        >>> words.counts()
        {'a': 1, 'b': 1}
        """
        with self._lock:
            self._finish(self._state)

    @staticmethod
    def _finish(state: Any) -> None:
        from . import words as native
        from .words import _generic

        if native._words_finish(state) != _generic.TAKEN:
            _generic.raise_invalid("", native._words_cut(state))

    def merge(self, other: WordCounter) -> None:
        """Add the words of another counter, those that are new behind the others; both texts are ended.

        TypeError for anything else. UnicodeDecodeError, with no word added: a text has ended within a character.

        >>> words, others = WordCounter(), WordCounter()
        >>> words.update("a b")
        >>> others.update("c b")
        >>> words.merge(others)
        >>> words.counts()
        {'a': 1, 'b': 2, 'c': 1}
        """
        from . import words as native

        if not isinstance(other, WordCounter):
            raise TypeError(f"other is {type(other).__name__}, expected a WordCounter")
        # Copied first, so that no thread ever holds two locks.
        other.finish()
        addend = other._copied_state()
        with self._lock:
            self._finish(self._state)
            native._words_merge(self._state, addend)

    def counts(self) -> dict[str, int]:
        """Return how often each word came, in order of first occurrence, as `abicus.word_counts` does.

        UnicodeDecodeError: the text so far ends within a character.

        >>> words = WordCounter()
        >>> words.update("b a b")
        >>> words.counts()
        {'b': 2, 'a': 1}
        """
        from . import words as native

        with self._lock:
            return native._words_counts(self._ended_state())

    def most_common(self, n: Optional[int] = None) -> list[tuple[str, int]]:
        """Return the n most common words with their counts, all of them if n is None, as `abicus.most_common_words` does.

        UnicodeDecodeError: the text so far ends within a character. TypeError: n is neither an int nor None.

        >>> words = WordCounter()
        >>> words.update("b a b")
        >>> words.most_common(1)
        [('b', 2)]
        """
        from . import words as native
        from .words import _generic

        most = _generic.size(n)
        with self._lock:
            return native._words_most_common(self._ended_state(), most)

    def _ended_state(self) -> Any:
        """Return a state whose text has ended and whose words are all small."""
        from . import words as native
        from .words import _generic

        state = self._state
        if native._words_len(state) & 1:
            state = native._words_clone(state)
            self._finish(state)
        _generic.fold(state)
        return state

    def _copied_state(self) -> Any:
        from . import words as native

        with self._lock:
            return native._words_clone(self._state)

    def __len__(self) -> int:
        """Return how many distinct words came."""
        from . import words as native

        with self._lock:
            return native._words_len(self._ended_state()) >> 1

    def __add__(self, other: WordCounter) -> WordCounter:
        if not isinstance(other, WordCounter):
            return NotImplemented
        result = self.__copy__()
        result.merge(other.__copy__())  # which is ended, and not the other one
        return result

    def __iadd__(self, other: WordCounter) -> WordCounter:  # noqa: PYI034
        if not isinstance(other, WordCounter):
            return NotImplemented
        self.merge(other)
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WordCounter):
            return NotImplemented
        return self.to_bytes() == other.to_bytes()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        from . import words as native

        if self._open_state is None:
            return "<closed WordCounter>"
        with self._lock:
            # A word that ends within a character does not count.
            state = self._state if native._words_cut(self._state) else self._ended_state()
            distinct = native._words_len(state) >> 1
        return f"<WordCounter of {distinct} distinct word{'' if distinct == 1 else 's'}>"

    def __copy__(self) -> WordCounter:
        return self._of(self._copied_state())

    def __deepcopy__(self, memo: dict[int, object]) -> WordCounter:
        return self.__copy__()

    def __reduce__(self) -> tuple[object, ...]:
        return type(self).from_bytes, (self.to_bytes(),)

    def to_bytes(self) -> bytes:
        """Return the state as bytes, also within a word: the same text gives the same bytes, in whatever chunks it came.

        >>> words, others = WordCounter(), WordCounter()
        >>> words.update("one tw")
        >>> others.update("one")
        >>> others.update(" tw")
        >>> words.to_bytes() == others.to_bytes()
        True
        """
        from . import words as native
        from .words import _generic

        with self._lock:
            _generic.fold(self._state)
            return native._words_to_bytes(self._state)

    @classmethod
    def from_bytes(cls, state: Union[bytes, bytearray, memoryview]) -> WordCounter:
        """Return the counter that `to_bytes` wrote: TypeError for no bytes, ValueError for any other bytes.

        >>> words = WordCounter()
        >>> words.update("a b a")
        >>> WordCounter.from_bytes(words.to_bytes()).most_common(1)
        [('a', 2)]
        """
        from . import words as native

        if not isinstance(state, (bytes, bytearray, memoryview)):
            raise TypeError(f"state is {type(state).__name__}, expected bytes")
        return cls._of(native._words_from_bytes(bytes(state)))

    def close(self) -> None:
        """Free the state; every later use but close is a ValueError."""
        with self._lock:
            self._open_state = None

    def __enter__(self) -> WordCounter:  # noqa: PYI034
        self._state  # noqa: B018  # a closed one is refused
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
