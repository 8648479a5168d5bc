"""A progress bar on standard error, on a terminal only."""

from __future__ import annotations

import sys
import time

_WIDTH = 40
_PAUSE = 0.05


class Progress:
    """Shows how much of a number of parts is done. Nothing is written when standard error is not a terminal."""

    def __init__(self, parts: int) -> None:
        self._parts = max(1, parts)
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._last = 0.0

    def show(self, part: int, name: str, done: float) -> None:
        """Show that `done`, from 0 to 1, of the part of that index and name is done."""
        now = time.monotonic()
        if not self._shown or (now - self._last < _PAUSE and 0.0 < done < 1.0):
            return
        self._last = now
        fraction = (part + done) / self._parts
        filled = round(fraction * _WIDTH)
        bar = "#" * filled + "." * (_WIDTH - filled)
        sys.stderr.write(f"\r[{bar}] {fraction:4.0%}  {name:<4}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Wipe the bar away."""
        if self._shown:
            sys.stderr.write("\r" + " " * (_WIDTH + 14) + "\r")
            sys.stderr.flush()
