#!/bin/sh
# nginx for the test of forward-auth: installed where we may, else asked for.
set -eu
if command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; then exit 0; fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing nginx for the test of forward-auth" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    exec apt-get install -y -qq --no-install-recommends nginx-light >&2
fi
echo "The test of forward-auth needs nginx (Debian and Ubuntu: sudo apt install nginx-light)." >&2
echo "Without it the test is skipped." >&2
[ "${CI:-}" != true ]
