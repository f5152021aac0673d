# SPDX-License-Identifier: MIT-0
"""A request body that is a chain of signed events: read, checked, logged."""

from __future__ import annotations

import asyncio

from .errors import ServiceError
from .events import BrokenFrame, Chain, Decoder, Message


class SignedInput:
    """The events of one request, in order."""

    def __init__(self, call, state):
        region = call.exchange.header("authorization").split("/")[2]
        self._call = call
        self._chain = Chain(
            call.caller.credentials, region, call.service, call.caller.signature, state.now
        )
        self._decoder = Decoder()
        self._ready: list[tuple[float, Message]] = []
        self._ended = False
        self.count = 0

    async def next(self, timeout: float | None) -> tuple[float, Message | None]:
        """The next event and when its last byte came; None for the end; TimeoutError.

        A broken chain or frame raises; so does an end without the signed empty frame.
        """
        async with asyncio.timeout(timeout):
            while not self._ready:
                piece = await self._call.exchange.read()
                if piece is None:
                    self._decoder.end()
                    if not self._ended:
                        self._odd("The stream was closed without the signed empty frame.")
                    return asyncio.get_running_loop().time(), None
                self._ready += [(piece[0], m) for m in self._decoder.feed(piece[1])]
        return self._open(*self._ready.pop(0))

    async def drain(self) -> None:
        """Reads on after the empty frame: nothing but END_STREAM may follow."""
        if not self._ended:
            return
        while (piece := await self._call.exchange.read()) is not None or self._ready:
            if piece is not None:
                self._ready += [(piece[0], m) for m in self._decoder.feed(piece[1])]
            if self._ready:
                raise BrokenFrame("an event after the signed empty frame")
        self._decoder.end()

    def _open(self, t: float, outer: Message) -> tuple[float, Message | None]:
        message = self._chain.open(outer).message
        fields = {"id": self._call.number, "index": self.count, "bytes": outer.size}
        self.count += 1
        if message is None:
            self._ended = True
            self._call.log.write("frame-in", t, event="end", **fields)
            return t, None
        kind = message.headers.get(":event-type")
        self._call.log.write(
            "frame-in", t, event=kind, payload=len(message.payload), **fields
        )
        if message.headers.get(":message-type") != "event":
            raise ServiceError(
                400, "SerializationException", f"No event: {message.headers}"
            )
        return t, message

    def _odd(self, message: str) -> None:
        self._call.log.verdict(self._call.number, "end of stream", False, message=message)
