"""The handshake and the tables: nm == header == ctypes table == cdef, each symbol called raw with a literal answer."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from array import array
from pathlib import Path
from typing import Any

import pytest

from abicus import _library, _signatures, _symbols
from abicus._buffers import TYPECODES
from abicus._ctypes import CtypesBackend
from abicus import InternalError
from abicus._errors import exception

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(_library.__file__).parent


def load_generator() -> Any:
    path = ROOT / "scripts" / "generate_signatures.py"
    if not path.exists():
        pytest.skip("the repository is not here")
    spec = importlib.util.spec_from_file_location("generate_signatures", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def header() -> str:
    shipped = PACKAGE / "include" / "abicus.h"
    return (shipped if shipped.exists() else ROOT / "include" / "abicus.h").read_text()


def import_abicus(**environment: str) -> str:
    """Return what importing says on its last line."""
    result = subprocess.run(
        [sys.executable, "-c", "import abicus"], env={**os.environ, **environment}, capture_output=True, text=True
    )
    return result.stderr.strip().splitlines()[-1] if result.returncode else ""


def test_a_missing_library() -> None:
    said = import_abicus(ABICUS_LIBRARY="/nowhere/libabicus.so")
    assert re.search("ImportError: .*/nowhere/libabicus.so is missing.*pip install", said)


def test_what_is_no_library(tmp_path: Path) -> None:
    text = tmp_path / "libabicus.so"
    text.write_text("not a library")
    assert re.search(f"ImportError: .*{text} cannot be opened", import_abicus(ABICUS_LIBRARY=str(text)))


def compiled(tmp_path: Path, code: str) -> str:
    compiler = shutil.which("cc")
    if not compiler:
        pytest.skip("no C compiler")
    source, library = tmp_path / "stranger.c", tmp_path / "stranger.so"
    source.write_text(code)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    return str(library)


def test_a_stranger(tmp_path: Path) -> None:
    library = compiled(tmp_path, "int nothing(void) { return 0; }")
    assert re.search(f"ImportError: .*{library} is not the abicus library", import_abicus(ABICUS_LIBRARY=library))


@pytest.mark.parametrize("change", ["number", "fingerprint"])
def test_another_build(tmp_path: Path, change: str) -> None:
    number = _signatures.ABI_VERSION + (change == "number")
    fingerprint = _signatures.FINGERPRINT ^ (change == "fingerprint")
    library = compiled(
        tmp_path,
        "#include <stdint.h>\n"
        f"uint32_t abicus_abi_version(void) {{ return {number}; }}\n"
        f"uint64_t abicus_fingerprint(void) {{ return {fingerprint}u; }}\n",
    )
    said = import_abicus(ABICUS_LIBRARY=library)
    assert said.startswith("ImportError")
    assert library in said
    for value in (number, _signatures.ABI_VERSION):
        assert f"ABI {value}" in said
    for value in (fingerprint, _signatures.FINGERPRINT):
        assert f"{value:016x}" in said
    assert "install again" in said


def test_a_backend_that_there_is_not() -> None:
    said = import_abicus(ABICUS_BACKEND="pigeon")
    assert said == "ValueError: ABICUS_BACKEND is 'pigeon', expected one of door, ctypes, cffi"
    if importlib.util.find_spec("cffi") is None:
        assert "cffi is not installed" in import_abicus(ABICUS_BACKEND="cffi")


def test_the_generated_files_are_what_the_header_says() -> None:
    assert load_generator().main(check=True) == 0


def test_the_fingerprint_is_of_the_header() -> None:
    assert load_generator().fingerprint(header()) == _signatures.FINGERPRINT


def test_symbols_header_table_and_cdef_are_one_list() -> None:
    declared = set(re.findall(r"\b(abicus_\w+)\(", re.sub(r"//.*", "", header())))
    assert declared == set(_symbols.SIGNATURES)
    assert declared == set(re.findall(r"\b(abicus_\w+)\(", (PACKAGE / "abicus.cdef").read_text()))
    nm = shutil.which("nm")
    if nm:
        listed = subprocess.run([nm, "-D", "--defined-only", _library.path], capture_output=True, text=True, check=True)
        exported = set(re.findall(r" T (\w+)", listed.stdout)) - {"abicus_python_install", "abicus_test_panic"}
        assert exported == declared


def test_cffi_reads_the_same_signatures() -> None:
    pytest.importorskip("cffi")
    from cffi import FFI

    from abicus._cffi_abi import ffi as compiled_ffi

    letters = {"v": "void", "i": "int32_t", "I": "uint32_t", "q": "int64_t", "Q": "uint64_t", "N": "size_t"}
    letters |= {"n": "ptrdiff_t", "d": "double", "f": "float"}
    letters |= {"h": "int16_t", "H": "uint16_t", "b": "int8_t", "B": "uint8_t"}
    plain = FFI()
    plain.cdef((PACKAGE / "abicus.cdef").read_text())
    for name, signature in _symbols.SIGNATURES.items():
        for ffi in (plain, compiled_ffi):
            kind = ffi.typeof(getattr(ffi.dlopen(_library.path), name))
            for letter, part in zip(signature, [kind.result, *kind.args]):
                assert part.kind == "pointer" if letter in "ps" else part is ffi.typeof(letters[letter]), name
            assert len(kind.args) == len(signature) - 1
    assert plain.dlopen(_library.path).ABICUS_EXACT_SUM_BYTES == _signatures.EXACT_SUM_BYTES


def word(words: Any) -> int:
    value = sum(part << 64 * place for place, part in enumerate(words))
    return value - (1 << 64 * len(words)) if value >> (64 * len(words) - 1) else value


class Raw:
    """Calls symbols as the table says, and notes which."""

    def __init__(self) -> None:
        self.backend = CtypesBackend(ctypes.CDLL(_library.path))
        self.called: set[str] = set()

    def __call__(self, symbol: str, *arguments: Any) -> Any:
        self.called.add(symbol)
        return self.backend.function(symbol)(*arguments)

    def reduction(
        self, stem: str, element: str, out: Any, before: tuple[Any, ...] = (), after: tuple[Any, ...] = ()
    ) -> None:
        """Call the plain and the strided function on 1, 2, 3, 4; the strided one backwards, over 9s in between."""
        code = TYPECODES[element]
        plain = array(code, [1, 2, 3, 4])
        spaced = array(code, [4, 9, 3, 9, 2, 9, 1])
        size = spaced.itemsize
        last = spaced.buffer_info()[0] + 6 * size
        assert self(f"abicus_{stem}_{element}", *before, plain.buffer_info()[0], 4, *after, *out) == 0
        first = word(out[0]) if out and isinstance(out[0][0], int) else out[0][0] if out else None
        if out:
            out[0][0] = 0
        assert self(f"abicus_{stem}_{element}_strided", *before, last, 4, -2 * size, *after, *out) == 0
        if out:
            assert first == (word(out[0]) if isinstance(out[0][0], int) else out[0][0])


def all_raw(raw: Raw) -> None:
    """Call every symbol with a literal answer."""
    assert raw("abicus_abi_version") == 1
    assert raw("abicus_fingerprint") == _signatures.FINGERPRINT
    assert re.fullmatch(rb"\d+\.\d+\.\d+", raw("abicus_version"))
    assert 0 <= raw("abicus_cpu_level") <= raw("abicus_cpu_detected") <= 2
    assert raw("abicus_noop") is None
    out32, out64 = (ctypes.c_int32 * 1)(), (ctypes.c_int64 * 1)()
    assert raw("abicus_add_i32", -2, 7, out32) == 0 and out32[0] == 5
    assert raw("abicus_add_i32", 2**31 - 1, 1, out32) == 100 and out32[0] == 5
    assert raw("abicus_square_i64", -3_000_000_000, out64) == 0 and out64[0] == 9 * 10**18
    assert raw("abicus_square_i64", 2**32, out64) == 100
    text = ctypes.create_string_buffer(200)
    assert raw("abicus_last_error", text, 200) == len(text.value) + 1
    assert b"abicus_square_i64" in text.value
    counts = (ctypes.c_uint64 * 2)()
    assert raw("abicus_path_counts", counts, 2) == 0
    assert raw("abicus_path_counts", counts, 1) == 4
    for element, code in TYPECODES.items():
        is_float = element[0] == "f"
        for stem, words, answer in (("sum", 2, 10), ("sum_of_squares", 3, 30)):
            out = (ctypes.c_double * 1)() if is_float else (ctypes.c_uint64 * words)(*[7] * words)
            raw.reduction(stem, element, (out,), after=(1,))
            assert (out[0] if is_float else word(out)) == answer
        even = (ctypes.c_uint64 * 1)()
        raw.reduction("count_even", element, (even,))
        assert even[0] == 2
        a, b = array(code, [1, 2, 3]), array(code, [4, 0, 5, 0, 6])
        out = (ctypes.c_double * 1)() if is_float else (ctypes.c_uint64 * 3)()
        first, second, size = a.buffer_info()[0], b.buffer_info()[0], a.itemsize
        assert raw(f"abicus_dot_{element}", first, second, 3, 1, out) == 0
        assert (out[0] if is_float else word(out)) == 4 + 0 + 15
        assert raw(f"abicus_dot_{element}_strided", first, size, second, 2 * size, 3, 1, out) == 0
        assert (out[0] if is_float else word(out)) == 32
    accumulator(raw)
    # Each family has its own file.
    for path in sorted(Path(__file__).parent.glob("raw_*.py")):
        importlib.import_module(path.stem).call_all(raw)


def accumulator(raw: Raw) -> None:
    handles, total = (ctypes.c_void_p * 1)(), (ctypes.c_double * 1)()
    assert raw("abicus_exact_sum_new", handles) == 0
    state = handles[0]
    limbs = (ctypes.c_uint64 * 2)()
    integers = [element for element in TYPECODES if element[0] != "f"]
    for element in integers:
        raw.reduction("exact_sum_update", element, (), before=(state,))
    assert raw("abicus_exact_sum_finish_limbs", state, limbs, 2) == 0
    assert word(limbs) == 8 * 20
    for element in ("f64", "f32"):
        raw.reduction("exact_sum_update", element, (), before=(state,))
    assert raw("abicus_exact_sum_finish_limbs", state, limbs, 2) == 101
    assert raw("abicus_exact_sum_finish_f64", state, total) == 0
    assert total[0] == 200.0
    assert raw("abicus_exact_sum_clone", state, handles) == 0
    twin = handles[0]
    assert twin != state
    assert raw("abicus_exact_sum_merge", twin, state) == 0
    assert raw("abicus_exact_sum_finish_f64", twin, total) == 0
    assert total[0] == 400.0
    stored = (ctypes.c_uint8 * 296)()
    assert raw("abicus_exact_sum_to_bytes", twin, stored, 295) == 4
    assert raw("abicus_exact_sum_to_bytes", twin, stored, 296) == 0
    assert bytes(stored)[:8] == b"ABXS\x01\x01\0\0"
    assert int.from_bytes(bytes(stored)[8:], "little") == 400 << 1074
    assert raw("abicus_exact_sum_from_bytes", stored, 296, handles) == 0
    assert raw("abicus_exact_sum_finish_f64", handles[0], total) == 0
    assert total[0] == 400.0
    for handle in (state, twin, handles[0], None):
        assert raw("abicus_exact_sum_free", handle) is None


def test_every_symbol_called_raw() -> None:
    raw = Raw()
    all_raw(raw)
    assert raw.called == set(_symbols.SIGNATURES)


@pytest.mark.parametrize(
    ("symbol", "changed"),
    [
        ("abicus_square_i64", "iip"),  # a 64-bit value cut to 32
        ("abicus_fingerprint", "i"),  # a 64-bit result cut to 32
        ("abicus_add_i32", "iipi"),  # an output in the wrong place
        ("abicus_dot_f64", "ipiNNp"),  # a pointer cut to 32 bits
        ("abicus_sum_i64", "ipNNN"),  # an output that is no pointer
        ("abicus_exact_sum_clone", "iip"),  # a handle cut to 32 bits
        ("abicus_version", "Q"),  # a text that is no text
    ],
)
def test_a_changed_argtype_fails(symbol: str, changed: str) -> None:
    code = (
        "import test_library, abicus._signatures as s; s.SIGNATURES[%r] = %r; test_library.all_raw(test_library.Raw())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(PACKAGE.parent)])}
    result = subprocess.run(
        [sys.executable, "-c", code % (symbol, changed)], env=environment, capture_output=True, text=True
    )
    assert result.returncode != 0, "the change was not noticed"


def test_every_status_has_its_exception() -> None:
    kinds = {1: ValueError, 2: ValueError, 3: ValueError, 4: ValueError, 100: OverflowError, 101: ValueError}
    kinds |= {200: MemoryError, 300: KeyboardInterrupt, 400: InternalError, 500: InternalError, 77: InternalError}
    for status, kind in kinds.items():
        made = exception(status, "what happened")
        assert type(made) is kind
        assert str(made) == "what happened"


def test_a_panic_is_an_internal_error() -> None:
    from abicus import _native
    from abicus._calls import Calls

    if not hasattr(ctypes.CDLL(_library.path), "abicus_test_panic"):
        pytest.skip("the library was built without the feature test-hooks")
    if _library.backend == "door":
        with pytest.raises(InternalError, match="please report"):
            _native._test_panic()  # type: ignore[attr-defined]
    calls = Calls(CtypesBackend(ctypes.CDLL(_library.path)))
    calls._functions["abicus_test_panic"] = ctypes.CDLL(_library.path).abicus_test_panic
    with pytest.raises(InternalError, match="abicus_test_panic: internal error, please report it"):
        calls.call("abicus_test_panic")


def test_measured_functions() -> None:
    from abicus import _native

    assert _native._noop() is None  # type: ignore[func-returns-value]
    marker = object()
    assert _native._noop_one(marker) is marker
    assert _native._add_i32(-2, 7) == 5
    assert _native._square_i64(-3_000_000_000) == 9 * 10**18
    for call in (lambda: _native._add_i32(2**31, 0), lambda: _native._add_i32(2**31 - 1, 1)):
        with pytest.raises(OverflowError):
            call()
    for value in (2**32, 2**63):
        with pytest.raises((OverflowError, TypeError)):
            _native._square_i64(value)
    with pytest.raises(TypeError):
        _native._square_i64(1.5)  # type: ignore[arg-type]
    assert len(_native._path_counts()) == 2


def test_ordinary_data_takes_the_fast_path() -> None:
    from abicus import _native

    values = array("d", [((i * 7919) % 10007) / 100 for i in range(10000)])
    before = _native._path_counts()
    for _ in range(10):
        _native.sum(values)
    assert _native._path_counts() == before
    # A tie among more values than are decided at once.
    _native.sum(array("d", [1.0, 2.0**-53] + [0.0] * 100))
    assert _native._path_counts() != before
