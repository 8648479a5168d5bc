"""What the shim notes of a call while a trace is open."""

from __future__ import annotations

import threading
from time import perf_counter_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._buffers import Lent


class Watch(threading.local):
    """Tells `record` of each outermost call of a thread. Only `on` is read when no trace is open."""

    on = False  # of the class: all threads see it
    depth = 0
    path = "fallback"
    converted = 0

    def __init__(self, record: Callable[[str, str, int, int, int], None]) -> None:
        self._record = record

    def outermost(self) -> bool:
        """Return whether no call of this thread is being watched."""
        return not self.depth

    def run(self, name: str, function: Callable[..., Any], asked: int, /, *arguments: Any, **keywords: Any) -> Any:
        """Make a call and record it, if it returns."""
        self.depth, self.path, self.converted = 1, "fallback", 0
        start = perf_counter_ns()
        try:
            result = function(*arguments, **keywords)
        finally:
            self.depth = 0
        self._record(name, self.path, self.converted, asked, perf_counter_ns() - start)
        return result

    def saw(self, lent: Lent) -> None:
        """Note a vector of the call that is being watched."""
        from ._trace import inner

        if not inner.depth and self.path != "converted":
            self.path = lent[5]
        self.converted += lent[6]
