# SPDX-License-Identifier: MIT-0
"""Speech with known beginnings and ends, and how decisions about it are judged.

All positions are frames of 16 kHz.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import audio
import numpy as np
import recordings
from context import Context

STEP = audio.RATE // 100
# 10 ms of the clean signal are speech above this; clips are brought to -22 dBFS first.
SPEECH = -38
# A gap that is shorter belongs to the utterance, as with the --silence that is measured.
GAP = round(0.5 * audio.RATE)
# What vc takes into a turn before its first voice and after its last, at most.
LEAD_IN = LEAD_OUT = round(0.2 * audio.RATE)


@dataclass(frozen=True)
class Span:
    """From the first frame of an utterance to the one after its last."""

    start: int
    end: int


@dataclass(frozen=True)
class Turn(Span):
    """What was taken for an utterance, and how much had been heard when that was decided."""

    heard_start: int
    heard_end: int

    @property
    def voice(self) -> Span:
        """Without what is taken in before and after it."""
        start = min(self.start + LEAD_IN, self.end)
        return Span(start, max(start, self.end - LEAD_OUT))


def composed(context: Context) -> tuple[np.ndarray, list[Span]]:
    """About a minute: questions, clips and people, pauses of 0.8 to 2.5 s between."""
    packaged = {clip.path.stem: clip.path for clip in recordings.packaged(context)}
    spoken = recordings.spoken(context)
    piper, _, robot = (spoken[at : at + 10] for at in (0, 10, 20))
    paths = [piper[index].path for index in (0, 2, 4, 6, 8)]
    paths += [packaged["beckett"], packaged["quick_brown_fox"], robot[3].path, robot[8].path]
    signals = [audio.read(path) for path in paths]
    signals.append(audio.read(packaged["two_cities"])[: 12 * audio.RATE])
    random = np.random.default_rng(3)
    parts = [audio.silence(2)]
    for signal in signals:
        loud = signal[np.abs(signal) > 0.01]
        parts += [signal * 0.08 / audio.rms(loud), audio.silence(random.uniform(0.8, 2.5))]
    clean = np.concatenate([*parts, audio.silence(3)])
    clean = clean[: len(clean) // STEP * STEP]
    return clean, spans(audio.levels(clean, STEP) > SPEECH)


def spans(speech: np.ndarray) -> list[Span]:
    """The utterances of a decision for each 10 ms."""
    found: list[Span] = []
    for step in np.flatnonzero(speech):
        start, end = int(step) * STEP, int(step + 1) * STEP
        if found and start - found[-1].end < GAP:
            start = found.pop().start
        found.append(Span(start, end))
    return found


def within(parts: list[Span], frames: int) -> np.ndarray:
    """For each frame, whether it lies in one of the parts."""
    mask = np.zeros(frames, bool)
    for part in parts:
        mask[part.start : part.end] = True
    return mask


def turns(decisions: list[dict]) -> list[Turn]:
    """The turns that were opened and closed."""
    found = []
    opened: dict | None = None
    for decision in decisions:
        if decision["type"] == "started":
            opened = decision
        elif decision["type"] == "ended" and opened:
            found.append(Turn(opened["at"], decision["at"], opened["frames"], decision["frames"]))
            opened = None
    return found


@dataclass
class Account:
    """Utterances and turns that belong together, and those that don't."""

    first: list[tuple[Span, Turn]] = field(default_factory=list)  # the turn that opens with it
    last: list[tuple[Span, Turn]] = field(default_factory=list)  # the turn that closes with it
    missed: int = 0
    spurious: int = 0
    joined: int = 0  # utterances that go on in the turn of the one before
    split: int = 0  # turns that go on in the utterance of the one before


def compare(truth: list[Span], found: list[Turn]) -> Account:
    """Who overlaps whom."""

    def overlap(span: Span, turn: Turn) -> bool:
        return turn.voice.start < span.end and turn.voice.end > span.start

    account = Account()
    opened: set[int] = set()
    for span in truth:
        overlapping = [turn for turn in found if overlap(span, turn)]
        if not overlapping:
            account.missed += 1
            continue
        account.split += len(overlapping) - 1
        if id(overlapping[0]) in opened:
            account.joined += 1
            account.last = [pair for pair in account.last if pair[1] is not overlapping[0]]
        else:
            account.first.append((span, overlapping[0]))
        opened.update(map(id, overlapping))
        account.last.append((span, overlapping[-1]))
    account.spurious = sum(id(turn) not in opened for turn in found)
    return account


def frame_error(truth: list[Span], found: list[Turn], frames: int) -> tuple[float, float, float]:
    """The part of all frames that is wrong, of speech that is missed, of silence that is not."""
    speech = within(truth, frames)
    voice = within([turn.voice for turn in found], frames)
    return (
        float((speech != voice).mean()),
        float((speech & ~voice).sum() / speech.sum()),
        float((voice & ~speech).sum() / (~speech).sum()),
    )
