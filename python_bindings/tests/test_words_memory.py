"""The memory that counting words takes beside the text, compared with that of `Counter`."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

#: Prints the kilobytes that a statement takes beside 20 MB of text, at its peak.
MEASURE = """
import random, resource
from collections import Counter
import abicus, abicus.words
random = random.Random(5)
words = [f"{{random.getrandbits(40):x}}" for _ in range({distinct})]
text = " ".join(random.choices(words, k=2_000_000))
del words
abicus.most_common_words("é a")
with open("/proc/self/clear_refs", "w") as file:
    file.write("5")  # from here on the peak is measured anew
before = int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() // 1024
answer = {statement}
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) - before)
"""


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="the peak cannot be measured here")
@pytest.mark.parametrize("distinct", [100, 50_000])
def test_peak(distinct: int) -> None:
    mine, theirs = (
        int(
            subprocess.run(
                [sys.executable, "-c", MEASURE.format(distinct=distinct, statement=statement)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        for statement in ("abicus.most_common_words(text, 20)", "Counter(text.lower().split()).most_common(20)")
    )
    assert theirs > 60_000
    assert mine < 0.15 * theirs, f"{mine} kB, Counter {theirs} kB"
