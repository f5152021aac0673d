# SPDX-License-Identifier: MIT-0
"""A request that was let in, and its reply: frames go out paced, logged, and struck on demand."""

from __future__ import annotations

import asyncio
import json
import time
import uuid

from . import failures
from .errors import ServiceError
from .events import encode
from .exchange import Exchange

EVENT_STREAM = "application/vnd.amazon.eventstream"
# The key of an error's text in JSON, and the order of an event's headers, as each service has it.
_MESSAGE_KEY = {"transcribe": "Message", "bedrock": "message",
                "knowledge": "message", "polly": "message"}


class Call:
    """`service` is the signing name; `number` the request's in the log."""

    def __init__(self, exchange: Exchange, service: str, operation: str, number: int, log):
        self.exchange = exchange
        self.service = service
        self.operation = operation
        self.number = number
        self.log = log
        self.rule: dict | None = None
        self.caller = None
        self.model = None  # botocore's OperationModel, where there is one
        self.parameters: dict = {}
        self.request_id = str(uuid.uuid4())
        self.begun = False
        self.sent = 0  # frames of the reply

    async def begin(self, content_type: str, headers: list[tuple[str, str]] = ()) -> None:
        self.begun = True
        self.log.write("response", id=self.number, status=200)
        fixed = [("content-type", content_type), ("x-amzn-requestid", self.request_id)]
        await self.exchange.head(200, fixed + [(k.lower(), v) for k, v in headers])

    async def event(self, kind: str, payload, **logged) -> None:
        """An event of the reply: `payload` is what becomes JSON, or bytes that go as they are.

        `logged` stands in the log beside its frame.
        """
        binary = isinstance(payload, bytes)
        content = "application/octet-stream" if binary else "application/json"
        data = payload if binary else _json(payload)
        headers = {":event-type": kind, ":content-type": content, ":message-type": "event"}
        if self.service == "transcribe":
            headers = {k: headers[k] for k in (":message-type", ":event-type", ":content-type")}
        await self.out(encode(headers, data), event=kind, **logged)

    async def out(self, frame: bytes, **fields) -> None:
        """Sends a frame, or a piece of a plain body."""
        rule = self.rule
        if rule and rule.get("at") == self.sent:
            self.rule = None
            self.log.write("failure", id=self.number, action=rule["action"])
            frame = await failures.middle(rule, self, frame)
        t = time.monotonic()
        await self.exchange.send(frame)
        self.log.write(
            "frame-out", t, id=self.number, index=self.sent, bytes=len(frame), **fields
        )
        self.sent += 1

    async def exception(self, kind: str, message: str, **fields) -> None:
        """An exception event; the stream must end after it."""
        headers = {
            ":message-type": "exception",
            ":exception-type": kind,
            ":content-type": "application/json",
        }
        body = {_MESSAGE_KEY[self.service]: message, **fields}
        await self.exchange.send(encode(headers, _json(body)))
        self.log.write("exception-out", id=self.number, type=kind, message=message)

    async def error_frame(self, code: str, message: str) -> None:
        """An unmodeled error: text in the headers, no payload."""
        headers = {":message-type": "error", ":error-code": code, ":error-message": message}
        await self.exchange.send(encode(headers, b""))

    async def whole(self, body, headers: list[tuple[str, str]] = ()) -> None:
        """A reply that isn't streamed."""
        await self.begin("application/json", headers)
        await self.out(_json(body))
        await self.end()

    async def end(self) -> None:
        """Ends the reply; a failure that was to strike after the last frame does it now."""
        rule = self.rule
        if rule and rule.get("at") == self.sent:
            self.rule = None
            await failures.middle(rule, self, b"")
        await self.exchange.finish()

    async def refuse(self, error: ServiceError) -> None:
        """An error reply; in mid-stream an exception event (Smithy, "Event streams")."""
        if self.begun:
            kind = error.code
            if self.service == "bedrock":
                kind = kind[0].lower() + kind[1:]
            await self.exception(kind, error.message, **error.fields)
            await self.exchange.finish()
            return
        self.begun = True
        self.log.write("response", id=self.number, status=error.status, code=error.code)
        body = {_MESSAGE_KEY[self.service]: error.message, **error.fields}
        headers = [
            ("content-type", "application/json"),
            ("x-amzn-requestid", self.request_id),
            ("x-amzn-errortype", f"{error.code}:http://internal.amazon.com/coral/"),
            *error.headers,
        ]
        await self.exchange.head(error.status, headers)
        await self.exchange.send(_json(body))
        await self.exchange.finish()


def _json(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Pace:
    """Sleeps along a schedule, so that lateness doesn't add up."""

    def __init__(self, first: float):
        self._due = time.monotonic() + first

    async def wait(self, then: float) -> None:
        """Waits till what is due; the next is due `then` seconds after that."""
        left = self._due - time.monotonic()
        self._due += then
        if left > 0:
            await asyncio.sleep(left)
