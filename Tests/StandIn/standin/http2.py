# SPDX-License-Identifier: MIT-0
"""HTTP/2, server side, over h2: streams both ways at once, flow control both ways."""

from __future__ import annotations

import asyncio
import contextlib

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
from hyperframe.frame import GoAwayFrame

from .exchange import Exchange


class Http2:
    """One connection; `serve` is called with each Exchange, in a task of its own."""

    protocol = "h2"

    def __init__(self, transport, serve, log, number: int):
        self.number = number
        self.exchanges: dict[int, Exchange] = {}
        self._transport = transport
        self._serve = serve
        self._log = log
        self._h2 = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        )
        self._moved = asyncio.Event()  # a window has opened, or the connection is gone
        self._writable = asyncio.Event()
        self._writable.set()
        self._lost = False
        self._leaving = False
        self._h2.initiate_connection()
        self._flush()

    # From the transport.

    def data_received(self, data: bytes) -> None:
        try:
            events = self._h2.receive_data(data)
        except h2.exceptions.ProtocolError as error:
            if not self._leaving:  # h2 takes no frame after a client's GOAWAY
                self._log.verdict(0, "http2", False, message=str(error), connection=self.number)
            self._flush()
            self._transport.close()
            return
        for event in events:
            self._handle(event)
        self._flush()

    def connection_lost(self) -> None:
        self._lost = True
        self._moved.set()
        self._writable.set()
        for exchange in list(self.exchanges.values()):
            if exchange.task:
                exchange.task.cancel()

    def eof_received(self) -> None:
        pass

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def _handle(self, event) -> None:
        if isinstance(event, h2.events.RequestReceived):
            self._open(event)
        elif isinstance(event, h2.events.DataReceived):
            exchange = self.exchanges.get(event.stream_id)
            if exchange:
                exchange.feed(event.data, event.flow_controlled_length)
            else:
                self._h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            if event.stream_id in self.exchanges:
                self.exchanges[event.stream_id].feed_end()
        elif isinstance(event, h2.events.StreamReset):
            self._log.write(
                "client-reset", connection=self.number, stream=event.stream_id,
                code=int(event.error_code),
            )
            exchange = self.exchanges.get(event.stream_id)
            if exchange and exchange.task:
                exchange.task.cancel()
            self._moved.set()
        elif isinstance(event, h2.events.ConnectionTerminated):
            self._leaving = True
            self._log.write("client-goaway", connection=self.number, code=int(event.error_code))
        elif isinstance(event, h2.events.PingReceived):
            self._log.write("ping", connection=self.number)
        elif isinstance(event, (h2.events.WindowUpdated, h2.events.RemoteSettingsChanged)):
            self._moved.set()

    def _open(self, event) -> None:
        pseudo = {name: value for name, value in event.headers if name.startswith(":")}
        headers = [(name, value) for name, value in event.headers if name[0] != ":"]
        if ":authority" in pseudo:  # it stands for `host` (RFC 9113 8.3.1), signed as `host`
            headers = [("host", pseudo[":authority"])] + [h for h in headers if h[0] != "host"]
        exchange = Exchange(self, event.stream_id, pseudo[":method"], pseudo[":path"], headers)
        self.exchanges[event.stream_id] = exchange
        exchange.task = asyncio.ensure_future(self._run(exchange))

    async def _run(self, exchange: Exchange) -> None:
        try:
            await self._serve(exchange)
        finally:
            self.exchanges.pop(exchange.stream_id, None)

    def _flush(self) -> None:
        data = self._h2.data_to_send()
        if data and not self._lost:
            self._transport.write(data)

    # For the exchanges.

    def consumed(self, exchange: Exchange, flow: int) -> None:
        if flow:
            with self._open_stream():
                self._h2.acknowledge_received_data(flow, exchange.stream_id)
            self._flush()

    async def send_head(self, exchange: Exchange, status: int, headers: list) -> None:
        with self._open_stream():
            self._h2.send_headers(exchange.stream_id, [(":status", str(status)), *headers])
        self._flush()

    async def send_body(self, exchange: Exchange, data: bytes) -> None:
        view = memoryview(data)
        while len(view):
            await self._writable.wait()
            with self._open_stream():
                window = self._h2.local_flow_control_window(exchange.stream_id)
                size = min(window, self._h2.max_outbound_frame_size, len(view))
                if size > 0:
                    self._h2.send_data(exchange.stream_id, bytes(view[:size]))
            self._flush()
            if size <= 0:
                self._moved.clear()
                await self._moved.wait()
                continue
            view = view[size:]

    async def send_end(self, exchange: Exchange) -> None:
        with self._open_stream():
            self._h2.end_stream(exchange.stream_id)
        self._flush()

    @contextlib.contextmanager
    def _open_stream(self):
        """A stream that the client has ended is a client that has gone."""
        if self._lost:
            raise ConnectionResetError("the client has gone")
        try:
            yield
        except h2.exceptions.ProtocolError as error:
            raise ConnectionResetError(str(error)) from error

    def reset(self, exchange: Exchange, code: int = int(h2.errors.ErrorCodes.INTERNAL_ERROR)):
        """RST_STREAM."""
        with self._open_stream():
            self._h2.reset_stream(exchange.stream_id, code)
        self._flush()

    def goaway(self) -> None:
        """GOAWAY without an error: streams that are open go on, no new one is taken.

        By the frame itself, not `close_connection`, after which h2 refuses to go on.
        """
        frame = GoAwayFrame(0)
        frame.last_stream_id = self._h2.highest_inbound_stream_id
        frame.error_code = 0
        if not self._lost:
            self._transport.write(frame.serialize())

    def abort(self) -> None:
        """Ends the TCP connection without a word."""
        self._transport.abort()
