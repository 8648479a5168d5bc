"""The workloads of bytes, records and kept results."""

from __future__ import annotations

import ctypes
from array import array
from functools import lru_cache
from operator import attrgetter
from random import Random
from typing import TYPE_CHECKING, Any

import abicus

from . import peers
from .workload import ABICUS, PEER, PYTHON, Prepared, Workload

if TYPE_CHECKING:
    from collections.abc import Iterable

_MEGABYTE = 1 << 20


def _concatenated(chunks: Iterable[bytes]) -> bytes:
    whole = b""
    for chunk in chunks:
        whole += chunk
    return whole


def _grown(chunks: Iterable[bytes]) -> bytearray:
    whole = bytearray()
    for chunk in chunks:
        whole += chunk
    return whole


def _extended(chunks: list[bytes]) -> abicus.Array:
    whole = abicus.Array("B")
    whole.extend(chunks)
    return whole


class Join(Workload):
    identifier = "W10"
    title = "1,000,000 chunks of 1 to 16 bytes made into one"
    size = 1_000_000
    growth_sizes = (10_000, 100_000, 1_000_000)
    note = "bytes.join is what plain Python has best; += on bytes copies all for each chunk, and is not timed."

    def prepare(self, size: int) -> Prepared:
        random = Random(10)
        chunks = [bytes(random.choices(b"abcdefgh", k=random.randint(1, 16))) for _ in range(size)]
        prepared = Prepared(expected=len(b"".join(chunks)))
        prepared.add("plain Python", PYTHON, "len(b''.join(chunks))", grows=True, chunks=chunks)
        prepared.add("bytearray +=", PEER, "len(grown(chunks))", grows=True, grown=_grown, chunks=chunks)
        prepared.add("abicus, list", ABICUS, "len(extended(chunks))", grows=True, extended=_extended, chunks=chunks)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        chunks = [b"some", b" ", b"", b"chunks"]
        yield "Array.extend", _extended(chunks).tobytes(), b"some chunks"
        yield "+=", _concatenated(chunks), b"some chunks"


class KeptResults(Workload):
    identifier = "W12"
    title = "the sum of squares of 1,000 floats, asked for again and again"
    unit = "call"
    note = (
        "Cached is functools.lru_cache with the data as the key: the hash of a thousand floats is found anew each time."
        " By key: with a name of the data; a hit is a look-up. abicus ships no cache."
    )

    def prepare(self, size: int) -> Prepared:
        data = tuple(Random(12).random() for _ in range(1000))
        expected = abicus.sum_of_squares(data)
        in_python = lru_cache(maxsize=16)(lambda values: sum(value * value for value in values))
        by_value = lru_cache(maxsize=16)(abicus.sum_of_squares)
        by_name = lru_cache(maxsize=16)(lambda name: abicus.sum_of_squares(data))
        for kept, key in ((in_python, data), (by_value, data), (by_name, "today")):
            kept(key)
        prepared = Prepared(expected=expected)
        prepared.add("plain Python", PYTHON, "sum(value * value for value in data)", data=data)
        prepared.add("Python, cached", PEER, "kept(data)", kept=in_python, data=data)
        prepared.add("abicus, list", ABICUS, "abicus.sum_of_squares(data)", abicus=abicus, data=data)
        prepared.add("abicus, cached", ABICUS, "kept(data)", kept=by_value, data=data)
        prepared.add("abicus, by key", ABICUS, "kept('today')", kept=by_name)
        return prepared


class _Slotted:
    __slots__ = ("x", "y")

    def __init__(self, x: float, y: float) -> None:
        self.x, self.y = x, y


class Point(ctypes.Structure):
    _fields_ = (("x", ctypes.c_double), ("y", ctypes.c_double))


class Records(Workload):
    identifier = "W14"
    title = "the sum of x + y over 1,000,000 points"
    size = 1_000_000
    growth_sizes = (10_000, 100_000, 1_000_000)
    note = "Plain Python reads objects with slots, ctypes an array of structures; the last three read views of fields."

    def prepare(self, size: int) -> Prepared:
        # Halves: every way of summing is exact.
        coordinates = array("d", [value for place in range(size) for value in (place / 2, -place / 4)])
        records = (Point * size).from_buffer(coordinates)
        objects = [_Slotted(place / 2, -place / 4) for place in range(size)]
        prepared = Prepared(expected=size * (size - 1) / 8)
        prepared.add("plain Python", PYTHON, "sum(p.x + p.y for p in objects)", grows=True, objects=objects)
        read = attrgetter("x"), attrgetter("y")
        statement = "sum(map(x, objects)) + sum(map(y, objects))"
        prepared.add("attrgetter", PEER, statement, x=read[0], y=read[1], objects=objects)
        prepared.add("ctypes", PEER, "sum(p.x + p.y for p in records)", records=records)
        numpy = peers.package("numpy")
        structured = numpy and numpy.frombuffer(records, [("x", "f8"), ("y", "f8")])
        prepared.add("NumPy", PEER, "r['x'].sum() + r['y'].sum()", grows=True, r=structured)
        statement = "abicus.sum(abicus.field(records, 'x')) + abicus.sum(abicus.field(records, 'y'))"
        prepared.add("abicus, ctypes", ABICUS, statement, grows=True, abicus=abicus, records=records)
        prepared.add("abicus, NumPy", ABICUS, statement, abicus=abicus, records=structured)
        return prepared


class Splice(Workload):
    identifier = "W30"
    title = "1 MB put in its place in a cache of 20 MB"
    unit = "call"
    note = "A view of all 20 MB, the other half of this row, is timed by benches/python_calls.py."

    def prepare(self, size: int) -> Prepared:
        chunk, offset = bytes(range(256)) * (_MEGABYTE // 256), 7 * _MEGABYTE
        cache, mine = bytes(20 * _MEGABYTE), abicus.Array("B", 20 * _MEGABYTE)
        in_place = bytearray(cache)
        prepared = Prepared(expected=20 * _MEGABYTE)
        names: dict[str, Any] = {"cache": cache, "chunk": chunk, "first": offset, "end": offset + len(chunk)}
        prepared.add("plain Python", PYTHON, "len(b''.join((cache[:first], chunk, cache[end:])))", **names)
        names["cache"] = memoryview(in_place)
        statement = "cache.__setitem__(slice(first, end), chunk) or len(cache)"
        prepared.add("memoryview", PEER, statement, **names)
        statement = "mine.splice(first, chunk) or len(mine)"
        prepared.add("abicus, buffer", ABICUS, statement, mine=mine, first=offset, chunk=chunk)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        cache = abicus.Array("B", b"0123456789")
        cache.splice(-4, b"abc")
        yield "Array.splice", cache.tobytes(), b"012345abc9"
