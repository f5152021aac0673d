# SPDX-License-Identifier: MIT-0
"""How decisions about speech are held against its known beginnings and ends.

All positions are frames of 16 kHz.
"""

from __future__ import annotations

from dataclasses import dataclass, field

STEP = 160
# What vc takes into a turn before its first voice and after its last, at most.
LEAD_IN = LEAD_OUT = 3200


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


def spans(speech: list[bool], gap: int, shortest: int = 5 * STEP) -> list[Span]:
    """The utterances of a decision for each 10 ms.

    A gap shorter than `gap` belongs to the utterance; one that is shorter than `shortest` as a
    whole is a click.
    """
    found: list[Span] = []
    for step, is_speech in enumerate(speech):
        if not is_speech:
            continue
        start, end = step * STEP, (step + 1) * STEP
        if found and start - found[-1].end < gap:
            start = found.pop().start
        found.append(Span(start, end))
    return [span for span in found if span.end - span.start >= shortest]


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
    account = Account()
    taken: set[Turn] = set()
    for span in truth:
        parts = [
            turn for turn in found if turn.voice.start < span.end and turn.voice.end > span.start
        ]
        if not parts:
            account.missed += 1
            continue
        account.split += len(parts) - 1
        if parts[0] in taken:
            account.joined += 1
            account.last = [pair for pair in account.last if pair[1] is not parts[0]]
        else:
            account.first.append((span, parts[0]))
        taken.update(parts)
        account.last.append((span, parts[-1]))
    account.spurious = sum(turn not in taken for turn in found)
    return account


def frame_error(truth: list[Span], found: list[Turn], frames: int) -> tuple[float, float, float]:
    """In steps of 10 ms: the part of all that is wrong, of speech that is missed, of silence that
    was taken for speech."""
    speech = steps(truth, frames)
    voice = steps([turn.voice for turn in found], frames)
    missed = sum(was and not heard for was, heard in zip(speech, voice))
    false = sum(heard and not was for was, heard in zip(speech, voice))
    spoken = sum(speech)
    silent = len(speech) - spoken
    return (missed + false) / len(speech), missed / max(spoken, 1), false / max(silent, 1)


def steps(parts: list[Span], frames: int) -> list[bool]:
    """For each 10 ms, whether it begins in one of the parts."""
    mask = [False] * (frames // STEP)
    for part in parts:
        for step in range(-(-part.start // STEP), min(-(-part.end // STEP), len(mask))):
            mask[step] = True
    return mask
