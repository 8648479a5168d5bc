"""What calls, conversions and exact sums cost from Python, beside the peers, with the targets.

    python benches/python_calls.py [--quick] [NAME ...]

Each case times abicus and its peers in one process, in turns, and prints the ratio of the medians. Answers are
compared with exact rational arithmetic first. Everything runs on one thread. A case whose peer is missing is skipped, with the reason.
"""

from __future__ import annotations

import os

for _variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ[_variable] = "1"

import argparse
import statistics
import sys
from collections.abc import Iterator

import bytes_cases
import closed_form_cases
import elementwise_cases
import order_cases
import primes_cases
import python_cases
import search_cases
import sets_cases
import statistics_cases
import words_cases
from python_cases import Case

from abicus._bench import measurement
from abicus._bench.agreement import compare

ROUNDS = 31
#: The tables of every family.
TABLES = python_cases.TABLES | statistics_cases.TABLES | order_cases.TABLES | search_cases.TABLES | sets_cases.TABLES
TABLES |= closed_form_cases.TABLES
TABLES |= primes_cases.TABLES
TABLES |= elementwise_cases.TABLES
TABLES |= words_cases.TABLES
TABLES |= bytes_cases.TABLES


def _time(seconds: float) -> str:
    for unit, scale in (("ns", 1e9), ("us", 1e6), ("ms", 1e3)):
        if seconds * scale < 1000:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds:.3g} s"


def run(case: Case, rounds: int) -> tuple[str, bool]:
    """Return the line of a case, and whether every answer of abicus agrees."""
    target = f"{'stretch ' if case.stretch else ''}<= {case.target:g}"
    if case.skipped:
        return f"  {case.name:<44} skipped: {case.skipped}", True
    if case.measured:  # by other means than timing a statement
        ratio, what = case.measured()
        reached = "reached" if ratio <= case.target else "MISSED"
        return f"  {case.name:<44} {case.peer_name:<22} {what:>18} {ratio:>7.3f} {target:>15} {reached}", True
    agrees = compare(case.abicus.answer(), case.expected)
    if not agrees.agrees:
        return f"  {case.name:<44} A WRONG ANSWER: {agrees.text}", False
    samples = measurement.interleaved([case.abicus, *case.peers], rounds, lambda: None)
    mine, *theirs = (statistics.median(taken) for taken in samples)
    fastest = min(range(len(theirs)), key=theirs.__getitem__)
    ratio = mine / theirs[fastest]
    verdict = "reached" if ratio <= case.target else "MISSED"
    by_best = min(samples[0]) / min(map(min, samples[1:]))
    if (by_best <= case.target) != (ratio <= case.target):
        verdict = f"noisy: the best times say {by_best:.3f}, {verdict}"
    times = f"{_time(mine)} / {_time(theirs[fastest])}"
    return f"  {case.name:<44} {case.peers[fastest].name:<22} {times:>18} {ratio:>7.3f} {target:>15} {verdict}", True


def chosen(names: list[str], quick: bool) -> Iterator[Case]:
    """Yield the cases whose table and name contain one of the names; all if there are none."""
    for table, cases in TABLES.items():
        for case in cases(quick):
            if not names or any(name.lower() in f"{table} {case.name}".lower() for name in names):
                case.table = table
                yield case


def main() -> int:
    """Run the cases; return the exit status: 1 for a wrong answer, 0 even if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", help="only the cases whose table or name contains one of these")
    parser.add_argument("--quick", action="store_true", help="a few rounds, and nothing beyond 100,000 elements")
    options = parser.parse_args()
    measurement.SAMPLE_SECONDS = 0.002
    print(python_cases.versions())
    table, right, lines = "", True, []
    for case in chosen(options.names, options.quick):
        if case.table != table:
            table = case.table
            print(f"\n{table}\n  {'case':<44} {'peer':<22} {'abicus / peer':>18} {'ratio':>7} {'target':>15}")
        line, agrees = run(case, 5 if options.quick else ROUNDS)
        print(line, flush=True)
        lines.append(line)
        right = right and agrees
    count = {word: sum(line.endswith(word) for line in lines) for word in ("reached", "MISSED")}
    skipped = sum(" skipped: " in line for line in lines)
    print(f"\n{count['reached']} targets reached, {count['MISSED']} missed, {skipped} skipped")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
