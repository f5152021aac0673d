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
    """Every silence that was put in, between two pieces or inside of one, in ms; samples that were
    synthesized, and lost."""
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
            put_in, missing = compared(piece, answer, pieces)
            synthesized += pieces * len(piece)
            lost += missing
            gaps += put_in
    return gaps, synthesized, lost


def compared(piece: np.ndarray, answer: np.ndarray, pieces: int) -> tuple[list[float], int]:
    """20 ms by 20 ms: how much silence (ms) is before each that isn't where the one before ends, and
    how many samples aren't there."""
    gaps: list[float] = []
    lost = 0
    at = None
    for _ in range(pieces):
        for start in range(0, len(piece), BLOCK):
            block = piece[start : start + BLOCK]
            place = found(block, answer, at)
            if place is None:
                lost += len(block)
                continue
            if at is not None and place > at:
                gaps.append(1000 * (place - at) / audio.RATE)
            at = place + len(block)
    return gaps, lost


def found(block: np.ndarray, answer: np.ndarray, at: int | None) -> int | None:
    """Where the block is, at `at` or within a second behind it; anywhere where that isn't known."""
    first, last = (at, at + audio.RATE) if at is not None else (0, len(answer))
    if np.array_equal(answer[first : first + len(block)], block):
        return first
    window = answer[first : last + len(block)]
    for place in np.flatnonzero(window == block[0]):
        if np.array_equal(window[place : place + len(block)], block):
            return first + int(place)
    return None
