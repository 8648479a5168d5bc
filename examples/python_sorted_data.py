"""What is sorted once and asked often, what is distinct, and what numbers have in common.

Needs abicus and the standard library alone.
"""

from __future__ import annotations

import random
from array import array

import abicus


def searching(generator: random.Random) -> None:
    """Positions in sorted data: one by one in a list, all at once in a buffer, again and again in an index."""
    numbers = sorted(generator.sample(range(1_000_000), 10_000))
    sought = numbers[1234]
    places = abicus.binary_search(numbers, sought), abicus.binary_search(numbers, -1)
    print("position of", sought, "in a list:", places[0], "and of -1:", places[1])
    grades = [abicus.bisect([60, 70, 80, 90], score) for score in (33, 60, 99, 77, 70, 89, 90, 100)]
    print("grades:", "".join("FDCBA"[grade] for grade in grades))

    inserted: list[int] = []
    for number in generator.sample(numbers, 1_000):
        abicus.insort(inserted, number)
    print("1,000 numbers inserted in order:", inserted == sorted(inserted))

    buffer = array("q", generator.sample(numbers, len(numbers)))
    abicus.sort(buffer)
    print("sorted in place:", buffer.tolist() == numbers)
    queries = array("d", [-0.5, numbers[10] + 0.5, 1e9])
    behind = abicus.searchsorted(buffer, numbers[:3], side="right")
    print("positions of many:", abicus.searchsorted(buffer, queries).tolist(), behind)

    index = abicus.Index(buffer)
    found = index.contains([sought, -1, 0.5]).tolist()
    print("in an index:", sought in index, found, index.search([sought]).tolist())


def sets() -> None:
    """Values that come again, in order of first occurrence."""
    words = "the cat and the dog and the bird".split()
    print("distinct:", abicus.unique(words))
    print("more than once:", abicus.duplicates(words), abicus.duplicates(array("h", [7, 3, 7, 3, 5, 7])))
    print("among some:", abicus.isin(words, ["dog", "bird"]).tolist())


def statistics() -> None:
    """The answers of the statistics module, from a list or a buffer."""
    data = [1.5, 2.5, 2.5, 2.75, 3.25, 4.75]
    print("mean:", abicus.mean(data), abicus.fmean(data, weights=[1, 1, 1, 1, 1, 5]))
    print("variance:", abicus.variance(data), abicus.pvariance(data))
    print("standard deviation:", abicus.stdev(array("d", data)), abicus.pstdev(data))
    print("median and quartiles:", abicus.median(data), abicus.quantiles(data, n=4, method="inclusive"))
    halves = abicus.Moments(data[:3]), abicus.Moments(data[3:])
    whole = halves[0] + halves[1]
    print("from two halves:", whole.count, whole.mean(), whole.stdev())


if __name__ == "__main__":
    searching(random.Random(1))
    sets()
    statistics()
