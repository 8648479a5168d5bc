"""The cases of `python_calls.py` for duplicates, distinct values and membership, with their targets.

The peers give the same values in the same order: those of an int64 vector by the fastest way that pandas, polars and
pyarrow each have, from their own containers, made before anything is timed.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import Any

import python_cases
from python_cases import Case, case

from abicus._bench import peers as installed

numpy = python_cases.numpy
pandas = installed.package("pandas")
polars = installed.package("polars")
pyarrow = installed.package("pyarrow")
if pyarrow is not None:
    import pyarrow.compute

MILLION = 1_000_000


def _again(values: Any) -> list[Any]:
    """Return each value that comes more than once, in order of first occurrence."""
    again: dict[Any, bool] = {}
    for value in values:
        again[value] = value in again
    return [value for value, comes_again in again.items() if comes_again]


_DICT = """
def again(values):
    found = {}
    for value in values:
        found[value] = value in found
    return [value for value, comes_again in found.items() if comes_again]
"""

_DUPLICATES = {
    "pandas": [("pandas drop_duplicates", "series[series.duplicated(keep=False)].drop_duplicates()")],
    "polars": [
        ("polars unique_counts", "polars_series.unique(maintain_order=True).filter(polars_series.unique_counts() > 1)"),
        ("polars is_duplicated", "polars_series.filter(polars_series.is_duplicated()).unique(maintain_order=True)"),
    ],
    "pyarrow": [
        (
            "pyarrow value_counts",
            "(lambda c: c.field(0).filter(pyarrow.compute.greater(c.field(1), 1)))"
            "(pyarrow.compute.value_counts(arrow))",
        )
    ],
}
_UNIQUE = {
    "pandas": [("pandas.unique", "pandas.unique(v)")],
    "polars": [("polars unique", "polars_series.unique(maintain_order=True)")],
    "pyarrow": [("pyarrow unique", "pyarrow.compute.unique(arrow)")],
}
_ISIN = {
    "pandas": [("pandas isin", "series.isin(lookup)")],
    "polars": [("polars is_in", "polars_series.is_in(polars_lookup)")],
    "pyarrow": [("pyarrow is_in", "pyarrow.compute.is_in(arrow, value_set=arrow_lookup)")],
}


def _peers(statements: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    present = {"pandas": pandas, "polars": polars, "pyarrow": pyarrow}
    return [peer for name, peers in statements.items() if present[name] is not None for peer in peers]


def _containers(values: Any, lookup: Any = None) -> dict[str, Any]:
    """Return the names of the statements; a peer that is not there has none."""
    names: dict[str, Any] = {"v": values}
    if lookup is not None:
        names["lookup"] = lookup
    if pandas is not None:
        names.update(pandas=pandas, series=pandas.Series(values))
    if polars is not None:
        names["polars_series"] = polars.Series(values)
        if lookup is not None:
            names["polars_lookup"] = polars.Series(lookup).implode()
    if pyarrow is not None:
        names.update(pyarrow=pyarrow, arrow=pyarrow.array(values))
        if lookup is not None:
            names["arrow_lookup"] = pyarrow.array(lookup)
    return names


def _vector(kind: str, count: int) -> Any:
    """Return int64: "wide" over 63 bits, where every third comes again, of a range "near" the count, or of "few" values."""
    source = numpy.random.default_rng(count)
    if kind == "near":
        return source.integers(0, count, count)
    if kind == "few":
        return source.integers(-(2**62), 2**62, 1000)[source.integers(0, 1000, count)]
    values = source.integers(-(2**62), 2**62, count)
    third = count // 3
    values[source.permutation(count)[:third]] = values[source.integers(0, count, third)]
    return values


def duplicates(quick: bool) -> Iterator[Case]:
    """The table "Sets: duplicates"."""
    peers = _peers(_DUPLICATES)
    for kind, count, target in (
        ("wide", MILLION, 0.45),
        ("wide", 10 * MILLION, 0.25),
        ("near", MILLION, 0.15),
        ("few", MILLION, 0.45),
    ):
        count = 100_000 if quick else count
        values = _vector(kind, count)
        exact = array("q", _again(values.tolist()))
        name = f"duplicates int64, {kind}, {count:,}"
        yield case(name, target, "abicus.duplicates(v)", exact, *peers, **_containers(values))
    count = 10_000 if quick else MILLION
    ints = _vector("wide", count).tolist()
    names: dict[str, Any] = {}
    exec(_DICT, names)
    peer = ("dict-based Python", "again(v)")
    for kind, values, target in (("ints", ints, 0.1), ("str", [f"word {value}" for value in ints], 0.3)):
        # Whoever makes a list of str and looks it up has hashed them before.
        _again(values)
        name = f"duplicates, list of {kind}, {count:,}"
        yield case(name, target, "abicus.duplicates(v)", _again(values), peer, v=values, again=names["again"])


def distinct(quick: bool) -> Iterator[Case]:
    """The table "Sets: unique"."""
    for count, target in ((10, 1.0), (100, 1.0), (1_000, 1.0), (MILLION, 0.5)):
        count = min(count, 100_000) if quick else count
        values = _vector("wide", count)
        exact = array("q", dict.fromkeys(values.tolist()))
        name = f"unique int64, wide, {count:,}"
        yield case(name, target, "abicus.unique(v)", exact, *_peers(_UNIQUE), **_containers(values))


def membership(quick: bool) -> Iterator[Case]:
    """The table "Sets: isin"."""
    count = 100_000 if quick else MILLION
    values = _vector("wide", count)
    for size, target in ((count // 10, 0.8), (1_000, 1.0), (10, 0.6)):
        source = numpy.random.default_rng(size)
        lookup = source.integers(-(2**62), 2**62, size)
        lookup[: size // 2] = values[source.integers(0, count, size // 2)]
        kept = set(lookup.tolist())
        exact = memoryview(bytes(value in kept for value in values.tolist())).cast("?")
        name = f"isin int64, wide, {count:,} in {size:,}"
        peers = _peers(_ISIN)
        yield case(name, target, "abicus.isin(v, lookup)", exact, *peers, **_containers(values, lookup))


TABLES: dict[str, Callable[[bool], Iterator[Case]]] = {}
if numpy is not None and (pandas or polars or pyarrow):
    TABLES = {"Sets: duplicates": duplicates, "Sets: unique": distinct, "Sets: isin": membership}
