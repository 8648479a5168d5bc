#!/bin/sh
# The Python tests: one wheel, installed on every CPython found, the whole suite once for each backend.
#
# The main Python (PYTHON) has cffi, NumPy, pandas, pyarrow, polars and ml_dtypes beside it, the others cffi and NumPy
# where PyPI has them. What could not be run is appended to the file SKIPPED.
set -eu
PYTHON=${PYTHON:-python3}
SKIPPED=${SKIPPED:-build/skipped.txt}
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
wheel=$(ls -t dist/abicus-*.whl | head -n 1)
main=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
# A build with a function that panics, for the test of the panic boundary.
hooks=$root/target/test-hooks/release/libabicus.so

"$PYTHON" --version
sh scripts/find_pythons.sh >build/pythons.txt
grep -q "^$main	" build/pythons.txt || printf '%s\t%s\n' "$main" "$PYTHON" >>build/pythons.txt
while IFS="$(printf '\t')" read -r version python; do
    venv=build/venv-$version
    [ "$version" != "$main" ] || python=$PYTHON
    sh scripts/make_venv.sh "$python" "$venv" pytest
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps "$wheel"
    extras="cffi numpy"
    [ "$version" != "$main" ] || extras="cffi numpy pandas pyarrow polars ml_dtypes"
    for extra in $extras; do
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: "$extra" 2>/dev/null ||
            echo "Python $version without $extra: it could not be installed" >>"$SKIPPED"
    done
    for backend in door ctypes cffi; do
        if [ "$backend" = cffi ] && ! "$venv/bin/python" -c 'import _cffi_backend' 2>/dev/null; then
            echo "Python $version, backend cffi: cffi is not installed" >>"$SKIPPED"
            continue
        fi
        echo "== Python $version, backend $backend"
        ABICUS_BACKEND=$backend "$venv/bin/python" -m pytest -q -rs -p no:cacheprovider python_bindings/tests \
            >build/pytest.log 2>&1 </dev/null || { cat build/pytest.log; exit 1; }
        tail -n 1 build/pytest.log
        sed -n "s/^SKIPPED \(.*\)/Python $version, $backend: \1/p" build/pytest.log >>"$SKIPPED"
        ABICUS_LIBRARY=$hooks ABICUS_BACKEND=$backend "$venv/bin/python" -m pytest -q -p no:cacheprovider -k panic \
            python_bindings/tests >build/pytest.log 2>&1 </dev/null || { cat build/pytest.log; exit 1; }
    done
done <build/pythons.txt
