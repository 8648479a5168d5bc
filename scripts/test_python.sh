#!/bin/sh
# The Python tests: one wheel, installed on every CPython found, the whole suite once for each backend.
#
# The main Python (PYTHON) has cffi, NumPy, pandas, pyarrow, polars and ml_dtypes beside it, the others cffi and NumPy
# where PyPI has them; what is marked slow runs on the main one alone. What could not be run is appended to the file SKIPPED.
set -eu
PYTHON=${PYTHON:-python3}
SKIPPED=${SKIPPED:-build/skipped.txt}
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
wheel=$(ls -t dist/abicus-*.whl | head -n 1)
main=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
# A build with a function that panics, for the test of the panic boundary.
hooks=$root/target/test-hooks/tests/libabicus.so

# The whole suite over one backend, and the test of the panic boundary.
run() {
    ABICUS_BACKEND=$1 "$venv/bin/python" -m pytest -q -rs -p no:cacheprovider -m "$which" python_bindings/tests &&
        ABICUS_LIBRARY=$hooks ABICUS_BACKEND=$1 "$venv/bin/python" -m pytest -q -p no:cacheprovider -k panic python_bindings/tests
}

"$PYTHON" --version
printf '%s\t%s\n' "$main" "$PYTHON" >build/pythons.txt
sh scripts/find_pythons.sh | grep -v "^$main	" >>build/pythons.txt || true
while IFS="$(printf '\t')" read -r version python; do
    venv=build/venv-$version
    sh scripts/make_venv.sh "$python" "$venv" pytest
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps "$wheel"
    extras="cffi numpy" which="not slow"
    [ "$version" != "$main" ] || extras="cffi numpy pandas pyarrow polars ml_dtypes" which=""
    for extra in $extras; do
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: "$extra" 2>/dev/null ||
            echo "Python $version without $extra: it could not be installed" >>"$SKIPPED"
    done
    backends="door ctypes cffi"
    if ! "$venv/bin/python" -c 'import _cffi_backend' 2>/dev/null; then
        echo "Python $version, backend cffi: cffi is not installed" >>"$SKIPPED"
        backends="door ctypes"
    fi
    # All at once: the suite waits more than it computes where it tests threads and signals.
    for backend in $backends; do
        run "$backend" >"build/pytest-$backend.log" 2>&1 </dev/null &
        eval "process_$backend=$!"
    done
    for backend in $backends; do
        echo "== Python $version, backend $backend"
        eval "process=\$process_$backend"
        wait "$process" || { cat "build/pytest-$backend.log"; exit 1; }
        grep -E ' (passed|failed).* in ' "build/pytest-$backend.log" | head -n 1
        sed -n "s/^SKIPPED \(.*\)/Python $version, $backend: \1/p" "build/pytest-$backend.log" >>"$SKIPPED"
    done
done <build/pythons.txt
