#!/bin/sh
# Writes requirements.txt, requirements-dev.txt and requirements-servers.txt from pyproject.toml: exact versions and the hashes of every
# file of each release, for Linux, macOS and Windows, and no address of any registry.
set -eu
cd "$(dirname "$0")/.."

# --no-config and the cleared variables: a machine's own mirrors and wheel folders must not leak into the lock.
unset UV_FIND_LINKS UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL || true
compile() {
    output=$1
    shift
    "$PYTHON" -m uv --quiet --no-config pip compile "$@" \
        --universal --python-version 3.11 --generate-hashes --strip-extras --no-emit-index-url \
        --no-emit-find-links --custom-compile-command "make lock" --output-file "$output"
}
app="pyproject.toml --extra encryption --extra web --extra desktop --extra keystore --group build"
# shellcheck disable=SC2086  # the words of $app are arguments
compile requirements.txt $app "$@"
# shellcheck disable=SC2086
compile requirements-dev.txt $app --group dev --constraint requirements.txt "$@"
compile requirements-servers.txt --group servers "$@"
