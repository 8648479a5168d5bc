"""`python -m abicus bench`: the workloads, measured on this machine beside plain Python and the peers installed."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING

from . import document, table
from .measurement import Measured, measure
from .progress import Progress
from .workload import workloads

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROUNDS = 7


def _parser(known: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m abicus bench",
        description="Measure workloads: plain Python, the peers that are installed, abicus from a list and a buffer.",
        epilog="Answers are compared before anything is timed; a wrong answer of abicus makes the exit status 1.",
    )
    parser.add_argument("workloads", nargs="*", metavar="W", help=f"which to run, of {', '.join(known)}; default: all")
    few = f"the most rounds (default: {_ROUNDS}; what is slow has fewer)"
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help=few)
    parser.add_argument("--json", metavar="FILE", help="also write everything that was measured, for programs")
    parser.add_argument("--plot", metavar="FILE.svg", help="also draw a bar chart")
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit status."""
    known = workloads()
    parser = _parser(list(known))
    options = parser.parse_args(arguments)
    chosen = list(dict.fromkeys(name.upper() for name in options.workloads)) or list(known)
    unknown = [name for name in chosen if name not in known]
    if unknown:
        parser.error(f"there is no workload {', '.join(unknown)}; there are {', '.join(known)}")
    if options.rounds < 1:
        parser.error(f"--rounds is {options.rounds}, expected at least 1")
    progress = Progress(len(chosen))
    results: list[Measured] = []
    made_with = document.machine(options.rounds)
    print(table.heading(made_with), flush=True)
    try:
        for part, name in enumerate(chosen):
            results.append(measure(known[name](), options.rounds, partial(progress.show, part, name)))
            progress.clear()
            print(table.block(results[-1]), flush=True)
    finally:
        progress.clear()
    print(table.notes(results, made_with))
    if options.json:
        import json

        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(document.document(results, made_with), file, indent=1)
            file.write("\n")
    if options.plot:
        from .plot import draw

        with open(options.plot, "w", encoding="utf-8") as file:
            file.write(draw(results, made_with))
    wrong = [text for measured in results for text in measured.wrong()]
    for text in wrong:
        print(f"abicus bench: a wrong answer: {text}", file=sys.stderr)
    return 1 if wrong else 0
