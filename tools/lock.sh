#!/bin/sh
# Pins every requirement with its hashes; `sh tools/lock.sh --upgrade` moves the pins. No index is named.
set -eu
cd "$(dirname "$0")/../requirements"
for set in build runtime dev; do
    ../.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-header --no-emit-index-url --no-emit-find-links "$@" "$set.in" -o "$set.txt"
done
