#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy over the program's own files, those of the tests left out.

  check_bug_patterns.py BUILD_FOLDER            fails when a file that once passed has a finding
  check_bug_patterns.py BUILD_FOLDER --record   looks at all files and writes down which had none

A whole pass takes 40 minutes of a core, so packaging/clang_tidy_passed.txt keeps what passed: a hash
of the file, of all headers of ours that it includes, of the profile and of clang-tidy's version. Only
what has changed since is looked at again; files that never passed are counted. The build must be
complete: it knows which headers a file includes.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PASSED = ROOT / "packaging" / "clang_tidy_passed.txt"
FOLDERS = ("app", "core", "ui")
VERSION = "14."  # findings differ between versions: the one of Debian 12 counts


def say(text):
    print(f"noiseal: {text}", file=sys.stderr, flush=True)


def clang_tidy_version():
    try:
        text = subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True).stdout
    except FileNotFoundError:
        return ""
    return next((line.split()[-1] for line in text.splitlines() if "LLVM version" in line), "")


def is_ours(path):
    return path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in FOLDERS


def headers_by_file(build):
    """Headers of ours that each compiled file includes, from what the compiler wrote down."""
    text = subprocess.run(["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True,
                          check=True).stdout
    result = {}
    for block in text.split("\n\n"):
        paths = [pathlib.Path(os.path.normpath(build / line.strip()))
                 for line in block.splitlines()[1:]]
        if paths and is_ours(paths[0]):
            result.setdefault(paths[0], set()).update(p for p in paths[1:] if is_ours(p))
    return result


class Hashes:
    def __init__(self, version):
        self.version = version
        self.of_file = {}

    def read(self, path):
        if path not in self.of_file:
            self.of_file[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        return self.of_file[path]

    def key(self, file, headers):
        parts = [self.version]
        profiles = [folder / ".clang-tidy" for folder in file.parents if folder.is_relative_to(ROOT)]
        for path in [p for p in profiles if p.exists()] + [file] + sorted(headers):
            parts += [str(path.relative_to(ROOT)), self.read(path)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def finding(build, file):
    """What clang-tidy says of a file; empty when it says nothing."""
    done = subprocess.run(["clang-tidy", "--quiet", "-p", build, file], capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    record = sys.argv[2:] == ["--record"]
    version = clang_tidy_version()
    if not version.startswith(VERSION):
        say(f"bug patterns NOT CHECKED: it needs clang-tidy {VERSION[:-1]}")
        return 0
    compiled = {pathlib.Path(c["file"]) for c in
                json.loads((build / "compile_commands.json").read_text())}
    headers = headers_by_file(build)
    hashes = Hashes(version)
    files = sorted(f for folder in FOLDERS for f in (ROOT / folder).rglob("*.cpp") if f in compiled)
    keys = {f: hashes.key(f, headers.get(f, ())) for f in files}
    lines = [line.split(" ", 1) for line in PASSED.read_text().splitlines()] if PASSED.exists() else []
    known = {key for key, _ in lines}
    once_passed = {ROOT / name for _, name in lines}
    todo = [f for f in files if keys[f] not in known and (record or f in once_passed)]
    never = [f for f in files if f not in once_passed]
    if never and not record:
        say(f"bug patterns NOT CHECKED yet in {len(never)} of {len(files)} files")
    if todo:
        say(f"looking for bug patterns in {len(todo)} of {len(files)} files")
    bad = []

    def write_passed():
        passed = [f"{keys[f]} {f.relative_to(ROOT)}" for f in files if keys[f] in known]
        PASSED.write_text("\n".join(passed) + "\n")

    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for file, text in zip(todo, pool.map(lambda f: finding(build, f), todo)):
            if text:
                print(text, file=sys.stderr, flush=True)
                bad.append(str(file.relative_to(ROOT)))
            else:
                known.add(keys[file])
                if record:
                    write_passed()
    if record:
        write_passed()
    if bad:
        say(f"clang-tidy FOUND something in: {' '.join(bad)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
