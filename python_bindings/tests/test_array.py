"""`Array`: memory that the library owns."""

from __future__ import annotations

import copy
import enum
import gc
import pickle
import sys
from array import array
from typing import Any

import pytest

import abicus
from abicus import Array, _library
from abicus._outputs import output

CODES = "dfqQiIhHbB"
SHOWS_ITS_BUFFER = _library.backend == "door" or sys.version_info >= (3, 12)


@pytest.mark.parametrize("code", CODES)
def test_like_an_array(code: str) -> None:
    mine, theirs = Array(code, [3, 1, 2, 0, 7]), array(code, [3, 1, 2, 0, 7])
    assert (mine.typecode, mine.itemsize, mine.nbytes) == (code, theirs.itemsize, 5 * theirs.itemsize)
    assert mine.tolist() == theirs.tolist() == list(mine)
    assert [type(x) for x in mine] == [type(x) for x in theirs]
    assert mine.tobytes() == theirs.tobytes()
    assert len(mine) == 5 and mine[0] == 3 and mine[-1] == 7 and 2 in mine and 9 not in mine
    for index in (slice(1, 3), slice(None, None, 2), slice(4, 0, -1), slice(9, 20), slice(None)):
        assert mine[index].tolist() == theirs[index].tolist()
        assert mine[index][::-1].tolist() == theirs[index][::-1].tolist()
    mine[1] = 5
    assert mine.tolist() == [3, 5, 2, 0, 7]
    mine[1:3] = [8, 9]
    assert mine.tolist() == [3, 8, 9, 0, 7]
    for index in (5, -6, 2**70):
        with pytest.raises(IndexError, match=f"^index is {index}, expected -5 to 4$"):
            mine[index]
        with pytest.raises(IndexError, match=f"^index is {index}, expected -5 to 4$"):
            mine[index] = 1
    with pytest.raises(IndexError, match="^index is 0, expected none"):
        Array(code)[0]
    for wrong in ("a", 1.0, None):
        with pytest.raises(TypeError, match=f"^index is {type(wrong).__name__}, expected an int or a slice$"):
            mine[wrong]
        with pytest.raises(TypeError, match=f"^index is {type(wrong).__name__}, expected an int or a slice$"):
            mine[wrong] = 1
    with pytest.raises(ValueError, match="value has 3 elements, expected 2"):
        mine[:2] = [1, 2, 3]
    for number in (2, 5, 0):  # a length makes an Array, but stands for no elements
        with pytest.raises(TypeError, match="^value is int, expected a vector"):
            mine[:number] = number
    with pytest.raises(TypeError, match="^value is list, expected a vector of numbers"):
        mine[:2] = ["x", 1]
    with pytest.raises(TypeError, match=f"value is 'x', which an Array of '{code}' cannot hold"):
        mine[0] = "x"
    if code not in "fd":
        with pytest.raises(OverflowError, match="value is 18446744073709551616, which an Array"):
            mine[0] = 2**64
    assert mine.tolist() == [3, 8, 9, 0, 7]


@pytest.mark.parametrize("code", CODES + "?")
def test_zeros_and_nothing(code: str) -> None:
    assert Array(code, 4).tolist() == [0] * 4
    assert Array(code).tolist() == Array(code, []).tolist() == Array(code, 0)[:].tolist() == []
    assert Array(code, 4) == Array(code, 4) != Array(code, 5)
    with pytest.raises(ValueError, match="values_or_length is -1"):
        Array(code, -1)
    with pytest.raises(MemoryError):
        Array(code, 2**62)


def test_a_slice_is_a_view() -> None:
    whole = Array("i", range(10))
    part = whole[2:8:2]
    part[1] = -1
    assert whole[4] == -1
    del whole
    gc.collect()
    assert part.tolist() == [2, -1, 6]
    assert part[1:].tolist() == [-1, 6]


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 3],
        (1, 2, 3),
        range(1, 4),
        b"\1\2\3",
        bytearray(b"\1\2\3"),
        array("h", [1, 2, 3]),
        memoryview(array("h", [1, 0, 2, 0, 3]))[::2],
        array("d", [1.0, 2.0, 3.0]),
        Array("H", [1, 2, 3]),
        iter([1, 2, 3]),
    ],
    ids=lambda values: type(values).__name__,
)
def test_what_it_is_made_of(values: Any) -> None:
    made = Array("d", values)
    assert made == Array("d", [1.0, 2.0, 3.0])
    assert Array("q", [1, 2, 3]).tolist() == [1, 2, 3]


def test_bools_and_aliases() -> None:
    assert Array("?", [0, 1, 2.5, ""]).tolist() == [False, True, True, False]
    assert Array("l", [1]).typecode in "iq" and Array("L", [1]).typecode in "IQ"
    assert Array("q", Array("?", [True, False])).tolist() == [1, 0]
    assert Array("?", memoryview(b"\0\2").cast("?")).tolist() == [False, True]


@pytest.mark.parametrize(
    ("code", "values", "error"),
    [
        ("b", [128], OverflowError),
        ("B", [-1], OverflowError),
        ("q", [2**63], OverflowError),
        ("Q", [-1], OverflowError),
        ("q", [1.5], TypeError),
        ("d", ["x"], TypeError),
        ("d", 1.5, TypeError),
        ("d", None, TypeError),
        ("x", 3, ValueError),
        ("dd", 3, ValueError),
        (3, 3, ValueError),
    ],
)
def test_what_it_refuses(code: Any, values: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        Array(code, values)


def test_numpy() -> None:
    numpy = pytest.importorskip("numpy")
    mine = Array("i", [1, 2, 3])
    shared = numpy.asarray(mine)
    shared[1] = 9
    assert mine.tolist() == [1, 9, 3] and shared.dtype == "int32"
    for code in CODES + "?":
        made = Array(code, numpy.array([0, 1, 1], dtype=code))
        part = made[::-2]
        interface = part.__array_interface__
        back = numpy.ndarray(
            interface["shape"], interface["typestr"], made.tobytes(), 2 * made.itemsize, interface["strides"]
        )
        assert back.tolist() == [1, 0]
        with pytest.raises(BufferError):
            made.close()
    assert Array("d", numpy.arange(6, dtype=">f4").reshape(2, 3)[:, ::2]).tolist() == [0, 2, 3, 5]
    pinned = Array("d", 2)
    assert pinned.__array_interface__["data"][0] > 0
    with pytest.raises(BufferError, match="address"):
        pinned.close()
    assert pinned.tolist() == [0.0, 0.0]


def test_range() -> None:
    assert Array.range(0, 10, 3) == Array("q", [0, 3, 6, 9])
    assert Array.range(5, -20_000, -1, "i").tolist() == list(range(5, -20_000, -1))
    assert Array.range(0, 20_000, 1, "d").tolist() == list(map(float, range(20_000)))
    assert len(Array.range(3, 3)) == 0
    with pytest.raises(ValueError, match="zero"):
        Array.range(0, 3, 0)
    with pytest.raises(OverflowError, match="^range has an element that the type 'b' cannot hold"):
        Array.range(0, 300, 1, "b")


class Mine(Array):
    def __init__(self) -> None:
        super().__init__("i", [3, 1, 2])


def test_copies_of_a_subclass() -> None:
    mine = Mine()
    for copied in (pickle.loads(pickle.dumps(mine)), copy.copy(mine), copy.deepcopy(mine)):
        assert type(copied) is Mine and copied == mine
    assert type(pickle.loads(pickle.dumps(mine[1:]))) is Mine


def test_a_length_may_be_any_int() -> None:
    numpy = pytest.importorskip("numpy")
    for length in (3, numpy.int64(3), numpy.uint8(3), enum.IntEnum("Lengths", {"THREE": 3}).THREE):
        assert Array("q", length) == array("q", [0] * 3)
    with pytest.raises(ValueError, match="values_or_length is -1, expected a length or a vector"):
        Array("q", numpy.int8(-1))
    for other in (True, numpy.bool_(True), 3.0, numpy.float64(3), numpy.array(3)):
        with pytest.raises(TypeError, match="^values_or_length is .*, expected a length or a vector"):
            Array("q", other)


def test_copies() -> None:
    made = Array("f", [1.5, 2.5])
    for copied in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made), Array("f", made)):
        assert copied == made and copied.typecode == "f"
        copied[0] = 9
        assert made[0] == 1.5
    part = pickle.loads(pickle.dumps(Array("q", range(10))[::3]))
    assert part == Array("q", [0, 3, 6, 9])


def test_equality() -> None:
    assert Array("d", [1, 2]) == Array("q", [1, 2]) == array("b", [1, 2])
    assert Array("d", [float("nan")]) != Array("d", [float("nan")])
    assert Array("d", [0.0]) == Array("d", [-0.0])
    assert (Array("d", [1.0]) == [1.0]) is False
    with pytest.raises(TypeError):
        hash(Array("d"))


def test_repr() -> None:
    assert repr(Array("d", [1, 2.5])) == "Array('d', [1.0, 2.5])"
    assert repr(Array("q", range(1000))) == "<Array('q') of 1,000 elements: 0, 1, 2, ..., 997, 998, 999>"


def holders(whole: Array) -> list[Any]:
    found: list[Any] = [lambda: whole[1:], lambda: whole[::2][1:], lambda: whole.view, lambda: whole[1:].view]
    if SHOWS_ITS_BUFFER:
        found += [lambda: memoryview(whole), lambda: memoryview(whole[1:]), lambda: memoryview(memoryview(whole))]
    return found


@pytest.mark.parametrize("number", range(7))
def test_closing_while_it_is_used(number: int) -> None:
    whole = Array("i", [1, 2, 3])
    if number >= len(holders(whole)):
        pytest.skip("an object made in Python has no buffer before 3.12")
    holder = holders(whole)[number]()
    expected = holder.tolist()
    with pytest.raises(BufferError, match="a slice or a view still uses"):
        whole.close()
    assert whole.tolist() == [1, 2, 3] and holder.tolist() == expected
    del holder
    gc.collect()
    whole.close()


def test_after_closing() -> None:
    with Array("d", [1.0]) as made:
        pass
    made.close()
    assert repr(made) == "<closed Array>"
    uses: list[Any] = [len, list, pickle.dumps, abicus.sum, lambda a: a[0], lambda a: a[:1], lambda a: a == a]
    uses += [lambda a: a.typecode, lambda a: a.tolist(), lambda a: a.view, lambda a: a.__array_interface__]
    for use in uses:
        with pytest.raises((ValueError, BufferError), match="this Array is closed"):
            use(made)
    if SHOWS_ITS_BUFFER:
        with pytest.raises(BufferError, match="this Array is closed"):
            memoryview(made)  # type: ignore[arg-type]


def test_as_an_argument() -> None:
    made = Array("d", [0.1] * 10)
    with abicus.trace() as calls:
        assert abicus.sum(made) == 1.0
        assert abicus.dot(made, made[::-1]) == abicus.sum_of_squares(made)
        assert abicus.count_even(Array("B", range(256))[::2]) == 128
    assert [(call.path, call.bytes_converted) for call in calls][0] == ("buffer", 0)
    assert abicus.ExactSum(made).value() == 1.0


@pytest.mark.slow
def test_memory_is_freed() -> None:
    resource = pytest.importorskip("resource")
    for _ in range(100):
        Array("B", 50_000_000)[1:]
    # 5 GB in all: they would show.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000


@pytest.mark.parametrize(
    ("out", "error", "text"),
    [
        ([0, 0], TypeError, "out is list, expected a writable buffer"),
        (bytes(16), TypeError, "out is a read-only bytes"),
        (array("i", [0, 0]), ValueError, "out has elements of format 'i', expected 'q'"),
        (array("q", [0]), ValueError, "out has 1 elements, expected 2"),
        (memoryview(array("q", [0] * 4))[::2], ValueError, "out has 1 dimensions or gaps"),
    ],
)
def test_outputs(out: Any, error: type[Exception], text: str) -> None:
    assert output(array("q", [0, 0]), "q", 2).tolist() == [0, 0]
    with pytest.raises(error, match=text):
        output(out, "q", 2)
