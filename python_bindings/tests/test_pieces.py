"""Long buffers go to the library in pieces, so that an interrupt arrives: the answers are those of the whole."""

from __future__ import annotations

from array import array
from typing import Any

import oracle
import pytest
from data import CODES, KINDS, values_of
from oracle import bits

import abicus
from abicus import _library


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    if _library.backend == "door":
        pytest.skip("the door looks for interrupts itself")
    from abicus import _calls, _shim, _states, _vectors

    for module in (_calls, _shim, _states):
        monkeypatch.setattr(module, "LONGEST_CALL", 7)
    monkeypatch.setattr(_calls, "LONGEST_LIST", 20)
    monkeypatch.setattr(_vectors, "CHUNK", 20)


@pytest.mark.usefixtures("short_pieces")
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "ndarray Fortran"])
def test_pieces_of_every_kind(kind: str, code: str) -> None:
    for length in (7, 8, 50):
        values = values_of(code, length)
        make: Any = lambda: KINDS[kind](code, values)  # noqa: B023, E731
        assert bits(abicus.sum(make())) == bits(oracle.exact_sum(values))
        assert bits(abicus.sum_of_squares(make())) == bits(oracle.exact_dot(values, values))
        assert bits(abicus.dot(make(), array(code, values))) == bits(oracle.exact_dot(values, values))
        assert abicus.count_even(make()) == oracle.even(values)
        assert abicus.ExactSum(make()) == abicus.ExactSum(values)


@pytest.mark.usefixtures("short_pieces")
def test_an_interrupt_between_two_pieces_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from abicus._calls import Family

    total = abicus.ExactSum([1.5])
    before, over, rounds = total.to_bytes(), Family.over, []

    def interrupted(self: Any, *arguments: Any, **keywords: Any) -> None:
        rounds.append(1)
        if len(rounds) == 3:
            raise KeyboardInterrupt
        over(self, *arguments, **keywords)

    monkeypatch.setattr(Family, "over", interrupted)
    with pytest.raises(KeyboardInterrupt):
        total.update(array("d", [0.1] * 50))
    assert total.to_bytes() == before
