# SPDX-License-Identifier: MIT-0
"""A loopback HTTP server that gives files, understands ranges, and can break off in the middle."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FileServer:
    """Serves `files` by name; the first `breaks` replies end after `break_after` bytes.

    With `hangs` they don't end there but wait for `released`, after setting `reached`.
    """

    def __init__(
        self,
        files: dict,
        breaks: int = 0,
        break_after: int = 0,
        ranges: bool = True,
        hangs: bool = False,
    ):
        self.hangs = hangs
        self.reached = threading.Event()
        self.released = threading.Event()
        self.files = files
        self.breaks = breaks
        self.break_after = break_after
        self.ranges = ranges
        self.asked: list[tuple[str, str | None]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802 (the name the base class calls)
                outer.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> FileServer:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        name = request.path.lstrip("/")
        asked = request.headers.get("Range")
        self.asked.append((name, asked))
        content = self.files.get(name)
        if content is None:
            request.send_error(404)
            return
        begin = 0
        match = re.match(r"bytes=(\d+)-$", asked or "")
        if match and self.ranges:
            begin = int(match.group(1))
            request.send_response(206)
            request.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
        else:
            request.send_response(200)
        rest = content[begin:]
        request.send_header("Content-Length", str(len(rest)))
        request.end_headers()
        if self.breaks > 0:
            self.breaks -= 1
            rest = rest[: self.break_after]
        request.wfile.write(rest)
        if self.hangs and begin + len(rest) < len(content):
            self.reached.set()
            self.released.wait()
        request.close_connection = True
