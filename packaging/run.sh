#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and starts noiseal with the arguments given.
#   packaging/run.sh                        the window; without a display, the demonstration
#   packaging/run.sh import mine.csv -o mine.noiseal
set -Eeuo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

noiseal_set_up
noiseal_build_targets noiseal
noiseal_unlock

if (($# == 0)) && [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
  say "there is no display for the window, so here is the demonstration without one."
  set -- demo --headless
fi
exec "$noiseal_build/app/noiseal" "$@"
