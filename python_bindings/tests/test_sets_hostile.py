"""`unique`, `duplicates`, `isin`: elements with methods of their own, bad input, `out`, memory, time."""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import threading
import time
from array import array
from collections import Counter
from typing import Any, Callable

import pytest
from signals import assert_stops

import abicus
from abicus import Array, _library

FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "unique": abicus.unique,
    "duplicates": abicus.duplicates,
    "isin values": lambda values: abicus.isin(values, [1]),
    "isin lookup": lambda values: abicus.isin([1], values),
}
ORACLES: dict[str, Callable[[Any], Any]] = {
    "unique": lambda values: list(dict.fromkeys(values)),
    "duplicates": lambda values: [value for value, count in Counter(values).items() if count > 1],
    "isin values": lambda values: [value in {1} for value in values],
    "isin lookup": lambda values: [1 in set(values)],
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("value", [None, 5, 2.5, object(), len, 1j])
def test_what_is_not_a_vector(name: str, value: object) -> None:
    argument = "lookup" if name == "isin lookup" else "values"
    with pytest.raises(TypeError, match=f"^{argument} is {type(value).__name__}, expected a list, a buffer"):
        FUNCTIONS[name](value)


def test_a_buffer_without_a_dimension_or_numbers() -> None:
    numpy = pytest.importorskip("numpy")
    for name, function in FUNCTIONS.items():
        argument = "lookup" if name == "isin lookup" else "values"
        with pytest.raises(TypeError, match=f"^{argument} is ndarray without a dimension"):
            function(numpy.array(5))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("bad", [[], {}, set(), bytearray(b"x"), array("d")])
def test_an_unhashable_element_is_the_oracles_error(name: str, bad: Any) -> None:
    if name == "isin values" and bad == set():
        pytest.skip("a set looks for a set as a frozenset")
    for values in ([bad], [1, bad], [1.0, bad, 1.0], ["a", "a", bad], (1, 2, bad), [*range(1000), bad]):
        with pytest.raises(TypeError) as theirs:
            ORACLES[name](values)
        for given in (values, iter(values)):
            with pytest.raises(TypeError) as ours:
                FUNCTIONS[name](given)
            assert str(ours.value) == str(theirs.value)


def test_arguments_that_do_not_fit_the_signature() -> None:
    calls: list[Any] = [
        lambda: abicus.unique(),
        lambda: abicus.unique([1], [2]),
        lambda: abicus.unique(values=[1]),
        lambda: abicus.duplicates([1], begin=1),
        lambda: abicus.isin([1]),
        lambda: abicus.isin([1], [2], [3]),
        lambda: abicus.isin([1], lookup=[2]),
    ]
    for call in calls:
        with pytest.raises(TypeError):
            call()


class Caught(Exception):
    """What an element raises."""


class Raises:
    """An element whose methods raise when told to."""

    def __init__(self, hashes: bool = False, compares: bool = False) -> None:
        self.hashes, self.compares = hashes, compares

    def __hash__(self) -> int:
        if self.hashes:
            raise Caught("hash")
        return hash(1)

    def __eq__(self, other: object) -> bool:
        if self.compares:
            raise Caught("eq")
        return self is other


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("options", [{"hashes": True}, {"compares": True}])
def test_an_element_that_raises(name: str, options: dict[str, bool]) -> None:
    for values in ([Raises(**options), 1], [1, 1, Raises(**options)], (1, Raises(**options), 1)):
        copy = list(values)
        with pytest.raises(Caught):
            FUNCTIONS[name](values)
        assert list(map(id, values)) == list(map(id, copy))


@pytest.mark.parametrize("kind", [int, str, float])
def test_a_subclass_has_its_own_equality(kind: type) -> None:
    class Odd(kind):  # type: ignore[valid-type, misc]
        def __eq__(self, other: object) -> bool:
            return type(other) is Odd

        def __hash__(self) -> int:
            return 7

    class Plain(kind):  # type: ignore[valid-type, misc]
        pass

    for values in (
        [Odd("1"), Odd("2"), kind("3")],
        [kind("1"), kind("1"), Odd("1")],
        [Plain("1"), kind("1"), kind("2")],
        [kind("5")] * 100 + [Plain("5"), Odd("5")],
    ):
        for name in ("unique", "duplicates"):
            expected, found = ORACLES[name](values), FUNCTIONS[name](values)
            assert len(found) == len(expected)
            assert all(mine is theirs for mine, theirs in zip(found, expected))
        assert abicus.isin(values, [Odd("9")]).tolist() == [value in {Odd("9")} for value in values]


@pytest.mark.parametrize("method", ["__hash__", "__eq__"])
@pytest.mark.parametrize("action", ["clear", "append", "insert", "pop"])
def test_an_element_that_changes_the_list(method: str, action: str) -> None:
    """Whatever comes out comes as from a dict, and nothing is read that is gone."""

    def make() -> list[Any]:
        values: list[Any] = []

        class Changes:
            done = False

            def change(self, what: str) -> None:
                if what == method and not self.done:
                    Changes.done = True
                    if action == "clear":
                        values.clear()
                    elif action == "append":
                        values.append(10**20)
                    elif action == "insert":
                        values.insert(0, 10**30)
                    else:
                        values.pop()

            def __hash__(self) -> int:
                self.change("__hash__")
                return 1

            def __eq__(self, other: object) -> bool:
                self.change("__eq__")
                return False

        values += [1, 2, 1, Changes(), *range(1000, 1100), 2]
        return values

    for name in FUNCTIONS:
        expected, found = ORACLES[name](make()), FUNCTIONS[name](make())
        assert [x for x in found if type(x) is int] == [x for x in expected if type(x) is int]
        assert len(found) == len(expected)


def test_another_thread_changes_a_long_list() -> None:
    """Numbers and str are read under the lock, or, if there are many, from a copy."""
    ints, texts = list(range(1_200_000)), [str(number) for number in range(1_100_000)]
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            for values in (ints, texts):
                last = values.pop()  # type: ignore[attr-defined]
                values[:] = values[:]  # type: ignore[index]
                values.append(last)  # type: ignore[attr-defined]

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for _ in range(2):
            for values in (ints, texts):
                assert len(abicus.unique(values)) in (len(values), len(values) - 1, len(values) + 1)
                assert abicus.duplicates(values) == []
    finally:
        done.set()
        worker.join()


def test_out() -> None:
    values = array("i", [5, 3, 5, 1, 3])
    for name, expected in (("unique", [5, 3, 1]), ("duplicates", [5, 3])):
        function = getattr(abicus, name)
        for out in (array("i", [9] * 5), Array("i", [9] * 5)):
            found = function(values, out=out)
            assert found.tolist() == expected
            assert list(out) == expected + [9] * (5 - len(expected))
            found[0] = 77
            assert out[0] == 77
        with pytest.raises(ValueError, match="^out has 1 elements, expected at least [23]$"):
            function(values, out=array("i", [9]))
        with pytest.raises(ValueError, match="^out has elements of format 'd', expected 'i'"):
            function(values, out=array("d", [9] * 5))
        with pytest.raises(TypeError, match="^out is a read-only bytes"):
            function(values, out=bytes(20))
        with pytest.raises(TypeError, match="^out is int, expected a writable buffer"):
            function(values, out=5)
        with pytest.raises(TypeError, match="^out is given, but values is list"):
            function([1], out=array("q", [9]))
        with pytest.raises(ValueError, match="dimensions or gaps"):
            function(values, out=memoryview(array("i", [9] * 10))[::2])
        assert values.tolist() == [5, 3, 5, 1, 3]
        overlapping = array("i", values)
        assert function(overlapping, out=overlapping).tolist() == expected
    assert abicus.unique(array("i"), out=array("i")).tolist() == []


def test_out_of_isin() -> None:
    for out in (bytearray(b"\7" * 3), Array("?", 3), memoryview(bytearray(3))):
        assert abicus.isin(array("i", [5, 3, 5]), [5], out=out) is out
        assert list(out) == [1, 0, 1]
        assert abicus.isin(["a", "b", "c"], {"b"}, out=out) is out
        assert list(out) == [0, 1, 0]
    for out, error, text in (
        (bytearray(b"\7\7"), ValueError, "out has 2 elements, expected 3"),
        (array("i", [7] * 3), ValueError, "out has elements of format 'i'"),
        (b"123", TypeError, "out is a read-only bytes"),
        ([7] * 3, TypeError, "out is list, expected a writable buffer"),
    ):
        copy = list(out)
        with pytest.raises(error, match=f"^{text}"):
            abicus.isin([1, 2, 3], [1], out=out)
        assert list(out) == copy


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="reference counts are CPython's")
def test_reference_counts_stay() -> None:
    objects: list[Any] = [12345678901, 1.5e10, "a text of its own", (1, 2), 2**80, True]
    lists = [objects, [x for x in objects if type(x) is int] * 3, ["a text of its own", *map(str, range(9))] * 2]
    lists += [[1.5e10, 2.5e10, 1.5e10], list(range(10**9, 10**9 + 200_000))]
    for values in lists:
        watched = [*(value for value in values[:20] if value is not True), values]
        counts = list(map(sys.getrefcount, watched))
        for _ in range(50 if len(values) < 1000 else 2):
            abicus.unique(values)
            abicus.duplicates(values)
            abicus.isin(values, values)
            with pytest.raises(TypeError):
                abicus.unique([*values[:3], []])
        gc.collect()
        assert list(map(sys.getrefcount, watched)) == counts
        kept = abicus.unique(values)
        assert all(x is y for x, y in zip(kept, dict.fromkeys(values)))


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="memory blocks are CPython's")
def test_nothing_leaks() -> None:
    numbers, texts = array("d", [0.1, 0.2, 0.1] * 9), [f"{number}" for number in range(50)] * 2

    def use() -> None:
        for values in (numbers, texts, memoryview(numbers)[::2], [1, 2.5, 1], [2**70, 2**70], (3.5, 3.5)):
            abicus.unique(values)
            abicus.duplicates(values)
            abicus.isin(values, values)
        abicus.unique(numbers, out=array("d", numbers))
        with pytest.raises(TypeError):
            abicus.duplicates([1, []])

    def kept() -> int:
        for _ in range(10):
            use()
        gc.collect()
        before = sys.getallocatedblocks()
        for _ in range(100):
            use()
        gc.collect()
        return sys.getallocatedblocks() - before

    assert min(kept() for _ in range(3)) < 50


def test_the_buffer_is_free_after_a_call() -> None:
    for values in (array("d", [1.0] * 10), bytearray(10)):
        for view in (values, memoryview(values), memoryview(values)[::2]):
            for function in FUNCTIONS.values():
                function(view)
            if isinstance(view, memoryview):
                view.release()
        values.append(1)  # type: ignore[attr-defined]


def _time(function: Callable[[Any], Any], values: Any) -> float:
    taken = []
    for _ in range(3):
        begin = time.perf_counter()
        function(values)
        taken.append(time.perf_counter() - begin)
    return min(taken)


def test_values_that_collide_under_a_known_hash_stay_linear() -> None:
    """Values that all meet in a table of a hash without a secret; n^2 steps would take minutes."""
    count = 200_000
    golden = pow(0x9E3779B97F4A7C15, -1, 2**64) if sys.version_info >= (3, 8) else 1
    floods = {
        "multiples of 2^40": [number << 40 for number in range(count)],
        "low bits of the golden hash": [number * golden % 2**64 for number in range(count)],
        # CPython's hash of an int is the int modulo 2^61 - 1.
        "one hash of CPython's": [number * (2**61 - 1) for number in range(8)] * (count // 8),
    }
    generator = random.Random(3)
    plain = array("Q", [generator.getrandbits(64) for _ in range(count)])
    for name, values in floods.items():
        given = array("Q", values)
        for function in FUNCTIONS.values():
            assert _time(function, given) < 20 * _time(function, plain) + 0.05, name
    lists = [number << 42 for number in range(count)]
    flooded = array("q", [number - 2**63 for number in lists]).tolist()
    for name in ("unique", "duplicates"):
        assert _time(FUNCTIONS[name], flooded) < 20 * _time(FUNCTIONS[name], plain.tolist()) + 0.05


def test_the_seed_differs_between_processes_and_not_the_answer() -> None:
    code = (
        "import abicus, random; from array import array; g = random.Random(1);"
        "v = array('q', [g.getrandbits(62) for _ in range(9000)] * 2); w = abicus.unique(v);"
        "assert w.tolist() == v.tolist()[:9000] == abicus.duplicates(v).tolist(); print(hash(w.tobytes()))"
    )
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", code], env={**__import__("os").environ, "PYTHONHASHSEED": seed}, check=False
        )
        assert done.returncode == 0


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("value", [1.5, 7])
def test_a_signal_interrupts_a_long_call(name: str, value: Any) -> None:
    numpy = pytest.importorskip("numpy")
    # One element read again and again: hours of work in no memory but that of the flags of isin.
    endless = numpy.broadcast_to(numpy.array([value]), 10**9 if name == "isin values" else 10**12)

    assert_stops(lambda: FUNCTIONS[name](endless), 0.1)


def test_memory_of_duplicates() -> None:
    """10^7 different int64 values, of which none comes again: at most 160 MB beside them."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the peak is read from /proc")
    pytest.importorskip("numpy")
    code = """
import abicus, numpy
def peak():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1e3
values = numpy.random.default_rng(1).integers(-2**62, 2**62, 10_000_000)
abicus.duplicates(values[:1000])
before = peak()
found = abicus.duplicates(values)
print(peak() - before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) <= 160, done.stdout
