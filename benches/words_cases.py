"""The cases of `python_calls.py` for words, with their targets.

The texts are of this machine: source code is the standard library of the Python that runs, prose in many scripts the message
catalogues that the system has (a few sentences where it has none). Each is repeated up to the size in the case's name.
"""

from __future__ import annotations

import gettext
import glob
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from python_cases import _NOTHING, Case, case

import abicus
from abicus._bench import peers as installed

polars = installed.package("polars")
pyarrow = installed.package("pyarrow")
if pyarrow is not None:
    import pyarrow.compute

LANGUAGES = "fr de es vi cs pl hu el ru uk bg ja zh_CN zh_TW ko tr az".split()
SENTENCES = [
    "Voilà où l'été s'achève, là-bas, près de la forêt.",
    "Ο ΚΑΙΡΟΣ ΕΙΝΑΙ ΚΑΛΟΣ και ο ουρανός γαλανός σήμερα.",
    "Сегодня хорошая погода, а завтра пойдёт дождь. СЕГОДНЯ НЕТ.",
    "今天 天气 很好\u3000明天 会 下雨。 今日は いい 天気 です。",
    "İstanbul'da ılık bir IŞIK, İNCE bir rüzgâr.",
]


def _repeated(text: str, size: int) -> str:
    """Return as many bytes of the text, again and again, cut at the last word."""
    encoded = text.encode()
    return (encoded * (size // len(encoded) + 1))[:size].rpartition(b" ")[0].decode()


def _source(size: int) -> str:
    parts = []
    for path in sorted(Path(os.__file__).parent.rglob("*.py")):
        text = path.read_bytes()
        if text.isascii():
            parts.append(text.decode())
        if sum(map(len, parts[-1:])) and len(parts) % 64 == 0 and sum(map(len, parts)) >= size:
            break
    return _repeated("\n".join(parts), size)


def _prose(size: int) -> str:
    messages = list(SENTENCES)
    for language in LANGUAGES:
        for path in sorted(glob.glob(f"/usr/share/locale/{language}/LC_MESSAGES/*.mo")):
            try:
                with open(path, "rb") as file:
                    catalogue: dict[Any, str] = vars(gettext.GNUTranslations(file))["_catalog"]
            except (OSError, UnicodeDecodeError):
                continue
            messages += [message for key, message in catalogue.items() if key]
    random.Random(1).shuffle(messages)
    return _repeated("\n".join(messages), size)


def _few(size: int) -> str:
    return _repeated(" ".join(random.Random(2).choices([f"Word{number}" for number in range(50)], k=100_000)), size)


def _many(size: int) -> str:
    """Half of the words come from 200,000, half are their own."""
    source = random.Random(3)
    pairs = (f"{source.getrandbits(32):x} {source.randrange(200_000):x}" for _ in range(size // 13))
    return " ".join(pairs)


#: The texts, with the targets beside Counter, pyarrow and polars.
TEXTS: dict[str, tuple[Callable[[int], str], float, float, float]] = {
    "ASCII, source code": (_source, 0.09, 0.2, 0.1),
    "ASCII, 50 distinct words": (_few, 0.09, 0.2, 0.1),
    "ASCII, half the words distinct": (_many, 0.09, 0.2, 0.1),
    "prose in many scripts": (_prose, 0.2, 0.2, 0.2),
}
MINE = "abicus.most_common_words(text, 10)"
COUNTER = "Counter(text.lower().split()).most_common(10)"
#: What counts at least as much as the others do; white space and ties are each library's own.
PYARROW = (
    "(lambda c: c.take(pc.array_sort_indices(c.field(1), order='descending')[:10]))"
    "(pc.value_counts(pc.list_flatten(pc.utf8_split_whitespace(pc.utf8_lower(array)))))"
)
POLARS = "series.str.to_lowercase().str.split(' ').explode().value_counts(sort=True).head(10)"


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000} MB" if size >= 1_000_000 else f"{size // 1000} kB"


def short(quick: bool) -> Iterator[Case]:
    """The table "Words: short texts"."""
    for size, target in ((1_000, 0.5), (100_000, 0.2)):
        for kind, (make, _, _, _) in TEXTS.items():
            text = make(size)
            names: dict[str, Any] = {"text": text, "Counter": Counter}
            expected = Counter(text.lower().split()).most_common(10)
            name = f"{_megabytes(size)}, {kind}"
            yield case(name, target, MINE, expected, ("Counter", COUNTER), **names)
    text = _source(1_000)
    counts = Counter(text.lower().split())
    peer = ("Counter", "Counter(text.lower().split())")
    yield case("1 kB, word_counts", 0.5, "abicus.word_counts(text)", counts, peer, text=text, Counter=Counter)


@lru_cache(maxsize=1)
def _text(kind: str, size: int) -> str:
    return TEXTS[kind][0](size)


def _ratio(kind: str, size: int, peer: str, rounds: int) -> tuple[float, str]:
    """Return the best time of abicus over the best of a peer, the two in turns."""
    text = _text(kind, size)
    names: dict[str, Any] = {"abicus": abicus, "Counter": Counter, "text": text}
    if peer == PYARROW:
        names.update(pc=pyarrow.compute, array=pyarrow.array([text]))
    elif peer == POLARS:
        names.update(series=polars.Series([text]))
    statements = [compile(statement, "<statement>", "eval") for statement in (MINE, peer)]
    taken: list[list[float]] = [[], []]
    answers: list[Any] = [None, None]
    for _ in range(rounds):
        for place, statement in enumerate(statements):
            start = time.perf_counter()
            answers[place] = eval(statement, names)
            taken[place].append(time.perf_counter() - start)
    if peer == COUNTER and answers[0] != answers[1]:
        raise AssertionError(f"{kind}: a wrong answer")
    mine, theirs = map(min, taken)
    return mine / theirs, f"{mine * 1e3:.3g} ms / {theirs * 1e3:.4g} ms"


def long(quick: bool) -> Iterator[Case]:
    """The table "Words: long texts"."""
    size, rounds = (1_000_000, 3) if quick else (100_000_000, 3)
    for kind, (_, by_counter, by_pyarrow, by_polars) in TEXTS.items():
        for name, peer, target, package in (
            ("Counter", COUNTER, by_counter, Counter),
            ("pyarrow", PYARROW, by_pyarrow, pyarrow),
            ("polars", POLARS, by_polars, polars),
        ):
            if package is None:
                yield Case(f"{_megabytes(size)}, {kind}", target, _NOTHING, skipped=f"no {name} here")
                continue

            def measured(kind: str = kind, peer: str = peer) -> tuple[float, str]:
                return _ratio(kind, size, peer, rounds)

            yield Case(f"{_megabytes(size)}, {kind}", target, _NOTHING, measured=measured, peer_name=name)


_PEAK = """
import resource, sys
from collections import Counter
import abicus, abicus.words
sys.path.insert(0, {folder!r})
import words_cases
text = words_cases.TEXTS[{kind!r}][0]({size})
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
def current():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() // 1024
abicus.most_common_words("é a")
with open("/proc/self/clear_refs", "w") as file:
    file.write("5")  # from here on the peak is measured anew
before = current()
answer = {statement}
for line in open("/proc/self/status"):
    if line.startswith("VmHWM"):
        print(int(line.split()[1]) - before)
"""


def _peak(kind: str, size: int) -> tuple[float, str]:
    """Return the extra memory of abicus over that of Counter, each at its peak in a process of its own."""
    kilobytes = []
    for statement in (MINE, COUNTER):
        program = _PEAK.format(folder=str(Path(__file__).parent), kind=kind, size=size, statement=statement)
        run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
        kilobytes.append(max(1, int(run.stdout)))
    mine, theirs = kilobytes
    return mine / theirs, f"{mine / 1e3:.3g} MB / {theirs / 1e3:.4g} MB"


def memory(quick: bool) -> Iterator[Case]:
    """The table "Words: peak memory beside the text"."""
    size = 1_000_000 if quick else 100_000_000
    for kind in TEXTS:
        if os.access("/proc/self/clear_refs", os.W_OK):
            yield Case(
                f"{_megabytes(size)}, {kind}",
                0.15,
                _NOTHING,
                measured=lambda kind=kind: _peak(kind, size),  # type: ignore[misc]
                peer_name="Counter",
            )


TABLES: dict[str, Callable[[bool], Iterator[Case]]] = {
    "Words: short texts": short,
    "Words: long texts": long,
    "Words: peak memory beside the text": memory,
}
