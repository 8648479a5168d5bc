"""Finds the library, opens it, shakes hands, and fills `_native`: the only file that opens a shared library."""

from __future__ import annotations

import os
import sys

from . import _fallback, _native
from . import _signatures as abi
from ._docs import DOCS, PRIVATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ctypes
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    from ._backend import Backend

    #: Makes functions: the fallback module, the docstrings by name, and the name of the module of the shim.
    Maker = Callable[[ModuleType, dict[str, str], str], dict[str, Callable[..., Any]]]

BACKENDS = ("door", "ctypes", "cffi")
CPU_LEVELS = {abi.CPU_PORTABLE: "portable", abi.CPU_AVX2: "avx2", abi.CPU_AVX512: "avx512"}

#: Where the library is: beside this file, or where ABICUS_LIBRARY says.
path = os.environ.get("ABICUS_LIBRARY") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "libabicus.so")
#: The backend in use; set by `load`.
backend = ""
_make: Maker | None = None


def _check_path() -> None:
    if not os.path.isfile(path):
        raise ImportError(
            f"abicus: the library {path} is missing: the package was not built ('pip install .' builds it), or "
            "ABICUS_LIBRARY is wrong",
            path=path,
        )


def _cannot_be_opened(error: OSError) -> ImportError:
    return ImportError(f"abicus: the library {path} cannot be opened: {error}", path=path)


def _open() -> ctypes.CDLL:
    """Return the library as ctypes has it."""
    import ctypes

    _check_path()
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        raise _cannot_be_opened(error) from error


class _Bare:
    """The library by what ctypes is made on: importing ctypes itself costs more than all the rest of abicus.

    Functions are called as by `ctypes.PyDLL`, that is with the GIL held.
    """

    def __init__(self) -> None:
        import _ctypes

        _check_path()
        try:
            self._handle = _ctypes.dlopen(path, 0)
        except OSError as error:
            raise _cannot_be_opened(error) from error

    def function(self, symbol: str, result: str, arguments: str = "") -> Any:
        """Return a function with types by their codes in ctypes; AttributeError if the library has none of this name."""
        import _ctypes

        def simple(code: str) -> type:
            return type("_Simple", (_ctypes._SimpleCData,), {"_type_": code})

        flags = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
        kind = type("_Function", (_ctypes.CFuncPtr,), {"_flags_": flags, "_restype_": simple(result)})
        try:
            function = kind(_ctypes.dlsym(self._handle, symbol))
        except OSError as error:
            raise AttributeError(str(error)) from None
        function.argtypes = [simple(code) for code in arguments]
        return function


def _question(symbol: str, code: str) -> Any:
    """Return what a function of the library without arguments says; `code` is its type's in ctypes."""
    if sys.implementation.name == "cpython":
        return _Bare().function(symbol, code)()
    import ctypes

    function = _open()[symbol]
    function.restype = {"I": ctypes.c_uint32, "i": ctypes.c_int32, "Q": ctypes.c_uint64, "z": ctypes.c_char_p}[code]
    return function()


def _shake_hands() -> None:
    try:
        number, fingerprint = _question("abicus_abi_version", "I"), _question("abicus_fingerprint", "Q")
    except AttributeError:
        raise ImportError(f"abicus: {path} is not the abicus library", path=path) from None
    if (number, fingerprint) != (abi.ABI_VERSION, abi.FINGERPRINT):
        raise ImportError(
            f"abicus: the library {path} has ABI {number}, fingerprint {fingerprint:016x}; this package needs ABI "
            f"{abi.ABI_VERSION}, fingerprint {abi.FINGERPRINT:016x}. The two were built from different sources: "
            "install again, or unset ABICUS_LIBRARY",
            path=path,
        )


def _record(*details: Any) -> None:
    from ._trace import record

    record(*details)


def _by_door() -> Maker | None:
    if sys.implementation.name != "cpython":
        return None
    try:
        install = _Bare().function("abicus_python_install", "O", "OOO")
    except AttributeError:
        return None
    # None if the C-API is not the one that the library knows.
    if install(_fallback, {}, _record) is None:
        return None
    return lambda fallback, docs, shim: install(fallback, docs, _record)


def _open_by_cffi() -> Any:
    try:
        from ._cffi_abi import ffi
    except ImportError:
        return None
    return ffi.dlopen(path)


def _by_shim(backend: Backend) -> Maker:
    from importlib import import_module

    from ._calls import Calls
    from ._watch import Watch

    calls, watch = Calls(backend), Watch(_record)

    def make(fallback: ModuleType, docs: dict[str, str], shim: str) -> dict[str, Callable[..., Any]]:
        functions: dict[str, Callable[..., Any]] = import_module(shim).build(calls, watch)
        return functions

    return make


def _by_cffi() -> Maker | None:
    library = _open_by_cffi()
    if library is None:
        return None
    from ._cffi import CffiBackend

    return _by_shim(CffiBackend(library))


def _by_ctypes() -> Maker:
    from ._ctypes import CtypesBackend

    return _by_shim(CtypesBackend(_open()))


def load() -> None:
    """Fill `_native` by the backend that ABICUS_BACKEND names, or by the best there is."""
    global backend, _make
    wanted = os.environ.get("ABICUS_BACKEND", "")
    if wanted and wanted not in BACKENDS:
        raise ValueError(f"ABICUS_BACKEND is {wanted!r}, expected one of {', '.join(BACKENDS)}")
    _shake_hands()
    for backend in (wanted,) if wanted else ("door", "cffi", "ctypes"):
        _make = _by_door() if backend == "door" else _by_cffi() if backend == "cffi" else _by_ctypes()
        if _make is not None:
            break
    else:
        reason = f"the library {path} has no door for this Python"
        if wanted == "cffi":
            reason = "cffi is not installed, or does not support loading in subinterpreters"
        raise ImportError(f"abicus: ABICUS_BACKEND is {wanted!r}, but {reason}")
    vars(_native).update(_make(_fallback, DOCS | dict.fromkeys(PRIVATE, ""), f"{__package__}._shim"))


def functions(fallback: ModuleType, docs: dict[str, str], shim: str) -> dict[str, Callable[..., Any]]:
    """Return the functions of a family by the backend in use, under the names in `docs`.

    `fallback` is the module with the generic path of each, `shim` the name of the module whose `build` makes them for
    ctypes and cffi. Names with an underscore are for the package alone.
    """
    from . import _errors
    from ._trace import watched
    from .array import Array

    for name in docs:
        if hasattr(fallback, name):
            setattr(fallback, name, watched(getattr(fallback, name)))
    vars(fallback).update(_array=Array._of, InternalError=_errors.InternalError)
    assert _make is not None
    return _make(fallback, docs, shim)


def version() -> str:
    """Return the version of the library."""
    text: bytes = _question("abicus_version", "z")
    return text.decode()


def cpu_level() -> str:
    """Return the CPU level in use."""
    return CPU_LEVELS[_question("abicus_cpu_level", "i")]


def cpu_detected() -> str:
    """Return the best CPU level that this machine has."""
    return CPU_LEVELS[_question("abicus_cpu_detected", "i")]
