#!/usr/bin/env bash
# Installs the Debian packages that some tests need, where that is allowed. Never fails: for what
# is missing it prints one line that names the tests which are skipped without it.
set -uo pipefail

have_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
have_bubblewrap() { command -v bwrap; }

wanted=()
have_chromium >/dev/null || wanted+=(chromium fonts-dejavu-core)
have_bubblewrap >/dev/null || wanted+=(bubblewrap)
[ ${#wanted[@]} -gt 0 ] || exit 0

sudo=()
[ "$(id -u)" = 0 ] || sudo=(sudo -n)
if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    echo "make: installing ${wanted[*]}"
    "${sudo[@]}" apt-get -qq update </dev/null >/dev/null &&
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get -qq install --yes --no-install-recommends "${wanted[@]}" </dev/null >/dev/null
fi

have_chromium >/dev/null ||
    echo "make: Chromium is missing, so the browser tests are skipped (Debian: sudo apt-get install chromium)"
have_bubblewrap >/dev/null ||
    echo "make: bubblewrap is missing, so the sandbox tests are skipped (Debian: sudo apt-get install bubblewrap)"
exit 0
