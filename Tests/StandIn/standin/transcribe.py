# SPDX-License-Identifier: MIT-0
"""StartStreamTranscription: signed audio in, transcript events out, at the same time.

Shapes and rules: the AWS SDK for Python's model, the Transcribe developer guide.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from array import array

import h2.errors

from . import transcribe_options
from .call import EVENT_STREAM
from .errors import ServiceError, Stopped, bad_request
from .recogniser import Heard, Recogniser, Script
from .signed_input import SignedInput
from .transcript import Writer

_AHEAD = 0.15  # seconds: how far past the audio that has come results may be due
_IDLE = "Your request timed out because no new audio was received for {:g} seconds."


async def serve(call, state) -> None:
    """The whole exchange: 200 before any audio, results while it comes, finals at its end."""
    exchange = call.exchange
    options = transcribe_options.read(exchange)
    call.log.verdict(call.number, "options", True, options=options.given)
    _only_one(call)
    session = options.get("session-id") or str(uuid.uuid4())
    _take_over(state, session, exchange)
    echo = {**options.given, "session-id": session}
    headers = [(transcribe_options.PREFIX + name, value) for name, value in echo.items()]
    try:
        await call.begin(EVENT_STREAM, [("x-amzn-request-id", call.request_id), *headers])
        await Session(call, state, options).run()
    finally:
        if state.sessions.get(session) is exchange:
            del state.sessions[session]


def _only_one(call) -> None:
    """The service refuses a second transcription on a connection (aws-sdk-js-v3 issue 2555)."""
    exchange = call.exchange
    others = [e for e in exchange.connection.exchanges.values() if e.path == exchange.path]
    if any(other.stream_id < exchange.stream_id for other in others):
        message = "A second transcription on one connection."
        call.log.verdict(call.number, "one stream a connection", False, message=message)
        exchange.connection.reset(exchange, int(h2.errors.ErrorCodes.REFUSED_STREAM))
        raise Stopped("refused stream")


def _take_over(state, session: str, exchange) -> None:
    """A new stream with the id of a live one ends that one."""
    if session in state.sessions:
        message = "A new stream was started with the same session ID."
        state.sessions[session].interrupt(
            ServiceError(409, "ConflictException", message, counts=False)
        )
    state.sessions[session] = exchange


class Session:
    def __init__(self, call, state, options: transcribe_options.Options):
        self._call = call
        self._options = options
        self._settings = state.settings["transcribe"]
        self._input = SignedInput(call, state)
        self._ears = [
            Recogniser(self._settings, self._script(state, channel), options.rate)
            for channel in range(options.channels)
        ]
        self._writer = Writer(options)
        self._pcm = options.get("media-encoding") == "pcm"
        self._received = 0.0  # seconds of audio
        self._base: float | None = None  # when second 0 of the audio was, at the earliest
        self._last_audio = time.monotonic()
        self._noted = False

    def _script(self, state, channel: int) -> Script:
        utterances = self._settings["utterances"]
        if self._options.channels > 1 and any("channel" in u for u in utterances):
            utterances = [u for u in utterances if u.get("channel") == channel]
        return Script(utterances, state.counters, f"transcribe {channel}")

    async def run(self) -> None:
        while True:
            await self._deliver()
            try:
                t, message = await self._input.next(self._patience())
            except TimeoutError:
                self._check_idle()
                continue
            if message is None:
                break
            if message.headers.get(":event-type") != "AudioEvent":
                raise bad_request(f"Unknown event: {message.headers.get(':event-type')}")
            if not message.payload:  # the developer guide's way to end a stream
                break
            self._take(t, message.payload)
        await self._input.drain()
        for channel, ear in enumerate(self._ears):
            for heard in ear.finish():
                await self._send(channel, heard)
        await self._call.end()

    def _take(self, t: float, audio: bytes) -> None:
        """One chunk; at most a second of whole samples."""
        self._last_audio = t
        step = 2 * self._options.channels
        if not self._pcm:
            self._base = self._base or t
            for ear in self._ears:
                ear.pass_time(t - self._base)
            return
        if len(audio) % step:
            raise bad_request(f"The audio chunk has {len(audio)} bytes: no whole frames.")
        seconds = len(audio) / step / self._options.rate
        if seconds > 1:
            raise bad_request(f"The audio chunk lasts {seconds:g} s; at most 1 s is allowed.")
        self._received += seconds
        start = t - self._received
        self._base = start if self._base is None else min(self._base, start)
        self._note_pace(t, seconds)
        if len(self._ears) == 1:
            self._ears[0].hear(audio)
            return
        both = array("h", audio)
        for channel, ear in enumerate(self._ears):
            ear.hear(both[channel :: len(self._ears)].tobytes())

    def _note_pace(self, t: float, seconds: float) -> None:
        """Audio ahead of real time can hit signing errors after 5 minutes (amazon-transcribe)."""
        if self._input.count == 1:
            self._first = t - seconds
        lead = self._received - (t - self._first)
        if lead > self._settings["lead_limit"] and not self._noted:
            self._noted = True
            self._call.log.note(self._call.number, "pace", lead=lead, received=self._received)

    def _now(self) -> float:
        """The time in seconds of audio; little ahead of what has come."""
        heard = self._ears[0].heard
        if self._base is None:
            return 0.0
        return max(heard, min(time.monotonic() - self._base, heard + _AHEAD))

    def _patience(self) -> float:
        """Till the next result may be due, or the client has been silent for too long."""
        idle = self._last_audio + self._settings["idle_limit"] - time.monotonic()
        if self._base is None:
            return max(0.0, idle)
        due = min(ear.deadline() for ear in self._ears)
        if due > self._ears[0].heard + _AHEAD:
            return max(0.0, idle)
        return max(0.0, min(idle, due + self._base - time.monotonic()))

    def _check_idle(self) -> None:
        limit = self._settings["idle_limit"]
        if time.monotonic() - self._last_audio >= limit:
            raise bad_request(_IDLE.format(limit))

    async def _deliver(self) -> None:
        now = self._now()
        for channel, ear in enumerate(self._ears):
            for heard in ear.results(now):
                if channel == 0 or heard.words:
                    await self._send(channel, heard)
        await asyncio.sleep(0)

    async def _send(self, channel: int, heard: Heard) -> None:
        event = self._writer.event(heard, channel)
        text = " ".join(word.text for word in heard.words)
        await self._call.event("TranscriptEvent", event, text=text, partial=heard.partial)
