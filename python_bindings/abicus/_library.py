"""Finds the library, opens it, shakes hands, and fills `_native`: the only file that opens a shared library."""

from __future__ import annotations

import ctypes
import os
import sys

from . import _fallback, _native
from . import _signatures as abi
from ._docs import DOCS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

BACKENDS = ("door", "ctypes", "cffi")
CPU_LEVELS = {abi.CPU_PORTABLE: "portable", abi.CPU_AVX2: "avx2", abi.CPU_AVX512: "avx512"}

#: Where the library is: beside this file, or where ABICUS_LIBRARY says.
path = os.environ.get("ABICUS_LIBRARY") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "libabicus.so")
#: The backend in use; set by `load`.
backend = ""


def _open() -> ctypes.CDLL:
    if not os.path.isfile(path):
        raise ImportError(
            f"abicus: the library {path} is missing: the package was not built ('pip install .' builds it), or "
            "ABICUS_LIBRARY is wrong",
            path=path,
        )
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"abicus: the library {path} cannot be opened: {error}", path=path) from error


def _question(library: ctypes.CDLL, symbol: str, result: Any) -> Any:
    function = library[symbol]
    function.restype, function.argtypes = result, []
    return function()


def _shake_hands(library: ctypes.CDLL) -> None:
    try:
        number = _question(library, "abicus_abi_version", ctypes.c_uint32)
        fingerprint = _question(library, "abicus_fingerprint", ctypes.c_uint64)
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


def _by_door() -> dict[str, Callable[..., Any]] | None:
    if sys.implementation.name != "cpython":
        return None
    try:
        install = ctypes.PyDLL(path).abicus_python_install
    except AttributeError:
        return None
    install.argtypes, install.restype = [ctypes.py_object] * 3, ctypes.py_object
    functions: dict[str, Callable[..., Any]] | None = install(_fallback, DOCS, _record)
    return functions


def _open_by_cffi() -> Any:
    try:
        from ._cffi_abi import ffi
    except ImportError:
        return None
    return ffi.dlopen(path)


def _by_cffi() -> dict[str, Callable[..., Any]] | None:
    library = _open_by_cffi()
    if library is None:
        return None
    from ._cffi import CffiBackend
    from ._shim import build

    return build(CffiBackend(library), _record)


def _by_ctypes(library: ctypes.CDLL) -> dict[str, Callable[..., Any]]:
    from ._ctypes import CtypesBackend
    from ._shim import build

    return build(CtypesBackend(library), _record)


def load() -> None:
    """Fill `_native` by the backend that ABICUS_BACKEND names, or by the best there is."""
    global backend
    wanted = os.environ.get("ABICUS_BACKEND", "")
    if wanted and wanted not in BACKENDS:
        raise ValueError(f"ABICUS_BACKEND is {wanted!r}, expected one of {', '.join(BACKENDS)}")
    library = _open()
    _shake_hands(library)
    functions = None
    for backend in (wanted,) if wanted else ("door", "cffi", "ctypes"):
        functions = _by_door() if backend == "door" else _by_cffi() if backend == "cffi" else _by_ctypes(library)
        if functions is not None:
            break
    else:
        reason = "cffi is not installed" if wanted == "cffi" else f"the library {path} has no door for this Python"
        raise ImportError(f"abicus: ABICUS_BACKEND is {wanted!r}, but {reason}")
    vars(_native).update(functions)


def version() -> str:
    """Return the version of the library."""
    text: bytes = _question(ctypes.CDLL(path), "abicus_version", ctypes.c_char_p)
    return text.decode()


def cpu_level() -> str:
    """Return the CPU level in use."""
    return CPU_LEVELS[_question(ctypes.CDLL(path), "abicus_cpu_level", ctypes.c_int32)]


def cpu_detected() -> str:
    """Return the best CPU level that this machine has."""
    return CPU_LEVELS[_question(ctypes.CDLL(path), "abicus_cpu_detected", ctypes.c_int32)]
