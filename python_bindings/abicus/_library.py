"""Finds the library, opens it, shakes hands, and fills `_native`: the only file that opens a shared library."""

from __future__ import annotations

import os
import sys

from . import _fallback, _native
from . import _signatures as abi
from ._docs import FAMILIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ctypes
    from collections.abc import Callable
    from typing import Any

    from ._backend import Backend

    #: Makes the functions of a family by its name.
    Maker = Callable[[str], dict[str, Callable[..., Any]]]


class InternalError(Exception):
    """A defect of abicus: a panic of the native library was caught, and nothing was written. Please report it."""


BACKENDS = ("door", "ctypes", "cffi")
CPU_LEVELS = {abi.CPU_PORTABLE: "portable", abi.CPU_AVX2: "avx2", abi.CPU_AVX512: "avx512"}

#: The functions that the package alone uses.
_PRIVATE = {
    "": (
        "_exact_new _exact_update _exact_merge _exact_clone _exact_value _exact_to_bytes _exact_from_bytes _allocate _array_base "
        "_set_array _array_insert _array_extend _array_grow _set_trace _path_counts _noop _noop_one _add_i32 _square_i64 "
        "_test_panic"
    ),
    "statistics": (
        "_moments_new _moments_update _moments_merge _moments_clone _moments_ask _moments_to_bytes _moments_from_bytes"
    ),
    "order": "_index_new _index_len _index_has _index_search _index_contains _index_sorted",
    "pairs": "_pair_hypot_sum",
    "words": (
        "_words_new _words_update _words_update_points _words_finish _words_merge _words_clone _words_swap _words_len "
        "_words_cut _words_unfolded _words_fold _words_counts _words_most_common _words_to_bytes _words_from_bytes"
    ),
}

#: Where the library is: beside this file, or where ABICUS_LIBRARY says.
path = os.environ.get("ABICUS_LIBRARY") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "libabicus.so")
#: The backend in use; set by `load`.
backend = ""
_make: Maker | None = None
_made: dict[str, dict[str, Callable[..., Any]]] = {}


def _names(family: str) -> dict[str, str]:
    """Return all functions of a family with their docstrings, empty for those of the package alone."""
    return {**FAMILIES[family], **dict.fromkeys(_PRIVATE.get(family, "").split(), "")}


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
        self._simple: dict[str, type] = {}
        flags = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
        members = {"_flags_": flags, "_restype_": self._type("I")}
        self._function = type("_Function", (_ctypes.CFuncPtr,), members)

    def _type(self, code: str) -> type:
        import _ctypes

        if code not in self._simple:
            self._simple[code] = type("_Simple", (_ctypes._SimpleCData,), {"_type_": code})
        return self._simple[code]

    def function(self, symbol: str, result: str, arguments: str = "") -> Any:
        """Return a function with types by their codes in ctypes; AttributeError if the library has none of this name."""
        import _ctypes

        try:
            function = self._function(_ctypes.dlsym(self._handle, symbol))
        except OSError as error:
            raise AttributeError(str(error)) from None
        function.restype = self._type(result)
        function.argtypes = [self._type(code) for code in arguments]
        return function


_bare: _Bare | None = None


def _by_bare() -> _Bare:
    global _bare
    if _bare is None:
        _bare = _Bare()
    return _bare


def _question(symbol: str, code: str) -> Any:
    """Return what a function of the library without arguments says; `code` is its type's in ctypes."""
    if sys.implementation.name == "cpython":
        return _by_bare().function(symbol, code)()
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
    from ._tracing import record

    record(*details)


def _by_door() -> Maker | None:
    if sys.implementation.name != "cpython":
        return None
    try:
        install = _by_bare().function("abicus_python_install", "O", "OOO")
    except AttributeError:
        return None
    # None if the C-API is not the one that the library knows.
    if install(_fallback, {}, _record) is None:
        return None

    def make(family: str) -> dict[str, Callable[..., Any]]:
        functions = _names(family)
        made: dict[str, Callable[..., Any]] = install(
            _fallback.of(family, functions) if family else _fallback, functions, _record
        )
        return made

    return make


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

    def make(family: str) -> dict[str, Callable[..., Any]]:
        package = f"{__package__}.{family}" if family else __package__
        if family:
            import_module(package)
            if family in _made:  # a package makes its own
                return _made[family]
            _fallback.fill(import_module(f"{package}._generic"), _names(family))
        functions: dict[str, Callable[..., Any]] = import_module(f"{package}._shim").build(calls, watch)
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
    vars(_native).update(functions(""))


def functions(family: str) -> dict[str, Callable[..., Any]]:
    """Return the functions of a family by the backend in use; names with an underscore are for the package alone."""
    if family not in _made:
        assert _make is not None
        _made[family] = _make(family)
    return _made[family]


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
