# SPDX-License-Identifier: MIT-0
"""The log: JSON Lines, a line for each request, frame and verdict.

Every line has `t` (CLOCK_MONOTONIC, seconds: comparable with any process of this machine) and
`kind`. A verdict with `ok` false is a failed validation; a note is worth reading, but no failure.
"""

from __future__ import annotations

import collections
import json
import time


class Log:
    def __init__(self, path: str):
        self.path = path
        self.requests = 0
        self.failed_validations = 0
        self.failures: collections.deque = collections.deque(maxlen=100)
        self.notes: collections.Counter = collections.Counter()
        self._file = open(path, "w", encoding="utf-8", buffering=1)  # noqa: SIM115

    def write(self, kind: str, t: float | None = None, **fields) -> None:
        """One line; `t` is now, or the instant that the caller took."""
        record = {"t": time.monotonic() if t is None else t, "kind": kind, **fields}
        if not self._file.closed:
            self._file.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")

    def request(self, **fields) -> int:
        """Logs a request and gives its number, from 1."""
        self.requests += 1
        self.write("request", id=self.requests, **fields)
        return self.requests

    def verdict(self, request: int, check: str, ok: bool, **fields) -> None:
        """What a check found."""
        if not ok:
            self.failed_validations += 1
            self.failures.append({"id": request, "check": check, **fields})
        self.write("verdict", id=request, check=check, ok=ok, **fields)

    def note(self, request: int, about: str, **fields) -> None:
        """Something odd that a service lets pass."""
        self.notes[about] += 1
        self.write("note", id=request, about=about, **fields)

    def reset(self) -> None:
        """Forgets the counts; the file keeps its lines."""
        self.failed_validations = 0
        self.failures.clear()
        self.notes.clear()
        self.write("reset")

    def summary(self) -> dict:
        return {
            "requests": self.requests,
            "failed_validations": self.failed_validations,
            "failures": list(self.failures),
            "notes": dict(self.notes),
        }

    def close(self) -> None:
        self._file.close()
