#!/bin/sh
# Makes sure that the tests have nginx, which stands before a server as a clinic's own proxy does.
set -eu
if command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ]; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need nginx. Install it with this system's package manager, for example: brew install nginx" >&2
    exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "The tests need nginx. As root: apt-get install nginx-light" >&2
        exit 1
    fi
    as_root="sudo"
fi
echo "Installing nginx from the distribution's packages …" >&2
$as_root apt-get update -q
# The tests start an nginx of their own; a service of the system is not wanted.
$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -q -y --no-install-recommends nginx-light
