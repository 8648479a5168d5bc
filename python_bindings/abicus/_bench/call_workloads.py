"""The workloads of a single call: what crossing the boundary costs."""

from __future__ import annotations

import ctypes
import operator

from . import peers
from .workload import ABICUS, PEER, PYTHON, Prepared, Workload


def _nothing() -> None:
    pass


def _add(left: int, right: int) -> int:
    return left + right


def _square(value: int) -> int:
    return value * value


class EmptyCall(Workload):
    identifier = "W1"
    title = "an empty call across the boundary"
    unit = "call"

    def prepare(self, size: int) -> Prepared:
        prepared = Prepared(expected=None)
        _, library = peers.by_cffi()
        prepared.add("plain Python", PYTHON, "empty()", empty=_nothing)
        prepared.add("abicus, door", ABICUS, "noop()", noop=peers.door("_noop"))
        prepared.add("abicus, ctypes", ABICUS, "noop()", noop=peers.by_ctypes("abicus_noop"))
        prepared.add("abicus, cffi", ABICUS, "noop()", noop=library and library.abicus_noop)
        return prepared


class AddTwoNumbers(Workload):
    identifier = "W17"
    title = "add(5, 3) through ctypes, cffi and the door"
    unit = "call"
    note = "Through ctypes and cffi the status is checked and the result read: `or` does both, as success is 0."

    def prepare(self, size: int) -> Prepared:
        prepared = Prepared(expected=8)
        ffi, library = peers.by_cffi()
        add = peers.by_ctypes("abicus_add_i32", ctypes.c_int32, ctypes.c_int32, ctypes.c_void_p)
        prepared.add("plain Python", PYTHON, "add(5, 3)", add=_add)
        prepared.add("built-in", PEER, "add(5, 3)", add=operator.add)
        prepared.add("abicus, door", ABICUS, "add(5, 3)", add=peers.door("_add_i32"))
        prepared.add("abicus, ctypes", ABICUS, "add(5, 3, out) or out[0]", add=add, out=(ctypes.c_int32 * 1)())
        out = ffi and ffi.new("int32_t[1]")
        prepared.add(
            "abicus, cffi", ABICUS, "add(5, 3, out) or out[0]", add=library and library.abicus_add_i32, out=out
        )
        return prepared


class SquareOfOneNumber(Workload):
    identifier = "W22"
    title = "the square of one number"
    unit = "call"
    note = "Crossing the boundary costs more than the work: for one number, stay in Python."

    def prepare(self, size: int) -> Prepared:
        prepared = Prepared(expected=1234567 * 1234567)
        ffi, library = peers.by_cffi()
        square = peers.by_ctypes("abicus_square_i64", ctypes.c_int64, ctypes.c_void_p)
        prepared.add("plain Python", PYTHON, "x * x", x=1234567)
        prepared.add("Python def", PYTHON, "square(x)", square=_square, x=1234567)
        prepared.add("NumPy", PEER, "numpy.square(x)", numpy=peers.package("numpy"), x=1234567)
        prepared.add("abicus, door", ABICUS, "square(x)", square=peers.door("_square_i64"), x=1234567)
        room = (ctypes.c_int64 * 1)()
        prepared.add("abicus, ctypes", ABICUS, "square(x, out) or out[0]", square=square, x=1234567, out=room)
        out = ffi and ffi.new("int64_t[1]")
        prepared.add(
            "abicus, cffi",
            ABICUS,
            "square(x, out) or out[0]",
            square=library and library.abicus_square_i64,
            x=1234567,
            out=out,
        )
        return prepared
