# SPDX-License-Identifier: MIT-0
"""Polly's StartSpeechSynthesisStream: text goes in as it is written, audio comes out.

Rules: the developer guide, "bidirectional streaming"; shapes: botocore's model.
"""

from __future__ import annotations

import asyncio
import time

from . import polly, speech
from .call import EVENT_STREAM, Pace
from .errors import ServiceError
from .models import check, load_json, parameters
from .signed_input import SignedInput

_PIECE = 0.1  # seconds of audio to an event
_CLAUSE = (".", "!", "?", "\n")  # what makes it speak without being forced


async def serve(call, state) -> None:
    """Reads text and speaks it at the same time."""
    asked = parameters(call.model, {}, call.exchange, b"")
    call.log.verdict(call.number, "schema", True)
    if asked.get("Engine") != "generative":
        raise _invalid("The engine must be generative.")
    if asked.get("OutputFormat") == "json":
        raise _invalid("The output format json is not supported.")
    rate = polly.check_voice(asked, state.settings["polly"])
    with polly.parallel("stream", state):
        await call.begin(EVENT_STREAM)
        await Stream(call, state, asked["OutputFormat"], rate).run()


def _invalid(message: str) -> ServiceError:
    return ServiceError(400, "ValidationException", message, reason="fieldValidationFailed")


def _quota(code: str, message: str) -> ServiceError:
    return ServiceError(
        402, "ServiceQuotaExceededException", message, quotaCode=code, serviceCode="polly"
    )


class Stream:
    def __init__(self, call, state, form: str, rate: int):
        self._call = call
        self._settings = state.settings["polly"]
        self._input = SignedInput(call, state)
        self._form = form
        self._rate = rate
        self._events = call.model.input_shape.members["ActionStream"].members
        self._held = ""  # text that has come and isn't spoken
        self._billed = 0
        self._speak: asyncio.Queue = asyncio.Queue()

    async def run(self) -> None:
        speaker = asyncio.ensure_future(self._speaker())
        try:
            await self._read(speaker)
            self._flush()
            self._speak.put_nowait(None)
            await self._input.drain()
            await speaker
        finally:
            speaker.cancel()
        await self._call.event("StreamClosedEvent", {"RequestCharacters": self._billed})
        await self._call.end()

    async def _read(self, speaker: asyncio.Future) -> None:
        """Till the end; 5 s at most from event to event, 10 minutes in all."""
        deadline = time.monotonic() + self._settings["stream_limit"]
        closed = False
        while True:
            patience = min(self._settings["event_limit"], deadline - time.monotonic())
            try:
                _, message = await self._input.next(max(0.0, patience))
            except TimeoutError:
                if time.monotonic() >= deadline:
                    raise _quota("input-stream-timeout", "The stream is too long.") from None
                raise _quota(
                    "input-stream-inbound-event-timeout", "No event for too long."
                ) from None
            if speaker.done():
                speaker.result()  # raises what stopped it
            if message is None:
                if not closed:
                    self._call.log.note(self._call.number, "no CloseStreamEvent")
                return
            if closed:
                raise _event("An event after CloseStreamEvent.")
            closed = self._take(message)

    def _take(self, message) -> bool:
        """One event; true for the last."""
        kind = message.headers.get(":event-type")
        if kind not in self._events:
            raise _event(f"Unknown event: {kind}")
        body = load_json(message.payload or b"{}")
        if problems := check(body, self._events[kind]):
            raise _event("; ".join(problems))
        if kind == "CloseStreamEvent":
            return True
        self._held += speech.read(body["Text"], body.get("TextType", "text")).plain
        self._billed += len(body["Text"])
        forced = body.get("FlushStreamConfiguration", {}).get("Force")
        if forced or self._held.rstrip(" ").endswith(_CLAUSE):
            self._flush()
        return False

    def _flush(self) -> None:
        if self._held.strip():
            self._call.log.write("speaks", id=self._call.number, text=self._held)
            self._speak.put_nowait(self._held)
            self._held = ""

    async def _speaker(self) -> None:
        size = int(_PIECE * self._rate * 2) if self._form == "pcm" else 2048
        while (text := await self._speak.get()) is not None:
            spoken = speech.Spoken(text, text, False)
            whole = speech.audio(spoken, self._form, self._rate, self._settings)
            pace = Pace(self._settings["first_byte"])
            for at in range(0, len(whole), size):
                await pace.wait(_PIECE / self._settings["pace"])
                await self._call.event("AudioEvent", whole[at : at + size])


def _event(message: str) -> ServiceError:
    return ServiceError(400, "ValidationException", message, reason="invalidInboundEvent")
