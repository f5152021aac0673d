# SPDX-License-Identifier: MIT-0
"""Answers of several sentences, to the last sample: is there silence between, is anything lost?

Every piece of an answer is the same two seconds of noise, of which any 20 ms are unlike any other.
"""

from __future__ import annotations

import time

import audio
import numpy as np
import recordings
from context import Context
from delays import voice
from nullsinks import SPEAKER, NullSinks, Recording
from service import stand_in
from talk import Talk

QUESTION = 3
REPLIES = [
    "It is half past seven in the morning. The sun has just come up, and it will be a fine day. "
    "There may be some wind from the west in the afternoon, but it will stay dry. "
    "I hope that you will have time for a walk by the sea.",
    "Paris is the capital of France. More than two million people live there. It lies on a river.",
]
SECONDS = 2.0
BLOCK = 320


def noise() -> np.ndarray:
    return 0.1 * np.random.default_rng(3).standard_normal(round(SECONDS * audio.RATE))


def measure(context: Context, sinks: NullSinks) -> tuple[list[float], int, int]:
    """ms of silence between two pieces, for each pair; samples that were synthesized; and lost."""
    path = context.scratch / "noise.wav"
    audio.write(path, noise())
    piece = np.frombuffer(audio.pcm(noise()), "<i2")
    clip = recordings.questions(context)[QUESTION]
    gaps: list[float] = []
    synthesized = lost = 0
    with (
        stand_in(context, [{"text": clip.reference}], REPLIES, polly={"speech": str(path)}) as service,
        Recording(sinks) as recording,
        Talk(context, sinks, service) as talk,
    ):
        talk.wait("listening")
        time.sleep(0.5)
        for _ in REPLIES:
            time.sleep(1)
            place, start = talk.place, recording.position
            said = len(service.log("speaks"))
            sinks.say(voice(clip))
            talk.wait("reply", place, 40)
            time.sleep(0.5)
            pieces = len(service.log("speaks")) - said
            heard = recording.heard()[start:, SPEAKER]
            answer = np.round(heard * 32768).astype("<i2")
            places, missing = found(piece, answer, pieces)
            synthesized += pieces * len(piece)
            lost += missing
            gaps += [
                1000 * (after - before - len(piece)) / audio.RATE
                for before, after in zip(places, places[1:])
            ]
    return gaps, synthesized, lost


def found(piece: np.ndarray, answer: np.ndarray, pieces: int) -> tuple[list[int], int]:
    """Where each piece begins in what was heard, and how many of their samples are not there."""
    places: list[int] = []
    lost = 0
    at = 0
    for _ in range(pieces):
        start = begin(piece, answer, at)
        if start is None:
            lost += len(piece)
            continue
        places.append(start)
        heard = answer[start : start + len(piece)]
        lost += len(piece) - int((heard == piece[: len(heard)]).sum())
        at = start + len(piece) // 2
    return places, lost


def begin(piece: np.ndarray, answer: np.ndarray, at: int) -> int | None:
    """The first place from `at` on where a piece begins: known by any of its blocks."""
    for skip in range(0, len(piece) - BLOCK, BLOCK):
        head = piece[skip : skip + 8]
        window = answer[at:]
        match = np.flatnonzero(window == head[0])
        for place in match:
            if np.array_equal(window[place : place + 8], head):
                return at + int(place) - skip
    return None
