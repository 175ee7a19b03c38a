#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes pictures of every page of the real program, light and dark, in two sizes, to a folder:
#   packaging/screenshots.sh OUT_FOLDER [PROJECT]
# Without a project it makes one: TREC questions (from ../shared/data, or NOISEAL_TEST_DATA) with
# 40 % wrong labels, one run of the preset quick and two short experiments; where that data is
# missing, the demo corpus.
set -Eeuo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

usage="usage: packaging/screenshots.sh OUT_FOLDER [PROJECT]"
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
  printf '%s\n' "$usage"
  exit 0
fi
(($# == 1 || $# == 2)) && [[ $1 != -* ]] || { say "$usage"; exit 2; }
[[ -z ${2:-} || -f $2 ]] || { say "there is no project $2; name an existing file."; exit 2; }
out=$(realpath -m -- "$1")
project=${2:+$(realpath -- "$2")}
noiseal_set_up xauth xvfb
noiseal_build_targets noiseal
noiseal_unlock
program=$noiseal_build/app/noiseal

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
data=${NOISEAL_TEST_DATA:-$noiseal_root/../shared/data}
if [[ -z $project && -f $data/trec6/train.csv ]]; then
  step "training on TREC questions, some minutes"
  project=$work/questions.noiseal
  cp -- "$data/trec6/train.csv" "$work/import.csv"
  "$program" import "$data/trec6/train.csv" -o "$project" --test "$data/trec6/test.csv" --valid 0.1 >&2
  "$program" noise "$project" --type asymmetric --rate 0.4 --seed 1 >&2
  "$program" run "$project" --set preset=quick >&2
  step "two experiments of one epoch each way, for the Lab, some minutes"
  "$program" experiment separation budget "$project" --set warm_up_epochs=1 \
    --set noise_aware_epochs=1 --set min_warm_up_steps=0 >&2
elif [[ -z $project ]]; then
  step "training on the demo corpus, some minutes"
  "$program" demo --headless --preset quick -o "$work" >&2
  project=$work/demo.noiseal
  cp -- "$work/requests.csv" "$work/import.csv"
fi

step "taking the pictures"
# Settings of their own: no recent projects or window sizes of whoever calls this.
XDG_CONFIG_HOME=$work/config OMP_WAIT_POLICY=PASSIVE QT_QPA_PLATFORM=xcb \
  xvfb-run -a -s "-screen 0 1600x1000x24" "$program" --screenshots "$out" "$project"
say "wrote $(find "$out" -name '*.png' | wc -l) pictures to $out"
