#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks formatting (clang-format), licence lines and bug patterns (clang-tidy) of our own files.
#   check_style.sh BUILD_FOLDER
# A file that passed clang-tidy is looked at again only when it, a header of ours or the profile
# has changed.
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

stamps=$build/clang-tidy
mkdir -p "$stamps"
tool=$(clang-tidy --version | sed -n 's/.*LLVM version //p')
context=$({ echo "$tool"; cat "$root/.clang-tidy"; list -name '*.h' | xargs -d '\n' cat; } | sha256sum)

rm -f "$stamps/findings"

check_file() {
  local file=$1
  local key
  key=$({ echo "$context"; cat "$file"; } | sha256sum | cut -c 1-40)
  [[ -e $stamps/$key ]] && return 0
  if clang-tidy --quiet -p "$build" "$file" >"$stamps/$key.out" 2>"$stamps/$key.err"; then
    mv "$stamps/$key.out" "$stamps/$key"
    rm -f "$stamps/$key.err"
  else
    cat "$stamps/$key.out" "$stamps/$key.err" >&2
    rm -f "$stamps/$key.out" "$stamps/$key.err"
    printf '%s\n' "$file" >>"$stamps/findings"
  fi
}
export -f check_file
export stamps build context

# The program's own files, not the tests: parsing GoogleTest in each of those would take longer than all
# the rest. Only what is compiled in this build has a compile command. core/nn comes first: its files
# take longest.
list -name '*.cpp' | grep -v "^$root/tests/" | while read -r file; do
  if grep -qF "\"file\": \"$file\"" "$build/compile_commands.json"; then printf '%s\n' "$file"; fi
done | awk '{print ($0 ~ "/core/nn/" ? 0 : 1), $0}' | sort -s -k1,1n | cut -d ' ' -f 2- |
  xargs -d '\n' -n 1 -P "$(nproc)" bash -c 'check_file "$1"' check

if [[ -s $stamps/findings ]]; then
  say "clang-tidy FOUND something in: $(tr '\n' ' ' <"$stamps/findings")"
  # Not every file has passed this check once: until then, findings fail only where it is asked for.
  [[ ${NOISEAL_TIDY:-} == strict ]] && exit 1
fi
exit 0
