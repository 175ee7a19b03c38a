#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it costs the training that idle OpenMP threads sleep instead of spinning: bench_training with
OMP_WAIT_POLICY=ACTIVE and PASSIVE in turns, and the ratio of their rows a second (the median of the
turns). The window starts itself with PASSIVE. Needs a machine that does nothing else.

  tests/bench/wait_policy.py build/release/tests/bench/bench_training ENCODER_FOLDER TEXTS
                             [--rows 2000] [--turns 5]
"""
import argparse
import json
import os
import statistics
import subprocess


def speeds(arguments, policy):
    """Rows a second by model and pass."""
    out = subprocess.run(
        [arguments.bench, arguments.encoder, arguments.texts, str(arguments.rows), "1"],
        env={**os.environ, "OMP_WAIT_POLICY": policy}, check=True, capture_output=True, text=True)
    report = json.loads(out.stdout)
    return {f"{model} {key[:-len('_rows_per_s')]}": value
            for model, figures in report.items() if isinstance(figures, dict)
            for key, value in figures.items() if key.endswith("_rows_per_s")}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("encoder")
    parser.add_argument("texts", help="a text a line")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--turns", type=int, default=5)
    arguments = parser.parse_args()
    turns = []
    for turn in range(arguments.turns):
        # Who goes first changes: a machine that warms up or cools down favours nobody.
        order = ("ACTIVE", "PASSIVE") if turn % 2 == 0 else ("PASSIVE", "ACTIVE")
        turns.append({policy: speeds(arguments, policy) for policy in order})
    print(f"{'':28} {'active':>10} {'passive':>10}   passive / active (lowest, highest turn)")
    for name in turns[0]["ACTIVE"]:
        active = statistics.median(turn["ACTIVE"][name] for turn in turns)
        passive = statistics.median(turn["PASSIVE"][name] for turn in turns)
        ratios = [turn["PASSIVE"][name] / turn["ACTIVE"][name] for turn in turns]
        print(f"{name:28} {active:10.0f} {passive:10.0f}   {statistics.median(ratios):.3f} "
              f"({min(ratios):.3f}, {max(ratios):.3f})")


if __name__ == "__main__":
    main()
