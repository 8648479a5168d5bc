"""`python -m abicus words`: the most common words of files."""

from __future__ import annotations

import argparse
import contextlib
import mmap
import os
import sys

from .._bench.progress import Progress
from ..word_counter import WordCounter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

#: Bytes at a time of what has no size: a pipe, a terminal.
_CHUNK = 1 << 20
#: The exit status of what an interrupt has ended, in shells.
_INTERRUPTED = 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m abicus words",
        description="Print the most common words of UTF-8 files taken together, each with its count.",
        epilog="Words are what white space parts, made small. Files that cannot be read make the exit status 1.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file; - is standard input")
    parser.add_argument("-n", type=int, default=20, metavar="N", help="how many words (default: 20)")
    threads = "how many threads (default: 1; 0: as many as are allowed)"
    parser.add_argument("--threads", type=int, default=1, help=threads)
    return parser


def _add(words: WordCounter, name: str, threads: int, progress: Any) -> None:
    """Add a file, which ends a word, or nothing of it if it is no UTF-8."""
    with contextlib.ExitStack() as stack:
        file = sys.stdin.buffer if name == "-" else stack.enter_context(open(name, "rb"))
        part = WordCounter()
        try:
            size = os.fstat(file.fileno()).st_size
            text = stack.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) if size else None
        except (OSError, ValueError):  # it cannot be mapped
            text = None
        if text is not None:
            part.update(text, threads=threads, progress=progress)
        else:
            while chunk := file.read(_CHUNK):
                part.update(chunk)
        words.merge(part)


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit status."""
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    words, bar, status = WordCounter(), Progress(len(options.files)), 0
    for part, name in enumerate(options.files):
        try:
            _add(words, name, options.threads, lambda done, total: bar.show(part, "", done / total))  # noqa: B023
        except (OSError, UnicodeDecodeError, ValueError) as error:
            bar.clear()
            reason = error.strerror if isinstance(error, OSError) else error
            print(f"{name}: {reason}", file=sys.stderr)
            status = 1
        except KeyboardInterrupt:
            bar.clear()
            return _INTERRUPTED
    bar.clear()
    # Whatever the terminal's encoding lacks, and surrogates, must not end the list.
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    common = words.most_common(options.n)
    width = len(str(common[0][1])) if common else 0
    try:
        for word, count in common:
            print(f"{count:{width}} {word}")
        sys.stdout.flush()
    except BrokenPipeError:  # by `head`: it has read what it wanted
        # What is left in the buffer has no reader either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status
