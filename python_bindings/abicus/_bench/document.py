"""What the measurements were made with, and the results as a document for programs."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING, Any

from . import peers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .measurement import Measured, Row

#: Grows when a field of the document changes its meaning.
SCHEMA = 1


def machine(rounds: int) -> dict[str, Any]:
    """Return versions, CPU level and how it was measured."""
    import abicus

    from .. import _library

    return {
        "schema": SCHEMA,
        "abicus": {
            "version": abicus.__version__,
            "backend": _library.backend,
            "cpu_level": _library.cpu_level(),
            "cpu_detected": _library.cpu_detected(),
        },
        "python": {"implementation": platform.python_implementation(), "version": platform.python_version()},
        "peers": peers.versions(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "rounds": rounds,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "variant": row.variant.name,
        "kind": row.variant.kind,
        "statement": row.variant.statement,
        "best": row.best,
        "median": row.median,
        "samples": row.samples,
        "ratio": row.ratio,
        "peak_bytes": row.peak_bytes,
        "growth": row.growth,
        "agrees": row.agreement.agrees,
        "ulps": row.agreement.ulps,
        "answer": row.agreement.text,
    }


def document(results: Sequence[Measured], made_with: dict[str, Any]) -> dict[str, Any]:
    """Return everything that was measured; times are in nanoseconds per `unit`."""
    return {
        **made_with,
        "workloads": [
            {
                "id": measured.workload.identifier,
                "title": measured.workload.title,
                "unit": measured.workload.unit,
                "size": measured.workload.size,
                "memory_size": measured.workload.memory_size or measured.workload.size,
                "rows": [_row(row) for row in measured.rows],
                "known_answers": [
                    {"text": text, "agrees": agreement.agrees, "answer": agreement.text}
                    for text, agreement in measured.known
                ],
                "absent": measured.absent,
            }
            for measured in results
        ],
    }
