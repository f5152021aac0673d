# SPDX-License-Identifier: MIT-0
"""awscrt's decoder of event streams, by the only door that its Python has: a client of event-stream
RPC, which a process here sends the messages to over loopback."""

from __future__ import annotations

import multiprocessing
import socket
import threading
import time

from amazon_transcribe.eventstream import EventStreamMessageSerializer
from awscrt.eventstream.rpc import (
    ClientConnection,
    ClientConnectionHandler,
    MessageFlag,
    MessageType,
)

LIMIT = 60  # s


def enclosed(headers: dict, payload: bytes, kind: int = MessageType.PING, flags: int = 0) -> bytes:
    """A message as RPC wants it: three headers of its own instead of `:message-type`."""
    own = {":message-type": int(kind), ":message-flags": flags, ":stream-id": 0}
    rest = {name: value for name, value in headers.items() if name not in own}
    return EventStreamMessageSerializer().serialize(own | rest, payload)


class Count(ClientConnectionHandler):
    """Takes the messages, as many as were announced."""

    def __init__(self, awaited: int):
        self._left = awaited
        self.ready, self.done = threading.Event(), threading.Event()
        self.began = self.ended = 0.0

    def on_connection_setup(self, connection, error, **kwargs) -> None:
        self.connection = connection

    def on_connection_shutdown(self, reason, **kwargs) -> None:
        self.done.set()

    def on_protocol_message(self, headers, payload, message_type, flags, **kwargs) -> None:
        if message_type == MessageType.CONNECT_ACK:
            self.ready.set()
            return
        if not self.began:
            self.began = time.monotonic()
        self._left -= 1
        if self._left == 0:
            self.ended = time.monotonic()
            self.done.set()


def decode(stream: bytes, messages: int, rounds: int) -> float:
    """Seconds from the first message to the last of `rounds` times the stream; 0: it broke."""
    listener = socket.create_server(("127.0.0.1", 0))
    sender = multiprocessing.get_context("spawn").Process(
        target=send, args=(listener, stream, rounds), daemon=True
    )
    sender.start()
    try:
        handler = Count(messages * rounds)
        port = listener.getsockname()[1]
        ClientConnection.connect(handler=handler, host_name="127.0.0.1", port=port).result(LIMIT)
        handler.connection.send_protocol_message(message_type=MessageType.CONNECT)
        handler.done.wait(LIMIT)
        handler.connection.close()
    finally:
        sender.kill()
        sender.join()
        listener.close()
    return max(0.0, handler.ended - handler.began)


def send(listener: socket.socket, stream: bytes, rounds: int) -> None:
    connection, _ = listener.accept()
    connection.recv(4096)
    accepted = MessageFlag.CONNECTION_ACCEPTED
    connection.sendall(enclosed({}, b"", MessageType.CONNECT_ACK, accepted))
    for _ in range(rounds):
        connection.sendall(stream)
    connection.recv(1)
