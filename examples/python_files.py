"""Exact sums over real numbers: the sizes and modification times of every file of the running Python installation.

Needs abicus and the standard library alone. Every figure that it prints was checked against rational arithmetic.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from array import array
from collections.abc import Iterator
from fractions import Fraction

import abicus


def directories() -> list[str]:
    """Return the directories of this Python installation, without those that lie inside another."""
    paths = sysconfig.get_paths()
    found = {os.path.realpath(paths[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib", "include")}
    kept: list[str] = []
    for path in sorted(found):
        if os.path.isdir(path) and not any(path.startswith(os.path.join(other, "")) for other in kept):
            kept.append(path)
    return kept


def files(top: str) -> Iterator[tuple[str, list[int], list[float]]]:
    """Yield each directory below `top` with the sizes and the modification times of its files."""
    for directory, _, names in os.walk(top):
        sizes, times = [], []
        for name in sorted(names):
            try:
                status = os.lstat(os.path.join(directory, name))
            except OSError:  # removed since it was listed
                continue
            sizes.append(status.st_size)
            times.append(status.st_mtime)
        if sizes:
            yield directory, sizes, times


def left_to_right(values: list[float]) -> float:
    """Return the sum as a loop computes it: rounded at every step."""
    total = 0.0
    for value in values:
        total += value
    return total


def main() -> None:
    sizes: list[int] = []
    times: list[float] = []
    by_directory: list[abicus.ExactSum] = []
    for top in directories():
        for _, some_sizes, some_times in files(top):
            sizes += some_sizes
            times += some_times
            by_directory.append(abicus.ExactSum(some_times))
    count = len(sizes)
    assert count > 0

    total, squares = abicus.sum(sizes), abicus.sum_of_squares(sizes)
    assert total == sum(sizes) and squares == sum(size * size for size in sizes)
    mean = total / count
    deviation = float(Fraction(squares, count) - Fraction(total, count) ** 2) ** 0.5
    assert mean == float(Fraction(total, count))
    assert abicus.sum(array("q", sizes)) == total  # a buffer is read in place, with the same answer

    exact = sum(map(Fraction, times), Fraction())
    seconds = abicus.sum(times)
    assert seconds == float(exact)
    built_in, loop = sum(times), left_to_right(times)
    assert abicus.sum(array("d", reversed(times))) == seconds  # in any order

    whole = abicus.ExactSum(times)
    merged = abicus.ExactSum()
    for part in by_directory:
        merged.merge(part)
    backwards = abicus.ExactSum()
    for part in reversed(by_directory):
        backwards.merge(part)
    assert merged.to_bytes() == whole.to_bytes() == backwards.to_bytes()
    assert merged.value() == seconds

    print(f"{count:,} files in {len(by_directory):,} directories of Python {sys.version.split()[0]}")
    print(f"bytes, exactly          {total:,}")
    print(f"bytes a file            mean {mean:,.1f}, standard deviation {deviation:,.1f}")
    print(f"sum of squares, exactly {squares:,}")
    print(f"sum of {count:,} modification times, in seconds since 1970, and its distance from the exact one")
    for name, value in (("abicus.sum", seconds), ("the built-in sum", built_in), ("a loop", loop)):
        print(f"  {name:<21} {value!r:<20} {float(Fraction(value) - exact):+.3g} s")
    print(f"one ExactSum for each of {len(by_directory):,} directories, merged in two orders: the bits of the whole")


if __name__ == "__main__":
    main()
