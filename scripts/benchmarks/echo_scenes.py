# SPDX-License-Identifier: MIT-0
"""What the echo cancellers are given: answers out of a loudspeaker, in rooms, people over them."""

from __future__ import annotations

from dataclasses import dataclass

import audio
import numpy as np
import recordings
from context import Context
from judgement import STEP, Span
from room import Room

SECONDS = 36
# dBFS while speech lasts: of the answers as they are played, of the user at the microphone.
PLAYBACK, USER = -20, -26
# Where the user speaks, in seconds, or as soon as an answer is loud; and what: from an onset on.
INTERRUPTIONS = {
    6.0: ("counting", 0.05, 2.5),
    11.0: ("beckett", 0.33, 2.3),
    16.0: ("hello_world", 0.08, 1.0),
    21.0: ("two_cities", 1.19, 3.2),
    26.0: ("quick_brown_fox", 0.41, 2.5),
    31.0: ("two_cities", 14.29, 16.4),
}


@dataclass(frozen=True)
class Scene:
    """A room, and the delay that the canceller is told (ms)."""

    group: str
    room: Room
    told: float


def scenes(quick: bool) -> list[Scene]:
    """Rooms of RT60 0.2 to 0.5 s, echoes of -10 to 0 dB, delays of 30 to 200 ms."""
    plain = [(1, 0.2, 0, 30), (2, 0.35, -6, 80), (3, 0.5, -10, 140), (4, 0.4, -3, 200)]
    rooms = [Room(seed, rt60, gain, delay) for seed, rt60, gain, delay in plain]
    found = [Scene("delay told", room, room.delay) for room in rooms]
    found += [Scene("delay not told", room, 0) for room in rooms]
    found += [
        Scene("delay changes", Room(5, 0.4, -6, 60, later_delay=190), 60),
        Scene("delay changes", Room(6, 0.3, -3, 200, later_delay=40), 200),
        Scene("drift ±50 ppm", Room(7, 0.35, -6, 80, drift=50), 80),
        Scene("drift ±50 ppm", Room(8, 0.35, -6, 80, drift=-50), 80),
        Scene("clipping", Room(9, 0.35, 0, 80, clips=True), 80),
        Scene("clipping", Room(10, 0.35, -6, 80, clips=True), 80),
        Scene("all at once, noise -46", Room(11, 0.4, -6, 250, 20, 50, True, -46), 0),
        Scene("all at once, noise -46", Room(12, 0.4, -6, 20, 250, 50, True, -46), 0),
    ]
    return found[::2] if quick else found


def hard_rooms(count: int) -> list[Room]:
    """Everything at once: a delay between 20 and 250 ms that changes, drift, clipping, noise."""
    rooms = []
    for seed in range(100, 100 + count):
        random = np.random.default_rng(seed)
        delay, later = random.uniform(20, 250, 2)
        drift = float(random.choice([-50, 50]))
        rooms.append(Room(seed, 0.4, -6, delay, later, drift, True, -46))
    return rooms


def playback(context: Context) -> np.ndarray:
    """Answers of some sentences with pauses of 1 s between; the first second is silent."""
    parts = [audio.silence(1)]
    frames = 0
    signals = [audio.read(clip.path) for clip in recordings.questions(context)]
    while frames < SECONDS * audio.RATE:
        for index, signal in enumerate(signals):
            parts += [levelled(signal, PLAYBACK), audio.silence(1 if index % 4 == 3 else 0.1)]
            frames += len(parts[-1]) + len(parts[-2])
    return np.concatenate(parts)[: SECONDS * audio.RATE]


def user(context: Context, answers: np.ndarray) -> tuple[np.ndarray, list[Span]]:
    """People over the answers, and where they speak."""
    clips = {clip.path.stem: audio.read(clip.path) for clip in recordings.packaged(context)}
    signal = audio.silence(SECONDS)
    spans = []
    for start, (name, first, last) in INTERRUPTIONS.items():
        voice = levelled(clips[name], USER)
        voice = voice[round(first * audio.RATE) : round(last * audio.RATE)]
        at = loud(answers, round(start * audio.RATE))
        signal[at : at + len(voice)] += voice
        spans.append(Span(at, at + len(voice)))
    return signal, spans


def loud(answers: np.ndarray, start: int) -> int:
    """The first place from `start` on behind which the answers are loud for 300 ms."""
    while audio.levels(answers[start : start + 30 * STEP], 30 * STEP)[0] < PLAYBACK - 4:
        start += STEP
    return start


def levelled(signal: np.ndarray, level: float) -> np.ndarray:
    """Brought to so many dBFS where it is loud."""
    loud = signal[np.abs(signal) > 0.01]
    return signal * 10 ** (level / 20) / audio.rms(loud)

