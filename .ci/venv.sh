#!/usr/bin/env bash
# Makes or refreshes .venv from the one lock, binder/requirements.txt. Called by make.
set -euo pipefail
cd "$(dirname "$0")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

# While this is there, packages may be half installed, which pip would not notice later.
unfinished=.venv/.unfinished
trap 'exit 130' INT TERM # pip gets the signal, too, and fails: that is no failure to explain

die() {
    printf 'make: %s\n' "$@" >&2
    rm -f "$unfinished" # pip says so before it installs anything
    exit 1
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    die "no Python 3.11 or newer found${PYTHON:+ at $PYTHON}." \
        "Install one (Debian: sudo apt-get install python3 python3-venv) or name it: make lab PYTHON=/path/to/python3.11"
}

# A .venv that was moved has scripts that point to its old place, and one that was interrupted
# lacks pip or parts of packages: both are made anew.
usable() {
    [ ! -e "$unfinished" ] && .venv/bin/python -m pip --version >/dev/null 2>&1 || return 1
    [ ! -e .venv/.ready ] || [ "$(cat .venv/.ready)" = "$PWD" ]
}

if ! usable; then
    python=$(find_python)
    echo "make: creating .venv with $("$python" --version) (once; a minute or two)"
    "$python" -m venv --clear .venv || die "'$python -m venv' failed (Debian: sudo apt-get install python3-venv)."
fi

touch "$unfinished"
pip=(.venv/bin/python -m pip install -qq)

# PyTorch's CPU build is a tenth of the CUDA build, so it is tried first. Where its index cannot be
# reached, this gives up at once and the lock takes torch from pip's own index.
index=$(sed -n 's/^ *- --extra-index-url //p' binder/environment.yml)
torch=$(grep '^torch==' binder/requirements.txt)
"${pip[@]}" --no-deps --retries 0 --timeout 4 --index-url "$index" "$torch" 2>/dev/null ||
    echo "make: PyTorch's CPU index cannot be reached, so $torch comes from pip's own index"

"${pip[@]}" -r binder/requirements.txt ||
    die "binder/requirements.txt could not be installed: pip's message is above (no network?). Run the same command again when it is solved." \
        "On a platform that lacks these exact builds: python -m pip install -e '.[torch,tensorflow,tools,grade,dev]'"
"${pip[@]}" --no-deps --no-build-isolation -e . || die "the project itself could not be installed: pip's message is above."

# The same JupyterLab settings as on Binder.
mkdir -p .venv/share/jupyter/lab/settings
cp binder/overrides.json .venv/share/jupyter/lab/settings/overrides.json

rm "$unfinished"
printf '%s\n' "$PWD" >.venv/.ready
