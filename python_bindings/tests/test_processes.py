"""Other threads, processes and interpreters: what they write, where they fork, where they cannot go."""

from __future__ import annotations

import math
import mmap
import os
import random
import subprocess
import sys
import textwrap
import threading
import time
from array import array
from typing import Any, Callable

import oracle
import pytest
from data import CODES
from oracle import bits

import abicus
from abicus import ExactSum, _library


def run(program: str) -> str:
    """Return what a program writes; its end must be a good one."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.strip()


def while_it_is_written(memory: Any, contents: list[Any], call: Callable[[], Any]) -> list[Any]:
    """Return what calls give while another thread writes one content after the other over the memory."""
    done = threading.Event()
    target = memoryview(memory).cast("B")
    written = 0

    def write() -> None:
        nonlocal written
        while not done.is_set():
            for content in contents:
                target[:] = content
                written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        results, deadline = [], time.monotonic() + 0.3
        while time.monotonic() < deadline or written < 4:
            results.append(call())
    finally:
        done.set()
        writer.join()
    return results


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_memory_that_another_thread_writes(code: str) -> None:
    """Each element is the one or the other, at any moment."""
    length = 200_000
    memory = array(code, [1]) * length
    contents = [memoryview(array(code, [value]) * length).cast("B") for value in (1, 2)]
    functions: list[tuple[Callable[[], Any], int, int]] = [
        (lambda: abicus.sum(memory), length, 2 * length),
        (lambda: abicus.sum(memory, threads=2), length, 2 * length),
        (lambda: abicus.sum(memoryview(memory)[::2]), length // 2, length),
        (lambda: abicus.sum_of_squares(memory), length, 4 * length),
        (lambda: abicus.count_even(memory), 0, length),
        (lambda: ExactSum(memory).value(), length, 2 * length),
    ]
    for function, least, most in functions:
        for result in while_it_is_written(memory, contents, function):
            assert least <= result <= most


@pytest.mark.slow
@pytest.mark.parametrize("code", "fd")
def test_floats_that_another_thread_writes(code: str) -> None:
    """Whatever is there: no crash, and a float; afterwards the answers are right again."""
    length = 50_000
    generator = random.Random(8)
    memory = array(code, [0.0]) * length
    size = length * memory.itemsize
    awkward = array(code, [1.0, -1.0, 3e38, -3e38, 1e-45, math.inf, -math.inf, math.nan, 0.0, -0.0])
    contents = [generator.getrandbits(8 * size).to_bytes(size, "little"), (awkward * length)[:length].tobytes()]
    contents.append(memoryview(array(code, [0.5]) * length).cast("B").tobytes())
    for function in (abicus.sum, abicus.sum_of_squares, lambda values: abicus.dot(values, values)):
        for result in while_it_is_written(memory, contents, lambda: function(memory)):  # noqa: B023
            assert type(result) is float
    memoryview(memory).cast("B")[:] = contents[-1]
    assert abicus.sum(memory) == length / 2
    assert abicus.dot(memory, memory) == length / 4


def test_overlapping_memory() -> None:
    values = [0.1 * place for place in range(100)]
    memory = array("d", values)
    view = memoryview(memory)
    assert bits(abicus.dot(view[1:], view[:-1])) == bits(oracle.exact_dot(values[1:], values[:-1]))
    assert bits(abicus.dot(view, view[::-1])) == bits(oracle.exact_dot(values, values[::-1]))
    numpy = pytest.importorskip("numpy")
    windows = numpy.lib.stride_tricks.as_strided(numpy.array(values), (90, 10), (8, 8))
    expected = [value for start in range(90) for value in values[start : start + 10]]
    assert bits(abicus.sum(windows)) == bits(oracle.exact_sum(expected))
    # Elements that overlap one another by bytes.
    raw = numpy.frombuffer(bytes(range(100)), numpy.uint8)
    close = numpy.lib.stride_tricks.as_strided(raw[:4].view("<u4"), (90,), (1,))
    numbers = [int.from_bytes(bytes(range(start, start + 4)), "little") for start in range(90)]
    assert abicus.sum(close) == sum(numbers)
    assert abicus.sum(close[::-1]) == sum(numbers)
    assert abicus.dot(close, close[::-1]) == sum(a * b for a, b in zip(numbers, numbers[::-1]))


def test_more_than_two_to_the_31_elements() -> None:
    length = 2**31 + 5
    if sys.maxsize < 2**32 or not hasattr(mmap, "MAP_ANONYMOUS"):
        pytest.skip("no room for addresses")
    # Pages that nobody has written take no memory.
    with mmap.mmap(-1, length, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as room:
        room[0], room[2**31 - 1], room[2**31 + 4] = 1, 3, 5
        with memoryview(room) as view:
            assert abicus.sum(view) == 9
            assert abicus.count_even(view) == length - 3
            assert abicus.sum_of_squares(view) == 35
            with view[::-1] as backwards, view[:: 2**31 - 1] as far:
                assert abicus.sum(far) == 4
                assert abicus.dot(far, far) == 10
                assert abicus.sum(backwards[:5]) == 5
                assert abicus.sum(backwards[5:10]) == 3


def test_fork() -> None:
    """The child of a process whose threads are in calls."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork")
    program = """
        import os, threading
        from array import array
        import abicus
        values, done = array("d", [0.1]) * 300_000, threading.Event()
        right = abicus.sum(values)
        # Loads what is loaded when first used: the lock of an import is not whole after a fork, whatever is imported.
        abicus.sum(x for x in (1, 2.5))
        def work():
            while not done.is_set():
                abicus.sum(values, threads=2)
                abicus.sum(x for x in (1, 2.5))
        for _ in range(2): threading.Thread(target=work).start()
        for _ in range(20):
            child = os.fork()
            if not child:
                good = abicus.sum(values, threads=2) == abicus.sum(values) == right
                good = good and abicus.ExactSum(values).value() == right and abicus.fsum(iter([1, 2])) == 3.0
                with abicus.trace() as calls:
                    good = good and abicus.dot(values[:9], values[:9]) > 0
                os._exit(0 if good and len(calls) == 1 else 1)
            if os.waitpid(child, 0)[1]: print("a child failed")
        done.set()
    """
    assert run(program) == ""


@pytest.mark.slow
def test_a_pool_of_processes() -> None:
    """Functions go to other processes by their names, accumulators by their bytes."""
    program = """
        import multiprocessing
        import abicus
        if __name__ == "__main__":
            for method in multiprocessing.get_all_start_methods():
                with multiprocessing.get_context(method).Pool(2) as pool:
                    chunks = [[0.1] * 10, [1e100, 1.0], [-1e100]]
                    print(pool.map(abicus.sum, chunks), end=" ")
                    total = abicus.ExactSum()
                    for part in pool.map(abicus.ExactSum, chunks): total.merge(part)
                    print(total.value())
    """
    lines = run(program).splitlines()
    assert len(lines) >= 1
    assert set(lines) == {"[1.0, 1e+100, -1e+100] 2.0"}


def test_subinterpreters() -> None:
    """The answers are right in each; where ctypes refuses to be imported, that is said."""
    if sys.implementation.name != "cpython":
        pytest.skip("subinterpreters are CPython's")
    program = """
        import sys
        try: import _interpreters as interpreters
        except ImportError: import _xxsubinterpreters as interpreters
        code = '''
        try:
            import abicus
        except ImportError as error:
            assert "does not support loading in subinterpreters" in str(error), error
        else:
            from array import array
            for _ in range(300):
                assert abicus.sum([0.1] * 10) == abicus.sum(array("d", [0.25] * 4)) == 1.0
                made = abicus.Array("d", [1.0, 2.0, 3.0])
                assert made[1:].tolist() == [2.0, 3.0] and abicus.sum(made.view) == 6.0 and type(made) is abicus.Array
                assert abicus.ExactSum([1, 2.5]).value() == 3.5 and abicus.sum(x for x in (1, 2)) == 3
                try: abicus.sum([1, "a"])
                except TypeError: pass
                else: raise AssertionError
                with abicus.trace() as calls: abicus.sum([1.0])
                assert len(calls) == 1
        '''
        import textwrap
        code = textwrap.dedent(code)
        exec(code, {})
        made = [interpreters.create() for _ in range(3)]
        # One after the other: what ctypes asks of the GIL is not for several interpreters at once.
        for one in made * 2:
            failed = interpreters.run_string(one, code)
            if failed: print(failed)
            exec(code, {})
        for one in made: interpreters.destroy(one)
        exec(code, {})
        print("done")
    """
    if _library.backend == "door":
        program = program.replace("import sys", "import os, sys; os.environ.pop('ABICUS_BACKEND', 0)")
    assert run(program) == "done"
