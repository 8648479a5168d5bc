"""The optional packages that are measured beside abicus, and the raw ways across its boundary."""

from __future__ import annotations

import ctypes
import math
import os
from importlib import import_module
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from collections.abc import Callable

#: What is reported, and the module that is then looked for.
_MODULES = {"numpy": "numpy", "pandas": "pandas", "polars": "polars", "cffi": "_cffi_backend", "primesieve": "primesieve"}
_MODULES["primecountpy"] = "primecountpy"
_MODULES["numba"] = "numba"


#: One thread each: read by the packages when they are imported.
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS")


def package(name: str) -> Any:
    """Return an installed package, or None; if this imports it, it runs on one thread, as abicus does by default."""
    for variable in _ONE_THREAD:
        os.environ.setdefault(variable, "1")
    try:
        return import_module(name)
    except ImportError:
        return None


def versions() -> dict[str, Optional[str]]:
    """Return the version of each peer, None for one that is absent."""
    found = {name: package(module) for name, module in _MODULES.items()}
    return {name: str(getattr(module, "__version__", "installed")) if module else None for name, module in found.items()}


def sumprod() -> Optional[Callable[..., Any]]:
    """Return `math.sumprod`, which is there since Python 3.12, or None."""
    return getattr(math, "sumprod", None)


def door(name: str) -> Any:
    """Return a built-in function that the door made, or None where there is no door."""
    from .. import _library, _native

    return getattr(_native, name) if _library.backend == "door" else None


def by_ctypes(symbol: str, *arguments: Any) -> Any:
    """Return a function of the C library as ctypes calls it, with its argument types set."""
    from .. import _library

    function = _library._open()[symbol]
    function.argtypes = list(arguments)
    function.restype = ctypes.c_int32 if arguments else None
    return function


def by_cffi() -> tuple[Any, Any]:
    """Return the ffi and the C library as cffi opens it; (None, None) where cffi is absent."""
    from .. import _library

    library = _library._open_by_cffi()
    if library is None:
        return None, None
    from .._cffi_abi import ffi

    return ffi, library
