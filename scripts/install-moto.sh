#!/usr/bin/env bash
# A server that speaks S3 and DynamoDB (moto, Apache-2.0), for the tests of those nodes: into a folder of its own under ~/.cache, where
# scripts/services.ts looks for it. Needs Python with venv.
set -euo pipefail
version=5.2.5
folder="$HOME/.cache/millrace/moto-$version"

[ ! -x "$folder/bin/moto_server" ] || exit 0
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check "moto[server]==$version"
