#!/usr/bin/env bash
# Lock both environments with hashes. Run it after a change of pyproject.toml (`make lock`).
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-var/tools/bin/uv}
[ -x "$uv" ] || uv=uv
compile() { # output, Python version, groups...
    local output=$1 python=$2
    shift 2
    local groups=()
    for group in "$@"; do groups+=(--group "pyproject.toml:$group"); done
    "$uv" pip compile --quiet --generate-hashes --no-annotate --no-header \
        --python-version "$python" "${groups[@]}" --output-file "requirements/$output.txt"
}
compile tools 3.11 tools
compile brain 3.10 brain
compile brain-dev 3.10 brain brain-dev
compile front 3.11 front
compile front-dev 3.11 front dev
echo "Vergrendeld: requirements/*.txt"
