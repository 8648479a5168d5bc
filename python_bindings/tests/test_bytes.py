"""`Array.splice` and `Array.extend` against slices of lists and bytes.join; Arrays that sockets and files fill."""

from __future__ import annotations

import io
import pickle
import random
import socket
import sys
from array import array
from collections.abc import Iterator
from typing import Any

import pytest

from abicus import Array


@pytest.mark.parametrize("code", ["B", "q", "d", "h", "?"])
def test_splice_like_a_slice(code: str) -> None:
    generator = random.Random(code)
    theirs: list[Any] = [0] * 50
    mine = Array(code, theirs)
    for _ in range(200):
        data = [generator.randrange(2) for _ in range(generator.randrange(6))]
        offset = generator.randrange(-50, 51 - len(data))
        first = offset % 50 if offset < 0 else offset
        if first + len(data) > 50:
            continue
        given = generator.choice([data, Array(code, data), tuple(data), array("b", data), iter(data), bytes(data)])
        assert mine.splice(offset, given) is None
        theirs[first : first + len(data)] = data
        assert mine.tolist() == theirs


def test_splice_of_itself_and_of_views() -> None:
    mine, theirs = Array("B", range(100)), bytearray(range(100))
    for offset, first, end in ((10, 0, 60), (0, 10, 60), (3, 3, 40), (50, 0, 50)):
        mine.splice(offset, mine[first:end])
        theirs[offset : offset + end - first] = bytes(theirs[first:end])
        assert mine.tobytes() == theirs
    mine.splice(0, memoryview(bytes(range(40)))[::-2])
    assert mine[:20].tolist() == list(range(39, 0, -2))
    part = mine[90:]
    part.splice(-2, b"zz")
    assert mine[-2:].tobytes() == b"zz"


@pytest.mark.parametrize(
    ("offset", "data", "kind", "text"),
    [
        (6, b"", IndexError, "offset is 6"),
        (-6, b"a", IndexError, "offset is -6"),
        (3, b"abc", ValueError, "data has 3 elements, expected at most 2 from offset 3"),
        (-1, b"ab", ValueError, "data has 2 elements, expected at most 1 from offset -1"),
        (0, [1, 256], OverflowError, "has an element that"),
        (0, array("d", [1.5]), TypeError, "data is array"),
        (0, "abc", TypeError, "data is str"),
        (0, 5, TypeError, "data is int"),
        (1.0, b"a", TypeError, "offset is float"),
    ],
)
def test_splice_errors(offset: Any, data: Any, kind: type[Exception], text: str) -> None:
    mine = Array("B", b"hello")
    with pytest.raises(kind, match=text):
        mine.splice(offset, data)
    assert mine.tobytes() == b"hello"


def test_extend_like_join() -> None:
    generator = random.Random(4)
    mine, theirs = Array("B", b"start"), bytearray(b"start")
    for turn in range(60):
        chunks: list[Any] = [generator.randbytes(generator.choice([0, 1, 7, 300])) for _ in range(turn % 9)]
        theirs += b"".join(chunks)
        if turn % 3 == 1:
            chunks = [bytearray(c) if place % 2 else Array("B", c) for place, c in enumerate(chunks)]
        assert mine.extend(iter(chunks) if turn % 3 == 2 else generator.choice([list, tuple])(chunks)) is None
        assert mine.tobytes() == theirs and len(mine) == len(theirs)
        if turn % 20 == 0:
            mine.insert(3, 9)
            theirs.insert(3, 9)
    assert pickle.loads(pickle.dumps(mine)) == mine


def test_extend_of_other_types() -> None:
    mine = Array("d", [0.5])
    mine.extend([array("d", [1.5]), (2, 3), b"\4", Array("q", [5]), range(6, 8), []])
    assert mine.tolist() == [0.5, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    mine.extend([8, 9.5])
    mine.extend(array("f", [10.5]))
    mine.extend(number for number in (11, 12))
    assert mine.tolist()[8:] == [8.0, 9.5, 10.5, 11.0, 12.0]
    mine = Array("?", [True])
    mine.extend([[0, 2], Array("?", [True])])
    assert mine.tolist() == [True, False, True, True]
    mine = Array("B", b"ab")
    mine.extend([mine, mine])
    mine.extend(mine)
    assert mine.tobytes() == b"ab" * 6


@pytest.mark.parametrize(
    ("chunks", "kind", "text"),
    [
        ([b"a", "b"], TypeError, r"chunks\[1\] is str"),
        ([b"a", array("d", [1.5])], TypeError, r"chunks\[1\] is array"),
        ([b"a", array("q", [256])], OverflowError, "has an element that"),
        ([b"a", array("b", [-1])], OverflowError, "has an element that"),
        ([b"a", None], TypeError, r"chunks\[1\] is NoneType"),
        (5, TypeError, "chunks is int"),
        ("abc", TypeError, r"chunks\[0\] is str"),
    ],
)
def test_extend_errors(chunks: Any, kind: type[Exception], text: str) -> None:
    for grown in (False, True):
        mine = Array("B", b"hello")
        if grown:
            mine.extend([b"!"])
        before = mine.tobytes()
        with pytest.raises(kind, match=text):
            mine.extend(chunks)
        assert mine.tobytes() == before
        mine.extend([b"?"])
        assert mine.tobytes() == before + b"?"


def test_a_view_keeps_the_memory() -> None:
    mine = Array("B", b"hello")
    for _ in range(2):
        before, asked = mine.tobytes(), []

        def chunks() -> Iterator[bytes]:
            asked.append(1)
            yield b"lost"

        for make in (lambda: mine.view, lambda: mine[1:], lambda: mine.view[2:]):
            view = make()
            for given in ([b"x"], (b"x",), b"x", [bytearray(b"x")], chunks()):
                with pytest.raises(BufferError):
                    mine.extend(given)
            assert mine.tobytes() == before and not asked
            del view
        with pytest.raises(BufferError, match="a slice"):
            mine[1:].extend([b"x"])
        mine.extend([b" world"])
        assert mine.tobytes() == before + b" world"
    mine.close()
    with pytest.raises(ValueError, match="closed"):
        mine.extend([b"x"])
    with pytest.raises(ValueError, match="closed"):
        mine.splice(0, b"x")


def test_an_address_that_was_given_out() -> None:
    for grown in (False, True):
        mine = Array("B", b"hello")
        if grown:
            mine.extend([b"!"])
        address = mine.__array_interface__["data"]
        for given in ([b"x"], b"x", iter([b"x"])):
            with pytest.raises(BufferError, match="address"):
                mine.extend(given)
        mine.splice(0, b"H")
        assert mine.__array_interface__["data"] == address and mine.tobytes()[:5] == b"Hello"


def test_filled_in_place() -> None:
    cache = Array("B", 1000)
    here, there = socket.socketpair()
    with here, there:
        here.sendall(b"from a socket")
        assert there.recv_into(cache.view[100:200]) == 13
        here.sendall(cache.view[100:113])
        assert there.recv(100) == b"from a socket"
    assert io.BytesIO(b"from a file").readinto(cache.view[500:]) == 11
    if sys.version_info >= (3, 12) or hasattr(Array, "__base__") and Array.__base__.__name__ == "_ArrayBase":
        assert io.BytesIO(b"FROM").readinto(cache[500:]) == 4
        assert bytes(cache[500:511]) == b"FROM a file"
    assert cache[100:113].tobytes() == b"from a socket" and cache.tobytes().count(0) == 1000 - 24


def test_many_calls_take_linear_time() -> None:
    mine = Array("B")
    moves, place = 0, 0
    for _ in range(20_000):
        mine.extend([b"chunk"])
        if _ % 100 == 0:
            with mine.view as view:
                now = id(view.obj)
            moves, place = moves + (now != place), now
    assert mine.tobytes() == b"chunk" * 20_000
