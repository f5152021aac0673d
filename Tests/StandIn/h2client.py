# SPDX-License-Identifier: MIT-0
"""A small HTTP/2 client over a blocking socket, that lets a test say exactly what goes out."""

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

import h2.config
import h2.connection
import h2.events
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


class Client:
    """One connection to `url`; `events` are h2's, as they come."""

    def __init__(self, url: str, ca: str | None = None):
        parts = urlsplit(url)
        self.authority = parts.netloc
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=5)
        if parts.scheme == "https":
            context = ssl.create_default_context(cafile=ca)
            context.set_alpn_protocols(["h2"])
            self._socket = context.wrap_socket(self._socket, server_hostname=parts.hostname)
        self.h2 = h2.connection.H2Connection(
            h2.config.H2Configuration(header_encoding="utf-8")
        )
        self._waiting: list = []
        self._heads: dict[int, dict] = {}
        self._bodies: dict[int, bytes] = {}
        self._ended: set[int] = set()
        self.h2.initiate_connection()
        self.flush()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_) -> None:
        self._socket.close()

    def flush(self) -> None:
        self._socket.sendall(self.h2.data_to_send())

    def request(self, method: str, path: str, headers: dict, body: bytes | None = b"") -> int:
        """Opens a stream; with a body of None it stays open for more."""
        stream = self.h2.get_next_available_stream_id()
        pseudo = [(":method", method), (":scheme", "https"), (":authority", self.authority),
                  (":path", path)]
        lower = [(name.lower(), value) for name, value in headers.items() if name != "host"]
        self.h2.send_headers(stream, pseudo + lower, end_stream=body == b"")
        if body:
            self.h2.send_data(stream, body, end_stream=True)
        self.flush()
        return stream

    def send(self, stream: int, data: bytes, end: bool = False) -> None:
        self.h2.send_data(stream, data, end_stream=end)
        self.flush()

    def events(self):
        """h2's events till the connection ends; what one caller leaves the next one gets."""
        while True:
            while self._waiting:
                yield self._waiting.pop(0)
            data = self._socket.recv(65536)
            if not data:
                return
            for event in self.h2.receive_data(data):
                if isinstance(event, h2.events.DataReceived):
                    self.h2.acknowledge_received_data(
                        event.flow_controlled_length, event.stream_id
                    )
                self._waiting.append(event)
            self.flush()

    def reply(self, stream: int) -> tuple[int, dict, bytes]:
        """Status, headers and body of a stream; a reset is a ConnectionResetError."""
        events = self.events()
        while stream not in self._ended:
            event = next(events, None)
            if event is None:
                raise ConnectionResetError("the connection ended")
            number = getattr(event, "stream_id", None)
            if isinstance(event, h2.events.ResponseReceived):
                self._heads[number] = dict(event.headers)
            elif isinstance(event, h2.events.DataReceived):
                self._bodies[number] = self._bodies.get(number, b"") + event.data
            elif isinstance(event, h2.events.StreamEnded):
                self._ended.add(number)
            elif isinstance(event, h2.events.StreamReset) and number == stream:
                raise ConnectionResetError(int(event.error_code))
        head = self._heads[stream]
        return int(head[":status"]), head, self._bodies.get(stream, b"")


def sign(standin, authority: str, method: str, path: str, headers: dict, body: bytes,
         service: str, region: str = "us-east-1") -> tuple[dict, str]:
    """The headers with Authorization, by botocore; and the signature."""
    request = AWSRequest(method, f"https://{authority}{path}", headers=headers, data=body)
    request.headers["host"] = authority
    credentials = Credentials(standin.access_key, standin.secret_key)
    SigV4Auth(credentials, service, region).add_auth(request)
    signed = dict(request.headers.items())
    return signed, signed["Authorization"].rpartition("=")[2]
