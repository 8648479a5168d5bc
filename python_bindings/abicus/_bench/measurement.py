"""Runs a workload: answers first, then times in interleaved rounds, then memory, then growth."""

from __future__ import annotations

import math
import statistics
import time
from dataclasses import dataclass, field
from timeit import Timer
from typing import TYPE_CHECKING, Any, Optional

from .agreement import Agreement, compare
from .workload import ABICUS, PYTHON

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .workload import Prepared, Variant, Workload

    Tick = Callable[[float], None]

#: A sample repeats its statement until it takes about this long.
SAMPLE_SECONDS = 0.004
#: After this time no round of a workload begins, and none of one of its other sizes, if there were the least of rounds.
BUDGET_SECONDS = 1.5
_GROWTH_BUDGET_SECONDS = 0.3
_LEAST_ROUNDS = 3


@dataclass
class Row:
    """What was measured of one variant. Times are in nanoseconds per element or call; None if it could not run."""

    variant: Variant
    agreement: Agreement
    samples: list[float] = field(default_factory=list)
    peak_bytes: Optional[int] = None
    growth: Optional[float] = None
    ratio: Optional[float] = None

    @property
    def best(self) -> Optional[float]:
        return min(self.samples) if self.samples else None

    @property
    def median(self) -> Optional[float]:
        return statistics.median(self.samples) if self.samples else None


@dataclass
class Measured:
    """What was measured of one workload."""

    workload: Workload
    rows: list[Row]
    absent: list[str]
    #: (text, whether it agrees, how): the answers that were known in advance.
    known: list[tuple[str, Agreement]]

    def wrong(self) -> list[str]:
        """Return what abicus got wrong: nothing, if all is well."""
        found = [
            (f"{row.variant.name}, {row.variant.statement}", row.agreement)
            for row in self.rows
            if row.variant.kind == ABICUS
        ]
        name = self.workload.identifier
        return [f"{name} {text}: {agreement.text}" for text, agreement in found + self.known if not agreement.agrees]


def agreement_of(variant: Variant, expected: Any) -> tuple[Agreement, bool]:
    """Run a variant once; return how its answer agrees, and whether it ran at all."""
    try:
        return compare(variant.answer(), expected), True
    except Exception as error:
        return Agreement(False, f"{type(error).__name__}: {error}"[:40]), False


def _repetitions(timer: Timer) -> int:
    """Return how often a sample repeats its statement; warms up at the same time."""
    number = 1
    while True:
        seconds = timer.timeit(number)
        if seconds >= SAMPLE_SECONDS / 2:
            return max(1, round(number * SAMPLE_SECONDS / seconds))
        number = max(number * 2, round(number * SAMPLE_SECONDS / (seconds + 1e-9) / 2))


def interleaved(
    variants: Sequence[Variant], rounds: int, tick: Callable[[], None], budget: float = BUDGET_SECONDS
) -> list[list[float]]:
    """Return, for each variant, the seconds of one run in each round; a round runs every variant once.

    There are fewer than `rounds` if they take longer than `budget` seconds.
    """
    timers = [Timer(variant.statement, globals=variant.names) for variant in variants]
    repetitions = [_repetitions(timer) for timer in timers]
    samples: list[list[float]] = [[] for _ in variants]
    began = time.monotonic()
    for done in range(rounds):
        if done >= _LEAST_ROUNDS and time.monotonic() - began > budget:
            break
        for timer, number, taken in zip(timers, repetitions, samples):
            taken.append(timer.timeit(number) / number)
            tick()
    return samples


def peak_memory(variant: Variant) -> Optional[int]:
    """Return the most memory that Python handed out at once during one run; None where it cannot be traced."""
    peak = _traced(variant.statement, variant.names)
    nothing = _traced("None", {})
    return None if peak is None or nothing is None else max(0, peak - nothing)


def _traced(statement: str, names: dict[str, Any]) -> Optional[int]:
    try:
        import tracemalloc
    except ImportError:  # PyPy
        return None
    code = compile(statement, "<statement>", "eval")
    tracemalloc.start()
    try:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        answer = eval(code, names)
        _, peak = tracemalloc.get_traced_memory()
        del answer
    finally:
        tracemalloc.stop()
    return peak - before


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return k of the best fit seconds = c * size**k, by least squares of the logarithms."""
    horizontal = [math.log(size) for size in sizes]
    vertical = [math.log(second) for second in seconds]
    middle, height = statistics.mean(horizontal), statistics.mean(vertical)
    slope = sum((x - middle) * (y - height) for x, y in zip(horizontal, vertical))
    return slope / sum((x - middle) ** 2 for x in horizontal)


def _growth(workload: Workload, whole: Prepared, best: Sequence[Optional[float]], tick: Tick) -> dict[int, float]:
    """Return the growth exponent for each index of a variant of `whole` that is to be fitted.

    `best` has the seconds of each variant for the whole, which are not measured again.
    """
    chosen = [index for index, variant in enumerate(whole.variants) if variant.grows and best[index]]
    times: list[list[float]] = [[] for _ in chosen]
    for step, size in enumerate(workload.growth_sizes):
        if size == workload.size:
            for index, taken in zip(chosen, times):
                taken.append(best[index] or 0.0)
            continue
        prepared = workload.prepare(size)
        variants = [prepared.variants[index] for index in chosen]
        for variant in variants:
            if variant.kind == ABICUS and not agreement_of(variant, prepared.expected)[0].agrees:
                raise AssertionError(f"{variant.name} is wrong for {size} elements")
        samples = interleaved(variants, _LEAST_ROUNDS, lambda: None, _GROWTH_BUDGET_SECONDS)
        for taken, sample in zip(times, samples):
            taken.append(min(sample))
        tick((step + 1) / len(workload.growth_sizes))
    return {index: exponent(workload.growth_sizes, taken) for index, taken in zip(chosen, times)}


def measure(workload: Workload, rounds: int, tick: Tick) -> Measured:
    """Measure one workload; `tick` is told how much of it is done, from 0 to 1."""
    prepared = workload.prepare(workload.size)
    known = [(text, compare(answer, literal)) for text, answer, literal in workload.known_answers()]
    tick(0.1)
    rows, running = [], []
    for variant in prepared.variants:
        agreement, ran = agreement_of(variant, prepared.expected)
        rows.append(Row(variant, agreement))
        if ran:
            running.append(rows[-1])
    done = 0

    def timed() -> None:
        nonlocal done
        done += 1
        tick(0.2 + 0.5 * done / (rounds * len(running)))

    divisor = workload.size if workload.unit == "element" else 1
    samples = interleaved([row.variant for row in running], rounds, timed)
    for row, taken in zip(running, samples):
        row.samples = [seconds * 1e9 / divisor for seconds in taken]
    plain = next((row.median for row in rows if row.variant.kind == PYTHON), None)
    for row in running:
        row.ratio = row.median / plain if row.median and plain else None
    names = {row.variant.name for row in running}
    larger = workload.prepare(workload.memory_size) if workload.memory_size else prepared
    peaks = {variant.name: peak_memory(variant) for variant in larger.variants if variant.name in names}
    for row in running:
        row.peak_bytes = peaks.get(row.variant.name)
    tick(0.8)
    if workload.growth_sizes:
        best = [row.best and row.best * divisor / 1e9 for row in rows]
        found = _growth(workload, prepared, best, lambda part: tick(0.8 + 0.2 * part))
        for index, fitted in found.items():
            rows[index].growth = fitted
    tick(1.0)
    return Measured(workload, rows, prepared.absent, known)
