#!/bin/sh
# Renews requirements/*.txt from requirements/*.in: exact versions with hashes, and no index address in the file.
# Wheels only, but for PySpark, of which there is none.
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null 2>&1 || { echo "lock: uv is needed:  pip install uv" >&2; exit 2; }
for kind in core dev; do
    uv pip compile --quiet --python-version 3.11 --generate-hashes --only-binary :all: --no-binary pyspark \
        --no-header --no-emit-index-url --no-emit-find-links \
        "requirements/$kind.in" -o "requirements/$kind.txt" "$@"
done
