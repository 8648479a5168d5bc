"""The results as a bar chart: an SVG written by hand, light, with a logarithmic axis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from .table import number
from .workload import ABICUS, PEER, PYTHON

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .measurement import Measured, Row

_COLOURS = {PYTHON: "#9aa3ad", PEER: "#e0a03c", ABICUS: "#2f6fb3"}
_MEANINGS = {PYTHON: "Python", PEER: "peers", ABICUS: "abicus"}
_WIDTH, _LEFT, _RIGHT = 900, 170, 150
_TOP, _BAR, _STEP, _GAP, _TITLE = 84, 13, 19, 22, 22
_FONT = "font-family='Helvetica, Arial, sans-serif'"


class _Axis:
    """A logarithmic axis of whole decades around some times."""

    def __init__(self, times: Sequence[float]) -> None:
        self.first = math.floor(math.log10(min(times)) - 1e-9)
        self.last = max(self.first + 1, math.ceil(math.log10(max(times))))

    def place(self, time: float) -> float:
        share = (math.log10(time) - self.first) / (self.last - self.first)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def decades(self) -> list[float]:
        return [10.0**power for power in range(self.first, self.last + 1)]


def _text(x: float, y: float, words: str, size: int = 12, colour: str = "#333", anchor: str = "start") -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' fill='{colour}' text-anchor='{anchor}' {_FONT}>"
        f"{escape(words)}</text>"
    )


def _decade(time: float) -> str:
    return f"{time:,.0f} ns" if time >= 1 else f"{time:g} ns"


def _bar(row: Row, time: float, y: float, axis: _Axis) -> Iterator[str]:
    end = axis.place(time)
    yield _text(_LEFT - 8, y + 11, row.variant.name, anchor="end")
    yield (
        f"<rect x='{_LEFT}' y='{y:.1f}' width='{max(1.0, end - _LEFT):.1f}' height='{_BAR}' rx='2' "
        f"fill='{_COLOURS[row.variant.kind]}'><title>{escape(row.variant.statement)}</title></rect>"
    )
    words = f"{number(time)} ns"
    if not row.agreement.agrees:
        words += f", {row.agreement.text}"
    yield _text(end + 6, y + 11, words, 11, "#555")


def _legend(y: float) -> Iterator[str]:
    x = float(_LEFT)
    for kind, meaning in _MEANINGS.items():
        yield f"<rect x='{x:.1f}' y='{y - 10:.1f}' width='12' height='12' rx='2' fill='{_COLOURS[kind]}'/>"
        yield _text(x + 18, y, meaning)
        x += 34 + 8 * len(meaning)
    yield _text(x + 8, y, "median; logarithmic scale; shorter is faster", 12, "#777")


def draw(results: Sequence[Measured], machine: dict[str, Any]) -> str:
    """Return the chart as the text of an SVG file."""
    timed = [
        (measured, [(row, row.median) for row in measured.rows if row.median is not None]) for measured in results
    ]
    axis = _Axis([time for _, rows in timed for _, time in rows] or [1.0])
    parts: list[str] = []
    y = float(_TOP)
    for measured, rows in timed:
        workload = measured.workload
        parts.append(_text(16, y + 14, f"{workload.identifier}  {workload.title} (ns per {workload.unit})", 13, "#111"))
        y += _TITLE
        for row, time in rows:
            parts += _bar(row, time, y, axis)
            y += _STEP
        y += _GAP
    bottom = y - _GAP + 6
    grid: list[str] = []
    for decade in axis.decades():
        x = axis.place(decade)
        grid.append(f"<line x1='{x:.1f}' y1='{_TOP - 8}' x2='{x:.1f}' y2='{bottom:.1f}' stroke='#e4e7ea'/>")
        grid.append(_text(x, bottom + 16, _decade(decade), 11, "#777", "middle"))
    abicus, python = machine["abicus"], machine["python"]
    peers = "".join(f", {name} {version}" for name, version in machine["peers"].items() if version)
    made_with = (
        f"{abicus['backend']}, {abicus['cpu_level']}; {python['implementation']} {python['version']}{peers}; "
        f"{machine['system']}"
    )
    height = bottom + 34
    head = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {height:.0f}' width='{_WIDTH}' "
        f"height='{height:.0f}' role='img'>",
        f"<title>abicus {escape(abicus['version'])}: times of the workloads</title>",
        f"<rect width='{_WIDTH}' height='{height:.0f}' fill='#ffffff'/>",
        _text(16, 28, f"abicus {abicus['version']}", 18, "#111"),
        _text(_LEFT, 28, made_with, 12, "#777"),
        *_legend(54.0),
    ]
    return "\n".join([*head, *grid, *parts, "</svg>", ""])
