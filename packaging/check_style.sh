#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks formatting (clang-format), licence lines and bug patterns (clang-tidy) of our own files.
#   check_style.sh BUILD_FOLDER
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
build=$1
say() { printf '%s\n' "noiseal: $*" >&2; }
folders=()
for folder in app core ui tests; do
  [[ -d $root/$folder ]] && folders+=("$root/$folder")
done
list() { find "${folders[@]}" "$@" | sort; }

mapfile -t files < <(list -name '*.h' -o -name '*.cpp' -o -name '*.inc')
if unmarked=$(grep -L 'SPDX-License-Identifier: GPL-3.0-or-later' "${files[@]}"); [[ -n $unmarked ]]; then
  say "without a licence line: $unmarked"
  exit 1
fi

# Formatting differs between versions: the one of Debian 12 counts.
if clang-format --version | grep -q 'version 14\.'; then
  clang-format --dry-run --Werror "${files[@]}" >&2
else
  say "formatting NOT CHECKED: it needs clang-format 14"
fi

"$root/packaging/check_bug_patterns.py" "$build"
