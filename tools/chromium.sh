#!/bin/sh
# Makes sure that the tests have a Chromium: one that is there, else the distribution's own package.
set -eu
if "$PYTHON" -m tests.journeys.chromium >/dev/null 2>&1; then
    exit 0
fi

case "$(uname -s)" in
Linux)
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "The tests need Chromium. Install it with this system's package manager, or set CHROMIUM to its path." >&2
        exit 1
    fi
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "The tests need Chromium. As root: apt-get install chromium" >&2
            exit 1
        fi
        as_root="sudo"
    fi
    echo "Installing Chromium from the distribution's packages …" >&2
    $as_root apt-get update -q
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium
    ;;
Darwin)
    echo "The tests need Chrome or Chromium. Install one, for example: brew install --cask chromium" >&2
    exit 1
    ;;
*)
    echo "The tests need Chrome or Chromium: install one, or set CHROMIUM to its path." >&2
    exit 1
    ;;
esac
"$PYTHON" -m tests.journeys.chromium >/dev/null
