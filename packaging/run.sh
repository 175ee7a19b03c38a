#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and starts noiseal with the arguments given.
#   packaging/run.sh                        the demonstration
#   packaging/run.sh import mine.csv -o mine.noiseal
set -Eeuo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

noiseal_set_up
noiseal_build_targets noiseal
noiseal_unlock

(($#)) || set -- demo --headless
exec "$noiseal_build/app/noiseal" "$@"
