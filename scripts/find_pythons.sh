#!/bin/sh
# One line for each CPython from 3.9 up that is on the PATH or known to pyenv: version, tab, path. The first found of a
# version counts.
set -eu
{
    for minor in 9 10 11 12 13 14; do
        command -v "python3.$minor" || true
    done
    command -v python3 || true
    if command -v pyenv >/dev/null 2>&1; then
        ls "$(pyenv root)"/versions/3.*/bin/python3 2>/dev/null || true
    fi
    ls "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python3 2>/dev/null || true
} | while read -r python; do
    "$python" -c '
import sys
v = sys.version_info
if sys.implementation.name == "cpython" and (3, 9) <= v[:2]:
    print("%d.%d\t%s" % (v[0], v[1], sys.executable))
' 2>/dev/null || true
done | sort -t "$(printf '\t')" -k1,1 -u -V
