#!/usr/bin/env bash
# usage: packaging/setup.sh [PACKAGE_LIST...]
#
# Installs the Debian packages of the lists (packaging/packages.txt if none is named) that are
# missing, and the npm packages of the web (with packages-check.txt of the tests too) at their locked
# versions.
# What is there already is not touched, and then nothing is asked of the network: a second run takes
# a fraction of a second.
set -euo pipefail
cd "$(dirname "$0")/.."

lists=("$@")
[ ${#lists[@]} -gt 0 ] || lists=(packaging/packages.txt)

say() { printf '%s\n' "$*" >&2; }
fail() { say "setup: $*"; exit 1; }

# Runs a command as root.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "installing packages needs root: run this as root once, or install sudo. Wanted: $*"
  fi
}

# Of the packages named, those that are not installed.
missing_of() {
  local package
  local -A there=()
  while read -r package; do there["$package"]=1; done < <(
    dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null |
      awk '$1 == "ii" || $1 == "hi" { print $2 }')
  for package in "$@"; do
    [ -n "${there[$package]:-}" ] || printf '%s\n' "$package"
  done
}

install_missing() {
  local missing
  mapfile -t missing < <(missing_of "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  say "setup: installing ${#missing[@]} Debian packages: ${missing[*]}"
  # The lists of a fresh machine are empty or old: they are fetched only when something is wanted.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update ||
    fail "apt-get update failed; see its message above. Is there a way to the network?"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    "${missing[@]}" >/dev/null ||
    fail "apt-get install failed; see its message above. Octavo is built for Debian 12."
}

# The npm packages of a folder, at their locked versions; node and npm from Debian only where there is none.
install_npm() {
  local folder=$1
  [ -f "$folder/package-lock.json" ] || return 0
  # npm's own copy of the list; the build, which installs those of web as well, looks at the same.
  local installed=$folder/node_modules/.package-lock.json
  if [ "$installed" -nt "$folder/package-lock.json" ]; then return 0; fi
  command -v node >/dev/null || install_missing nodejs
  command -v npm >/dev/null || install_missing npm
  say "setup: installing the npm packages of $folder/package-lock.json"
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) >&2 ||
    fail "npm ci failed in $folder/; see its message above"
  touch "$installed"
}

command -v dpkg-query >/dev/null || fail "this is no Debian: dpkg-query is not there. Octavo is built for Debian 12"
wanted=()
npm_folders=(web)
for list in "${lists[@]}"; do
  [ -f "$list" ] || fail "no such list of packages: $list"
  case "$list" in *packages-check.txt) npm_folders+=(tests/html) ;; esac
  while read -r package _; do
    case "$package" in '' | '#'*) ;; *) wanted+=("$package") ;; esac
  done <"$list"
done
install_missing "${wanted[@]}"
for folder in "${npm_folders[@]}"; do install_npm "$folder"; done
