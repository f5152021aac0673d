# SPDX-License-Identifier: MIT-0
"""Answers in a room, and a user who speaks over some of them: vc-chat itself, in real time."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import audio
import echo_scenes
import numpy as np
import recordings
from context import Context
from delays import AUDIBLE, STEP, loud_steps
from echo_scenes import levelled
from nullsinks import SPEAKER, NullSinks, Recording
from room import Room
from service import stand_in
from talk import Talk
from walls import Walls

QUESTION = "What is the capital of France?"
REPLY = "It is half past seven in the morning and the sun has just come up over the hills."
AFTER = 1.5  # s of an answer until the user speaks over it
MOST = 3  # turns without a user that are waited for, after an answer
LENGTH = 4.0  # s of an answer
QUIET = {"threshold_db": -38.0}  # of the stand-in: noise at -46 dBFS is no speech
SILENT = 30  # steps of 10 ms


@dataclass
class Outcome:
    alone: int = 0  # answers over which nobody spoke
    stopped: int = 0  # of them that were cut off, or paused
    turns: int = 0  # turns without a user
    deaf: int = 0  # questions that got no answer
    over: int = 0  # answers over which somebody spoke
    heard: int = 0  # that stopped them
    times: list[float] = field(default_factory=list)  # ms, onset → speaker silent
    known: list[float] = field(default_factory=list)  # ms, onset → vc-chat says that somebody speaks
    proven: bool = False


@dataclass(frozen=True)
class Mark:
    """An answer: whether somebody spoke over it, its first and last frame, and where vc-chat said that
    somebody speaks."""

    is_over: bool
    start: int
    end: int
    known: list[int]


@dataclass(frozen=True)
class Sounds:
    question: np.ndarray
    answers: list[Path]
    people: list[np.ndarray]


def sounds(context: Context) -> Sounds:
    """Answers without a gap, so that a silence is a stop."""
    asked = recordings.questions(context)
    voices = [audio.read(clip.path) for clip in asked]
    answers = []
    for index in range(5):
        voice = np.concatenate([gapless(voices[(index + each) % 10]) for each in range(5)])
        path = context.scratch / f"answer{index}.wav"
        voice = levelled(np.resize(voice, round(LENGTH * audio.RATE)), echo_scenes.PLAYBACK)
        audio.write(path, voice)
        answers.append(path)
    clips = {clip.path.stem: audio.read(clip.path) for clip in recordings.packaged(context)}
    people = [
        levelled(clips[name], echo_scenes.USER)[round(a * audio.RATE) : round(b * audio.RATE)]
        for name, a, b in echo_scenes.INTERRUPTIONS.values()
    ]
    question = levelled(audio.read(asked[3].path), echo_scenes.USER)
    return Sounds(question, answers, people)


def gapless(voice: np.ndarray) -> np.ndarray:
    """Without what is softer than -36 dBFS when it is brought to -20."""
    voice = levelled(voice, echo_scenes.PLAYBACK)[: len(voice) // STEP * STEP]
    return voice.reshape(-1, STEP)[audio.levels(voice, STEP) > -36].reshape(-1)


def converse(
    context: Context, sinks: NullSinks, sound: Sounds, room: Room, alone: int, over: int
) -> Outcome:
    """An answer that proves the echo, then `alone` and `over` of them, mixed."""
    outcome = Outcome()
    random = np.random.default_rng(room.seed)
    kinds = [False] * alone + [True] * over
    random.shuffle(kinds)
    marks: list[Mark] = []
    with (
        stand_in(context, [{"text": QUESTION}], [REPLY], QUIET) as service,
        Recording(sinks) as recording,
        Walls(sinks, room) as walls,
        Talk(context, sinks, service) as talk,
    ):
        talk.wait("started")
        talk.wait("listening")
        time.sleep(1)
        for number, is_over in enumerate([False, *kinds]):
            if number == 1 + len(kinds) // 2 and room.later_delay is not None:
                walls.delay = room.later_delay
            service.set(polly={"speech": str(sound.answers[number % len(sound.answers)])})
            place = talk.place
            walls.say(sound.question)
            speaking = talk.see("speaking", place, 10)
            if speaking is None:
                outcome.deaf += 1
                continue
            start = recording.frame(speaking["audible"])
            place = talk.place
            if is_over:
                time.sleep(max(0.0, speaking["audible"] + AFTER - time.monotonic()))
                walls.say(sound.people[number % len(sound.people)])
            reply = talk.wait("reply", place)
            frames = [recording.frame(moment) for moment in talk.times("speech_started", place)]
            marks.append(Mark(is_over, start, recording.position, frames))
            if number == 0:
                outcome.proven = bool([e for e in talk.events if e.get("by") == "voice"])
            elif is_over:
                outcome.over += 1
                outcome.heard += reply["interrupted"]
            else:
                outcome.alone += 1
                outcome.stopped += reply["interrupted"]
            outcome.turns += quiet(talk, walls, place, is_over)
        heard = recording.stop()
        user = walls.user(heard)
    measure(outcome, marks[1:], heard, user)
    return outcome


def quiet(talk: Talk, walls: Walls, place: int, is_over: bool) -> int:
    """Waits until nobody speaks; what somebody said over an answer is answered, which is stopped.
    Returns how many turns nobody has spoken."""
    time.sleep(0.3)
    while not walls.is_quiet():
        time.sleep(0.05)
    count, patience = 0, 2.5 if is_over else 1.0
    while count < MOST and talk.see("turn", place, patience):
        count += 1
        speaking = talk.see("speaking", place, 3)
        place = talk.place
        if speaking:
            time.sleep(0.2)
            talk.press_enter()
            talk.see("reply", place, 3)
        patience = 1.0
        place = talk.place
    time.sleep(0.3)
    return 0 if is_over else count


def measure(
    outcome: Outcome, marks: list[Mark], heard: np.ndarray, user: np.ndarray
) -> None:
    """What the recording tells: pauses in answers, and how long after an onset one was silent."""
    for mark in marks:
        answer = heard[mark.start : mark.end + audio.RATE, SPEAKER]
        if not mark.is_over:
            loud = loud_steps(answer[: mark.end - mark.start])
            outcome.stopped += bool(len(loud)) and bool((np.diff(loud) > SILENT).any())
            continue
        onsets = loud_steps(user[mark.start : mark.start + 4 * audio.RATE])
        if not len(onsets):
            continue
        onset = int(onsets[0])
        if (stop := silence(answer, onset)) is not None:
            outcome.times.append(10.0 * (stop - onset))
        known = [(frame - mark.start) / STEP - onset for frame in mark.known]
        outcome.known += [round(10.0 * each) for each in known if each > 0][:1]


def silence(answer: np.ndarray, step: int) -> int | None:
    """The first 10 ms at or behind `step` from which on 300 ms are silent."""
    is_loud = audio.levels(answer, STEP) > AUDIBLE
    for at in range(step, len(is_loud) - SILENT):
        if not is_loud[at : at + SILENT].any():
            return at
    return None
