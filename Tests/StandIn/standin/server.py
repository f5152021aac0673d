# SPDX-License-Identifier: MIT-0
"""Listening: TLS with ALPN, cleartext with prior knowledge, HTTP/1.1 beside HTTP/2."""

from __future__ import annotations

import asyncio

from .http1 import Http1
from .http2 import Http2

_PREFACE = b"PRI * HTTP/2.0"  # RFC 9113, 3.4


class Connection(asyncio.Protocol):
    """A TCP connection: finds out which HTTP it speaks, and hands over."""

    def __init__(self, listeners: Listeners, serve):
        self._listeners = listeners
        self._serve = serve
        self._transport = None
        self._first = b""
        self.speaker: Http1 | Http2 | None = None
        self.number = listeners.count()

    def connection_made(self, transport) -> None:
        self._transport = transport
        self._listeners.open.add(self)
        tls = transport.get_extra_info("ssl_object")
        protocol = tls.selected_alpn_protocol() if tls else None
        self._listeners.log.write(
            "connection", connection=self.number, alpn=protocol,
            tls=tls.version() if tls else None, resumed=tls.session_reused if tls else None,
            peer=transport.get_extra_info("peername"),
        )
        if tls:
            self._speak(Http2 if protocol == "h2" else Http1)

    def _speak(self, kind) -> None:
        self.speaker = kind(self._transport, self._serve, self._listeners.log, self.number)

    def data_received(self, data: bytes) -> None:
        if self.speaker is None:
            self._first += data
            size = min(len(_PREFACE), len(self._first))
            if self._first[:size] == _PREFACE[:size]:
                if size < len(_PREFACE):
                    return
                self._speak(Http2)
            else:
                self._speak(Http1)
            data, self._first = self._first, b""
        self.speaker.data_received(data)

    def eof_received(self) -> None:
        if self.speaker:
            self.speaker.eof_received()

    def pause_writing(self) -> None:
        if self.speaker:
            self.speaker.pause_writing()

    def resume_writing(self) -> None:
        if self.speaker:
            self.speaker.resume_writing()

    def connection_lost(self, error) -> None:
        self._listeners.open.discard(self)
        self._listeners.log.write(
            "connection-end", connection=self.number, error=str(error) if error else None
        )
        if self.speaker:
            self.speaker.connection_lost()

    def abort(self) -> None:
        self._transport.abort()


class Listeners:
    """All the ports of the stand-in."""

    def __init__(self, log):
        self.log = log
        self.open: set[Connection] = set()
        self._count = 0
        self._servers: list[asyncio.Server] = []

    def count(self) -> int:
        self._count += 1
        return self._count

    async def listen(self, host: str, port: int, serve, context=None) -> int:
        """Listens; gives the port."""
        server = await asyncio.get_running_loop().create_server(
            lambda: Connection(self, serve), host, port, ssl=context
        )
        self._servers.append(server)
        return server.sockets[0].getsockname()[1]

    def goaway(self) -> None:
        for connection in self.open:
            if connection.speaker:
                connection.speaker.goaway()

    def drop(self, besides=None) -> None:
        """Ends every connection without a word, `besides` apart."""
        for connection in list(self.open):
            if connection.speaker is not besides:
                connection.abort()

    async def close(self) -> None:
        for server in self._servers:
            server.close()
        self.drop()
        await asyncio.sleep(0)
