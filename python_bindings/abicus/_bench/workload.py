"""What a workload is, and the register of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The kinds of variants: the first of kind PYTHON in a workload is what the others are compared with.
PYTHON, PEER, ABICUS = "python", "peer", "abicus"


@dataclass(frozen=True)
class Variant:
    """One way to do the work: `statement` is what is shown, evaluated for its answer, and timed as it is.

    `names` are its globals. `grows` says whether the time is also measured over several sizes.
    """

    name: str
    kind: str
    statement: str
    names: dict[str, Any]
    grows: bool = False

    def answer(self) -> Any:
        """Return the value of the statement."""
        return eval(compile(self.statement, f"<{self.name}>", "eval"), self.names)


@dataclass
class Prepared:
    """A workload with its data: the expected answer, the variants that can run here, and what is absent."""

    expected: Any
    variants: list[Variant] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def add(self, name: str, kind: str, statement: str, grows: bool = False, **names: Any) -> None:
        """Add a variant; if one of its names is None it is not here, and nothing is added."""
        if all(value is not None for value in names.values()):
            self.variants.append(Variant(name, kind, statement, names, grows))
        elif name not in self.absent:
            self.absent.append(name)


class Workload:
    """One row of the benchmark. A subclass with an `identifier` is registered under it."""

    #: "W2"; the register is in the order of the numbers.
    identifier = ""
    #: What is done, exactly, with the size in words.
    title = ""
    #: What the times are divided by: "element" or "call".
    unit = "element"
    #: How many elements the timed run has.
    size = 1
    #: How many elements the run has whose memory is measured, if not `size`.
    memory_size: Optional[int] = None
    #: The sizes over which the growth of the time is fitted; none if that makes no sense.
    growth_sizes: tuple[int, ...] = ()
    #: One sentence for the reader under the rows.
    note = ""

    def __init_subclass__(cls) -> None:
        if cls.identifier:
            register(cls)

    def prepare(self, size: int) -> Prepared:
        """Make the data and the variants of this size. None of this is timed."""
        raise NotImplementedError

    def known_answers(self) -> Iterable[tuple[str, Any, Any]]:
        """Yield (text, abicus's answer, the literal expected) for answers that are known in advance."""
        return ()


_REGISTER: dict[str, type[Workload]] = {}


def register(workload: type[Workload]) -> None:
    """Make a workload known under its identifier."""
    if workload.identifier in _REGISTER:
        raise ValueError(f"there are two workloads {workload.identifier}")
    _REGISTER[workload.identifier] = workload


def workloads() -> dict[str, type[Workload]]:
    """Return the register, in the order of the numbers: W1, W2, ... and then the statistics, S1, S2, ..."""
    from . import (  # noqa: F401  # they register themselves
        bytes_workloads,
        call_workloads,
        closed_form_workloads,
        elementwise_workloads,
        order_workloads,
        primes_workloads,
        sets_workloads,
        statistics_workloads,
        sum_workloads,
        words_workloads,
    )

    return dict(sorted(_REGISTER.items(), key=lambda item: (item[0][0] != "W", int(item[0][1:]))))
