# SPDX-License-Identifier: MIT-0
"""Recipes: what is made from an entry's artifacts, into a folder that is not looked at yet."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Callable

import piper_voice
import whisper_ggml
from catalogue import Entry
from console import BAD_DATA, UNAVAILABLE, Failure
from packages import Pip
from sources import open_member

HERE = Path(__file__).resolve().parent


class Making:
    """What a recipe is given: the artifacts by file name, and where each made file is to be put."""

    def __init__(self, entry: Entry, got: dict[str, Path], data: Path, pip: Pip):
        self.entry = entry
        self.got = [got[source.file] for source in entry.sources]
        self.by_name = got
        self.data = data
        self.pip = pip

    def part(self, path: str) -> Path:
        """The unfinished file that will become `path`, beside it."""
        part = self.data / (path + ".part")
        part.parent.mkdir(parents=True, exist_ok=True)
        return part


def place(making: Making) -> None:
    """The artifact as it is; moved if it is ours, copied if it lies in the user's mirror."""
    source, part = making.got[0], making.part(making.entry.made[0].path)
    if source.parent == making.data / "downloads":
        os.replace(source, part)
    else:
        shutil.copyfile(source, part)


def unpack(making: Making) -> None:
    """Members of wheels and of source archives."""
    for made in making.entry.made:
        archive = making.by_name[made.source or making.entry.sources[0].file]
        with open(making.part(made.path), "wb") as out:
            if archive.name.endswith(".whl"):
                with open_member(archive, made.member or "") as member:
                    shutil.copyfileobj(member, out, 1 << 20)
            else:
                _copy_from_tar(archive, made.member or "", out)


def _copy_from_tar(archive: Path, member: str, out) -> None:
    try:
        with tarfile.open(archive) as tar:
            file = tar.extractfile(member)
            if file is None:
                raise KeyError(member)
            shutil.copyfileobj(file, out, 1 << 20)
    except (tarfile.TarError, KeyError) as error:
        raise Failure(BAD_DATA, f"'{archive}' has no '{member}': {error}") from None


def piper(making: Making) -> None:
    """A Piper voice for sherpa-onnx: model, then tokens."""
    model, tokens = (making.part(made.path) for made in making.entry.made)
    piper_voice.convert(making.got[0], making.got[1], model, tokens)


def whisper(making: Making) -> None:
    """Whisper's weights for whisper.cpp, with the engine's own quantiser."""
    libraries = sorted((making.data / "engines" / "whisper" / "lib").rglob("libggml-base*.so*"))
    if not libraries:
        raise Failure(UNAVAILABLE, "the engine 'whisper' is not there", "fetch it first")
    out = making.part(making.entry.made[0].path)
    whisper_ggml.convert(making.got[0], making.got[1], libraries[0], out)


def server(making: Making) -> None:
    """The packaged language model server: a virtual environment with one package, and our script.

    The environment is made without pip and the package put in by ours: a tenth of the time.
    """
    if sys.version_info < (3, 10):
        raise Failure(UNAVAILABLE, "the packaged language model server needs Python 3.10 or later")
    venv = making.data / "engines" / "llama" / "venv"
    shutil.rmtree(venv, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(venv)], capture_output=True, text=True
    )
    if made.returncode != 0:
        raise Failure(
            UNAVAILABLE, f"{sys.executable} can't make a virtual environment: {made.stderr.strip()}"
        )
    packages = next((venv / "lib").glob("python*/site-packages"))
    making.pip.run(
        ["install", "--quiet", "--no-deps", "--no-index", "--no-compile",
         "--target", str(packages), str(making.got[0])]
    )  # fmt: skip
    shutil.copyfile(HERE / "serve.py", making.part("engines/llama/serve.py"))


RECIPES: dict[str, Callable[[Making], None]] = {
    "place": place,
    "unpack": unpack,
    "piper": piper,
    "whisper": whisper,
    "server": server,
}
