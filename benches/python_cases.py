"""The cases of `python_calls.py`, with their targets: ratios of the time of abicus to the time of the peer."""

from __future__ import annotations

import importlib.util
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from typing import Any, Optional

import abicus
from abicus import _library
from abicus._bench import peers as installed
from abicus._bench.agreement import exact_dot, exact_sum
from abicus._bench.workload import ABICUS, PEER, Variant

numpy = installed.package("numpy")
polars = installed.package("polars")
_PEER_CRATE = Path(__file__).parent / "pyo3_peer"


@dataclass
class Case:
    """One row: abicus against the fastest of its peers, or what `measured` returns: a ratio, and how it came about."""

    name: str
    target: float
    abicus: Variant
    peers: list[Variant] = field(default_factory=list)
    expected: Any = None
    stretch: bool = False
    skipped: str = ""
    measured: Optional[Callable[[], tuple[float, str]]] = None
    peer_name: str = ""
    table: str = ""


#: Why a case is skipped, by the name that is missing.
_REASONS = {
    "peer": "the PyO3 extension is not installed and could not be built",
    "noop": "the door is not in use",
    "ndarray": "NumPy is not installed",
    "sumprod": "math.sumprod is there since Python 3.12",
}
_NOTHING = Variant("", ABICUS, "None", {})


def case(name: str, target: float, statement: str, expected: Any, *peers: tuple[str, str], **names: Any) -> Case:
    """Return a case; a peer is (name, statement). If any of the names is None the case is skipped."""
    stretch = bool(names.pop("stretch", False))
    missing = [_REASONS.get(key, f"no {key} here") for key, value in names.items() if value is None]
    if missing:
        return Case(name, target, _NOTHING, skipped="; ".join(missing))
    mine = Variant("abicus", ABICUS, statement, {"abicus": abicus, **names})
    theirs = [Variant(peer, PEER, text, names) for peer, text in peers]
    return Case(name, target, mine, theirs, expected, stretch)


@lru_cache(maxsize=1)
def pyo3_peer() -> Any:
    """Return the PyO3 extension: installed, or built by cargo; None where neither can be had."""
    found = installed.package("pyo3_peer")
    if hasattr(found, "noop_one"):  # else it is the directory beside this file
        return found
    if not shutil.which("cargo"):
        return None
    environment = {**os.environ, "PYO3_PYTHON": sys.executable}
    build = subprocess.run(
        ["cargo", "build", "--release", "--quiet", "--locked"], cwd=_PEER_CRATE, env=environment, check=False
    )
    path = _PEER_CRATE / "target" / "release" / "libpyo3_peer.so"
    if build.returncode or not path.is_file():
        return None
    loader = ExtensionFileLoader("pyo3_peer", str(path))
    spec = importlib.util.spec_from_loader("pyo3_peer", loader)
    if spec is None:
        return None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def versions() -> str:
    """Return one line that says what is measured."""
    found = {**installed.versions(), "PyO3 extension": "built" if pyo3_peer() else None}
    parts = [f"{name} {version or 'absent'}" for name, version in found.items()]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    mine = f"abicus {abicus.__version__} ({_library.backend}, {_library.cpu_level()})"
    return f"{mine}, {python}; {', '.join(parts)}; one thread"


def _shim(backend: str) -> Any:
    """Return the `sum` of another backend than the one in use, or None."""
    make = _library._by_ctypes() if backend == "ctypes" else _library._by_cffi()
    return make and make("")["sum"]


def calls(quick: bool) -> Iterator[Case]:
    """The table "Calls and conversions"."""
    peer = pyo3_peer()
    noop = installed.door("_noop_one")
    theirs = ("PyO3 function", "peer.noop_one(x)")
    yield case("call with one argument", 1.0, "noop(x)", 5, theirs, peer=peer, noop=noop, x=5)
    ten = [0.1 * step for step in range(10)]
    exact = float(exact_sum(ten))
    buffers = {"array": array("d", ten), "ndarray": numpy and numpy.array(ten)}
    for kind, target, peer_target in (("array", 0.10, 0.7), ("ndarray", 0.20, 0.9)):
        buffer, ndarray = buffers[kind], buffers["ndarray"]
        name = f"sum of a 10-element {kind}"
        yield case(name, target, "abicus.sum(v)", exact, ("ndarray.sum()", "ndarray.sum()"), v=buffer, ndarray=ndarray)
        theirs = ("PyO3 PyBuffer", "peer.sum_buffer(v)")
        yield case(name, peer_target, "abicus.sum(v)", exact, theirs, peer=peer, v=buffer)
    for count, built_in, vector in ((1000, 0.3, 0.25), (10, 0.5, None)):
        floats = [0.1 * step for step in range(count)]
        name, exact = f"sum of a {count:,}-float list", float(exact_sum(floats))
        yield case(name, built_in, "abicus.sum(v)", exact, ("built-in sum", "sum(v)"), v=floats)
        if vector is not None:
            yield case(name, vector, "abicus.sum(v)", exact, ("PyO3 Vec<f64>", "peer.sum_list(v)"), peer=peer, v=floats)
    ints = list(range(1000))
    yield case("sum of a 1,000-int list", 1.0, "abicus.sum(v)", 499500, ("built-in sum", "sum(v)"), v=ints)
    exact = float(exact_sum(ten))
    for backend, target in (("cffi", 2.0), ("ctypes", 2.5)):
        for kind, buffer in buffers.items():
            name = f"without the door, {backend}, 10-element {kind}"
            names = {"v": buffer, "ndarray": buffers["ndarray"], backend: _shim(backend)}
            yield case(name, target, f"{backend}(v)", exact, ("ndarray.sum()", "ndarray.sum()"), **names)
    if numpy is None:
        return
    start = "import abicus over bare start"
    yield Case(start, 0.05, _NOTHING, measured=lambda: _imports(5 if quick else 25), peer_name="import numpy")
    share = round(2e6 / _installed(numpy), 3)
    yield Case("installed size (below 2 MB)", share, _NOTHING, measured=_sizes, peer_name="NumPy")


def _start(program: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)
    return time.perf_counter() - begin


def _imports(rounds: int) -> tuple[float, str]:
    programs = ("pass", "import abicus", "import numpy")
    taken = [[_start(program) for program in programs] for _ in range(rounds)]
    bare, mine, theirs = (statistics.median(column) for column in zip(*taken))
    mine, theirs = mine - bare, theirs - bare
    return mine / theirs, f"{mine * 1e3:.3g} ms / {theirs * 1e3:.3g} ms"


def _installed(module: Any) -> int:
    top = Path(module.__file__).parent
    tops = [top, *top.parent.glob(f"{top.name}.libs")]
    files = [path for one in tops for path in one.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return sum(path.stat().st_size for path in files)


def _sizes() -> tuple[float, str]:
    mine, theirs = _installed(abicus), _installed(numpy)
    # ABICUS_LIBRARY may name a library that is not in the package.
    library = Path(_library.path)
    if Path(abicus.__file__).parent not in library.parents:
        mine += library.stat().st_size
    return mine / theirs, f"{mine / 1e6:.2g} MB / {theirs / 1e6:.2g} MB"


def _block(kind: str, count: int) -> Any:
    """Return an ndarray: "plain" in [0, 1), "wide" exponents, or "cancelling" to almost nothing."""
    source = numpy.random.default_rng(count)
    if kind == "plain":
        return source.random(count)
    values = source.uniform(-1.0, 1.0, count)
    if kind == "wide":
        return numpy.ldexp(values, source.integers(-480, 480, count))
    half = numpy.ldexp(values, source.integers(-100, 100, count))[: (count - 1) // 2]
    values = numpy.concatenate([half, -half, numpy.full(count - 2 * len(half), 1e-30)])
    source.shuffle(values)
    return values


def _data(kind: str, count: int) -> tuple[Any, int]:
    """Return an ndarray and how often its first block is repeated in it: its exact sum is that multiple."""
    block = min(count, 100_000)
    repeats = count // block
    return numpy.tile(_block(kind, block), repeats), repeats


def _factors(kind: str, count: int) -> tuple[Any, Any, int]:
    """Return two ndarrays, and how often their first block is repeated; the products cancel where that is the kind."""
    left, repeats = _data("wide" if kind == "wide" else "plain", count)
    if kind != "cancelling":
        return left, left[::-1].copy(), repeats
    half = numpy.ldexp(left, 50 * numpy.arange(count) % 101)[: (count - 1) // 2]
    order = numpy.random.default_rng(0).permutation(2 * len(half) + 1)
    return numpy.concatenate([half, half, [1e-30]])[order], numpy.concatenate([half, -half, [1.0]])[order], 1


def _rounded(block: Any, other: Any, repeats: int) -> float:
    exact = exact_sum(block) if other is None else exact_dot(block, other)
    return float(exact * repeats)


_NUMPY_SUM = (("np.add.reduce", "reduce(v)"), ("ndarray.sum()", "v.sum()"))


def sums(quick: bool) -> Iterator[Case]:
    """The sums of the table "Exact sums"."""
    sizes = [(10, 0.2), (100, 0.2), (1_000, 0.2), (10_000, 0.6), (100_000, 0.45), (10_000_000, 0.7), (64_000_000, 0.75)]
    for kind, targets in (
        ("plain", sizes),
        ("wide", [(10_000, 2.0), (100_000, 2.0), (10_000_000, 1.5)]),
        ("cancelling", [(10_000, 2.0), (100_000, 2.0), (10_000_000, 1.5)]),
    ):
        for count, target in targets:
            if quick and count > 100_000:
                continue
            values, repeats = _data(kind, count)
            exact = _rounded(values[: count // repeats].tolist(), None, repeats)
            name = f"sum f64, {kind}, {count:,}"
            yield case(name, target, "abicus.sum(v)", exact, *_NUMPY_SUM, v=values, reduce=numpy.add.reduce)
            if kind == "plain" and count >= 10_000:
                series = polars and polars.Series(values)
                peer = ("polars", "polars.sum()")
                yield case(name, 1.1, "abicus.sum(v)", exact, peer, v=values, polars=series, stretch=True)


def dots(quick: bool) -> Iterator[Case]:
    """The dot products of the table "Exact sums"."""
    sizes = [(10, 0.45), (300, 0.45), (10_000, 1.3), (100_000, 1.3), (10_000_000, 1.1)]
    for kind, targets in (
        ("plain", sizes),
        ("wide", [(10_000, 4.0), (100_000, 4.0)]),
        ("cancelling", [(10_000, 4.0), (100_000, 4.0)]),
    ):
        for count, target in targets:
            if quick and count > 100_000:
                continue
            left, right, repeats = _factors(kind, count)
            size = len(left) // repeats
            exact = _rounded(left[:size].tolist(), right[:size].tolist(), repeats)
            name = f"dot f64, {kind}, {count:,}"
            yield case(name, target, "abicus.dot(a, b)", exact, ("np.dot", "dot(a, b)"), a=left, b=right, dot=numpy.dot)


def standard_library(quick: bool) -> Iterator[Case]:
    """Beside the exact functions of the standard library, over a list."""
    count = 1_000 if quick else 100_000
    data = [math.sin(step) for step in range(count)]
    # Floats of its own, as two vectors have.
    other = [math.cos(step) for step in range(count)]
    exact, product = float(exact_sum(data)), float(exact_dot(data, other))
    fsum, sumprod = math.fsum, installed.sumprod()
    for kind, mine, theirs in (("buffer", array("d", data), array("d", other)), ("list", data, other)):
        name = f"sum f64, {count:,}, from a {kind}"
        yield case(name, 0.15, "abicus.sum(v)", exact, ("math.fsum", "fsum(data)"), v=mine, data=data, fsum=fsum)
        name = f"dot f64, {count:,}, from a {kind}"
        peer, vectors = ("math.sumprod", "sumprod(data, other)"), {"data": data, "other": other}
        yield case(name, 0.15, "abicus.dot(v, w)", product, peer, v=mine, w=theirs, sumprod=sumprod, **vectors)


def integers(quick: bool) -> Iterator[Case]:
    """The integers and narrow floats of the table "Exact sums", and count_even."""
    count = 100_000 if quick else 10_000_000
    source = numpy.random.default_rng(1)
    for kind, target in (("int64", 1.0), ("int32", 0.4), ("uint8", 0.1), ("float32", 0.6)):
        if kind == "float32":
            block = source.random(100_000, dtype=kind)
            exact: Any = float(exact_sum(block.tolist()) * (count // 100_000))
        else:
            limits = numpy.iinfo(kind)
            block = source.integers(limits.min // 4, limits.max // 4, 100_000, dtype=kind)
            exact = sum(block.tolist()) * (count // 100_000)
        values = numpy.tile(block, count // 100_000)
        peer = ("np.sum", "total(v)")
        yield case(f"sum {kind}, {count:,}", target, "abicus.sum(v)", exact, peer, v=values, total=numpy.sum)
    size = 10_000 if quick else 1_000_000
    data = source.permutation(size).tolist()
    even = (size + 1) // 2
    values = numpy.array(data)
    peer = ("np.count_nonzero", "count((v & 1) == 0)")
    name = f"count_even int64, {size:,}"
    yield case(name, 0.35, "abicus.count_even(v)", even, peer, v=values, count=numpy.count_nonzero)
    peer = ("generator expression", "sum(1 for x in v if x % 2 == 0)")
    yield case(f"count_even of a list, {size:,}", 0.05, "abicus.count_even(v)", even, peer, v=data)


TABLES: dict[str, Callable[[bool], Iterator[Case]]] = {"Calls and conversions": calls}
if numpy is not None:
    TABLES.update({"Exact sums: sum": sums, "Exact sums: dot": dots})
TABLES["Exact sums: the standard library"] = standard_library
if numpy is not None:
    TABLES["Exact sums: integers, narrow floats, counts"] = integers
