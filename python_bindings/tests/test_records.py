"""`field`: the elements, and that they are the records' own."""

from __future__ import annotations

import ctypes
import statistics
from array import array
from typing import Any

import pytest

import abicus
from abicus import field


class _Place(ctypes.Structure):
    _fields_ = (("x", ctypes.c_double), ("y", ctypes.c_double))


class _Record(ctypes.Structure):
    _fields_ = (
        ("id", ctypes.c_uint16),
        ("weight", ctypes.c_float),
        ("place", _Place),
        ("valid", ctypes.c_bool),
        ("bits", ctypes.c_int, 3),
        ("text", ctypes.c_char * 4),
        ("many", ctypes.c_int * 2),
    )


class _More(_Record):
    _anonymous_ = ("inner",)
    _fields_ = (("count", ctypes.c_int64), ("inner", _Place))


class _Packed(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("flag", ctypes.c_uint8), ("x", ctypes.c_double))


def _records(kind: Any, count: int = 50) -> Any:
    records = (kind * count)()
    for place, record in enumerate(records):
        record.id, record.weight, record.valid = 60_000 + place, place / 4, place % 3
        record.place.x, record.place.y = 1e16 if place == 1 else place + 0.5, -1e16 if place == 2 else -place
    return records


@pytest.mark.parametrize("kind", [_Record, _More])
def test_structures(kind: Any) -> None:
    records = _records(kind)
    for name in ("id", "weight", "place.x", "place.y", "valid"):
        expected = [eval(f"record.{name}", {"record": record}) for record in records]
        column = field(records, name)
        assert column.tolist() == expected and list(column) == expected
        assert abicus.sum(column) == abicus.sum(expected)
        assert abicus.mean(column) == statistics.mean(expected)
        assert abicus.sorted(column).tolist() == sorted(expected)
        assert abicus.unique(column).tolist() == list(dict.fromkeys(expected))
        if name != "valid":
            assert abicus.scale(column, 0).tolist() == [0] * 50
    records[7].place.x = 123.0
    assert field(records, "place.x")[7] == 123.0
    view = field(records, "weight")
    view[3] = 2.5
    assert records[3].weight == 2.5
    if kind is _More:
        records[4].x, records[5].count = 8.5, 2**62
        assert field(records, "x")[4] == 8.5 and abicus.sum(field(records, "count")) == 2**62
    assert field((kind * 0)(), "id").tolist() == []
    assert field((kind * 2 * 3)(), "id").tolist() == [0] * 6


def test_nothing_is_copied() -> None:
    records = _records(_Record, 4)
    with abicus.trace() as calls:
        abicus.sum(field(records, "place.x"))
    assert [call.path for call in calls] == ["strided"] and calls[0].bytes_converted == 0
    del records


def test_packed_structures() -> None:
    numpy = pytest.importorskip("numpy")
    records = (_Packed * 5)(*((1, place + 0.5) for place in range(5)))
    assert abicus.sum(field(records, "x")) == 12.5
    assert abicus.sum(field(records, "flag")) == 5
    numpy.asarray(field(records, "x"))[1] = 7.0
    assert records[1].x == 7.0


@pytest.mark.parametrize(
    ("records", "name", "kind", "text"),
    [
        ((_Record * 2)(), "z", ValueError, "name is 'z', expected a field of records: id, weight, place, valid"),
        ((_Record * 2)(), "place.z", ValueError, "'place.z'"),
        ((_Record * 2)(), "place.", (ValueError, TypeError), "place"),
        ((_Record * 2)(), "id.x", ValueError, "'id.x'"),
        ((_Record * 2)(), "", ValueError, "''"),
        ((_Record * 2)(), "place", TypeError, "'place' of records is _Place"),
        ((_Record * 2)(), "bits", TypeError, "bit field"),
        ((_Record * 2)(), "text", TypeError, "'text'"),
        ((_Record * 2)(), "many", TypeError, "'many'"),
        ((_Record * 2)(), 5, TypeError, "name is int"),
        ((ctypes.c_int * 2)(), "x", TypeError, "c_int"),
        ([1, 2], "x", TypeError, "records is list"),
        (array("d", [1.5]), "x", TypeError, "records is array"),
    ],
)
def test_errors(records: Any, name: Any, kind: Any, text: str) -> None:
    with pytest.raises(kind, match=text):
        field(records, name)


def test_numpy() -> None:
    numpy = pytest.importorskip("numpy")
    place = [("x", "f8"), ("y", ">i4")]
    records = numpy.zeros(40, [("id", "u1"), ("a.b", "f4"), ("place", place), ("text", "S3"), ("half", "f2")])
    records["id"], records["a.b"] = numpy.arange(40), numpy.arange(40) / 8
    records["place"]["x"], records["place"]["y"] = numpy.arange(40) * 1e14, -numpy.arange(40)
    for name, column in {
        "id": records["id"],
        "a.b": records["a.b"],
        "place.x": records["place"]["x"],
        "place.y": records["place"]["y"],
        "half": records["half"],
    }.items():
        for step in (1, -3):
            expected = column[::step].tolist()
            view = field(records[::step], name)
            assert abicus.sum(view) == sum(expected)
            assert abicus.variance(view) == statistics.variance(expected)
    assert numpy.shares_memory(numpy.asarray(field(records, "place.x")), records)
    assert abicus.sum(field(records.view(numpy.recarray), "id")) == 780
    masked = numpy.ma.masked_array(records, mask=[True] + [False] * 39)
    for given, name, kind, text in (
        (records, "z", ValueError, "id, a.b, place, text, half"),
        (records, "place.z", ValueError, "'place.z'"),
        (records, "place.", ValueError, "'place.'"),
        (records, "", ValueError, "''"),
        (records, "place", TypeError, "'place'"),
        (records, "text", TypeError, "'text'"),
        (records["id"], "x", TypeError, "uint8"),
        (masked, "id", ValueError, "records has 1 masked"),
    ):
        with pytest.raises(kind, match=text):
            field(given, name)


def test_arrow() -> None:
    arrow = pytest.importorskip("pyarrow")
    inner = arrow.StructArray.from_arrays([arrow.array([1.5, 2.5, 3.5, 4.5])], ["x"])
    structures = arrow.StructArray.from_arrays([arrow.array([1, 2, 3, None]), inner], ["id", "place"])
    part = structures.slice(1, 2)
    assert field(part, "id").tolist() == [2, 3] and field(part, "place.x").tolist() == [2.5, 3.5]
    assert abicus.sum(field(structures, "place.x")) == 12.0
    table = arrow.table({"n": arrow.chunked_array([[1, 2], [3]]), "text": ["a", "b", "c"]})
    assert abicus.sum(field(table, "n")) == 6 and field(table.to_batches()[0], "n").tolist() == [1, 2]
    assert field(table.slice(0, 0), "n").tolist() == []
    missing = arrow.array([{"x": 1.0}, None, {"x": 2.0}])
    for given, name, kind, text in (
        (structures, "id", ValueError, "records has 1 null"),
        (missing, "x", ValueError, "records has 1 null"),
        (structures, "z", ValueError, "name is 'z', expected a field of records: id, place"),
        (table, "text", TypeError, "'text' of records"),
        (structures, "place", TypeError, "'place' of records"),
        (arrow.array([1]), "x", TypeError, "records has elements of Arrow format"),
    ):
        with pytest.raises(kind, match=text):
            field(given, name)
    assert field(missing.slice(2), "x").tolist() == [2.0]
