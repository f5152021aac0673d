# SPDX-License-Identifier: MIT-0
"""What the fetcher says: plain lines, one progress line on a terminal, and failures for people."""

from __future__ import annotations

import errno
import sys
import time

# The exit statuses of vc(7) that this program uses.
USAGE = 64
BAD_DATA = 65
UNAVAILABLE = 69
SOFTWARE = 70
CANNOT_CREATE = 73
IO_ERROR = 74


class Failure(Exception):
    """Something the user can act on: what, on which object, why; and the exit status."""

    def __init__(self, status: int, message: str, hint: str | None = None):
        super().__init__(message)
        self.status = status
        self.hint = hint


def from_os_error(error: OSError, path: object) -> Failure:
    """An operating system error on `path`: 74 when a write failed, 73 when nothing can be made."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG)
    return Failure(
        IO_ERROR if full else CANNOT_CREATE,
        f"cannot {'write' if full else 'create'} '{path}': {error.strerror or error}",
        "make room on that disk and run it again: it goes on where it was" if full else None,
    )


def say(text: str) -> None:
    """One plain line on stdout, at once."""
    print(text, flush=True)


def complain(text: str) -> None:
    """One plain line on stderr."""
    print(f"fetch.py: {text}", file=sys.stderr, flush=True)


def megabytes(count: int) -> str:
    """A size for people, in MB (10⁶ bytes)."""
    return f"{count / 1e6:.0f} MB" if count >= 10_000_000 else f"{count / 1e6:.1f} MB"


class Progress:
    """One line that is redrawn on a terminal at most ten times a second; silent elsewhere."""

    def __init__(self, label: str, total: int):
        self.label = label
        self.total = total
        self.drawn = 0.0
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown and self.drawn:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def at(self, count: int) -> None:
        """Shows that `count` of the `total` bytes are there."""
        now = time.monotonic()
        if not self.shown or now - self.drawn < 0.1:
            return
        self.drawn = now
        share = 100 * count // self.total if self.total else 100
        sys.stderr.write(
            f"\r\033[K{self.label}: {megabytes(count)} of {megabytes(self.total)} ({share} %)"
        )
        sys.stderr.flush()
