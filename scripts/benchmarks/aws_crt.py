# SPDX-License-Identifier: MIT-0
"""awscrt's decoder of event streams, by the only door that its Python has: a client of event-stream
RPC, which a process here sends the messages to over loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time

from amazon_transcribe.eventstream import EventStreamMessageSerializer
from awscrt.eventstream.rpc import (
    ClientConnection,
    ClientConnectionHandler,
    MessageFlag,
    MessageType,
)
from processes import killed_after

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
        self.done = threading.Event()
        self.began = self.ended = 0.0

    def on_connection_setup(self, connection, error, **kwargs) -> None:
        self.connection = connection

    def on_connection_shutdown(self, reason, **kwargs) -> None:
        self.done.set()

    def on_protocol_message(self, headers, payload, message_type, flags, **kwargs) -> None:
        if message_type == MessageType.CONNECT_ACK:
            return
        if not self.began:
            self.began = time.monotonic()
        self._left -= 1
        if self._left == 0:
            self.ended = time.monotonic()
            self.done.set()


def decode(stream: bytes, messages: int, rounds: int) -> float:
    """Seconds from the first message to the last of `rounds` times the stream; 0: it broke."""
    sender = subprocess.Popen(
        [sys.executable, "-B", __file__, str(len(stream)), str(rounds)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with killed_after(LIMIT, [sender]):
        sender.stdin.write(stream)
        sender.stdin.close()
        port = int(sender.stdout.readline())
        handler = Count(messages * rounds)
        ClientConnection.connect(handler=handler, host_name="127.0.0.1", port=port).result(LIMIT)
        handler.connection.send_protocol_message(message_type=MessageType.CONNECT)
        handler.done.wait(LIMIT)
        handler.connection.close()
    sender.stdout.close()
    return max(0.0, handler.ended - handler.began)


def send(size: int, rounds: int) -> None:
    """The other process: accepts one client, and sends it what stdin has, so many times."""
    stream = sys.stdin.buffer.read(size)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        connection, _ = listener.accept()
    connection.recv(4096)
    accepted = MessageFlag.CONNECTION_ACCEPTED
    connection.sendall(enclosed({}, b"", MessageType.CONNECT_ACK, accepted))
    for _ in range(rounds):
        connection.sendall(stream)
    connection.recv(1)


if __name__ == "__main__":
    send(*map(int, sys.argv[1:]))
