#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects whose wrong labels are known, their rows, and the file that results are kept in.

Not called by itself: quality.py, cleanlab_baseline.py and standard_against_folds.py make their
projects here, so that all of them see the same rows with the same wrong labels for the same
(set, noise, seed). The standard library suffices.
"""
import argparse
import csv
import dataclasses
import datetime
import hashlib
import json
import os
import pathlib
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

NOISE_TYPES = ("symmetric", "asymmetric", "pair", "instance-a", "instance-b")


@dataclasses.dataclass(frozen=True)
class DataSet:
    """Where a set's files are (below the data folder) and how they become a project."""

    train: str
    test: str | None = None  # None: drawn from train by the seed, see test_share
    valid: str | None = None  # None: a tenth of train, drawn by the import before any noise
    gold: bool = False  # real noise, reference labels in the column gold; none is injected
    sample: int | None = None  # that many rows of train, by label
    test_share: float = 0.0
    drop_test_overlap: bool = False


SETS = {
    "trec6": DataSet("trec6/train.csv", "trec6/test.csv", drop_test_overlap=True),
    "agnews": DataSet("agnews/train_part.csv", "agnews/test.csv", sample=10_000),
    "wrench_semeval": DataSet("wrench_semeval/train.csv", "wrench_semeval/test.csv",
                              "wrench_semeval/valid.csv", gold=True),
    "hausa_news": DataSet("hausa_news/train.csv", "hausa_news/test.csv", "hausa_news/valid.csv",
                          gold=True),
    "sms_spam": DataSet("sms_spam/all.csv", test_share=0.2, drop_test_overlap=True),
    "sst2": DataSet("sst2/train.csv", "sst2/test.csv", "sst2/valid.csv"),
}


class Failure(Exception):
    """One sentence: what did not work, and where."""


@dataclasses.dataclass(frozen=True)
class Trial:
    """One row set with one draw of wrong labels."""

    set: str
    noise: str  # "none" or TYPE:RATE
    seed: int
    rows: int | None = None  # that many rows of train at most, by label; None: the set's own number

    def __str__(self):
        cut = "" if self.rows is None else f", {self.rows} rows"
        return f"{self.set}, noise {self.noise}, seed {self.seed}{cut}"


def parse_noise(text):
    """"none" or TYPE:RATE, in the one spelling that results are kept under."""
    if text == "none":
        return text
    kind, _, rate = text.partition(":")
    if kind not in NOISE_TYPES or not re.fullmatch(r"0?\.[0-9]+|[01](\.0*)?", rate):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no noise: none, or one of {', '.join(NOISE_TYPES)} with a rate from 0 to "
            "1, such as asymmetric:0.4")
    return f"{kind}:{float(rate):g}"


def parse_seeds(text):
    """"1-5", "3", "1,4,7-9" as a list."""
    seeds = []
    for part in text.split(","):
        match = re.fullmatch(r"([0-9]+)(?:-([0-9]+))?", part.strip())
        if not match:
            raise argparse.ArgumentTypeError(
                f"{text!r} are no seeds: a list such as 1-5 or 1,3,7-9")
        first = int(match[1])
        seeds.extend(range(first, int(match[2] or first) + 1))
    return list(dict.fromkeys(seeds))


def add_trial_arguments(parser):
    """The options by which scripts name their trials."""
    parser.add_argument("--data", type=pathlib.Path, help="folder with the sets' folders")
    parser.add_argument("--set", action="append", choices=sorted(SETS), metavar="SET",
                        help="may be repeated: " + ", ".join(SETS))
    parser.add_argument("--noise", action="append", type=parse_noise, metavar="TYPE:RATE|none",
                        help="may be repeated; asymmetric:0.4 without it; sets with real noise get "
                        "none whatever is said here")
    parser.add_argument("--seeds", type=parse_seeds, default=[1], help="such as 1-5 or 1,3,7-9")
    parser.add_argument("--rows", type=int, help="that many training rows at most, for a try-out")


def trials_of(arguments):
    """All trials that the options name, a set with real noise once a seed."""
    if arguments.data is None or not arguments.set:
        raise Failure("--data FOLDER and at least one --set are needed.")
    trials = {}
    for name in arguments.set:
        noises = ["none"] if SETS[name].gold else arguments.noise or ["asymmetric:0.4"]
        for noise in noises:
            for seed in arguments.seeds:
                trials[Trial(name, noise, seed, arguments.rows)] = None
    return list(trials)


@dataclasses.dataclass(frozen=True)
class Finished:
    """A finished child process. peak_mib: its own greatest resident size."""

    stdout: str
    seconds: float
    cpu_seconds: float
    peak_mib: float


def run_measured(command):
    """Runs a command to its end; a Failure with the end of its stderr where that is not 0."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        try:
            child = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL,
                                     stdout=out, stderr=err)
        except OSError as error:
            raise Failure(f"{command[0]} does not start: {error.strerror}.") from error
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            child.terminate()
            child.wait()
            raise
        seconds = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode != 0:
            tail = err.read().decode("utf-8", "replace").strip().splitlines()[-5:]
            raise Failure(f"{' '.join(map(str, command))} ended with {child.returncode}: "
                          + " | ".join(tail))
        return Finished(out.read().decode("utf-8"), seconds, usage.ru_utime + usage.ru_stime,
                        usage.ru_maxrss / 1024)


def by_label(records, count, seed):
    """Splits records in a drawn part of about count, every label in its share, and the rest.

    Both keep the file's order; the draw depends on the seed, the labels and the order alone.
    """
    groups = {}
    for index, record in enumerate(records):
        groups.setdefault(record["label"], []).append(index)
    labels = sorted(groups)
    exact = {label: count * len(groups[label]) / len(records) for label in labels}
    quota = {label: int(exact[label]) for label in labels}
    for label in sorted(labels, key=lambda label: quota[label] - exact[label]):
        if sum(quota.values()) < count:
            quota[label] += 1
    draw = random.Random(seed)
    chosen = set()
    for label in labels:
        chosen.update(draw.sample(groups[label], quota[label]))
    return ([record for index, record in enumerate(records) if index in chosen],
            [record for index, record in enumerate(records) if index not in chosen])


def read_csv(file):
    with open(file, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_csv(file, records):
    with open(file, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    return file


def source_files(data, trial, folder):
    """The files to import as (train, test); cut or drawn ones are written to the folder."""
    chosen = SETS[trial.set]
    train = data / chosen.train
    test = data / chosen.test if chosen.test else None
    sizes = [size for size in (chosen.sample, trial.rows) if size is not None]
    if test is not None and not sizes:
        return train, test
    records = read_csv(train)
    if test is None:
        drawn, records = by_label(records, round(chosen.test_share * len(records)), trial.seed)
        test = write_csv(folder / "test.csv", drawn)
    if sizes and min(sizes) < len(records):
        records, _ = by_label(records, min(sizes), trial.seed)
    return write_csv(folder / "train.csv", records), test


def make_project(program, data, trial, folder):
    """Imports the trial's files and makes the wrong labels; returns the project file.

    Validation rows are set apart by the import, so the noise does not reach them.
    """
    chosen = SETS[trial.set]
    train, test = source_files(data, trial, folder)
    project = folder / "trial.noiseal"
    command = [program, "import", train, "-o", project, "--text", "text", "--label", "label",
               "--id", "id", "--test", test, "--seed", trial.seed,
               "--valid", data / chosen.valid if chosen.valid else "0.1"]
    if chosen.gold:
        command += ["--gold", "gold"]
    if chosen.drop_test_overlap:
        command += ["--drop-test-overlap"]
    run_measured(command)
    if trial.noise != "none":
        kind, rate = trial.noise.split(":")
        run_measured([program, "noise", project, "--type", kind, "--rate", rate,
                      "--seed", trial.seed])
    return project


@dataclasses.dataclass(frozen=True)
class TrainRows:
    """The training rows, labels as indices into the names in byte order; -1: none."""

    texts: list
    given: list
    gold: list
    labels: list

    @property
    def gold_known(self):
        return any(label >= 0 for label in self.gold)

    @property
    def noise_share(self):
        """Of the rows with a gold label, those whose given label is another; None: no gold."""
        wrong = [given != gold for given, gold in zip(self.given, self.gold) if gold >= 0]
        return sum(wrong) / len(wrong) if wrong else None


def read_rows(project):
    """What noiseal trains on, out of the project file, which is not changed."""
    uri = pathlib.Path(project).resolve().as_uri() + "?mode=ro"
    connection = sqlite3.connect(uri, uri=True)
    try:
        names = connection.execute("SELECT id, name FROM label").fetchall()
        names.sort(key=lambda pair: pair[1].encode("utf-8"))
        index = {label: position for position, (label, _) in enumerate(names)}
        rows = connection.execute(
            "SELECT text, given, gold FROM row WHERE split = 0 AND given IS NOT NULL ORDER BY id"
        ).fetchall()
    except sqlite3.Error as error:
        raise Failure(f"{project} cannot be read as a project: {error}.") from error
    finally:
        connection.close()
    return TrainRows([text for text, _, _ in rows], [index[given] for _, given, _ in rows],
                     [index.get(gold, -1) for _, _, gold in rows], [name for _, name in names])


class Results:
    """A file with one JSON object a line, only ever added to; a half-written line is ignored."""

    KEY = ("set", "noise", "arm", "seed", "rows")

    def __init__(self, file):
        self.file = pathlib.Path(file)
        self.records = []
        if self.file.exists():
            lines = self.file.read_text(encoding="utf-8").split("\n")
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                    self.key(record)
                except (json.JSONDecodeError, KeyError, TypeError):
                    say(f"{self.file}, line {number}, is no result and is left out of account.")
                    continue
                self.records.append(record)
        self.keys = {self.key(record) for record in self.records}

    @classmethod
    def key(cls, record):
        return tuple(record[name] if name != "rows" else record.get(name) for name in cls.KEY)

    def has(self, trial, arm):
        return (trial.set, trial.noise, arm, trial.seed, trial.rows) in self.keys

    def check_arm(self, arm, overrides):
        """An arm's name stands for one recipe throughout a file."""
        for record in self.records:
            if record["arm"] == arm and record.get("overrides", {}) != overrides:
                raise Failure(f"{self.file} has the arm {arm} with {record.get('overrides')}, not "
                              f"with {overrides}; give the new one another name.")

    def append(self, records):
        """All records in one write that has reached the disk when this returns."""
        text = "".join(json.dumps(record) + "\n" for record in records)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with open(self.file, "a+b") as stream:
            if stream.tell() > 0:
                stream.seek(-1, os.SEEK_END)
                if stream.read(1) != b"\n":  # an earlier call was ended while it wrote
                    text = "\n" + text
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        self.records.extend(records)
        self.keys.update(map(self.key, records))


def record_of(trial, arm, overrides):
    """The part of a result that says what was tried."""
    return {"set": trial.set, "noise": trial.noise, "arm": arm, "overrides": overrides,
            "seed": trial.seed, "rows": trial.rows,
            "time": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "cores": len(os.sched_getaffinity(0))}


def build_of(program):
    """The program's version and the start of its hash: results of two builds are told apart."""
    version = run_measured([program, "--version"]).stdout.strip()
    with open(program, "rb") as stream:
        return f"{version} ({hashlib.file_digest(stream, 'sha256').hexdigest()[:12]})"


def repository():
    """The folder that these scripts' repository is in."""
    return pathlib.Path(__file__).resolve().parents[2]


def default_encoder():
    """The encoder that the program takes when nothing else is said."""
    models = os.environ.get("NOISEAL_MODELS") or repository() / ".deps/models"
    return pathlib.Path(models) / "all-MiniLM-L6-v2"


def program_file(text):
    """The program as an absolute path, so that the folder it is called in does not matter."""
    file = pathlib.Path(text).resolve()
    if not os.access(file, os.X_OK) or file.is_dir():
        raise Failure(f"There is no program {text}; build it, or say by --program where it is.")
    return file


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def end_on_terminate():
    """SIGTERM ends like Ctrl+C: the temporary folder goes, the child process too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))


def main_of(work):
    """Runs a script's work; a Failure is one sentence on stderr."""
    end_on_terminate()
    try:
        sys.exit(work())
    except Failure as failure:
        say(f"{pathlib.Path(sys.argv[0]).name}: {failure}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
