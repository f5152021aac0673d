# SPDX-License-Identifier: MIT-0
"""vc-chat in a conversation: its process, its events, its ENTER key."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from context import Context, Unavailable
from nullsinks import NullSinks
from processes import complaint
from service import account


class Talk:
    """A running vc-chat; a context manager."""

    def __init__(self, context: Context, sinks: NullSinks, service, *arguments: str):
        # A shell's background job ignores SIGINT, and what it starts does, too.
        command = ["env", "--default-signal=INT", context.tool("vc-chat"), "--json", *arguments]
        # Three periods. Where the server holds less than two, ALSA's plugin runs dry again and again,
        # and is opened anew each time.
        environment = sinks.environment | account(service) | {"PULSE_LATENCY_MSEC": "60"}
        self.began = time.monotonic()
        self._chat = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        self._command = command
        self.events: list[dict] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, *_) -> None:
        self.end()

    def _read(self) -> None:
        for line in self._chat.stdout:
            with self._news:
                self.events.append(json.loads(line))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def wait(self, wanted: str, since: int = 0, limit: float = 20) -> dict:
        """The first event of a type at or behind place `since` of all events."""
        event = self.see(wanted, since, limit)
        if event is None:
            status = self._chat.poll()
            failure = self._chat.stderr.read() if status is not None else b""
            raise Unavailable(
                complaint(self._command, status, failure) if failure else f"no '{wanted}' came"
            )
        return event

    def see(self, wanted: str, since: int, limit: float) -> dict | None:
        """The same; None where none comes."""
        deadline = time.monotonic() + limit
        with self._news:
            while True:
                for event in self.events[since:]:
                    if event["type"] == wanted:
                        return event
                left = deadline - time.monotonic()
                if left <= 0 or self._chat.poll() is not None and not self._reader.is_alive():
                    return None
                self._news.wait(min(left, 0.5))

    def times(self, wanted: str, since: int) -> list[float]:
        """Of the events of a type at or behind place `since`."""
        with self._news:
            return [event["t"] for event in self.events[since:] if event["type"] == wanted]

    @property
    def place(self) -> int:
        with self._news:
            return len(self.events)

    def press_enter(self) -> float:
        """Returns when."""
        now = time.monotonic()
        os.write(self._chat.stdin.fileno(), b"\n")
        return now

    def cpu(self) -> float:
        """Seconds so far, user and system."""
        stat = Path(f"/proc/{self._chat.pid}/stat").read_text(encoding="ascii")
        user, system = stat.rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """MiB resident, at most."""
        status = Path(f"/proc/{self._chat.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def end(self) -> None:
        if self._chat.poll() is None:
            self._chat.send_signal(signal.SIGINT)
            try:
                self._chat.wait(5)
            except subprocess.TimeoutExpired:
                self._chat.kill()
                self._chat.wait()
        self._reader.join()
        for pipe in (self._chat.stdin, self._chat.stdout, self._chat.stderr):
            pipe.close()
