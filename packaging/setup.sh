# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by run.sh, test.sh and screenshots.sh: installs what is missing, then configures and
# builds. What is done already is not done again: a call that finds all in place takes under two seconds and needs no
# network. Everything it says goes to stderr; the caller's working directory stays.

noiseal_root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
noiseal_build=$noiseal_root/build/release

# For the build and the program.
noiseal_packages=(
  ca-certificates cmake g++ ninja-build ccache mold pkg-config
  libcli11-dev libfmt-dev libicu-dev libsecret-1-0 libsentencepiece-dev libsqlite3-dev
  libsqlitecpp-dev libssl-dev nlohmann-json3-dev
  libgtest-dev libgmock-dev librapidcheck-dev python3
  fonts-dejavu-core fonts-noto-cjk libegl-dev libgl-dev libopengl-dev libqt6opengl6-dev
  qt6-base-dev qt6-charts-dev qt6-svg-dev qt6-wayland qtkeychain-qt6-dev
)
# For the tests besides.
noiseal_test_packages=(clang-format clang-tidy dbus-daemon git gnome-keyring sqlite3 xauth xvfb)

noiseal_step="starting"

say() { printf '%s\n' "noiseal: $*" >&2; }
step() {
  noiseal_step=$1
  say "$1"
}
noiseal_failed() {
  local status=$?
  say "failed while ${noiseal_step} (exit status $status); what went wrong stands above."
  exit "$status"
}
trap noiseal_failed ERR

missing_packages() {
  local package
  local -A installed=()
  while read -r package; do
    installed[${package%%:*}]=1
  done < <(dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' "$@" 2>/dev/null | sed -n 's/ ii *$//p' || true)
  for package in "$@"; do
    [[ -n ${installed[$package]:-} ]] || printf '%s\n' "$package"
  done
}

install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "this is no Debian or Ubuntu: install what packaging/setup.sh lists with your own package tool."
    return 0
  fi
  local wanted=("$@")
  # pip may come from elsewhere than from Debian.
  python3 -m pip --version >/dev/null 2>&1 || wanted+=(python3-pip)
  local missing
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  ((${#missing[@]})) || return 0
  local as_root=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      say "needs these packages: ${missing[*]}. Install them as root with apt-get, then call again."
      return 1
    fi
    as_root=(sudo)
  fi
  step "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -q >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}" >&2 </dev/null
}

# Several compilers at once, but no more than the memory holds (LibTorch's headers take 1.5 GB each).
build_jobs() {
  local cores memory_gb
  cores=$(nproc)
  memory_gb=$(awk '/MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)
  local by_memory=$((memory_gb * 2 / 3))
  ((by_memory < 1)) && by_memory=1
  echo $((cores < by_memory ? cores : by_memory))
}

fetch_libraries() {
  noiseal_step="fetching LibTorch and the encoder"
  python3 "$noiseal_root/packaging/fetch_wheels.py" "$noiseal_root/.deps" >&2
}

# noiseal_build_targets TARGET...: without one, everything.
noiseal_build_targets() {
  noiseal_step="configuring the build"
  if [[ ! -f $noiseal_build/build.ninja ]]; then
    say "$noiseal_step"
    cmake -S "$noiseal_root" --preset release >&2
  fi
  noiseal_step="building"
  if ! ninja -C "$noiseal_build" -n "$@" 2>/dev/null | grep -q 'no work to do'; then
    say "building (several minutes the first time)"
    ninja -C "$noiseal_build" -j "$(build_jobs)" "$@" >&2
  fi
}

# noiseal_set_up PACKAGE...: installs what is missing, these besides, and fetches the libraries;
# holds the lock until noiseal_unlock.
noiseal_set_up() {
  noiseal_step="looking for missing packages"
  install_packages "${noiseal_packages[@]}" "$@"
  # One set-up and one build at a time in this folder.
  mkdir -p "$noiseal_root/build"
  exec {noiseal_lock}>"$noiseal_root/build/.lock"
  flock "$noiseal_lock"
  fetch_libraries
}

noiseal_unlock() { exec {noiseal_lock}>&-; }
