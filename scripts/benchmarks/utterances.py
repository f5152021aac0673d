# SPDX-License-Identifier: MIT-0
"""About a minute of speech whose beginnings and ends are known: where the clean signal is loud."""

from __future__ import annotations

import audio
import numpy as np
import recordings
from context import Context
from judgement import STEP, Span, spans

# 10 ms of the clean signal are speech above this; clips are brought to -22 dBFS first.
SPEECH = -38
# A gap that is shorter belongs to the utterance, as with the --silence that is measured.
GAP = audio.RATE // 2


def composed(context: Context) -> tuple[np.ndarray, list[Span]]:
    """Questions, clips and people, pauses of 0.8 to 2.5 s between; and the utterances."""
    packaged = {clip.path.stem: clip.path for clip in recordings.packaged(context)}
    spoken = recordings.spoken(context)
    piper = [clip.path for clip in spoken if clip.group == "piper"]
    robot = [clip.path for clip in spoken if clip.group == "espeak"]
    paths = [piper[index] for index in (0, 2, 4, 6, 8)]
    paths += [packaged["beckett"], packaged["quick_brown_fox"], robot[3], robot[8]]
    signals = [audio.read(path) for path in paths]
    signals.append(audio.read(packaged["two_cities"])[: 12 * audio.RATE])
    random = np.random.default_rng(3)
    parts = [audio.silence(2)]
    for signal in signals:
        loud = signal[np.abs(signal) > 0.01]
        parts += [signal * 0.08 / audio.rms(loud), audio.silence(random.uniform(0.8, 2.5))]
    clean = np.concatenate([*parts, audio.silence(3)])
    clean = clean[: len(clean) // STEP * STEP]
    return clean, spans(list(audio.levels(clean, STEP) > SPEECH), GAP)


def noisy(clean: np.ndarray, truth: list[Span], decibels: float) -> np.ndarray:
    """The speech in pink noise that is so much weaker than it."""
    speech = np.concatenate([clean[span.start : span.end] for span in truth])
    strength = audio.rms(speech) / 10 ** (decibels / 20)
    return clean + strength * audio.pink_noise(len(clean))
