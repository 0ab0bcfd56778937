#!/usr/bin/env bash
# Installs Chromium for the tests of this folder, where the system is Debian's and lets us; says what
# happened. Never fails: without a browser these tests are left out.
set -uo pipefail

readonly LIMIT_SECONDS=90
log=$(mktemp)
trap 'rm -f "$log"' EXIT

leave() {
  echo "chromium: $1"
  exit 0
}

for name in chromium chromium-browser google-chrome-stable google-chrome; do
  command -v "$name" > /dev/null && leave "$name is there"
done
command -v apt-get > /dev/null || leave "not installed, this system has no apt-get"
[ "$(id -u)" = 0 ] || leave "not installed, that takes the user root: apt-get install chromium"

export DEBIAN_FRONTEND=noninteractive
{ timeout "$LIMIT_SECONDS" apt-get update &&
  timeout "$LIMIT_SECONDS" apt-get install --yes --no-install-recommends chromium; } > "$log" 2>&1 ||
  leave "not installed, apt-get says: $(tail -n 1 "$log")"
leave "installed"
