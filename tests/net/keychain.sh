#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A key goes into a real Secret Service and comes out again, and no file holds it in plain text.
#   keychain.sh NOISEAL
# Runs in a session bus and a home of its own. Ends with 77 where there is no keyring to be had.
set -euo pipefail
noiseal=$1
for tool in dbus-run-session gnome-keyring-daemon; do
  if ! command -v "$tool" >/dev/null; then
    echo "NOT TESTED: $tool is not installed" >&2
    exit 77
  fi
done

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_RUNTIME_DIR=$home/runtime XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config
unset NOISEAL_LLM_KEY DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL XDG_CURRENT_DESKTOP
mkdir -m 700 "$XDG_RUNTIME_DIR"

export noiseal
# shellcheck disable=SC2016
dbus-run-session -- bash -euo pipefail -c '
server=https://llm.noiseal.invalid/v1
key=sk-0123456789-in-no-file
fail() { echo "FAILED: $1" >&2; exit 1; }
printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null

[[ $("$noiseal" llm key "$server") == "no key" ]] || fail "an empty keychain has a key"
echo "$key" | "$noiseal" llm key "$server" --store
[[ $("$noiseal" llm key "$server") == "key from the keychain" ]] || fail "the key was not kept"
# Another server must not get it.
[[ $("$noiseal" llm key https://other.noiseal.invalid/v1) == "no key" ]] || fail "another server gets the key"
# The keychain comes before the environment.
[[ $(NOISEAL_LLM_KEY=sk-other "$noiseal" llm key "$server") == "key from the keychain" ]] || fail "order"
if grep -rq "$key" "$HOME"; then fail "a file holds the key in plain text"; fi
"$noiseal" llm key "$server" --forget
[[ $("$noiseal" llm key "$server") == "no key" ]] || fail "the key was not forgotten"
'
