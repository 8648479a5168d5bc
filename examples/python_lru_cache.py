"""functools.lru_cache around a native call: it pays where the key is smaller than the work.

Needs abicus and the standard library alone. With --times it also prints what was measured.
"""

from __future__ import annotations

import sys
import time
from array import array
from collections.abc import Callable
from functools import lru_cache

import abicus

#: Readings by their day: data that do not change once they are there.
DAYS = {day: array("d", (day + place / 8 for place in range(100_000))) for day in range(7)}


@lru_cache(maxsize=4)
def spread(day: int) -> float:
    """Return the standard deviation of a day's readings: the key is one int."""
    return abicus.stdev(DAYS[day])


@lru_cache(maxsize=4)
def total(values: tuple[float, ...]) -> float:
    """Return the sum of values: every look-up hashes all of them anew."""
    return abicus.sum(values)


def best(work: Callable[[], object], times: int = 100) -> float:
    """Return the least seconds that a call took."""
    found = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(times):
            work()
        found.append((time.perf_counter() - start) / times)
    return min(found)


def main(arguments: list[str]) -> None:
    """Ask for kept results, and compare a hit with the call that it saves."""
    for day in (0, 1, 0, 1, 1, 2, 3, 4, 0):
        spread(day)
    print("by day:", spread.cache_info())
    print("a kept result is the result:", spread(4) == abicus.stdev(DAYS[4]))

    values = tuple(DAYS[0][:1000])
    total(values), total(values)
    print("by values:", total.cache_info())
    try:
        total(DAYS[0])  # type: ignore[arg-type]
    except TypeError:
        print("TypeError: an array has no hash, so it cannot be a key")

    day = best(lambda: spread(4)), best(lambda: abicus.stdev(DAYS[4]), 3)
    print("a hit by day is faster than the call:", day[0] < day[1])
    if "--times" in arguments:
        small = best(lambda: total(values)), best(lambda: abicus.sum(values))
        for name, (hit, call) in {"stdev of 100,000, by day": day, "sum of 1,000, by values": small}.items():
            print(f"{name:26} hit {hit * 1e6:8.2f} us, call {call * 1e6:8.2f} us")


if __name__ == "__main__":
    main(sys.argv[1:])
