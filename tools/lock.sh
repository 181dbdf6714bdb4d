#!/bin/sh
# Writes requirements.txt and requirements-dev.txt from pyproject.toml: exact versions and the hashes of every
# file of each release, for Linux, macOS and Windows, and no address of any registry.
set -eu
cd "$(dirname "$0")/.."

# --no-config and the cleared variables: a machine's own mirrors and wheel folders must not leak into the lock.
unset UV_FIND_LINKS UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL || true
compile() {
    output=$1
    shift
    "$PYTHON" -m uv --quiet --no-config pip compile pyproject.toml --extra encryption --extra web --extra desktop --group build "$@" \
        --universal --python-version 3.11 --generate-hashes --strip-extras --no-emit-index-url \
        --no-emit-find-links --custom-compile-command "make lock" --output-file "$output"
}
compile requirements.txt "$@"
compile requirements-dev.txt --group dev --constraint requirements.txt "$@"
