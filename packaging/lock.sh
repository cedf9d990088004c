#!/bin/sh
# Writes the lock files anew: versions and hashes for Python 3.11 and later on Linux, macOS and Windows; no host, no path.
# Takes `uv pip compile` arguments, such as --upgrade.
set -eu
lock() {
  output=$1
  shift
  .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-emit-find-links --no-annotate --no-header --output-file "$output" "$@"
}
lock requirements.lock "$@"
lock requirements-dev.lock --constraints requirements.lock --group dev "$@"
