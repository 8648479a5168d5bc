"""python -m abicus: what is installed, and how fast it is."""

from __future__ import annotations

import platform
import sys

import abicus

from . import _library
from . import _signatures as abi

USAGE = """usage: python -m abicus info
       python -m abicus bench [W..] [--json F] [--plot F.svg]
       python -m abicus words FILE... [-n 20]"""


def info() -> None:
    """Print what an issue report needs."""
    rows = {
        "version": abicus.__version__,
        "library": _library.path,
        "ABI": abi.ABI_VERSION,
        "fingerprint": f"{abi.FINGERPRINT:016x}",
        "backend": _library.backend,
        "CPU level": f"{_library.cpu_level()} in use, {_library.cpu_detected()} detected",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "platform": platform.platform(),
    }
    for name, value in rows.items():
        print(f"{name:12} {value}")


def main(arguments: list[str]) -> int:
    """Run the command that the arguments name."""
    command, *rest = arguments or ["help"]
    if command == "info" and not rest:
        info()
        return 0
    if command == "bench":
        from importlib import import_module

        return int(import_module("abicus._bench").main(rest))
    if command == "words":
        from abicus.words.command import main as words

        return words(rest)
    print(USAGE, file=sys.stdout if command in ("help", "-h", "--help") else sys.stderr)
    return 0 if command in ("help", "-h", "--help") else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
