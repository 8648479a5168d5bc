"""What the shim notes of a call while a trace is open."""

from __future__ import annotations

import threading
from time import perf_counter_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._buffers import Lent


class _Call(threading.local):
    """The call of a thread that is being watched."""

    depth = 0
    path = "fallback"
    converted = 0


class Watch:
    """Tells `record` of each outermost call of a thread, while `on`; only that is read when no trace is open."""

    __slots__ = ("_call", "_record", "on")

    def __init__(self, record: Callable[[str, str, int, int, int], None]) -> None:
        self.on = False
        self._record = record
        self._call = _Call()

    def outermost(self) -> bool:
        """Return whether no call of this thread is being watched."""
        return not self._call.depth

    def run(self, name: str, function: Callable[..., Any], asked: int, /, *arguments: Any, **keywords: Any) -> Any:
        """Make a call and record it, if it returns."""
        call = self._call
        call.depth, call.path, call.converted = 1, "fallback", 0
        start = perf_counter_ns()
        try:
            result = function(*arguments, **keywords)
        finally:
            call.depth = 0
        self._record(name, call.path, call.converted, asked, perf_counter_ns() - start)
        return result

    def saw(self, lent: Lent) -> None:
        """Note a vector of the call that is being watched."""
        from ._tracing import inner

        call = self._call
        if not inner.depth and call.path != "converted":
            call.path = lent[5]
        call.converted += lent[6]
