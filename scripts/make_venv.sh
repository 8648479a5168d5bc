#!/bin/sh
# make_venv.sh PYTHON DIRECTORY REQUIREMENT...: a virtual environment with these packages, made once.
set -eu
python=$1
directory=$2
shift 2
if [ ! -x "$directory/bin/python" ] || ! "$directory/bin/python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$directory"
    if ! "$python" -m venv "$directory" >/dev/null 2>&1; then
        # Debian keeps what venv needs in a package of its own.
        rm -rf "$directory"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
        fi
        "$python" -m venv "$directory" || {
            echo "make_venv.sh: $python cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2
            exit 1
        }
    fi
fi
[ $# -eq 0 ] || "$directory/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
