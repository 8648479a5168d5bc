"""Compares instructions counted by callgrind with the record in benches/instructions.txt, or writes the record.

    instructions.py CALLGRIND_OUTPUT                    compare; fails if a count changed by more than 3 %
    instructions.py CALLGRIND_OUTPUT --update REASON    write the record anew

Counts of another compiler than the record's are shown, and fail nothing.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import subprocess
import sys
from pathlib import Path

RECORD = Path(__file__).resolve().parent.parent / "benches" / "instructions.txt"
ALLOWED = 0.03
HEAD = """\
# Instructions of one call at the AVX2 level, as callgrind counts them. `make instructions` compares; a change of more than
# 3 % fails until the record is written anew: make instructions-update REASON='what changed them'
"""


def counted(text: str) -> dict[str, int]:
    """Return the counts by name from callgrind's output."""
    return {
        name: int(total)
        for name, total in re.findall(r"^desc: Trigger: Client Request: (.+)$(?s:.*?)^totals: (\d+)$", text, re.MULTILINE)
    }


def recorded(text: str) -> tuple[str, dict[str, int], list[str]]:
    """Return the record's compiler, its counts by name, and the lines of its reasons."""
    compiler, counts, reasons = "", {}, []
    for line in text.splitlines():
        if line.startswith("rustc "):
            compiler = line
        elif re.match(r"# \d{4}-", line):
            reasons.append(line)
        elif line and not line.startswith("#"):
            name, count = line.rsplit(None, 1)
            counts[name.strip()] = int(count)
    return compiler, counts, reasons


def changes(before: dict[str, int], now: dict[str, int]) -> list[str]:
    """Return a line for each count that is new, gone, or changed by more than what is allowed."""
    lines = []
    for name in sorted({*before, *now}):
        if name not in before or name not in now:
            lines.append(f"{name}: {'not in the record' if name in now else 'in the record, not counted'}")
        elif abs(now[name] - before[name]) > ALLOWED * before[name]:
            lines.append(f"{name}: {before[name]} -> {now[name]} ({now[name] / before[name] - 1:+.1%})")
    return lines


def main() -> int:
    """Compare or write; return the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("output", type=Path)
    parser.add_argument("--update", metavar="REASON")
    arguments = parser.parse_args()
    now = counted(arguments.output.read_text())
    compiler = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    before_compiler, before, reasons = recorded(RECORD.read_text() if RECORD.exists() else "")
    lines = changes(before, now)
    if arguments.update is not None:
        if not arguments.update.strip():
            print("instructions: a reason is missing: make instructions-update REASON='...'", file=sys.stderr)
            return 2
        reasons.append(f"# {datetime.date.today()} {arguments.update}")
        rows = [f"{name:<40} {count:>10}" for name, count in now.items()]
        RECORD.write_text(HEAD + "\n".join([compiler, "", *rows, "", "# Reasons, the newest last:", *reasons]) + "\n")
        print(f"instructions: {len(now)} recorded, {len(lines)} of them changed")
        return 0
    for line in lines:
        print(f"instructions: {line}")
    if compiler != before_compiler:
        reason = f"the record is of {before_compiler}, this is {compiler}"
        print(f"instructions: not compared: {reason}")
        if os.environ.get("SKIPPED"):
            with open(os.environ["SKIPPED"], "a") as skipped:
                skipped.write(f"instruction counts: {reason}\n")
        return 0
    if lines:
        print("instructions: if that is on purpose: make instructions-update REASON='...'", file=sys.stderr)
        return 1
    print(f"instructions: {len(now)} counts are those of the record: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
