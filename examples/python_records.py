"""A field of many records: objects with and without __slots__ beside an array of structures, in memory and time.

Needs abicus and the standard library alone. With --times it also prints what was measured.
"""

from __future__ import annotations

import ctypes
import sys
import time
import tracemalloc
from collections.abc import Callable

import abicus

COUNT = 100_000


class Plain:
    """A point as an object with a dict."""

    def __init__(self, x: float, y: float) -> None:
        self.x, self.y = x, y


class Slotted:
    """A point as an object with slots."""

    __slots__ = ("x", "y")

    def __init__(self, x: float, y: float) -> None:
        self.x, self.y = x, y


class Point(ctypes.Structure):
    """A point as 16 bytes of an array."""

    _fields_ = (("x", ctypes.c_double), ("y", ctypes.c_double))


def structures() -> ctypes.Array[Point]:
    """Return the points as one array."""
    records = (Point * COUNT)()
    for place, record in enumerate(records):
        record.x, record.y = place / 2, -place / 4
    return records


def objects(kind: type[Plain] | type[Slotted]) -> list[Plain | Slotted]:
    """Return the points as objects."""
    return [kind(place / 2, -place / 4) for place in range(COUNT)]


def measured(make: Callable[[], object], total: Callable[[object], float]) -> tuple[float, float, float]:
    """Return the sum, the bytes of a record, and the nanoseconds that summing takes for one."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    records = make()
    used = (tracemalloc.get_traced_memory()[0] - before) / COUNT
    tracemalloc.stop()
    times = []
    for _ in range(5):
        start = time.perf_counter()
        answer = total(records)
        times.append(time.perf_counter() - start)
    return answer, used, min(times) / COUNT * 1e9


def of_objects(points: object) -> float:
    """Return the sum of x + y, attribute by attribute."""
    return sum(point.x + point.y for point in points)  # type: ignore[attr-defined]


def of_fields(points: object) -> float:
    """Return the sum of x + y: two views, read where they are."""
    return abicus.sum(abicus.field(points, "x")) + abicus.sum(abicus.field(points, "y"))


def main(arguments: list[str]) -> None:
    """Sum the points kept in three ways, and compare."""
    rows = {
        "objects": measured(lambda: objects(Plain), of_objects),
        "objects with slots": measured(lambda: objects(Slotted), of_objects),
        "array of structures": measured(structures, of_fields),
    }
    print("x + y over", COUNT, "points:", {answer for answer, *_ in rows.values()})
    memory = [used for _, used, _ in rows.values()]
    print("memory, from most to least:", ", ".join(sorted(rows, key=lambda name: -rows[name][1])))
    print("a structure takes less than a quarter of an object with slots:", memory[2] < memory[1] / 4)
    moments = abicus.Moments(abicus.field(structures(), "x"))
    print("mean and standard deviation of x:", moments.mean(), round(moments.stdev(), 6))
    try:
        abicus.field(structures(), "z")
    except ValueError as error:
        print("ValueError:", error)
    if "--times" in arguments:
        for name, (_, used, nanoseconds) in rows.items():
            print(f"{name:20} {used:8.1f} bytes a record {nanoseconds:8.2f} ns to sum")


if __name__ == "__main__":
    main(sys.argv[1:])
