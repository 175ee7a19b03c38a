#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything, checks style and runs every test without a screen.
#   packaging/test.sh               what a change must pass
#   packaging/test.sh -R '^data\.'  further arguments go to ctest
#   packaging/test.sh --slow        the long trials, too
# With CI set in the environment, a test that could not run is a failure, but for those named gpu.*:
# they need a CUDA device.
set -Eeuo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"
export QT_QPA_PLATFORM=offscreen

selection=(-LE slow)
if [[ ${1:-} == --slow ]]; then
  selection=()
  shift
fi

noiseal_set_up "${noiseal_test_packages[@]}"
noiseal_build_targets
noiseal_unlock

step "checking the style"
"$noiseal_root/packaging/check_style.sh" "$noiseal_build"

step "running the tests"
results=$noiseal_build/test-results.xml
ctest --test-dir "$noiseal_build" --output-on-failure --no-tests=error --parallel "$(nproc)" \
  --output-junit "$results" "${selection[@]}" "$@"

noiseal_step="looking for tests that did not run"
mapfile -t skipped < <(sed -n 's/.*<testcase name="\([^"]*\)".*status="notrun".*/\1/p' "$results")
if ((${#skipped[@]})); then
  say "NOT TESTED, for want of something on this machine:"
  printf '  %s\n' "${skipped[@]}" >&2
  if [[ -n ${CI:-} ]] && printf '%s\n' "${skipped[@]}" | grep -qv '^gpu\.'; then
    say "with CI set that is a failure."
    exit 1
  fi
fi
say "all tests passed"
