# SPDX-License-Identifier: MIT-0
"""From the end of a question to the first audible sample of vc-chat's answer.

A run for each question, with files in the devices' places: their pace is that of devices, what a
device adds is not in it. Stream time begins 20 ms before the event `started`; the answer is audible
where its recording first is, counted from the event `speaking`.
"""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from dataclasses import asdict, dataclass

import audio
import numpy as np
import recordings
from context import Context, Unavailable
from processes import complaint, killed_after, reap_orphans
from table import Row, row_of

SECTION = "chat"
LIMIT = 1.4  # s
LEAD, TAIL = 0.6, 2.0  # s of quiet before and after the question
HEARD = 1.5  # s of the answer that are waited for
# Questions with a short answer, so that a run is short.
CHOICE = [3, 4, 5, 7, 8, 1, 0]


@dataclass(frozen=True)
class Delay:
    """One question's way, in seconds; each part begins where the one before ends."""

    question: str
    heard: str
    loading: float  # start of the program → listening
    hold: float  # end of speech → the turn is over
    transcript: float  # → its text
    first_text: float  # → the first words of the reply
    speech: float  # → the first sample
    quiet: float  # → the first audible one
    reply: str  # as far as it was waited for

    @property
    def total(self) -> float:
        return self.hold + self.transcript + self.first_text + self.speech + self.quiet


def measure(context: Context) -> list[Row]:
    delays = answered(context)
    context.details[SECTION] = [asdict(delay) | {"total": delay.total} for delay in delays]
    total = [delay.total for delay in delays]
    hold = f"--hold {context.silence}, --llm {context.llm}"
    return [
        row_of(SECTION, "end of speech → audible", total, "s", limit=LIMIT, note=hold),
        row_of(SECTION, "  until the turn is over", [each.hold for each in delays], "s"),
        row_of(SECTION, "  … its text", [each.transcript for each in delays], "s"),
        row_of(SECTION, "  … the reply's first words", [each.first_text for each in delays], "s"),
        row_of(SECTION, "  … the first sample", [each.speech for each in delays], "s"),
        row_of(SECTION, "  … the first audible one", [each.quiet for each in delays], "s"),
        row_of(SECTION, "start → listening", [each.loading for each in delays], "s"),
    ]  # fmt: skip


def chosen(context: Context) -> list[recordings.Clip]:
    """The questions that are asked."""
    questions = recordings.questions(context)
    return [questions[index] for index in CHOICE[: 3 if context.quick else len(CHOICE)]]


def answered(context: Context) -> list[Delay]:
    """Asks every question; once in a run of the benchmarks."""
    if SECTION not in context.memory:
        delays = []
        for clip in chosen(context):
            context.say(f"asking vc-chat: {clip.reference}")
            delays.append(ask(context, clip))
        context.memory[SECTION] = delays
    return context.memory[SECTION]


def ask(context: Context, clip: recordings.Clip) -> Delay:
    """One question, one answer."""
    question = context.scratch / "question.wav"
    answer = context.scratch / "answer.raw"
    voice = audio.read(clip.path)
    padded = np.concatenate([audio.silence(LEAD), voice, audio.silence(TAIL)])
    audio.write(question, audio.hiss(padded))
    command = [
        context.tool("vc-chat"), *context.provider, "--llm", context.llm, "--json",
        "--hold", context.silence, "--input", str(question), "--output", str(answer),
    ]  # fmt: skip
    began, events = converse(context, command)
    audible = audio.first_audible(audio.samples(answer.read_bytes()))
    if audible is None:
        raise Unavailable(f"the answer to '{clip.reference}' is silent")
    end = events["started"]["t"] - 0.02 + LEAD + audio.end_of_speech(voice)
    times = [events[name]["t"] for name in ("speech_ended", "turn", "text", "speaking")]
    return Delay(
        clip.reference, events["turn"]["text"], events["listening"]["t"] - began,
        times[0] - end, times[1] - times[0], times[2] - times[1], times[3] - times[2], audible,
        events["text"]["text"],
    )  # fmt: skip


def converse(context: Context, command: list[str]) -> tuple[float, dict[str, dict]]:
    """Runs vc-chat until some of the answer was heard.

    Returns when it was started, and the first event of each type: of `speech_ended` the last
    before the turn, where a pause was long; with the `text` of all.
    """
    chat = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=context.environment,
    )  # fmt: skip
    began = time.monotonic()  # as the events' `t` counts
    events: dict[str, dict] = {}
    with killed_after(60, [chat]):
        for line in chat.stdout:
            event = json.loads(line)
            if event["type"] == "speech_ended" and "turn" not in events:
                events["speech_ended"] = event
            if event["type"] == "text" and "text" in events:
                events["text"]["text"] += event["text"]
            events.setdefault(event["type"], event)
            if event["type"] == "speaking":
                threading.Timer(HEARD, chat.send_signal, [signal.SIGINT]).start()
        status = chat.wait()
    failure = chat.stderr.read()
    reap_orphans()
    missing = {"started", "turn", "text", "speaking"} - set(events)
    if missing:
        raise Unavailable(complaint(command, status, failure))
    return began, events
