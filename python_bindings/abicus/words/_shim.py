"""The functions of words over a foreign function interface: bytes are taken here, where they lie; a str goes to `_generic`, which
comes back with its pieces."""

from __future__ import annotations

from .._buffers import view_of
from .._calls import LONGEST_CALL, Calls
from .._docs import WORDS
from .._errors import let_go
from .._shim import document
from .._signatures import INVALID_DATA
from . import _generic
from ._generic import INVALID, TAKEN, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Optional

    from .._watch import Watch
    from ._generic import Progress

#: Counting takes so many times longer than a sum of as many bytes.
WEIGHT = 16


class State:
    """A counter of the library; freed with the last reference."""

    __slots__ = ("_free", "_pointer", "is_away")

    def __init__(self, pointer: Any, free: Callable[[Any], None]) -> None:
        self._pointer, self._free, self.is_away = pointer, free, False

    @property
    def pointer(self) -> Any:
        """What the library knows it by; RuntimeError while a long call has it: a signal handler may come into one."""
        if self.is_away:
            raise RuntimeError("this WordCounter is in use by a call that has not ended")
        return self._pointer

    def swap(self, other: State) -> None:
        """Exchange the counters."""
        self._pointer, other._pointer = other.pointer, self.pointer

    def __del__(self) -> None:
        self._free(self._pointer)


def build(calls: Calls, watch: Watch) -> dict[str, Callable[..., Any]]:
    """Return the functions by name: the names that the door gives."""
    backend, call = calls.backend, calls.call
    null = backend.room("void *", 1)()[0]
    handles, arrays = backend.room("abicus_word_counter *", 1), backend.room("abicus_array *", 1)
    counts64, counts32, sizes, cuts = (
        backend.room(name, size) for name, size in (("uint64_t", 1), ("uint32_t", 1), ("size_t", 1), ("uint8_t", 3))
    )

    def made(symbol: str, *arguments: Any) -> State:
        out = handles()
        call(f"abicus_word_counter_{symbol}", *arguments, out)
        return State(out[0], calls.function("abicus_word_counter_free"))

    def checked(status: int) -> int:
        """Return what a status says of a text; raise what any other means."""
        if status == INVALID_DATA:
            return INVALID
        if status:
            calls.fail(status)
        return TAKEN

    def word_counts(text: Any, *, threads: int = 1, progress: Progress = None) -> dict[str, int]:
        if watch.on and watch.outermost():
            made: dict[str, int] = watch.run(
                "word_counts", word_counts, threads, text, threads=threads, progress=progress
            )
            return made
        return _generic.word_counts(text, threads=threads, progress=progress)

    def most_common_words(
        text: Any, n: Optional[int] = 10, *, threads: int = 1, progress: Progress = None
    ) -> list[tuple[str, int]]:
        if watch.on and watch.outermost():
            made: list[tuple[str, int]] = watch.run(
                "most_common_words", most_common_words, threads, text, n, threads=threads, progress=progress
            )
            return made
        return _generic.most_common_words(text, n, threads=threads, progress=progress)

    def new() -> State:
        return made("new")

    def update(state: State, text: Any, threads: int, progress: Progress, /) -> int:
        if watch.on and watch.outermost():
            status: int = watch.run("_words_update", update, threads, state, text, threads, progress)
            return status
        view = None if isinstance(text, str) else view_of(text)
        if view is None or view.itemsize != 1 or view.ndim != 1 or not view.c_contiguous:
            return UNKNOWN
        try:
            return add(state, "u8", view.cast("B"), threads, progress)
        except BaseException as error:
            let_go(error)
            raise
        finally:
            del view

    def update_points(state: State, points: memoryview, threads: int, progress: Progress, /) -> int:
        return add(state, "u32", points, threads, progress)

    def add(state: State, element: str, view: memoryview, threads: int, progress: Progress) -> int:
        length = len(view)
        if not length:
            return TAKEN
        pointer = backend.contiguous(view, element)
        if watch.on:
            watch.saw((element, pointer, length, None, view, "buffer", 0))
        function = calls.function(f"abicus_word_counter_update_{element}")
        arguments = state.pointer, pointer, length, threads, null
        return checked(alone(state, length, function, arguments, (view, pointer), progress))

    def alone(
        state: State, work: int, function: Callable[..., int], arguments: tuple[Any, ...], keep: Any, progress: Progress = None
    ) -> int:
        """Call a function that changes a state; if it is long, nobody else gets at the state until it has ended."""
        if progress is None and work * WEIGHT <= LONGEST_CALL:
            return function(*arguments)
        begun: list[bool] = []

        def counted(*arguments: Any) -> int:
            begun.append(True)
            try:
                status: int = function(*arguments)
                return status
            finally:
                # Here, where no signal is handled, and not before the library has done with it.
                state.is_away = False

        state.is_away = True
        try:
            try:
                return calls.long(counted, *arguments, keep=(keep, state), progress=progress)
            finally:
                if not begun:
                    state.is_away = False
        finally:
            # Again, for another signal may have come before it was done.
            if not begun:
                state.is_away = False

    def finish(state: State, /) -> int:
        return checked(calls.function("abicus_word_counter_finish")(state.pointer))

    def merge(state: State, other: State, /) -> int:
        return checked(calls.function("abicus_word_counter_merge")(state.pointer, other.pointer))

    def clone(state: State, /) -> State:
        return made("clone", state.pointer)

    def length(state: State, /) -> int:
        total, distinct, pending = counts64(), counts64(), counts32()
        call("abicus_word_counter_len", state.pointer, total, distinct, pending)
        return 2 * int(distinct[0]) + int(pending[0])

    def cut(state: State, /) -> bytes:
        out, count = cuts(), sizes()
        call("abicus_word_counter_cut", state.pointer, out, 3, count)
        return backend.read(out)[: count[0]]

    def array_of(symbol: str, state: State) -> bytes:
        out = arrays()
        call(f"abicus_word_counter_{symbol}", state.pointer, out)
        return bytes(calls.view(out[0]))

    def unfolded(state: State, /) -> bytes:
        return array_of("unfolded", state)

    def fold(state: State, text: bytes, /) -> None:
        function, arguments = calls.function("abicus_word_counter_fold"), (state.pointer, text, len(text))
        status = alone(state, len(text), function, arguments, text)
        if status:
            calls.fail(status)

    def pairs(symbol: str, *arguments: Any) -> zip[tuple[str, int]]:
        words, counts = arrays(), arrays()
        call(f"abicus_word_counter_{symbol}", *arguments, words, counts)
        counted = calls.view(counts[0])
        text = str(calls.view(words[0]), "utf-8", "surrogatepass")
        return zip(text.split("\n"), counted.tolist())

    def counts(state: State, /) -> dict[str, int]:
        return dict(pairs("counts", state.pointer))

    def most_common(state: State, n: Optional[int], /) -> list[tuple[str, int]]:
        return list(pairs("most_common", state.pointer, 2**64 - 1 if n is None else n))

    def to_bytes(state: State, /) -> bytes:
        return array_of("to_bytes", state)

    def from_bytes(state: bytes, /) -> State:
        out, function = handles(), calls.function("abicus_word_counter_from_bytes")
        status = calls.run(WEIGHT * len(state), function, state, len(state), out, keep=state)
        if status == INVALID_DATA:
            # What is wrong is said on the thread of the call.
            call("abicus_word_counter_from_bytes", state, len(state), out)
        elif status:
            calls.fail(status)
        return State(out[0], calls.function("abicus_word_counter_free"))

    public: dict[str, Callable[..., Any]] = {"word_counts": word_counts, "most_common_words": most_common_words}
    document(public, WORDS)
    private = (new, update, update_points, finish, merge, clone, cut, unfolded, fold, counts, most_common, to_bytes, from_bytes)
    named: dict[str, Callable[..., Any]] = {f"_words_{function.__name__}": function for function in private}
    return {**public, **named, "_words_swap": State.swap, "_words_len": length}
