# SPDX-License-Identifier: MIT-0
"""`models/installed.tsv`: what has been made and verified, so that tools needn't hash it again.

One line a made file: name, path relative to the data folder, bytes, sha256, modification time in
nanoseconds; tabs between. A file whose size and modification time still agree is trusted.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from console import Progress, from_os_error


@dataclass(frozen=True)
class Line:
    """One made file."""

    name: str
    path: str
    bytes: int
    sha256: str
    mtime_ns: int


def sha256_of(path: Path, progress: Progress | None = None) -> str:
    """The sha256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    count = 0
    with open(path, "rb", buffering=0) as file:
        while block := file.read(1 << 20):
            digest.update(block)
            count += len(block)
            if progress:
                progress.at(count)
    return digest.hexdigest()


class Ledger:
    """The lines of `installed.tsv` in a data folder, in memory until `save`."""

    def __init__(self, data: Path):
        self.data = data
        self.file = data / "models" / "installed.tsv"
        self.lines: dict[str, Line] = {}
        try:
            rows = self.file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            rows = []
        for row in rows:
            cells = row.split("\t")
            if len(cells) == 5 and cells[2].isdigit() and cells[4].isdigit():
                line = Line(cells[0], cells[1], int(cells[2]), cells[3], int(cells[4]))
                self.lines[line.path] = line

    def trusts(self, path: str, sha256: str) -> bool:
        """Whether the file is as it was when it was verified to have this hash."""
        line = self.lines.get(path)
        if line is None or line.sha256 != sha256:
            return False
        try:
            status = (self.data / path).stat()
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) == (line.bytes, line.mtime_ns)

    def note(self, name: str, path: str, sha256: str) -> None:
        """Notes a file that was just verified."""
        status = (self.data / path).stat()
        self.lines[path] = Line(name, path, status.st_size, sha256, status.st_mtime_ns)

    def forget(self, path: str) -> None:
        """Removes a file's line."""
        self.lines.pop(path, None)

    def save(self) -> None:
        """Writes the file anew and puts it in place in one step."""
        part = self.file.with_name(self.file.name + ".part")
        rows = [
            f"{line.name}\t{line.path}\t{line.bytes}\t{line.sha256}\t{line.mtime_ns}\n"
            for line in self.lines.values()
        ]
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            with open(part, "w", encoding="utf-8") as file:
                file.writelines(rows)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, self.file)
        except OSError as error:
            raise from_os_error(error, self.file) from None
