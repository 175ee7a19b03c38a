#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wall time of one whole Standard run beside cleanlab's 5-fold fine-tuning on the same rows.

    python standard_against_folds.py --program build/release/app/noiseal --data ../shared/data \\
        [--rounds 2] [--precision bf16|fp32] [--set trec6] [--noise asymmetric:0.4] [--seed 1] \\
        [--rows N] [--limit 0.6]

Both get the same project, TREC with 40 % asymmetric noise, and the same precision (bf16 where the
processor has instructions for it). Runs alternate, and so does who begins, each alone on all
cores. Of noiseal the whole process counts, from start to the stored scores; of the folds
(cleanlab_baseline.py --fine-tuned) only the work, without the start of Python and its libraries.
Prints JSON: all runs, the mean times, their ratio, what both found. Ends with 1 where the ratio is
above the limit.

Needs what cleanlab_baseline.py needs, in the Python that this runs in.
"""
import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile

import noisy_projects as projects
from noisy_projects import Failure, say


def fastest_precision():
    """bf16 where the processor multiplies it natively."""
    try:
        flags = pathlib.Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return "fp32"
    return "bf16" if "amx_bf16" in flags or "avx512_bf16" in flags else "fp32"


def run_noiseal(program, data, trial, precision):
    """A run in a fresh project: a second one in the same file would not be the same work."""
    with tempfile.TemporaryDirectory(prefix="noiseal-standard-") as name:
        project = projects.make_project(program, data, trial, pathlib.Path(name))
        run = projects.run_measured([program, "run", project, "--set", "preset=standard",
                                     "--set", f"seed={trial.seed}",
                                     "--set", f"precision={precision}"])
        report = json.loads(projects.run_measured([program, "report", project, "--json"]).stdout)
    return {"seconds": run.seconds, "cpu_seconds": run.cpu_seconds, "peak_mib": run.peak_mib,
            "precision": report.get("precision"), "error_score": report.get("error_score"),
            "parts": report.get("seconds")}


def run_folds(program, data, trial, precision, encoder):
    with tempfile.TemporaryDirectory(prefix="noiseal-folds-") as name:
        project = projects.make_project(program, data, trial, pathlib.Path(name))
        script = pathlib.Path(__file__).resolve().with_name("cleanlab_baseline.py")
        command = [sys.executable, script, "--project", project, "--fine-tuned",
                   "--seed", trial.seed, "--encoder", encoder]
        run = projects.run_measured(command + (["--bf16"] if precision == "bf16" else []))
    found = json.loads(run.stdout)
    return {"seconds": found["seconds"], "process_seconds": run.seconds,
            "cpu_seconds": run.cpu_seconds, "peak_mib": run.peak_mib,
            "error_score": {way: scores["error_score"] for way, scores in found["scores"].items()}}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/app/noiseal", help="noiseal, as built")
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--set", choices=sorted(projects.SETS), default="trec6")
    parser.add_argument("--noise", type=projects.parse_noise, default="asymmetric:0.4")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, help="that many training rows at most, for a try-out")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--precision", choices=("bf16", "fp32"), default=fastest_precision())
    parser.add_argument("--encoder", type=pathlib.Path, default=projects.default_encoder(),
                        help="the folds' encoder; the program's own default must be the same")
    parser.add_argument("--limit", type=float, default=0.6, help="greatest ratio that will do")
    options = parser.parse_args()
    program = projects.program_file(options.program)
    data = options.data.resolve()
    trial = projects.Trial(options.set, options.noise, options.seed, options.rows)
    work = {"noiseal": lambda: run_noiseal(program, data, trial, options.precision),
            "folds": lambda: run_folds(program, data, trial, options.precision, options.encoder)}
    runs = {name: [] for name in work}
    for number in range(options.rounds):
        for name in list(work) if number % 2 == 0 else reversed(list(work)):
            runs[name].append(work[name]())
            say(f"round {number + 1}: {name} {runs[name][-1]['seconds']:.1f} s")
    used = {run["precision"] for run in runs["noiseal"]}
    if used - {options.precision, None}:
        raise Failure(f"noiseal computed in {', '.join(map(str, used))}, not {options.precision}; "
                      "the times cannot be compared.")
    mean = {name: statistics.fmean(run["seconds"] for run in runs[name]) for name in runs}
    best = {name: min(run["seconds"] for run in runs[name]) for name in runs}
    ratio = mean["noiseal"] / mean["folds"]
    print(json.dumps({"trial": str(trial), "program": projects.build_of(program),
                      "precision": options.precision, "cores": len(os.sched_getaffinity(0)),
                      "runs": runs, "mean_seconds": mean, "best_seconds": best, "ratio": ratio,
                      "ratio_of_best": best["noiseal"] / best["folds"],
                      "limit": options.limit}, indent=1))
    say(f"Standard run {mean['noiseal']:.1f} s, 5 folds {mean['folds']:.1f} s: ratio {ratio:.2f}, "
        f"required at most {options.limit:g}.")
    return 0 if ratio <= options.limit else 1


if __name__ == "__main__":
    projects.main_of(main)
