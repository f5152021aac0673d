# SPDX-License-Identifier: MIT-0
"""The stand-in as a child process, and its control API: for tests and benchmarks in Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class StandIn:
    """A running stand-in; a context manager.

    `settings` as in settings.py; `arguments` go to the command line as they are;
    `python` is one that has what the stand-in needs.
    """

    access_key = "AKIDSTANDIN"
    secret_key = "stand-in/secret+key"

    def __init__(
        self, settings: dict | None = None, arguments: list[str] = (), python: str = sys.executable
    ):
        self._folder = tempfile.TemporaryDirectory(prefix="standin-")
        command = [python, "-B", "-m", "standin", *arguments]
        if settings:
            path = Path(self._folder.name) / "settings.json"
            path.write_text(json.dumps(settings), encoding="utf-8")
            command += ["--settings", str(path)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        line = self._process.stdout.readline()
        if not line:
            self.close()
            raise RuntimeError("the stand-in did not start")
        self.ports = json.loads(line)
        self.endpoint: str = self.ports["endpoint"]
        self.ca: str = self.ports["ca"]

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Ends it by EOF on its stdin."""
        self._process.stdin.close()
        self.exit_status = self._process.wait(timeout=10)
        self._process.stdout.close()
        self._folder.cleanup()

    def control(self, method: str, path: str, body=None):
        """One request to the control API; JSON in and out."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.ports["control"] + path, data=data, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as reply:
            return json.loads(reply.read())

    def status(self) -> dict:
        return self.control("GET", "/status")

    def fail(self, **rule) -> None:
        """Adds a rule; see failures.py."""
        self.control("POST", "/failures", rule)

    def set(self, **settings) -> None:
        self.control("PATCH", "/settings", settings)

    def calm(self) -> None:
        """No rules, no counts."""
        self.control("DELETE", "/failures")
        self.control("POST", "/reset")

    def log(self, *kinds: str) -> list[dict]:
        """The log's lines, of these kinds only if there are any."""
        with open(self.ports["log"], encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        return [line for line in lines if not kinds or line["kind"] in kinds]
