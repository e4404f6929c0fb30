#!/bin/sh
# Chromium and Japanese fonts for the browser journeys: installed where we may, else asked for.
set -eu
missing=
found=
for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then found=$name; fi
done
[ -n "$found" ] || missing=chromium
if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=ja family)" ]; then
    missing="$missing fonts-noto-cjk"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing for the browser journeys: $missing" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    # shellcheck disable=SC2086
    exec apt-get install -y -qq --no-install-recommends $missing >&2
fi
echo "The browser journeys need: $missing (Debian and Ubuntu: sudo apt install$(printf ' %s' $missing))." >&2
echo "A browser elsewhere: set CHROMIUM to its path. Without one the journeys are skipped." >&2
[ "${CI:-}" != true ]
