# SPDX-License-Identifier: MIT-0
"""One request and its reply, the same over HTTP/1.1 and HTTP/2."""

from __future__ import annotations

import asyncio
import time


class Exchange:
    """A request whose body may still be arriving while the reply is already on its way.

    `connection` is what carries it: it has `send_head`, `send_body`, `send_end`, `reset`, `abort`,
    `goaway` and `consumed`.
    """

    def __init__(self, connection, stream_id: int, method: str, target: str, headers: list):
        self.connection = connection
        self.stream_id = stream_id
        self.method = method
        self.target = target  # path and query exactly as they came
        self.headers: list[tuple[str, str]] = headers  # lower-case names, `host` among them
        self.arrived = time.monotonic()
        self.task: asyncio.Task | None = None
        self._body: asyncio.Queue = asyncio.Queue()
        self._ended = False

    @property
    def protocol(self) -> str:
        return self.connection.protocol

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    def header(self, name: str, default: str = "") -> str:
        """A header's value, repeated ones joined with a comma."""
        values = [value for key, value in self.headers if key == name]
        return ",".join(values) if values else default

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.headers)

    # The request's body: the connection feeds it, the handler reads it.

    def feed(self, data: bytes, flow: int) -> None:
        """`flow`: what these bytes took of the window, given back when they are read."""
        self._body.put_nowait((time.monotonic(), data, flow))

    def feed_end(self) -> None:
        self._body.put_nowait(None)

    def interrupt(self, error: Exception) -> None:
        """Makes the next read raise `error`."""
        self._body.put_nowait(error)

    async def read(self) -> tuple[float, bytes] | None:
        """The next bytes and when they came; None at the end."""
        if self._ended:
            return None
        item = await self._body.get()
        if item is None:
            self._ended = True
            return None
        if isinstance(item, Exception):
            raise item
        t, data, flow = item
        self.connection.consumed(self, flow)
        return t, data

    async def read_all(self, limit: int = 25_000_000) -> bytes:
        """The whole body; what exceeds `limit` is read and dropped (one byte more is kept)."""
        body = bytearray()
        while (piece := await self.read()) is not None:
            body += piece[1]
            del body[limit + 1 :]
        return bytes(body)

    # The reply.

    async def head(self, status: int, headers: list[tuple[str, str]]) -> None:
        await self.connection.send_head(self, status, headers)

    async def send(self, data: bytes) -> None:
        await self.connection.send_body(self, data)

    async def finish(self) -> None:
        await self.connection.send_end(self)
