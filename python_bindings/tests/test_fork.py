"""A child that is forked while another thread is inside a kernel can call every function."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from array import array
from collections.abc import Callable

import pytest

import abicus
from abicus import Array, ExactSum, Index, Moments, WordCounter

if not hasattr(os, "fork"):
    pytest.skip("there is no fork here", allow_module_level=True)

DOUBLES = array("d", [1.5, 2.5, 3.5] * 50)
INTEGERS = array("q", range(150))
LARGE = array("d", [float(number * 7919 % 10007) for number in range(300_000)])
TEXT = "the É quick fox " * 40_000
#: The functions of one vector of doubles.
PLAIN = "sum fsum sum_of_squares mean fmean variance pvariance stdev pstdev median quantiles sorted unique duplicates"

CALLS: dict[str, Callable[[], object]] = {
    **{name: (lambda name=name: getattr(abicus, name)(DOUBLES)) for name in PLAIN.split()},
    "dot": lambda: abicus.dot(LARGE, LARGE, threads=2),
    "sumprod": lambda: abicus.sumprod([1, 2], [3, 4]),
    "count_even": lambda: abicus.count_even(INTEGERS),
    "ExactSum": lambda: ExactSum(LARGE).value(),
    "Moments": lambda: Moments(LARGE).variance(),
    "sorted of much": lambda: abicus.sorted(LARGE),
    "sort": lambda: abicus.sort(array("d", LARGE), threads=2),
    "bisect": lambda: abicus.bisect_left(INTEGERS, 5),
    "insort": lambda: abicus.insort([1, 3], 2),
    "binary_search": lambda: abicus.binary_search(INTEGERS, 4),
    "searchsorted": lambda: abicus.searchsorted(INTEGERS, LARGE, threads=2),
    "Index": lambda: Index(LARGE).contains(LARGE),
    "isin": lambda: abicus.isin(LARGE, DOUBLES),
    "scale": lambda: abicus.scale(LARGE, 2),
    "masked_hypot": lambda: abicus.masked_hypot(LARGE, LARGE, above=1, out=array("d", LARGE)),
    "adjust": lambda: abicus.adjust(bytes(300_000), brightness=0.1),
    "pair_hypot_sum": lambda: abicus.pair_hypot_sum(LARGE[:2000], LARGE[:2000], threads=2),
    "sum_range": lambda: abicus.sum_range(10),
    "fibonacci": lambda: abicus.fibonacci(50_000),
    "factorial": lambda: abicus.factorial(5000),
    "primes": lambda: abicus.primes(10_000),
    "nth_prime": lambda: abicus.nth_prime(10**5),
    "primes_between": lambda: abicus.primes_between(0, 10**7, threads=2),
    "count_primes": lambda: abicus.count_primes(10**9, threads=2),
    "is_prime": lambda: abicus.is_prime(97),
    "word_counts": lambda: abicus.word_counts(TEXT, threads=2),
    "most_common_words": lambda: abicus.most_common_words(TEXT.encode()),
    "WordCounter": lambda: WordCounter().update(TEXT),
    "Array": lambda: Array("d", DOUBLES),
    "Array.extend": lambda: Array("B").extend([b"a"] * 100),
    "Array.splice": lambda: Array("B", 10).splice(0, b"ab"),
    "Array.insert": lambda: Array("q", [1]).insert(0, 5),
}


def child_that_calls_everything() -> int:
    """Fork; return the status of the child, which calls every function."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # from 3.12 on, for a process with threads
        child = os.fork()
    if not child:
        failed = 1
        try:
            for call in CALLS.values():
                call()
            failed = 0
        finally:
            os._exit(failed)
    for _ in range(3000):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("the child hangs")


@pytest.mark.parametrize(
    "name", ["dot", "sort", "searchsorted", "Index", "primes_between", "count_primes", "pair_hypot_sum", "word_counts"]
)
def test_every_function_in_a_child(name: str) -> None:
    # What a call loads when it is first made: Python's import locks are not freed in a child.
    for call in CALLS.values():
        call()
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            CALLS[name]()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for pause in (0.0, 0.003):
            time.sleep(pause)
            assert child_that_calls_everything() == 0
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def test_all_are_called() -> None:
    said = " ".join(CALLS) + " trace field bisect_left bisect_right insort_left insort_right InternalError"
    assert {*abicus.__all__} <= {*said.replace(".", " ").split()}
