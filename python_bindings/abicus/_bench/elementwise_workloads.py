"""The workloads of the passes over every element, and of the sums over pairs."""

from __future__ import annotations

import math
from array import array
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import TYPE_CHECKING, Any

import abicus

from . import peers
from .workload import ABICUS, PEER, PYTHON, Prepared, Workload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_DECADES = (10_000, 100_000, 1_000_000)
_ABOVE = 10


def _uniform(seed: int, count: int, limit: float) -> list[float]:
    random = Random(seed)
    return [random.uniform(0, limit) for _ in range(count)]


def _compiled(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return a function compiled by numba, if that is installed, and called once."""
    numba = peers.package("numba")
    if numba is None:
        return None
    compiled = numba.njit(function)
    compiled(*arguments)
    return compiled


def _pairs(a: Sequence[float], b: Sequence[float]) -> int:
    """Return the sum over all pairs with x <= y of the rounded roots above 10."""
    total = 0
    for x in a:
        for y in b:
            if x > y:
                continue
            root = math.floor(math.sqrt(x * x + y * y) + 0.5)
            if root > _ABOVE:
                total += root
    return total


def _pairs_by_numpy(numpy: Any, a: Any, b: Any) -> int:
    rows = a[:, None]
    roots = numpy.floor(numpy.sqrt(rows * rows + b * b) + 0.5)
    return int(roots[(rows <= b) & (roots > _ABOVE)].sum())


class Pairs(Workload):
    identifier = "W6"
    title = "round(sqrt(x*x + y*y)) over all pairs x <= y of 500 and 1,000 floats, of those above 10, added up"
    unit = "element"
    size = 500_000
    note = "An element is a pair. What abicus does grows with the longer vector and the number of different roots."

    def prepare(self, size: int) -> Prepared:
        short = max(1, math.isqrt(size // 2))
        a, b = _uniform(6, short, 100), _uniform(7, max(1, size // short), 100)
        numpy = peers.package("numpy")
        prepared = Prepared(expected=_pairs(a, b))
        prepared.add("plain Python", PYTHON, "pairs(a, b)", pairs=_pairs, a=a, b=b)
        arrays: dict[str, Any] = {"a": numpy and numpy.array(a), "b": numpy and numpy.array(b)}
        prepared.add("NumPy", PEER, "pairs(numpy, a, b)", pairs=_pairs_by_numpy, numpy=numpy, **arrays)
        compiled = _compiled(_pairs, arrays["a"], arrays["b"]) if numpy else None
        prepared.add("numba", PEER, "pairs(a, b)", pairs=compiled, **arrays)
        prepared.add("abicus, list", ABICUS, "abicus.pair_hypot_sum(a, b)", abicus=abicus, a=a, b=b)
        buffers: dict[str, Any] = {"a": array("d", a), "b": array("d", b)}
        prepared.add("abicus, buffer", ABICUS, "abicus.pair_hypot_sum(a, b)", abicus=abicus, **buffers)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "pair_hypot_sum(range(5), range(30))", abicus.pair_hypot_sum(range(5), range(30)), 1916


def _masked(a: Sequence[float], b: Sequence[float], above: float, out: Any) -> Any:
    for place in range(len(a)):
        if a[place] > above:
            out[place] = math.sqrt(a[place] * a[place] + b[place] * b[place])
    return out


class MaskedHypot(Workload):
    identifier = "W7"
    title = "sqrt(a*a + b*b) where a > 0.5, of 1,000,000 floats, without temporaries"
    size = 1_000_000
    growth_sizes = _DECADES

    def prepare(self, size: int) -> Prepared:
        a, b = _uniform(8, size, 1), _uniform(9, size, 1)
        numpy = peers.package("numpy")
        prepared = Prepared(expected=_masked(a, b, 0.5, [0.0] * size))
        names: dict[str, Any] = {"a": a, "b": b, "out": [0.0] * size}
        prepared.add("plain Python", PYTHON, "masked(a, b, 0.5, out)", grows=True, masked=_masked, **names)
        names = {"a": numpy and numpy.array(a), "b": numpy and numpy.array(b), "out": numpy and numpy.zeros(size)}
        statement = "numpy.sqrt(a * a + b * b, out=out, where=a > 0.5)"
        prepared.add("NumPy", PEER, statement, numpy=numpy, **names)
        compiled = _compiled(_masked, names["a"], names["b"], 0.5, names["out"]) if numpy else None
        prepared.add("numba", PEER, "masked(a, b, 0.5, out)", masked=compiled, **names)
        call, out = "abicus.masked_hypot(a, b, above=0.5, out=out)", array("d", bytes(8 * size))
        prepared.add("abicus, list", ABICUS, call, abicus=abicus, a=a, b=b, out=out)
        buffers: dict[str, Any] = {"a": array("d", a), "b": array("d", b), "out": out}
        prepared.add("abicus, buffer", ABICUS, call, grows=True, abicus=abicus, **buffers)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        out = array("d", [0.0, 7.0])
        yield "masked_hypot", abicus.masked_hypot([3, 1], [4, 1], above=2, out=out), array("d", [5.0, 7.0])


class Threads(Workload):
    identifier = "W8"
    title = "W7 in four parts, by a pool of two threads"
    size = 1_000_000
    note = "A call over so much data runs without the interpreter's lock: two threads help as far as there are two cores."

    def prepare(self, size: int) -> Prepared:
        size -= size % 4
        a, b = array("d", _uniform(10, size, 1)), array("d", _uniform(11, size, 1))
        expected = _masked(a, b, 0.5, [0.0] * size)
        pool = ThreadPoolExecutor(2)
        cuts = [slice(first, first + size // 4) for first in range(0, size, max(1, size // 4))]

        def parts(function: Callable[..., Any], wrap: Callable[[Any], Any]) -> tuple[Any, list[Any]]:
            """Return what one of the threads calls with a part, and the parts; the last of each is the output's."""
            views = [wrap(memoryview(vector)) for vector in (a, b, array("d", bytes(8 * size)))]
            return views[2], [(function, *(view[cut] for view in views)) for cut in cuts]

        def by_python(x: Any, y: Any, out: Any) -> None:
            _masked(x, y, 0.5, out)

        def by_abicus(x: Any, y: Any, out: Any) -> None:
            abicus.masked_hypot(x, y, above=0.5, out=out)

        numpy = peers.package("numpy")

        def by_numpy(x: Any, y: Any, out: Any) -> None:
            numpy.sqrt(x * x + y * y, out=out, where=x > 0.5)

        def run(part: Any) -> None:
            function, *views = part
            function(*views)

        prepared = Prepared(expected=expected)
        ways = [
            ("plain Python", PYTHON, by_python, lambda view: view, map),
            ("plain Python, 2 threads", PYTHON, by_python, lambda view: view, pool.map),
            ("NumPy, 2 threads", PEER, by_numpy if numpy else None, numpy and numpy.asarray, pool.map),
            ("abicus", ABICUS, by_abicus, lambda view: view, map),
            ("abicus, 2 threads", ABICUS, by_abicus, lambda view: view, pool.map),
        ]
        for name, kind, function, wrap, mapped in ways:
            out, some = parts(function, wrap) if function else (None, None)
            statement = "list(map(run, parts)) and out"
            prepared.add(name, kind, statement, map=mapped, run=run, parts=some, out=out)
        return prepared


def _twice(value: int) -> int:
    return 2 * value


class Scale(Workload):
    identifier = "W13"
    title = "1,000,000 ints, each times 2"
    size = 1_000_000
    growth_sizes = _DECADES

    def prepare(self, size: int) -> Prepared:
        random = Random(13)
        values = [random.randrange(-(10**6), 10**6) for _ in range(size)]
        buffer, numpy = array("q", values), peers.package("numpy")
        prepared = Prepared(expected=[value * 2 for value in values])
        prepared.add("plain Python", PYTHON, "[x * 2 for x in data]", grows=True, data=values)
        prepared.add("map", PYTHON, "list(map(twice, data))", twice=_twice, data=values)
        prepared.add("NumPy", PEER, "array * 2", array=numpy and numpy.array(values))
        prepared.add("abicus, list", ABICUS, "abicus.scale(data, 2)", grows=True, abicus=abicus, data=values)
        prepared.add("abicus, buffer", ABICUS, "abicus.scale(buffer, 2)", grows=True, abicus=abicus, buffer=buffer)
        out = array("q", bytes(8 * size))
        names: dict[str, Any] = {"abicus": abicus, "buffer": buffer, "out": out}
        prepared.add("abicus, out", ABICUS, "abicus.scale(buffer, 2, out=out)", **names)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        yield "scale([1, 2**70], 2)", abicus.scale([1, 2**70], 2), [2, 2**71]
        yield "scale(b'abc', 2)", abicus.scale(b"abc", 2).tolist(), [194, 196, 198]


_BRIGHTNESS, _CONTRAST = 0.1, 0.25


def _adjusted(pixels: Iterable[int], out: Any) -> Any:
    place = 0
    for pixel in pixels:
        value = (pixel - 127.5) * (1 + _CONTRAST) + 127.5 + 255 * _BRIGHTNESS
        out[place] = max(0, min(255, round(value)))
        place += 1
    return out


def _by_table(pixels: bytes) -> bytes:
    return pixels.translate(_adjusted(range(256), bytearray(256)))


class Adjust(Workload):
    identifier = "W31"
    title = "brightness and contrast of an image of 1,000,000 bytes, saturating"
    size = 1_000_000
    growth_sizes = _DECADES
    note = "bytes.translate with a table of 256 is the standard library's own way."

    def prepare(self, size: int) -> Prepared:
        pixels = Random(31).getrandbits(8 * size).to_bytes(size, "little")
        numpy = peers.package("numpy")
        expected = _adjusted(pixels, bytearray(size))
        prepared = Prepared(expected=expected)
        names: dict[str, Any] = {"adjusted": _adjusted, "pixels": pixels, "out": bytearray(size)}
        prepared.add("plain Python", PYTHON, "adjusted(pixels, out)", grows=True, **names)
        prepared.add("bytes.translate", PYTHON, "by_table(pixels)", by_table=_by_table, pixels=pixels)
        image = numpy and numpy.frombuffer(pixels, "B")
        statement = f"numpy.clip(numpy.rint((p - 127.5) * {1 + _CONTRAST} + {127.5 + 255 * _BRIGHTNESS}), 0, 255).astype('B').data"
        prepared.add("NumPy", PEER, statement, numpy=numpy, p=image)
        out = numpy and numpy.zeros(size, "B")
        compiled = _compiled(_adjusted, image, out) if numpy else None
        prepared.add("numba", PEER, "adjusted(pixels, out).data", adjusted=compiled, pixels=image, out=out)
        call = f"abicus.adjust(pixels, brightness={_BRIGHTNESS}, contrast={_CONTRAST}, out=out)"
        names = {"abicus": abicus, "pixels": pixels, "out": bytearray(size)}
        prepared.add("abicus, buffer", ABICUS, call, grows=True, **names)
        return prepared

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        found = abicus.adjust(bytes([0, 100, 200, 255]), brightness=0.1, contrast=1)
        yield "adjust", found.tolist(), [0, 98, 255, 255]
