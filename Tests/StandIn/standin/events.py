# SPDX-License-Identifier: MIT-0
"""`application/vnd.amazon.eventstream`: strict reading, writing, and the signed chain.

Layout and header types: Smithy 2.0, "Amazon Event Stream Specification". botocore parses the
messages; what it lets pass (impossible lengths, headers that overrun) is refused here first.
"""

from __future__ import annotations

import binascii
import datetime
import hashlib
import struct
from dataclasses import dataclass

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.eventstream import EventStreamBuffer, EventStreamMessage, ParserError

from .errors import ServiceError

MAX_HEADERS = 128 * 1024
MAX_PAYLOAD = 24 * 1024 * 1024
_FIXED = {0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16}  # header type: bytes of its value
_BYTES, _TEXT, _TIME = 6, 7, 8


class BrokenFrame(Exception):
    """Bytes that are no message; there is no way to find the next one."""


@dataclass
class Message:
    headers: dict
    payload: bytes
    types: dict  # header name: type number
    size: int  # bytes on the wire


class Decoder:
    """Cuts messages out of a byte stream, however it is cut into pieces."""

    def __init__(self):
        self._data = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        self._data += data
        messages = []
        while (message := self._next()) is not None:
            messages.append(message)
        return messages

    def end(self) -> None:
        """Raises where a message has begun and not ended."""
        if self._data:
            raise BrokenFrame(f"the stream ends inside a message, {len(self._data)} bytes in")

    def _next(self) -> Message | None:
        if len(self._data) < 12:
            return None
        total, headers, crc = struct.unpack("!III", self._data[:12])
        if binascii.crc32(self._data[:8]) != crc:
            raise BrokenFrame("the prelude's CRC doesn't match")
        if total < 16 or headers > total - 16:
            raise BrokenFrame(f"impossible lengths: total {total}, headers {headers}")
        if headers > MAX_HEADERS or total - headers - 16 > MAX_PAYLOAD:
            raise BrokenFrame(f"too big: total {total}, headers {headers}")
        if len(self._data) < total:
            return None
        raw = bytes(self._data[:total])
        del self._data[:total]
        if binascii.crc32(raw[:-4]) != struct.unpack("!I", raw[-4:])[0]:
            raise BrokenFrame("the message's CRC doesn't match")
        types = _header_types(raw[12 : 12 + headers])
        return _parse(raw, types)


def _parse(raw: bytes, types: dict) -> Message:
    buffer = EventStreamBuffer()
    buffer.add_data(raw)
    try:
        parsed: EventStreamMessage = buffer.next()
    except (ParserError, UnicodeDecodeError) as error:
        raise BrokenFrame(str(error)) from error
    return Message(parsed.headers, parsed.payload, types, len(raw))


def _header_types(block: bytes) -> dict:
    """Walks the header block: every name and value must lie inside of it."""
    types: dict = {}
    at = 0
    while at < len(block):
        length = block[at]
        name = block[at + 1 : at + 1 + length]
        at += 1 + length
        if length == 0 or at >= len(block):
            raise BrokenFrame("a header without a name or a value")
        kind = block[at]
        at += 1
        if kind in _FIXED:
            at += _FIXED[kind]
        elif kind in (_BYTES, _TEXT) and at + 2 <= len(block):
            size = struct.unpack("!H", block[at : at + 2])[0]
            if not 1 <= size <= 32767:
                raise BrokenFrame(f"a header value of {size} bytes")
            at += 2 + size
        else:
            raise BrokenFrame(f"unknown header type {kind}")
        if at > len(block):
            raise BrokenFrame("a header runs past the header block")
        if name in types:
            raise BrokenFrame(f"the header {name!r} comes twice")
        types[name] = kind
    return {name.decode("utf-8", "replace"): kind for name, kind in types.items()}


def encode(headers: dict[str, str], payload: bytes) -> bytes:
    """A message whose headers are all text."""
    block = b""
    for name, value in headers.items():
        key, text = name.encode(), value.encode()
        block += struct.pack("!B", len(key)) + key + struct.pack("!BH", _TEXT, len(text)) + text
    prelude = struct.pack("!II", 16 + len(block) + len(payload), len(block))
    start = prelude + struct.pack("!I", binascii.crc32(prelude)) + block + payload
    return start + struct.pack("!I", binascii.crc32(start))


@dataclass
class Envelope:
    """What a signed message held: `message` is None for the empty one that ends a stream."""

    message: Message | None
    date: datetime.datetime


class Chain:
    """The chain of signed messages of a request, each signed over the one before.

    String to sign and headers as in aws-sdk-signers' `AsyncEventSigner` and amazon-transcribe's
    `EventSigner`; the key and the signature are botocore's.
    """

    def __init__(self, credentials: Credentials, region: str, service: str, seed: str, now):
        self._auth = SigV4Auth(credentials, service, region)
        self._scope = f"{region}/{service}/aws4_request"
        self._prior = seed
        self._now = now
        self._last: datetime.datetime | None = None
        self._inner = Decoder()

    def open(self, outer: Message) -> Envelope:
        """Checks a message against the chain and gives what it holds."""
        if outer.types != {":date": _TIME, ":chunk-signature": _BYTES}:
            raise _refused(f"A signed event has :date and :chunk-signature, not {outer.types}")
        millis, signature = outer.headers[":date"], outer.headers[":chunk-signature"].hex()
        date = datetime.datetime.fromtimestamp(millis / 1000, datetime.timezone.utc)
        skew = (date - self._now()).total_seconds()
        if abs(skew) > 300:
            raise _refused(f"The date of a signed event is {skew:+.0f} s off: {date.isoformat()}")
        if self._last and date < self._last:
            raise _refused(f"A signed event is dated before the one ahead of it: {date}")
        encoded = b"\x05:date\x08" + struct.pack("!q", millis)
        stamp = date.strftime("%Y%m%dT%H%M%SZ")
        lines = [
            "AWS4-HMAC-SHA256-PAYLOAD",
            stamp,
            f"{stamp[:8]}/{self._scope}",
            self._prior,
            hashlib.sha256(encoded).hexdigest(),
            hashlib.sha256(outer.payload).hexdigest(),
        ]
        request = AWSRequest()
        request.context["timestamp"] = stamp
        if self._auth.signature("\n".join(lines), request) != signature:
            raise _refused(
                "The request signature we calculated does not match the signature you provided."
                " (of an event in the stream)"
            )
        self._prior, self._last = signature, date
        return Envelope(self._unwrap(outer.payload), date)

    def _unwrap(self, payload: bytes) -> Message | None:
        if not payload:
            return None
        messages = self._inner.feed(payload)
        self._inner.end()
        if len(messages) != 1:
            raise BrokenFrame(f"a signed message holds {len(messages)} messages")
        return messages[0]


def _refused(message: str) -> ServiceError:
    return ServiceError(403, "InvalidSignatureException", message)
