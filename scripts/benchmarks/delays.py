# SPDX-License-Identifier: MIT-0
"""A conversation of twenty turns: how long each answer takes, and what ENTER and the whole cost."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import audio
import numpy as np
import recordings
from context import Context, Unavailable
from echo_scenes import levelled
from nullsinks import MOUTH, SPEAKER, NullSinks, Recording
from service import stand_in, timed
from talk import Talk

# Audible is what is above this in 10 ms, of both sides; the stand-in hears with the same ear.
AUDIBLE = -45
STEP = audio.RATE // 100
LEVEL = -22  # dBFS of the user
HEARD = 1.25  # s of an answer until ENTER stops it

REPLIES = [
    "It is half past seven in the morning. The sun has just come up, and it will be a fine day.",
    "That takes about eight minutes, if you like the yolk soft. Keep the water just below boiling.",
    "Sure, here is one. Why did the bicycle fall over? Because it was two tired.",
    "Paris is the capital of France. More than two million people live there.",
    "Let me think. There are a hundred and eighty minutes in three hours.",
    "All right, ten minutes from now. I will tell you when the time is up.",
    "On Sundays it opens at ten o'clock, and it closes at six in the evening.",
    "William Shakespeare wrote it, probably around the year fifteen ninety five.",
    "The moon is about three hundred and eighty thousand kilometers away from us.",
    "I would start with a short one, a little history of the world by Ernst Gombrich.",
]


@dataclass
class Course:
    """What came of a conversation. Delays in ms."""

    delays: list[float] = field(default_factory=list)  # end of speech → first audible sample
    key: list[float] = field(default_factory=list)  # ENTER → silence
    parts: list[dict] = field(default_factory=list)  # the events `speaking`, ms after the end
    unanswered: list[list[dict]] = field(default_factory=list)  # the events of turns without one
    wasted: int = 0  # requests
    cpu: float = 0  # seconds a minute
    memory: float = 0  # MiB


def clips(context: Context) -> list[recordings.Clip]:
    """Ten questions by Piper, and by espeak-ng."""
    found = [clip for clip in recordings.spoken(context) if clip.group in ("piper", "espeak")]
    return found[::4] if context.quick else found


def converse(
    context: Context, sinks: NullSinks, *arguments: str, final: float = 0.5,
    word_delay: float = 0.0,
) -> Course:  # fmt: skip
    """Asks every question; lets the answer sound for a second, then presses ENTER.

    `final`: after the end of speech; `word_delay`: from a word's end to the first partial result that
    may hold it (the one 200 ms after the end of speech holds them all).
    """
    asked = clips(context)
    course = Course()
    random = np.random.default_rng(11)
    places, presses, begins = [], [], []
    utterances = [utterance(clip) for clip in asked]
    transcribe = {"final": final, "word_delay": word_delay}
    with (
        stand_in(context, utterances, REPLIES, transcribe) as service,
        Recording(sinks) as recording,
        Talk(context, sinks, service, *arguments) as talk,
    ):
        talk.wait("started")
        talk.wait("listening")
        time.sleep(0.5)
        began, cpu = time.monotonic(), talk.cpu()
        for clip in asked:
            time.sleep(random.uniform(0.5, 1.0))
            place, position = talk.place, recording.position
            sinks.say(voice(clip))
            speaking = talk.see("speaking", place, 10)
            if speaking is None:
                course.unanswered.append(talk.events[place:])
                continue
            places.append(position)
            end = speaking["speech_end"]
            course.parts.append(
                {key: round(1000 * (value - end)) for key, value in speaking.items()
                 if key not in ("type", "tries", "t", "speech_end")}
                | {"tries": speaking["tries"]}
            )  # fmt: skip
            time.sleep(max(0.0, speaking["audible"] + HEARD - time.monotonic()))
            presses.append(talk.press_enter())
            begins.append(speaking["audible"])
            talk.wait("reply", place)
        course.cpu = 60 * (talk.cpu() - cpu) / (time.monotonic() - began)
        course.memory = talk.memory()
        course.wasted = sum(event["type"] == "wasted" for event in talk.events)
        time.sleep(0.3)
        heard = recording.stop()
        frames = [recording.frame(press) for press in presses]
        begins = [recording.frame(begin) for begin in begins]
    for start, end, press, begin, parts in zip(
        places, places[1:] + [len(heard)], frames, begins, course.parts
    ):
        course.delays.append(delay(heard[start:end]))
        course.key.append(silent_after(heard[:end], press))
        first = loud_steps(heard[start:end, SPEAKER])[0] * STEP + start
        parts["device"] = round(1000 * (first - begin) / audio.RATE)
    return course


def utterance(clip: recordings.Clip) -> dict:
    """What the stand-in hears: every word at its time."""
    loud = loud_steps(voice(clip))
    return timed(clip.reference, loud[0] / 100, (loud[-1] + 1) / 100)


def voice(clip: recordings.Clip) -> np.ndarray:
    return levelled(audio.read(clip.path), LEVEL)


def loud_steps(channel: np.ndarray, level: float = AUDIBLE) -> np.ndarray:
    """The numbers of the 10 ms that are audible."""
    return np.flatnonzero(audio.levels(channel, STEP) > level)


def delay(turn: np.ndarray) -> float:
    """ms from the user's last audible sample to the first of the speaker; negative: too early."""
    user, answer = loud_steps(turn[:, MOUTH]), loud_steps(turn[:, SPEAKER])
    if not len(user) or not len(answer):
        raise Unavailable("nothing is heard in the recording of a turn")
    return 10.0 * (int(answer[0]) - int(user[-1]) - 1)


def silent_after(heard: np.ndarray, frame: int) -> float:
    """ms from a frame to the speaker's last audible sample."""
    answer = loud_steps(heard[frame:, SPEAKER])
    return 10.0 * (int(answer[-1]) + 1) if len(answer) else 0.0
