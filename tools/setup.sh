#!/bin/sh
# Makes .venv. `sh tools/setup.sh runtime`: what Sekisho needs; `… dev`: what its checks need too.
# Quick when nothing changed. $PYTHON names another interpreter. pip is used as it is set up here.
set -eu
cd "$(dirname "$0")/.."
set=${1:-dev}
case $set in
    runtime) files="requirements/build.txt requirements/runtime.txt" ;;
    dev) files="requirements/build.txt requirements/dev.txt" ;;
    *) echo "usage: sh tools/setup.sh runtime|dev" >&2; exit 2 ;;
esac

want=$(cat $files pyproject.toml requirements/runtime.in | cksum)
if [ "$(cat .venv/sekisho-folder 2>/dev/null)" = "$(pwd -P)" ] && .venv/bin/python -c '' 2>/dev/null &&
    [ "$(cat ".venv/sekisho-$set" 2>/dev/null)" = "$want" ]; then
    exec .venv/bin/python tools/translations.py build
fi

fit='import sys; sys.exit(sys.version_info < (3, 11))'
python=
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if command -v "$name" >/dev/null && "$name" -c "$fit" 2>/dev/null; then python=$name; break; fi
done
if [ -z "$python" ]; then
    echo "Sekisho needs Python 3.11 or newer; found: $(${PYTHON:-python3} -V 2>&1 || true)." >&2
    echo "Install one (Debian 12, Ubuntu 24.04: apt install python3 python3-venv)," >&2
    echo "or name it: make setup PYTHON=/path/to/python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "$("$python" -V) has no venv. On Debian and Ubuntu: apt install python3-venv" >&2
    exit 1
fi

echo "Setting up .venv with $("$python" -V) ($set); this takes about a minute the first time." >&2
# An environment does not survive being moved, nor its Python being removed.
if [ "$(cat .venv/sekisho-folder 2>/dev/null)" != "$(pwd -P)" ] || ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv
    "$python" -m venv .venv
    pwd -P > .venv/sekisho-folder
fi
rm -f .venv/sekisho-runtime .venv/sekisho-dev
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
# Wheels only: nothing is compiled here, and no build fetches tools of its own.
if ! pip install --require-hashes --only-binary :all: $(printf ' -r %s' $files); then
    echo "The packages could not be installed; see above. Sekisho uses pip's own settings" >&2
    echo "(pip config list): behind a proxy or a mirror, set them there and run this again." >&2
    exit 1
fi
pip install --no-deps --no-build-isolation --editable .
.venv/bin/python tools/translations.py build
printf '%s\n' "$want" > ".venv/sekisho-$set"
