# SPDX-License-Identifier: MIT-0
"""What Polly would say: samples, or a file's marker with filler, or speech marks."""

from __future__ import annotations

import json
import math
import re
import wave
from array import array
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from .errors import ServiceError

_WORD = re.compile(r"\w[\w'’-]*")
_MARKERS = {"mp3": b"ID3\x04\x00\x00", "ogg_vorbis": b"OggS\x00\x02", "ogg_opus": b"OggS\x00\x02"}
CONTENT = {
    "pcm": "audio/pcm",
    "mp3": "audio/mpeg",
    "ogg_vorbis": "audio/ogg",
    "ogg_opus": "audio/ogg",
    "mulaw": "audio/mulaw",
    "alaw": "audio/alaw",
    "json": "application/x-json-stream",
}


@dataclass
class Spoken:
    """A text that is to be spoken: what is read aloud, and what is billed."""

    text: str
    plain: str
    ssml: bool

    @property
    def billed(self) -> int:
        return len(self.plain)


def read(text: str, text_type: str) -> Spoken:
    """Text or SSML; InvalidSsmlException for SSML that isn't well-formed or isn't `<speak>`."""
    if text_type != "ssml":
        return Spoken(text, text, False)
    try:
        root = ElementTree.fromstring(  # noqa: S314 (our own tests' input)
            re.sub(r"<(/?)amazon:", r"<\1amazon-", text)
        )
    except ElementTree.ParseError:
        root = None
    if root is None or root.tag != "speak":
        raise ServiceError(400, "InvalidSsmlException", "Invalid SSML request")
    return Spoken(text, "".join(root.itertext()), True)


def words(text: str) -> list[re.Match]:
    return list(_WORD.finditer(text))


def audio(spoken: Spoken, form: str, rate: int, settings: dict) -> bytes:
    """The whole of the audio; PCM is real, the other forms are of the right size and no more."""
    if settings["speech"]:
        samples = _recording(settings["speech"], rate)
    else:
        samples = tones(len(words(spoken.plain)), rate, settings["word_seconds"])
    if form == "pcm":
        return samples
    if form in ("mulaw", "alaw"):
        return b"\xff" * (len(samples) // 2)
    return _MARKERS[form] + bytes(len(samples) // 8)


@lru_cache(maxsize=8)
def _recording(path: str, rate: int) -> bytes:
    """A WAV's samples at another rate, by linear interpolation."""
    with wave.open(path, "rb") as file:
        if (file.getsampwidth(), file.getnchannels()) != (2, 1):
            raise ValueError(f"{path} isn't 16-bit mono")
        given = array("h", file.readframes(file.getnframes()))
        step = file.getframerate() / rate
    if step == 1:
        return given.tobytes()
    result = array("h")
    for index in range(int((len(given) - 1) / step)):
        at = index * step
        low = int(at)
        result.append(int(given[low] + (given[low + 1] - given[low]) * (at - low)))
    return result.tobytes()


@lru_cache(maxsize=64)
def tones(count: int, rate: int, seconds: float) -> bytes:
    """A burst for each word, each at a pitch of its own, and a gap of a quarter after it."""
    result = array("h")
    for index in range(count):
        pitch = 220 * 2 ** ((index % 12) / 12)
        length, sounding = int(seconds * rate), int(seconds * rate * 0.75)
        ramp = max(1, int(0.01 * rate))
        for at in range(length):
            edge = min(1.0, at / ramp, (sounding - at) / ramp) if at < sounding else 0.0
            result.append(int(9000 * edge * math.sin(2 * math.pi * pitch * at / rate)))
    return result.tobytes()


def marks(spoken: Spoken, types: list[str], settings: dict) -> bytes:
    """Speech marks, a JSON object a line; `start` and `end` count bytes of the text as sent."""
    found = []
    if "sentence" in types:
        for match in re.finditer(r"\S[^.!?]*[.!?]?", spoken.plain):
            found.append(_mark(spoken, "sentence", match, settings))
    if "word" in types:
        found += [_mark(spoken, "word", match, settings) for match in words(spoken.plain)]
    if "viseme" in types:
        for mark in [_mark(spoken, "word", match, settings) for match in words(spoken.plain)]:
            found.append({"time": mark["time"], "type": "viseme", "value": "t"})
    if "ssml" in types:
        for match in re.finditer(r'<mark name="([^"]*)"\s*/>', spoken.text):
            found.append({"time": 0, "type": "ssml", "value": match.group(1)})
    found.sort(key=lambda mark: (mark["time"], mark["type"] != "sentence"))
    return "".join(json.dumps(mark, ensure_ascii=False) + "\n" for mark in found).encode()


def _mark(spoken: Spoken, kind: str, match: re.Match, settings: dict) -> dict:
    before = len(words(spoken.plain[: match.start()]))
    offset = max(0, spoken.text.find(match.group()) - match.start()) if spoken.ssml else 0
    start = len(spoken.text[: offset + match.start()].encode())
    return {
        "time": int(before * settings["word_seconds"] * 1000),
        "type": kind,
        "start": start,
        "end": start + len(match.group().encode()),
        "value": match.group(),
    }
