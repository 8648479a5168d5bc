"""The results as a table for a terminal of 100 columns."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .measurement import Measured, Row

WIDTH = 100
_NAME, _STATEMENT = 14, 36
_CELLS = "{:>7}{:>7}{:>8}{:>8} "


def number(value: Optional[float]) -> str:
    """Return a number with the digits that count: 1,234 or 12.3 or 0.012."""
    if value is None:
        return "-"
    if value == 0:
        return "0"
    if value >= 99.95:
        return f"{value:,.0f}"
    if value >= 9.995:
        return f"{value:.1f}"
    if value >= 0.0995:
        return f"{value:.2f}"
    return f"{value:.3f}" if value >= 0.00995 else f"{value:.4f}" if value >= 0.00095 else f"{value:.5f}"


def memory(value: Optional[int]) -> str:
    """Return a number of bytes in a unit that fits: 112 B, 4.2 MB, 16 MB."""
    if value is None:
        return "-"
    amount = float(value)
    for unit in ("B", "kB", "MB"):
        if amount < 999.5:
            return f"{amount:.1f} {unit}" if amount < 10 and unit != "B" else f"{amount:.0f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def _row(row: Row) -> Iterator[str]:
    statement = row.variant.statement
    if len(statement) > _STATEMENT:
        statement = statement[: _STATEMENT - 3] + "..."
    line = f" {row.variant.name:<{_NAME}} {statement:<{_STATEMENT}}"
    line += _CELLS.format(number(row.best), number(row.median), number(row.ratio), memory(row.peak_bytes))
    if len(line) + len(row.agreement.text) <= WIDTH:
        yield line + row.agreement.text
    else:
        yield line.rstrip()
        yield f"{row.agreement.text:>{WIDTH}}"


def _workload(measured: Measured) -> Iterator[str]:
    workload = measured.workload
    unit = f"ns per {workload.unit}"
    yield f"{workload.identifier:<4} {workload.title}"
    headings = _CELLS.format("best", "median", "ratio", "peak")
    yield f"{unit:>{_NAME + _STATEMENT + 2}}{headings}answer"
    for row in measured.rows:
        yield from _row(row)
    growths = [f"{row.variant.name} n^{row.growth:.2f}" for row in measured.rows if row.growth is not None]
    if growths:
        text = f"growth: {'; '.join(growths)}"
        yield from textwrap.wrap(text, WIDTH, initial_indent=" ", subsequent_indent="   ")
    if measured.known:
        wrong = [f"{text}: {agreement.text}" for text, agreement in measured.known if not agreement.agrees]
        yield f" known answers: {len(measured.known) - len(wrong)} of {len(measured.known)} agree"
        for text in wrong:
            yield f" {text}"
    if workload.note:
        yield f" {workload.note}"


def _absent(results: Sequence[Measured]) -> list[str]:
    names: list[str] = []
    for measured in results:
        names += [name for name in measured.absent if name not in names]
    return names


def heading(machine: dict[str, Any]) -> str:
    """Return what was measured, beside what."""
    abicus, python = machine["abicus"], machine["python"]
    peers = ", ".join(f"{name} {version}" for name, version in machine["peers"].items() if version)
    return (
        f"abicus {abicus['version']} ({abicus['backend']}, {abicus['cpu_level']}) on {python['implementation']} "
        f"{python['version']}, {machine['system']}\n"
        + (f"beside {peers}" if peers else "no peers are installed: pip install numpy polars cffi")
        + "\n"
    )


def block(measured: Measured) -> str:
    """Return the rows of one workload."""
    return "\n".join(_workload(measured)) + "\n"


def notes(results: Sequence[Measured], machine: dict[str, Any]) -> str:
    """Return how the numbers are to be read."""
    rounds = machine["rounds"]
    texts = [
        f"times: best and median of {'up to ' if rounds > 1 else ''}{rounds} round{'s' if rounds > 1 else ''}, the "
        "variants taking turns, one thread each; the loop that repeats a statement is in every time.",
        "ratio: median / median of the first row of plain Python; below 1 is faster.",
        "peak: the most memory that one run took, as tracemalloc sees it; memory that a native library allocates for "
        "itself is not in it (NumPy reports its arrays; polars and abicus do not).",
        "answer: compared with exact rational arithmetic before timing; an ulp is one step in the last bit.",
    ]
    if any(row.growth is not None for measured in results for row in measured.rows):
        texts.append("growth: the fitted k of time ~ n^k over several sizes n.")
    absent = _absent(results)
    if absent:
        texts.append(f"not here, so not measured: {'; '.join(absent)}.")
    return "\n".join(line for text in texts for line in textwrap.wrap(text, WIDTH, subsequent_indent="  "))

