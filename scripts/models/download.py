# SPDX-License-Identifier: MIT-0
"""One file over HTTP, resumed where it was (RFC 9110, section 14: range requests)."""

from __future__ import annotations

import http.client
import re
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from console import Progress, from_os_error

CONNECT_SECONDS = 4.0
READ_SECONDS = 30.0
ATTEMPTS = 5


class Unreachable(Exception):
    """A place that did not give the file, and why."""


def reachable(url: str) -> None:
    """Finds out within `CONNECT_SECONDS` whether the server of `url` takes connections.

    The name look-up has no time limit of its own, so a thread does both. Behind a proxy the
    question can't be asked this way and is skipped. Raises `Unreachable`.
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme in urllib.request.getproxies():
        return
    host = parts.hostname or ""
    outcome: list[object] = []

    def connect() -> None:
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            socket.create_connection((host, port), timeout=CONNECT_SECONDS).close()
            outcome.append(None)
        except (OSError, ValueError, OverflowError) as error:
            outcome.append(error)

    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(CONNECT_SECONDS)
    if not outcome:
        raise Unreachable(f"no answer in {CONNECT_SECONDS:.0f} s")
    if isinstance(outcome[0], Exception):
        raise Unreachable(reason(outcome[0]))


def reason(error: Exception) -> str:
    """An exception of the network in a few words."""
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
        return reason(error.reason)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def download(url: str, part: Path, total: int, progress: Progress) -> bool:
    """Brings `part` to `total` bytes; what it holds already is not asked for again.

    A connection that breaks is taken up again as long as it brings something.
    Returns whether bytes of an earlier attempt were kept. Raises `Unreachable`.
    """
    resumed = part.exists() and part.stat().st_size > 0
    idle = 0
    while True:
        have = part.stat().st_size if part.exists() else 0
        if have == total:
            return resumed
        if have > total:
            part.unlink()
            resumed = False
            continue
        try:
            _transfer(url, part, have, progress)
            why = "the server ended too early"
        except urllib.error.HTTPError as error:
            if error.code == 416:
                part.unlink(missing_ok=True)
            elif error.code < 500:
                raise Unreachable(reason(error)) from None
            why = reason(error)
        except (http.client.HTTPException, OSError) as error:
            why = reason(error)
        except ValueError as error:
            raise Unreachable(str(error)) from None
        now = part.stat().st_size if part.exists() else 0
        idle = 0 if now > have else idle + 1
        if idle >= ATTEMPTS:
            raise Unreachable(why)
        time.sleep(0.3 * idle)


def _transfer(url: str, part: Path, have: int, progress: Progress) -> None:
    """One request: appends what comes to `part`; starts over if the server can't do ranges."""
    headers = {"User-Agent": "vc-setup", "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=READ_SECONDS) as reply:
        begin = re.match(r"bytes (\d+)-", reply.headers.get("Content-Range", ""))
        goes_on = reply.status == 206 and begin is not None and int(begin.group(1)) == have
        count = have if goes_on else 0
        try:
            file = open(part, "ab" if goes_on else "wb", buffering=0)
        except OSError as error:
            raise from_os_error(error, part) from None
        with file:
            while block := reply.read1(1 << 18):  # what is there, at once
                try:
                    file.write(block)
                except OSError as error:
                    raise from_os_error(error, part) from None
                count += len(block)
                progress.at(count)
