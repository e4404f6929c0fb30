#!/bin/sh
# Makes .venv. `sh tools/setup.sh runtime`: what Sekisho needs; `… dev`: what its checks need too.
# Quick when nothing changed. $PYTHON names another interpreter. pip is used as it is set up here.
set -eu
cd "$(dirname "$0")/.."
case ${1:-} in
    runtime) sets=runtime ;;
    dev) sets="dev runtime" ;; # its pins hold those of the other
    *) echo "usage: sh tools/setup.sh runtime|dev" >&2; exit 2 ;;
esac

pins() { cat requirements/build.txt "requirements/$1.txt" requirements/runtime.in pyproject.toml | cksum; }
stamp() { cat ".venv/sekisho-$1" 2>/dev/null || true; }
# An environment does not survive being moved, nor its Python being removed.
alive() { [ "$(stamp folder)" = "$(pwd -P)" ] && .venv/bin/python -c '' 2>/dev/null; }

if alive && [ "$(stamp "$1")" = "$(pins "$1")" ]; then
    .venv/bin/python -m compileall -q src # even where the environment forbids writing it later
    exec .venv/bin/python tools/translations.py build
fi

python=
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Sekisho needs Python 3.11 or newer; here is: $("${PYTHON:-python3}" -V 2>&1 || true)" >&2
    echo "Install one (Debian 12, Ubuntu 24.04: apt install python3 python3-venv)," >&2
    echo "or name one: make PYTHON=/path/to/python3.12 setup" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "$("$python" -V) has no venv (Debian, Ubuntu: apt install python3-venv)." >&2
    exit 1
fi

echo "Setting up .venv with $("$python" -V) ($1); the first time takes about a minute." >&2
if ! alive; then
    rm -rf .venv
    "$python" -m venv .venv
    pwd -P > .venv/sekisho-folder
fi
rm -f .venv/sekisho-runtime .venv/sekisho-dev
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
# Wheels only: nothing is compiled here, and no build fetches tools of its own.
if ! pip install --require-hashes --only-binary :all: -r requirements/build.txt -r "requirements/$1.txt"; then
    echo "The packages could not be installed; see above. Sekisho uses pip's own settings" >&2
    echo "(pip config list): behind a proxy or with a mirror, set it there and try again." >&2
    exit 1
fi
pip install --no-deps --no-build-isolation --editable .
.venv/bin/python -m compileall -q src
.venv/bin/python tools/translations.py build
for set in $sets; do pins "$set" > ".venv/sekisho-$set"; done
