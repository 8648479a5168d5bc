"""The cases of `python_calls.py` for bytes in place and fields of records, with their targets."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from python_cases import Case, case, numpy

import abicus
from abicus import _native
from abicus._bench.bytes_workloads import Point, _extended

_MEGABYTE = 1 << 20


def in_place(quick: bool) -> Iterator[Case]:
    """Beside joining and slicing bytes."""
    chunk, whole = b"x" * _MEGABYTE, bytes(20 * _MEGABYTE)
    mine, first, end = abicus.Array("B", whole), 7 * _MEGABYTE, 8 * _MEGABYTE
    peer = ("bytes.join", "len(b''.join((whole[:first], chunk, whole[end:])))")
    statement = "mine.splice(first, chunk) or len(mine)"
    names = {"mine": mine, "first": first, "end": end, "chunk": chunk, "whole": whole}
    yield case("splice 1 MB in 20 MB", 0.002, statement, len(whole), peer, **names)
    peer = ("slice copy", "len(longer[1:])")
    names = {"mine": mine, "longer": b"x" + whole, "memoryview": memoryview}
    statement = "len(memoryview(mine))" if hasattr(_native, "_array_base") else "len(mine.view)"
    yield case("view of 20 MB", 0.0001, statement, len(whole), peer, **names)
    random = Random(10)
    for count in (1_000, 100_000) if quick else (1_000, 1_000_000):
        chunks = [bytes(random.choices(b"abcdefgh", k=random.randint(1, 16))) for _ in range(count)]
        peer = ("b''.join(list)", "len(b''.join(chunks))")
        expected = len(b"".join(chunks))
        # For few chunks making the Array costs more than all else.
        target = 1.0 if count > 1_000 else 2.0
        names = {"extended": _extended, "chunks": chunks}
        yield case(f"extend by {count:,} chunks", target, "len(extended(chunks))", expected, peer, **names)


def records(quick: bool) -> Iterator[Case]:
    """Beside a loop over the structures, and NumPy's strided sum."""
    count = 100_000
    structures = (Point * count)(*(Point(place / 2, -place / 4) for place in range(count)))
    statement = "abicus.sum(abicus.field(structures, 'x'))"
    expected = count * (count - 1) / 4
    peer = ("Python", "sum(point.x for point in structures)")
    yield case(f"sum of a field of {count:,}", 0.05, statement, expected, peer, structures=structures)
    structured = numpy and numpy.frombuffer(structures, [("x", "f8"), ("y", "f8")])
    peer = ("NumPy", "structured['x'].sum()")
    names = {"structures": structures, "structured": structured}
    # NumPy's sum is not exact.
    yield case(f"sum of a field of {count:,}, NumPy", 2.0, statement, expected, peer, **names)


TABLES = {"Bytes": in_place, "Records": records}
