"""What takes Python itself long, in steps: between two of them signals are seen."""

from __future__ import annotations

from array import array
from itertools import chain, islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

#: Elements of a step: some ten milliseconds.
STEP = 1 << 16


def steps_of(elements: Iterable[Any]) -> Iterator[Iterator[Any]]:
    """Yield iterators over at most `STEP` elements each, at least one, of an iterable. Each is to be read to its end.

    Nothing is read ahead: the code of an element may change the list that it is in.
    """
    iterator = iter(elements)
    for first in iterator:
        yield chain((first,), islice(iterator, STEP - 1))


def distinct(elements: Iterable[Any]) -> list[Any]:
    """Return `list(dict.fromkeys(elements))`."""
    found: dict[Any, None] = {}
    for step in steps_of(elements):
        if found:
            found.update(dict.fromkeys(step))
        else:
            found = dict.fromkeys(step)
    return list(found)


def repeated(elements: Iterable[Any]) -> list[Any]:
    """Return those that occur more than once, in order of first occurrence."""
    from collections import Counter

    counts: Counter[Any] = Counter()
    for step in steps_of(elements):
        counts.update(step)
    return [element for element, count in counts.items() if count > 1]


def members_of(elements: Iterable[Any]) -> set[Any]:
    """Return `set(elements)`."""
    members: set[Any] = set()
    for step in steps_of(elements):
        members.update(step)
    return members


def contained(elements: Iterable[Any], members: set[Any]) -> bytes:
    """Return for each element whether it is one of the members, a byte of 0 or 1."""
    return b"".join(bytes(map(members.__contains__, step)) for step in steps_of(elements))


def filled(code: str, numbers: Iterable[Any]) -> array[Any]:
    """Return `array(code, numbers)`."""
    if type(numbers) in (list, tuple) and len(numbers) <= STEP:  # type: ignore[arg-type]
        return array(code, iter(numbers))
    made = array(code)
    for step in steps_of(numbers):
        made.extend(step)
    return made
