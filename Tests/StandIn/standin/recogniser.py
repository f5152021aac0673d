# SPDX-License-Identifier: MIT-0
"""Finds speech by its plain energy and says scripted words, at the times that real ones come.

Pure: it is fed samples and told what time it is (in seconds of audio), and gives results.
"""

from __future__ import annotations

import itertools
import uuid
from array import array
from dataclasses import dataclass, replace

_FRAME = 0.01  # seconds
_ONSET = 3  # loud frames in a row
_SLACK = 0.15  # a chunk that may not have come yet: speech is taken to go on for so long


@dataclass
class Word:
    text: str
    start: float
    end: float
    utterance: dict  # that it is of
    spread: bool = False  # its times are made up


@dataclass
class Heard:
    """A result: `words` none at all means an empty event."""

    at: float
    words: list[Word]
    partial: bool = True
    id: str = ""
    start: float = 0.0
    end: float = 0.0
    utterance: dict | None = None


class Script:
    """The utterances, in turn; `taken` is where they are kept across streams."""

    def __init__(self, utterances: list[dict], counters: dict, key: str):
        self._utterances = utterances
        self._counters = counters
        self._key = key

    def next(self) -> dict:
        if not self._utterances:
            return {"text": ""}
        number = self._counters.get(self._key, 0)
        self._counters[self._key] = number + 1
        return self._utterances[number % len(self._utterances)]

    def all(self) -> list[dict]:
        return self._utterances


class Recogniser:
    def __init__(self, settings: dict, script: Script, rate: int):
        self._settings = settings
        self._script = script
        self._frame = max(1, int(rate * _FRAME))
        self._threshold = (32768 * 10 ** (settings["threshold_db"] / 20)) ** 2
        self._rest = array("h")
        self._run = 0  # loud frames in a row
        self.heard = 0.0  # seconds of audio
        self._words: list[Word] = []
        self._timed = settings["mode"] == "times"
        if self._timed:
            self._words = list(
                itertools.chain.from_iterable(_timed(u, 0.0) for u in script.all())
            )
        self._start: float | None = None  # of the open segment
        self._loud = 0.0  # end of its last loud frame
        self._id = ""
        self._next_partial = 0.0
        self._closed_at = -1.0  # for which end of speech the partial with all words has gone
        self._next_empty = settings["empty_every"]

    # Audio in.

    def hear(self, samples: bytes) -> None:
        """Mono signed 16-bit little-endian samples, whole ones."""
        self._rest.frombytes(samples)
        frames = len(self._rest) // self._frame
        for index in range(frames):
            frame = self._rest[index * self._frame : (index + 1) * self._frame]
            energy = sum(x * x for x in frame) / self._frame
            self._step(energy > self._threshold)
        del self._rest[: frames * self._frame]

    def pass_time(self, now: float) -> None:
        """Audio that can't be decoded: time passes, without energy."""
        while self.heard + _FRAME <= now:
            self._step(False)

    def _step(self, loud: bool) -> None:
        self.heard += _FRAME
        if self._timed:
            loud = any(w.start <= self.heard <= w.end + _FRAME for w in self._words[:50])
            self._run = _ONSET if loud else 0
        else:
            self._run = self._run + 1 if loud else 0
        if self._start is None:
            if self._run >= _ONSET:
                self._open(self.heard - (0 if self._timed else _ONSET) * _FRAME)
        elif loud:
            self._loud = self.heard

    def _open(self, start: float) -> None:
        self._start = start
        self._loud = self.heard
        self._id = str(uuid.uuid4())
        self._next_partial = start + self._settings["partial_every"]
        if self._timed:
            return
        if self._words and abs(self._words[0].start - start) > 1:
            self._words = []  # what is left of an utterance that went otherwise
        if not self._words:
            utterance = self._script.next()
            self._words = _timed(utterance, start) or _spread(utterance, start)

    # Results out.

    def deadline(self) -> float:
        """When the next result is due, as far as is known now."""
        return self._due()[0]

    def results(self, now: float) -> list[Heard]:
        """What is due by `now`, in order."""
        found = []
        while (due := self._due())[0] <= now:
            at, kind = due
            if result := getattr(self, f"_{kind}")(at):
                found.append(result)
        return found

    def finish(self) -> list[Heard]:
        """The audio has ended: the open segment's final result."""
        return [r for r in [self._final(self.heard)] if r] if self._start is not None else []

    def _due(self) -> tuple[float, str]:
        settings = self._settings
        if self._start is None:
            return self._next_empty, "empty"
        due = [(self._loud + settings["final"], "final")]
        if self._closed_at != self._loud:
            due.append((self._loud + settings["last_partial"], "closing"))
        if self._next_partial <= self._loud + _SLACK:
            due.append((self._next_partial, "partial"))
        return min(due)

    def _empty(self, at: float) -> Heard:
        self._next_empty = at + self._settings["empty_every"]
        return Heard(at, [])

    def _partial(self, at: float) -> Heard | None:
        self._next_partial += self._settings["partial_every"]
        limit = at - self._settings["word_delay"]
        return self._result(at, [w for w in self._words if w.end <= limit])

    def _closing(self, at: float) -> Heard | None:
        self._closed_at = self._loud
        self._next_partial = max(self._next_partial, self._loud + self._settings["partial_every"])
        return self._result(at, self._said())

    def _final(self, at: float) -> Heard | None:
        said = self._said()
        result = self._result(at, said, partial=False)
        self._words = self._words[len(said) :]
        self._start = None
        self._run = 0
        self._next_empty = at + self._settings["empty_every"]
        return result

    def _said(self) -> list[Word]:
        """The words that began in the speech so far; all of them where times are made up."""
        if self._words and self._words[0].spread:
            span = (self._loud - self._start) / len(self._words)
            return [
                replace(w, start=self._start + i * span, end=self._start + (i + 1) * span)
                for i, w in enumerate(self._words)
            ]
        return [w for w in self._words if w.start < self._loud + 0.1]

    def _result(self, at: float, words: list[Word], partial: bool = True) -> Heard | None:
        if not words:
            return None
        start, end = self._start or 0.0, words[-1].end
        return Heard(at, words, partial, self._id, start, end, words[0].utterance)


def _timed(utterance: dict, onset: float) -> list[Word]:
    """Words with times of their own; with an onset, the first word is moved to it."""
    words = utterance.get("words") or []
    shift = onset - words[0]["start"] if words and onset else 0.0
    return [Word(w["text"], w["start"] + shift, w["end"] + shift, utterance) for w in words]


def _spread(utterance: dict, onset: float) -> list[Word]:
    """Words without times: three a second, till the end of speech tells better."""
    return [
        Word(text, onset + i * 0.33, onset + (i + 1) * 0.33, utterance, True)
        for i, text in enumerate(utterance["text"].split())
    ]
