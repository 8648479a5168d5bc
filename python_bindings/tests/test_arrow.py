"""Arrow data through the PyCapsule interface: made by hand, by pyarrow, by polars; and what pandas says is missing."""

from __future__ import annotations

import gc
import math
import random
import struct
import sys
from array import array
from typing import Any, Callable

import oracle
import pytest
from data import FLOATS, INTEGERS, values_of
from oracle import bits

import abicus

if sys.implementation.name != "cpython":
    pytest.skip("capsules are CPython's", allow_module_level=True)

from arrow_producer import FAILURES, Chunk, Counter, ManyArrays, OneArray, bitmap

REDUCTIONS = [abicus.sum, abicus.fsum, abicus.sum_of_squares, abicus.count_even, abicus.ExactSum]
#: Arrow format -> type code of array.array.
FORMATS = {"c": "b", "C": "B", "s": "h", "S": "H", "i": "i", "I": "I", "l": "q", "L": "Q", "f": "f", "g": "d"}
#: pyarrow's type -> the same.
NAMES = {"float32": "f", "float64": "d"}
NAMES.update({f"{'u' * code.isupper()}int{8 * array(code).itemsize}": code for code in INTEGERS})


def agree(make: Callable[[], Any], values: list[Any]) -> None:
    """Assert that every function gives for an input what the oracles give for its values."""
    is_float = any(isinstance(value, float) for value in values)
    assert bits(abicus.sum(make())) == bits(oracle.exact_sum(values) if values else 0)
    assert bits(abicus.sum(make(), 2**70)) == bits(oracle.exact_sum([2**70, *values]) if values else 2**70)
    assert bits(abicus.sum(make(), 0.5)) == bits(oracle.exact_sum([0.5, *values]))
    if any(values):
        assert bits(abicus.sum(make(), -0.0)) == bits(oracle.exact_sum([-0.0, *values]))
    assert bits(abicus.fsum(make())) == bits(math.fsum(values))
    products = oracle.exact_dot(values, values) if values else 0
    assert bits(abicus.sum_of_squares(make())) == bits(products)
    assert bits(abicus.dot(make(), make())) == bits(abicus.dot(values, make())) == bits(products)
    assert abicus.count_even(make()) == sum(1 for value in values if value % 2 == 0)
    total = abicus.ExactSum([1])
    total.update(make())
    assert bits(total.value()) == bits(oracle.exact_sum([1, *values]))
    assert isinstance(total.value(), float) == is_float


def chunk_of(code: str, values: list[Any], before: int = 0, **more: Any) -> Chunk:
    return Chunk(array(code, [1] * before + values).tobytes(), len(values), before, **more)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format(format: str) -> None:
    code = FORMATS[format]
    for length in (0, 1, 7, 300):
        values = values_of(code, length)
        for before in (0, 3):
            for shift in (0, 1):
                agree(lambda: OneArray(format, chunk_of(code, values, before), shift=shift), values)  # noqa: B023
        agree(lambda: ManyArrays(format, [chunk_of(code, values, 2)]), values)  # noqa: B023
        third = length // 3
        parts = [values[:third], [], values[third : 2 * third], values[2 * third :]]
        agree(lambda: ManyArrays(format, [chunk_of(code, part, 1) for part in parts]), values)  # noqa: B023
    agree(lambda: ManyArrays(format, []), [])


@pytest.mark.parametrize("kind", FLOATS)
def test_hard_floats_in_chunks(kind: str) -> None:
    values = FLOATS[kind](random.Random(5), 200)
    if kind == "special":
        values = [math.nan if math.isinf(value) else value for value in values]
    chunks = [chunk_of("d", values[start : start + 41]) for start in range(0, 200, 41)]
    assert bits(abicus.sum(ManyArrays("g", chunks))) == bits(oracle.exact_sum(values))
    assert bits(abicus.sum(ManyArrays("g", chunks), -0.0)) == bits(oracle.exact_sum(values))
    assert abicus.ExactSum(ManyArrays("g", chunks)) == abicus.ExactSum(values)


def test_minus_zero() -> None:
    zeros = [chunk_of("d", [-0.0]), chunk_of("d", [-0.0, -0.0])]
    assert bits(abicus.sum(ManyArrays("g", zeros), -0.0)) == bits(-0.0)
    assert bits(abicus.sum(ManyArrays("g", zeros))) == bits(0.0)
    assert bits(abicus.sum(ManyArrays("g", [*zeros, chunk_of("d", [0.0])]), -0.0)) == bits(0.0)


def test_rounding_of_ints_in_chunks() -> None:
    """`fsum` converts each 64-bit int first, `sum` none."""
    values = [2**53 + 1, 2**53 + 1, -(2**54)]
    chunks = [chunk_of("q", values[:1]), chunk_of("q", values[1:])]
    assert bits(abicus.fsum(ManyArrays("l", chunks))) == bits(math.fsum(values)) == bits(0.0)
    assert bits(abicus.sum(ManyArrays("l", chunks))) == bits(2)


def test_bools() -> None:
    generator = random.Random(3)
    for length in (0, 1, 8, 9, 300):
        values = [generator.random() < 0.3 for _ in range(length)]
        for offset in (0, 1, 7, 8, 13):
            chunk = Chunk(bitmap(values, offset), length, offset)
            agree(lambda: OneArray("b", chunk), values)  # noqa: B023
            agree(lambda: ManyArrays("b", [chunk, chunk, chunk]), values * 3)  # noqa: B023


def test_half_precision() -> None:
    values = list(struct.unpack("6e", struct.pack("6e", 1.5, -0.25, 65504.0, 6e-8, 3.0, 2.0)))
    for before in (0, 1, 5):
        chunk = Chunk(struct.pack("6e", *values), 6 - before, before)
        agree(lambda: OneArray("e", chunk), values[before:])  # noqa: B023
        agree(lambda: ManyArrays("e", [chunk, chunk]), values[before:] * 2)  # noqa: B023


@pytest.mark.parametrize("told", [-1, None])
def test_nulls_are_counted(told: int | None) -> None:
    generator = random.Random(4)
    for length in (1, 8, 9, 63, 300):
        for offset in (0, 1, 7, 9):
            for kind in ("one", "some", "all"):
                valid = [kind == "some" and generator.random() < 0.5 for _ in range(length)]
                if kind == "one":
                    valid = [place != length // 2 for place in range(length)]
                count = valid.count(False)
                chunk = chunk_of("d", [1.0] * length, offset, valid=bitmap(valid, offset), nulls=told or count)
                producer = OneArray("g", chunk)
                if not count:
                    assert abicus.sum(producer) == length
                    continue
                expected = f"^values has {count} null{'s' if count > 1 else ''}, expected none$"
                for function in REDUCTIONS:
                    with pytest.raises(ValueError, match=expected):
                        function(producer)
                with pytest.raises(ValueError, match="^b has "):
                    abicus.dot([1.0] * length, producer)


def test_nulls_of_all_chunks_are_counted() -> None:
    def chunk(*valid: bool) -> Chunk:
        return chunk_of("d", [1.0] * len(valid), valid=bitmap(list(valid)), nulls=-1)

    for chunks, count in (
        ([chunk(True, False), chunk(True), chunk(False, False, True)], 3),
        ([chunk(True), chunk(True, True), chunk(False)], 1),
        ([chunk(False)] * 5 + [chunk(True)], 5),
    ):
        producer = ManyArrays("g", chunks)
        for function in REDUCTIONS:
            with pytest.raises(ValueError, match=f"^values has {count} nulls?, expected none$") as caught:
                function(producer)
        with pytest.raises(ValueError, match=f"^a has {count} nulls?, expected none$") as caught:
            abicus.searchsorted(producer, [1])
        del caught
        assert producer.counter.alive() == 0


def test_a_bitmap_that_says_that_all_are_there() -> None:
    # Bits outside the array are not looked at.
    for valid, offset in ((b"\xff\xff", 3), (b"\xf0\x0f", 4)):
        producer = OneArray("i", chunk_of("i", [5] * 8, offset, valid=valid, nulls=-1))
        assert abicus.sum(producer) == 40
    big = 10_000_019
    valid = bytearray(b"\xff" * (big // 8 + 1))
    valid[big // 16] = 0xFE
    producer = OneArray("C", Chunk(bytes(big), big, 0, bytes(valid), -1))
    with pytest.raises(ValueError, match="values has 1 null, expected none"):
        abicus.sum(producer)


def test_a_null_type() -> None:
    assert abicus.sum(OneArray("n", Chunk(b"", 0))) == 0
    assert abicus.sum(ManyArrays("n", [])) == 0
    for producer in (OneArray("n", Chunk(b"", 3)), ManyArrays("n", [Chunk(b"", 3)])):
        with pytest.raises(ValueError, match="values has 3 nulls, expected none"):
            abicus.sum(producer)


OTHERS = ["u", "U", "z", "vu", "d:19,10", "w:16", "tdD", "tsu:UTC", "+s", "+l", "+r", "", "x"]


@pytest.mark.parametrize("format", OTHERS)
def test_other_types_are_refused(format: str) -> None:
    for producer in (OneArray(format, Chunk(bytes(64), 3)), ManyArrays(format, [Chunk(bytes(64), 3)])):
        for function in REDUCTIONS:
            with pytest.raises(TypeError, match="^values has elements of Arrow format '") as caught:
                function(producer)
            assert repr(format) in str(caught.value)
        with pytest.raises(TypeError, match="^a has elements of Arrow format"):
            abicus.dot(producer, [1, 2, 3])
        del caught
        assert producer.counter.alive() == 0


def metadata_of(pairs: dict[bytes, bytes]) -> bytes:
    text = struct.pack("=i", len(pairs))
    for key, value in pairs.items():
        text += struct.pack("=i", len(key)) + key + struct.pack("=i", len(value)) + value
    return text


def test_extension_types_and_dictionaries_are_refused() -> None:
    chunk = chunk_of("b", [0, 1])
    plain = OneArray("c", chunk, metadata=metadata_of({b"made by": b"hand", b"": b""}))
    assert abicus.sum(plain) == 1
    extended = metadata_of({b"made by": b"hand", b"ARROW:extension:name": b"arrow.bool8"})
    with pytest.raises(TypeError, match="values has elements of the Arrow extension type 'arrow.bool8'"):
        abicus.sum(OneArray("c", chunk, metadata=extended))
    with pytest.raises(TypeError, match="values is an Arrow dictionary with indices of format 'c'"):
        abicus.sum(OneArray("c", chunk, dictionary=True))


def test_everything_is_released_once() -> None:
    made: list[Counter] = []
    valid = bitmap([True, False])

    def check(producer: Any, error: type[BaseException] | None = None) -> None:
        for function in REDUCTIONS:
            try:
                function(producer)
            except (TypeError, ValueError, OSError, MemoryError) as caught:
                assert error is type(caught)
            else:
                assert error is None
        made.append(producer.counter)

    check(OneArray("g", chunk_of("d", [1.0, 2.0])))
    check(OneArray("g", chunk_of("d", [])))
    check(OneArray("g", chunk_of("d", [1.0, 2.0], valid=valid, nulls=1)), ValueError)
    check(ManyArrays("l", [chunk_of("q", [1, 2])] * 3))
    check(ManyArrays("l", [chunk_of("q", [1, 2])] * 3 + [chunk_of("q", [1, 2], valid=valid, nulls=1)]), ValueError)
    check(ManyArrays("u", [chunk_of("q", [1, 2])] * 3), TypeError)
    for number, error in FAILURES.items():
        check(ManyArrays("l", [chunk_of("q", [1, 2])] * 2, fails=number), error)
        check(ManyArrays("l", [], fails=number), error)
    for counter in made:
        # Nothing waits for the collector of cycles.
        assert counter.made and counter.released == counter.made


def test_memory_lives_as_long_as_it_is_used() -> None:
    """The producer spoils memory that is released."""
    from abicus._vectors import data_of

    for producer in (OneArray("C", chunk_of("B", [1] * 9)), ManyArrays("C", [chunk_of("B", [1] * 9)])):
        view = data_of("values", producer)
        part = view[2:5]
        assert (view.readonly, producer.counter.released.get("array", 0)) == (True, 0)
        del view
        gc.collect()
        assert list(part) == [1, 1, 1]
        assert producer.counter.released.get("array", 0) == 0
        del part
        assert producer.counter.released["array"] == 1
        # What came out of the view is of the memory itself: no copy was made.
        first, second = data_of("values", producer), data_of("values", producer)
        assert first is not second
        del first, second
        assert producer.counter.alive() == 0


@pytest.mark.parametrize(("number", "error"), FAILURES.items())
def test_a_stream_that_fails(number: int, error: type[BaseException]) -> None:
    for chunks in ([], [chunk_of("q", [1])], [chunk_of("q", [1])] * 3):
        total = abicus.ExactSum([5])
        with pytest.raises(error, match="the Arrow stream of values failed: no more"):
            total.update(ManyArrays("l", chunks, fails=number))
        assert total.value() == 5
        with pytest.raises(error, match="the Arrow stream of b failed: "):
            abicus.dot([1], ManyArrays("l", chunks, fails=number, message=None))


class Gives:
    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __arrow_c_array__(self, requested_schema: object = None) -> Any:
        return self.answer


def test_what_is_not_a_capsule() -> None:
    schema, content = OneArray("i", chunk_of("i", [1])).__arrow_c_array__()
    for answer in (None, 5, (), (1, 2), (schema,), (schema, schema), (content, schema), (schema, content, content)):
        with pytest.raises(TypeError, match=r"values is Gives, whose __arrow_c_array__\(\) does not give"):
            abicus.sum(Gives(answer))
    assert abicus.sum(Gives((schema, content))) == 1

    class OnlyStream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
            return schema

    with pytest.raises(TypeError, match=r"a is OnlyStream, whose __arrow_c_stream__\(\) does not give"):
        abicus.dot(OnlyStream(), [1])


def test_an_error_of_the_producer_arrives() -> None:
    class Raises:
        def __arrow_c_array__(self, requested_schema: object = None) -> Any:
            raise ZeroDivisionError("in the producer")

    with pytest.raises(ZeroDivisionError, match="in the producer"):
        abicus.sum(Raises())


def test_structures_that_contradict_themselves() -> None:
    def changed(**fields: Any) -> OneArray:
        def change(content: Any) -> None:
            for field, value in fields.items():
                setattr(content, field, value)

        return OneArray("g", chunk_of("d", [1.0, 2.0]), change=change)

    for fields in (
        {"length": -1},
        {"length": 2**62},
        {"length": 2**63 - 1},
        {"offset": -1},
        {"offset": 2**63 - 1},
        {"n_buffers": 0},
        {"n_buffers": 3},
        {"n_buffers": -1},
        {"buffers": None},
    ):
        with pytest.raises(ValueError, match="values is an Arrow array of format 'g' that contradicts itself"):
            abicus.sum(changed(**fields))
    with pytest.raises(ValueError, match="values is an Arrow array of format 'g' that contradicts itself"):
        abicus.sum(OneArray("g", Chunk(b"", 3)))
    with pytest.raises(ValueError, match="values has 2 nulls"):
        abicus.sum(changed(null_count=2))


def test_what_was_released_already() -> None:
    schema, content = OneArray("i", chunk_of("i", [1])).__arrow_c_array__()
    import ctypes

    from abicus import _arrow

    structure = _arrow._Array.from_address(_arrow._address(content, b"arrow_array"))
    structure.release(ctypes.byref(structure))
    with pytest.raises(ValueError, match="values is an Arrow array that has been released"):
        abicus.sum(Gives((schema, content)))


def test_what_a_trace_shows() -> None:
    def converted(call: Callable[[], Any]) -> int:
        with abicus.trace() as calls:
            call()
        assert len(calls) == 1
        return int(calls[0].bytes_converted)

    doubles = chunk_of("d", [1.0] * 10)
    assert converted(lambda: abicus.sum(OneArray("g", doubles))) == 0
    assert converted(lambda: abicus.sum(ManyArrays("g", [doubles]))) == 0
    assert converted(lambda: abicus.sum(ManyArrays("g", [doubles] * 3))) == 0
    right = OneArray("g", chunk_of("d", [1.0] * 30))
    assert converted(lambda: abicus.dot(ManyArrays("g", [doubles] * 3), right)) == 240
    assert converted(lambda: abicus.sum(OneArray("b", Chunk(bytes(8), 64)))) == 64
    assert converted(lambda: abicus.sum(OneArray("e", Chunk(bytes(20), 10)))) == 20
    with abicus.trace() as calls:
        with pytest.raises(ValueError, match="differ|length"):
            abicus.dot(ManyArrays("g", [doubles] * 3), [1.0])
        abicus.sum(OneArray("g", doubles))
    assert [call.bytes_converted for call in calls] == [0]


def test_both_forms() -> None:
    """Arrow goes before `__array__`, which here hides a null."""

    class Both(OneArray):
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return pytest.importorskip("numpy").array([1.0, math.nan])

    with pytest.raises(ValueError, match="values has 1 null"):
        abicus.sum(Both("g", chunk_of("d", [1.0, 2.0], valid=bitmap([True, False]), nulls=1)))
    assert abicus.sum(Both("g", chunk_of("d", [1.0, 2.0]))) == 3.0


def test_pyarrow() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    for name, code in NAMES.items():
        values = values_of(code, 100)
        made = pyarrow.array(values, getattr(pyarrow, name)())
        for part in (slice(None), slice(3, 50), slice(50, 50)):
            agree(lambda: made[part], values[part])  # noqa: B023
        chunked = pyarrow.chunked_array([made[:10], made[10:10], made[10:]])
        agree(lambda: chunked, values)  # noqa: B023
        agree(lambda: chunked[5:20], values[5:20])  # noqa: B023
        agree(lambda: pyarrow.chunked_array([], made.type), [])  # noqa: B023
        with pytest.raises(ValueError, match="values has 2 nulls, expected none"):
            abicus.sum(pyarrow.concat_arrays([made, pyarrow.array([None, 1, None], made.type)])[2:])
        with pytest.raises(ValueError, match="values has 1 null, expected none"):
            abicus.fsum(pyarrow.chunked_array([made, pyarrow.array([None, 1], made.type)]))
    truths = [True, False, True, True, False] * 5
    agree(lambda: pyarrow.array(truths)[3:], truths[3:])
    assert bits(abicus.sum(pyarrow.array([1.0, math.nan]))) == bits(math.nan)
    for other in (
        pyarrow.array(["a"]),
        pyarrow.array([[1]]),
        pyarrow.array(["a"]).dictionary_encode(),
        pyarrow.table({"a": [1]}),
        pyarrow.record_batch({"a": [1]}),
    ):
        for function in REDUCTIONS:
            with pytest.raises(TypeError, match="^values (has|is) .*Arrow"):
                function(other)
    assert abicus.sum([1.5, 2], 1) == 4.5


def test_polars() -> None:
    polars = pytest.importorskip("polars")
    agree(lambda: polars.Series([0.1] * 10), [0.1] * 10)
    agree(lambda: polars.Series([1, 2, 3], dtype=polars.UInt8)[1:], [2, 3])
    agree(lambda: polars.Series([True, False, True]), [True, False, True])
    agree(lambda: polars.concat([polars.Series([1, 2]), polars.Series([2**62])], rechunk=False), [1, 2, 2**62])
    agree(lambda: polars.Series([], dtype=polars.Int16), [])
    with pytest.raises(ValueError, match="values has 1 null, expected none"):
        abicus.sum(polars.Series([1, None]))
    for other in (polars.Series(["a"]), polars.DataFrame({"a": [1]}), polars.Series(["a"], dtype=polars.Categorical)):
        with pytest.raises(TypeError, match="^values (has|is) .*Arrow"):
            abicus.sum(other)


def test_pandas_has_its_own_nan() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    assert bits(abicus.sum(pandas.Series([1.0, math.nan]))) == bits(math.nan)
    assert bits(abicus.sum(pandas.Series([0.1] * 10))) == bits(1.0)

    class Mine(pandas.Series):  # type: ignore[misc]
        pass

    assert bits(abicus.sum(Mine([1.0, math.nan]))) == bits(math.nan)
    for kind in ("Int64", "Float64", "boolean", "int64[pyarrow]", "double[pyarrow]"):
        assert bits(abicus.fsum(pandas.Series([1, 0, 1], dtype=kind))) == bits(2.0)
        for values in (pandas.Series([1, None, 0, None], dtype=kind), pandas.array([1, None, 0, None], dtype=kind)):
            for function in REDUCTIONS:
                with pytest.raises(ValueError, match="values has 2 nulls, expected none"):
                    function(values)


@pytest.mark.parametrize("format", FORMATS)
def test_an_array_of_arrow_data(format: str) -> None:
    code = FORMATS[format]
    values = values_of(code, 20)
    chunks = [chunk_of(code, values[:7], 2), chunk_of(code, values[7:])]
    for producer in (OneArray(format, chunk_of(code, values, 3)), ManyArrays(format, chunks)):
        assert abicus.Array(code, producer).tolist() == values
        assert abicus.Array("d", producer).tolist() == list(map(float, values))
        assert producer.counter.alive() == 0
    for wanted in (code, "d", "?"):
        with pytest.raises(ValueError, match="values_or_length has 1 null, expected none"):
            abicus.Array(wanted, OneArray(format, chunk_of(code, [1, 2], valid=bitmap([True, False]), nulls=1)))


def test_an_array_of_bools_and_of_what_is_missing() -> None:
    truths = [True, False, True] * 5
    assert abicus.Array("?", OneArray("b", Chunk(bitmap(truths, 3), 15, 3))).tolist() == truths
    assert abicus.Array("B", OneArray("b", Chunk(bitmap(truths, 3), 15, 3))).tolist() == list(map(int, truths))
    numpy = pytest.importorskip("numpy")
    with pytest.raises(ValueError, match="values_or_length has 1 masked elements, expected none"):
        abicus.Array("d", numpy.ma.masked_array([1.0, 2.0], [True, False]))
    pandas = pytest.importorskip("pandas")
    with pytest.raises(ValueError, match="values_or_length has 1 null, expected none"):
        abicus.Array("?", pandas.array([True, None], dtype="boolean"))
    assert bits(abicus.Array("d", pandas.Series([math.nan]))[0]) == bits(math.nan)
