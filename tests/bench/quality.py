#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quality trials: test accuracy and the finding of wrong labels, by recipe, data set and seed.

    python quality.py --program build/release/app/noiseal --data ../shared/data \\
        --results FILE.jsonl --set trec6 --noise asymmetric:0.4 --seeds 1-5 \\
        --arm standard --arm mixture:rule=mixture,lambda=0.9 [--rows N] [--dry-run]
    python quality.py --table FILE.jsonl [--metric roc_auc ...] [--set SET] [--noise N] [--arm NAME]

An arm is a name with changes to the recipe: each key=value goes to `noiseal run` as --set
key=value; without any it is the program's own default. For each (set, noise, arm, seed) that the
results file lacks: import, noise, run, report, one line more in the file. Trials run one after
another, each on all cores; an interrupted call goes on where it was. Where a set has no validation
file, a tenth of the rows is drawn for it before the noise, so it is clean. wrench_semeval and
hausa_news have real noise and get no other. sms_spam has no test split: a fifth is drawn by the
seed.

--table prints Markdown. The best epoch of a run and the arm marked as chosen are found by
validation accuracy alone; no test label takes part in either.
"""
import argparse
import json
import pathlib
import statistics
import tempfile

import noisy_projects as projects
from noisy_projects import Failure, say


def parse_arm(text):
    """NAME or NAME:key=value,key=value as (name, {key: value})."""
    name, _, changes = text.partition(":")
    overrides = {}
    for change in filter(None, changes.split(",")):
        key, equals, value = change.partition("=")
        if not equals or not key.strip():
            raise argparse.ArgumentTypeError(
                f"{change!r} in the arm {text!r} is not key=value")
        overrides[key.strip()] = value.strip()
    if not name or "seed" in overrides:
        raise argparse.ArgumentTypeError(
            f"the arm {text!r} needs a name, and takes its seed from --seeds")
    return name, overrides


def run_trial(program, data, trial, overrides):
    """One project from import to report; what was measured on the way."""
    with tempfile.TemporaryDirectory(prefix="noiseal-quality-") as name:
        folder = pathlib.Path(name)
        project = projects.make_project(program, data, trial, folder)
        noise_share = projects.read_rows(project).noise_share
        command = [program, "run", project, "--set", f"seed={trial.seed}"]
        for key, value in overrides.items():
            command += ["--set", f"{key}={value}"]
        run = projects.run_measured(command)
        text = projects.run_measured([program, "report", project, "--json"]).stdout
    try:
        report = json.loads(text)
    except json.JSONDecodeError as error:
        raise Failure(f"report --json printed no JSON: {error}.") from error
    return {"noise_share": noise_share, "seconds": round(run.seconds, 3),
            "cpu_seconds": round(run.cpu_seconds, 3), "peak_mib": round(run.peak_mib, 1),
            "report": report}


def run_trials(arguments):
    if arguments.results is None or not arguments.arm:
        raise Failure("--results FILE and at least one --arm are needed, or --table FILE.")
    program = projects.program_file(arguments.program)
    results = projects.Results(arguments.results)
    arms = dict(arguments.arm)
    if len(arms) < len(arguments.arm):
        raise Failure("Two arms have the same name.")
    for arm, overrides in arms.items():
        results.check_arm(arm, overrides)
    todo = [(trial, arm) for trial in projects.trials_of(arguments) for arm in arms
            if not results.has(trial, arm)]
    say(f"{len(todo)} trials to do.")
    if arguments.dry_run:
        for trial, arm in todo:
            print(f"{arm}: {trial}")
        return 0
    build = projects.build_of(program)
    failed = 0
    for number, (trial, arm) in enumerate(todo, 1):
        record = projects.record_of(trial, arm, arms[arm]) | {"program": build}
        try:
            record |= run_trial(program, arguments.data.resolve(), trial, arms[arm])
        except Failure as failure:
            failed += 1
            say(f"[{number}/{len(todo)}] {arm}: {trial}: failed. {failure}")
            continue
        results.append([record])
        figures = ", ".join(f"{name} {shown(METRICS[name], METRICS[name].of(record))}"
                            for name in ("test_best", "test_last", "roc_auc", "seconds"))
        say(f"[{number}/{len(todo)}] {arm}: {trial}: {figures}")
    return 1 if failed else 0


class Metric:
    """A column: where its value is in a record, and whether more is better."""

    def __init__(self, title, *path, digits=3, worst=min, of=None):
        self.title = title
        self.digits = digits
        self.worst = worst
        self.of = of or (lambda record: at(record, path))


def at(record, path):
    for name in path:
        record = record.get(name) if isinstance(record, dict) else None
    return record


def best_epochs(record):
    """The epochs with the highest validation accuracy: several when they tie, none without one."""
    epochs = [epoch for epoch in at(record, ("report", "epochs")) or []
              if epoch.get("valid_accuracy") is not None]
    best = max((epoch["valid_accuracy"] for epoch in epochs), default=None)
    return [epoch for epoch in epochs if epoch["valid_accuracy"] == best]


def valid_accuracy(record):
    best = best_epochs(record)
    return best[0]["valid_accuracy"] if best else None


def best_is_by_validation(record):
    """Whether the report's best test figure is that of an epoch best on validation, if known."""
    best = at(record, ("report", "test", "strong", "best"))
    seen = [epoch.get("test_accuracy") for epoch in best_epochs(record)]
    if best is None or not seen or None in seen:
        return True
    return any(abs(best - value) < 1e-6 for value in seen)


METRICS = {
    "test_best": Metric("test, best", "report", "test", "strong", "best"),
    "test_last": Metric("test, last", "report", "test", "strong", "last"),
    "macro_f1_best": Metric("macro-F1, best", "report", "test", "strong", "macro_f1_best"),
    "macro_f1_last": Metric("macro-F1, last", "report", "test", "strong", "macro_f1_last"),
    "weak_best": Metric("test of weak, best", "report", "test", "weak", "best"),
    "both_best": Metric("test of both, best", "report", "test", "both", "best"),
    "roc_auc": Metric("ROC-AUC", "report", "error_score", "roc_auc"),
    "average_precision": Metric("average precision", "report", "error_score", "average_precision"),
    "valid": Metric("valid, best epoch", of=valid_accuracy),
    "suggestions": Metric("suggestions right", "report", "suggestions", "accuracy"),
    "suggestion_count": Metric("suggestions", "report", "suggestions", "count", digits=0),
    "noise_share": Metric("wrong given labels", "noise_share", worst=max),
    "seconds": Metric("seconds", "seconds", digits=1, worst=max),
    "cpu_seconds": Metric("CPU seconds", "cpu_seconds", digits=1, worst=max),
    "peak_mib": Metric("peak MiB", "peak_mib", digits=0, worst=max),
}
DEFAULT_METRICS = ("test_best", "test_last", "roc_auc", "average_precision", "valid", "suggestions",
                   "seconds", "peak_mib")


def shown(metric, value):
    return "-" if value is None else f"{value:.{metric.digits}f}"


def values_of(records, metric):
    return [value for value in map(metric.of, records) if value is not None]


def mean_of(records, metric):
    values = values_of(records, metric)
    return statistics.fmean(values) if values else None


def grouped(records):
    """{(set, noise, rows): {arm: records by seed}}, both as they came first in the file."""
    groups = {}
    for record in records:
        arms = groups.setdefault((record["set"], record["noise"], record.get("rows")), {})
        arms.setdefault(record["arm"], []).append(record)
    for arms in groups.values():
        for of_arm in arms.values():
            of_arm.sort(key=lambda record: record["seed"])
    return groups


def chosen_by_validation(arms):
    """The arm with the highest mean validation accuracy; None where fewer than two can be told."""
    means = {arm: mean_of(records, METRICS["valid"]) for arm, records in arms.items()}
    known = {arm: mean for arm, mean in means.items() if mean is not None}
    return max(known, key=known.get) if len(known) > 1 else None


def markdown(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def tables(records, metrics):
    """Means with the worst seed, then every seed, then what should be known about them."""
    means, seeds, notes = [], [], []
    for (name, noise, count), arms in grouped(records).items():
        chosen = chosen_by_validation(arms)
        place = [name if count is None else f"{name} ({count} rows)", noise]
        if len({tuple(record["seed"] for record in of_arm) for of_arm in arms.values()}) > 1:
            notes.append(f"{name}, {noise}: the arms do not have the same seeds.")
        for arm, of_arm in arms.items():
            row = place + [arm + (" *" if arm == chosen else ""), str(len(of_arm))]
            by_seed = place + [arm]
            for metric in metrics:
                values = values_of(of_arm, metric)
                row.append("-" if not values else f"{shown(metric, statistics.fmean(values))} "
                           f"({shown(metric, metric.worst(values))})")
                by_seed.append("-" if not values else ", ".join(
                    f"{record['seed']}: {shown(metric, metric.of(record))}" for record in of_arm))
            means.append(row)
            seeds.append(by_seed)
            builds = {record["program"] for record in of_arm if "program" in record}
            if len(builds) > 1:
                notes.append(f"{name}, {noise}, {arm}: from {len(builds)} builds of the program.")
            odd = [str(record["seed"]) for record in of_arm if not best_is_by_validation(record)]
            if odd:
                notes.append(f"{name}, {noise}, {arm}, seed {', '.join(odd)}: the report's best "
                             "test accuracy is not that of an epoch best on validation.")
    titles = [metric.title for metric in metrics]
    lines = markdown(["set", "noise", "arm", "seeds"] + [f"{title}: mean (worst)"
                                                         for title in titles], means)
    lines += ["", "\\* chosen by validation: the highest mean validation accuracy among the arms "
              "of its set and noise. Best epochs are those of validation, too.", "", "By seed:", ""]
    lines += markdown(["set", "noise", "arm"] + titles, seeds)
    if notes:
        lines += [""] + [f"- {note}" for note in notes]
    return "\n".join(lines)


def print_table(arguments):
    if not arguments.table.exists():
        raise Failure(f"There is no file {arguments.table}.")
    names = arguments.metric or DEFAULT_METRICS
    arms = {name for name, _ in arguments.arm or []}
    records = [record for record in projects.Results(arguments.table).records
               if (not arguments.set or record["set"] in arguments.set)
               and (not arguments.noise or record["noise"] in arguments.noise)
               and (not arms or record["arm"] in arms)]
    if not records:
        raise Failure(f"{arguments.table} has no results of that kind.")
    print(tables(records, [METRICS[name] for name in names]))
    return 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/app/noiseal", help="noiseal, as built")
    parser.add_argument("--results", type=pathlib.Path, help="JSON lines, added to")
    projects.add_trial_arguments(parser)
    parser.add_argument("--arm", action="append", type=parse_arm, metavar="NAME[:KEY=VALUE,...]",
                        help="may be repeated")
    parser.add_argument("--dry-run", action="store_true", help="list the trials to do and stop")
    parser.add_argument("--table", type=pathlib.Path, help="print this results file as tables")
    parser.add_argument("--metric", action="append", choices=sorted(METRICS), metavar="METRIC",
                        help="columns of the tables, may be repeated: " + ", ".join(METRICS))
    arguments = parser.parse_args()
    return print_table(arguments) if arguments.table else run_trials(arguments)


if __name__ == "__main__":
    projects.main_of(main)
