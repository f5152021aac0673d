# SPDX-License-Identifier: MIT-0
"""Reads a Whisper model as CTranslate2 stores it (`model.bin`, binary version 6, WhisperSpec).

Layout, little-endian: u32 version, string spec, u32 revision, u32 count, then for each variable
string name, u8 rank, u32 dimensions, u8 type, u32 bytes, data; then u32 count of aliases, each two
strings (alias, name). A string is u16 length with a final NUL.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

from console import BAD_DATA, Failure

FLOAT16 = 4
INTEGERS = {1: "b", 2: "h", 3: "i"}


@dataclass(frozen=True)
class Tensor:
    """A variable: its dimensions and its bytes, row by row; only 16-bit floats are tensors here."""

    shape: tuple[int, ...]
    data: memoryview

    def rows(self, begin: int, end: int) -> Tensor:
        """Rows `begin ..< end` of the first dimension."""
        row = len(self.data) // self.shape[0]
        return Tensor((end - begin, *self.shape[1:]), self.data[begin * row : end * row])

    def split(self, parts: int) -> list[Tensor]:
        """Equal parts along the first dimension."""
        size = self.shape[0] // parts
        return [self.rows(index * size, (index + 1) * size) for index in range(parts)]

    def is_zero(self) -> bool:
        """Whether every value is +0 or -0."""
        return all(pair[0] & 0x7FFF == 0 for pair in struct.iter_unpack("<H", self.data))


class CT2Model:
    """The variables of a model file, by name; the file stays mapped."""

    def __init__(self, path: Path):
        self.path = path
        self.tensors: dict[str, Tensor] = {}
        self.numbers: dict[str, int] = {}
        try:
            with open(path, "rb") as file:
                self._read(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
        except (struct.error, UnicodeDecodeError, ValueError) as error:
            raise Failure(BAD_DATA, f"'{path}' is not a CTranslate2 model: {error}") from None

    def tensor(self, name: str) -> Tensor:
        """A variable that must be there, as 16-bit floats."""
        if name not in self.tensors:
            raise Failure(BAD_DATA, f"'{self.path}' has no 16-bit float variable '{name}'")
        return self.tensors[name]

    def layers(self, stack: str) -> int:
        """How many layers `encoder` or `decoder` has."""
        prefix = f"{stack}/layer_"
        numbers = [name[len(prefix) :].split("/")[0] for name in self.tensors if prefix in name]
        return 1 + max(int(number) for number in numbers if number.isdigit())

    def _read(self, view: memoryview) -> None:
        at = 0

        def take(layout: str) -> tuple:
            nonlocal at
            values = struct.unpack_from("<" + layout, view, at)
            at += struct.calcsize("<" + layout)
            return values

        def text() -> str:
            nonlocal at
            (length,) = take("H")
            at += length
            return bytes(view[at - length : at]).rstrip(b"\0").decode()

        (version,) = take("I")
        spec = text()
        if version != 6 or spec != "WhisperSpec":
            raise ValueError(f"version {version}, {spec}")
        _, count = take("II")
        for _ in range(count):
            name = text()
            (rank,) = take("B")
            shape = take("I" * rank)
            kind, size = take("BI")
            data = view[at : at + size]
            at += size
            if kind == FLOAT16:
                self.tensors[name] = Tensor(shape, data)
            elif kind in INTEGERS and not shape:
                (self.numbers[name],) = struct.unpack("<" + INTEGERS[kind], data)
        (aliases,) = take("I")
        for _ in range(aliases):
            alias, name = text(), text()
            if name in self.tensors:
                self.tensors.setdefault(alias, self.tensors[name])
