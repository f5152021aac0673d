# SPDX-License-Identifier: MIT-0
"""HTTP/1.1, server side, over h11: for the operations that allow it, and for the control API."""

from __future__ import annotations

import asyncio

import h11

from .exchange import Exchange


class Http1:
    """One connection, one request at a time; `serve` is called with each Exchange."""

    protocol = "http/1.1"

    def __init__(self, transport, serve, log, number: int):
        self.number = number
        self.exchanges: dict[int, Exchange] = {}
        self._transport = transport
        self._serve = serve
        self._log = log
        self._h11 = h11.Connection(h11.SERVER, max_incomplete_event_size=256 * 1024)
        self._count = 0
        self._current: Exchange | None = None
        self._writable = asyncio.Event()
        self._writable.set()

    # From the transport.

    def data_received(self, data: bytes) -> None:
        self._h11.receive_data(data)
        self._advance()

    def eof_received(self) -> None:
        self._h11.receive_data(b"")
        self._advance()

    def connection_lost(self) -> None:
        self._writable.set()
        if self._current and self._current.task:
            self._log.write("client-reset", connection=self.number, stream=self._count)
            self._current.task.cancel()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def _advance(self) -> None:
        while True:
            try:
                event = self._h11.next_event()
            except h11.RemoteProtocolError as error:
                self._log.verdict(0, "http1", False, message=str(error), connection=self.number)
                self._transport.close()
                return
            if event is h11.NEED_DATA or event is h11.PAUSED:
                if self._h11.they_are_waiting_for_100_continue:
                    self._write(h11.InformationalResponse(status_code=100, headers=[]))
                return
            if isinstance(event, h11.Request):
                self._open(event)
            elif isinstance(event, h11.Data) and self._current:
                self._current.feed(bytes(event.data), 0)
            elif isinstance(event, h11.EndOfMessage) and self._current:
                self._current.feed_end()
            elif isinstance(event, h11.ConnectionClosed):
                self._transport.close()
                return

    def _open(self, event: h11.Request) -> None:
        headers = [(name.decode(), value.decode("latin-1")) for name, value in event.headers]
        self._count += 1
        exchange = Exchange(
            self, self._count, event.method.decode(), event.target.decode(), headers
        )
        self._current = exchange
        self.exchanges = {self._count: exchange}
        exchange.task = asyncio.ensure_future(self._run(exchange))

    async def _run(self, exchange: Exchange) -> None:
        try:
            await self._serve(exchange)
        finally:
            self.exchanges = {}
            self._current = None
        if self._h11.our_state is h11.DONE and self._h11.their_state is h11.DONE:
            self._h11.start_next_cycle()
            self._advance()
        elif self._h11.our_state in (h11.DONE, h11.MUST_CLOSE, h11.ERROR):
            self._transport.close()

    def _write(self, event) -> None:
        data = self._h11.send(event)
        if data:
            self._transport.write(data)

    # For the exchanges.

    def consumed(self, exchange: Exchange, flow: int) -> None:
        pass

    async def send_head(self, exchange: Exchange, status: int, headers: list) -> None:
        self._write(h11.Response(status_code=status, headers=headers))

    async def send_body(self, exchange: Exchange, data: bytes) -> None:
        await self._writable.wait()
        if self._transport.is_closing():
            raise ConnectionResetError("the client has gone")
        self._write(h11.Data(data=data))

    async def send_end(self, exchange: Exchange) -> None:
        self._write(h11.EndOfMessage())

    def reset(self, exchange: Exchange, code: int = 0) -> None:
        """HTTP/1.1 has no stream to reset: the connection ends."""
        self._transport.abort()

    def goaway(self) -> None:
        """HTTP/1.1 has no GOAWAY."""

    def abort(self) -> None:
        self._transport.abort()
