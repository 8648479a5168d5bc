"""`Array.insert` against list.insert."""

from __future__ import annotations

import random
import sys
from typing import Any

import data
import pytest

import abicus
from abicus import Array


@pytest.mark.parametrize("code", [*data.CODES, "?"])
def test_like_a_list(code: str) -> None:
    generator = random.Random(code)
    values = [True, False] if code == "?" else data.values_of(code, 60)
    mine, theirs = Array(code), []
    for _ in range(200):
        index, value = generator.randint(-len(theirs) - 3, len(theirs) + 3), generator.choice(values)
        assert mine.insert(index, value) is None
        theirs.insert(index, value)
        assert mine.tolist() == theirs
    assert len(mine) == 200 and mine.nbytes == 200 * mine.itemsize
    assert Array(mine.typecode, mine) == mine
    assert mine[5:50].tolist() == theirs[5:50]


def test_elements_that_are_there() -> None:
    mine = Array("d", [1.5, 2.5])
    mine.insert(0, 0)
    mine.insert(99, True)
    mine.insert(-1, float("nan"))
    mine[0] = 7
    assert repr(mine) == "Array('d', [7.0, 1.5, 2.5, nan, 1.0])"


@pytest.mark.parametrize("grown", [False, True])
@pytest.mark.parametrize(
    ("code", "value", "kind"),
    [
        ("q", 2**63, OverflowError),
        ("B", 256, OverflowError),
        ("B", -1, OverflowError),
        ("b", 128, OverflowError),
        ("d", 10**400, OverflowError),
        ("q", 1.5, TypeError),
        ("q", "a", TypeError),
        ("d", None, TypeError),
    ],
)
def test_what_it_cannot_hold(code: str, value: Any, kind: type[Exception], grown: bool) -> None:
    mine = Array(code, [1, 2, 3])
    if grown:
        mine.insert(0, 0)
    before = mine.tolist()
    for call in (lambda: mine.insert(1, value), lambda: abicus.insort(mine, value)):
        with pytest.raises((kind, TypeError)) as caught:
            call()
        assert mine.tolist() == before
    with pytest.raises(kind, match="value is .*, which an Array of"):
        mine.insert(1, value)
    with pytest.raises(TypeError):
        mine.insert("a", 1)  # type: ignore[arg-type]
    del caught


@pytest.mark.parametrize("grown", [False, True])
def test_not_while_it_is_used(grown: bool) -> None:
    mine = Array("q", [1, 2, 3])
    if grown:
        mine.insert(0, 0)
    before = mine.tolist()
    part, view = mine[1:], mine.view
    for call in (lambda: mine.insert(1, 5), lambda: abicus.insort(mine, 5)):
        with pytest.raises(BufferError, match="a slice or a view still uses the memory"):
            call()
    with pytest.raises(BufferError, match="a slice is a part"):
        part.insert(0, 1)
    assert mine.tolist() == before and part.tolist() == before[1:] and view.tolist() == before
    del part
    view.release()
    mine.insert(1, 5)
    assert mine.tolist() == [before[0], 5, *before[1:]]
    mine.__array_interface__  # noqa: B018
    for call in (lambda: mine.insert(1, 5), lambda: abicus.insort(mine, 5)):
        with pytest.raises(BufferError, match="the address of this Array was given out.*cannot grow"):
            call()
    assert len(mine) == len(before) + 1


def test_closed() -> None:
    mine = Array("q", [1])
    mine.insert(0, 0)
    mine.close()
    for call in (lambda: mine.insert(0, 1), lambda: abicus.insort(mine, 1)):
        with pytest.raises(ValueError, match="this Array is closed"):
            call()


def test_references() -> None:
    mine = Array("q", [1])
    before = sys.getrefcount(mine)
    for step in range(1000):
        mine.insert(step // 2, step)
        abicus.insort(mine, step)
    assert sys.getrefcount(mine) == before
    assert len(mine) == 2001
