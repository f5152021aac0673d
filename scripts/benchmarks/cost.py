# SPDX-License-Identifier: MIT-0
"""What recording and speaking cost: CPU seconds for each second of audio."""

from __future__ import annotations

import subprocess

import audio
import recordings
import numpy as np
from context import Context, Unavailable
from processes import Finished, cpu_of_children, killed_after, reap_orphans, run
from table import Row, median

SECTION = "cost"

SHORT = "The kettle is on."
LONG = (
    "The kettle is on. While the water comes to the boil, put two spoons of tea into the pot and "
    "warm the cups. Pour the water in, wait for four minutes, and then fill the cups. If you take "
    "milk, add it now, and let the tea stand for another moment before you drink it."
)


def measure(context: Context) -> list[Row]:
    return recording(context) + speaking(context)


def recording(context: Context) -> list[Row]:
    """vc-record at a recording's own pace, alone and with voice activity before it."""
    seconds = 5 if context.quick else 15
    voice = np.concatenate([audio.read(clip.path) for clip in recordings.questions(context)])
    voice = np.resize(voice, seconds * audio.RATE)
    path = context.scratch / "voice.wav"
    audio.write(path, voice)
    wide = context.scratch / "wide.wav"
    run(context, ["sox", "-D", str(path), "-r", "44100", "-c", "2", str(wide)])
    hears = ["--wait-for-speech", "--until-silence", "60s"]
    rows = []
    for what, arguments in (
        ("vc-record, 16 kHz mono", ["--input", str(path)]),
        ("vc-record, 44.1 kHz stereo → 16 kHz", ["--input", str(wide)]),
        ("vc-record, listening for speech", ["--input", str(path), *hears]),
    ):
        context.say(f"{what} ({seconds} s)")
        done = run(context, [context.tool("vc-record"), *arguments])
        rows.append(Row(SECTION, what, 1000 * done.cpu / seconds, "ms/s of audio"))
    return rows


def speaking(context: Context) -> list[Row]:
    """Two texts: what is between them costs no loading."""
    runs = 1 if context.quick else 3
    context.say("speaking")
    short = [spoken(context, SHORT) for _ in range(runs)]
    long = [spoken(context, LONG) for _ in range(runs)]
    seconds = length(long[0]) - length(short[0])
    if seconds <= 0:
        raise Unavailable("vc-speak says no more for a longer text")
    cpu = (median([each.cpu for each in long]) - median([each.cpu for each in short])) / seconds
    wall = median([each.seconds for each in long]) - median([each.seconds for each in short])
    return [
        Row(SECTION, "vc-speak, CPU", cpu, "s/s of audio", runs=runs, note="without loading"),
        Row(SECTION, "vc-speak, wall", wall / seconds, "s/s of audio", runs=runs),
        Row(
            SECTION, "vc-speak, 17 letters, start to end",
            median([each.seconds for each in short]), "s", runs=runs, note="with loading",
        ),
    ]  # fmt: skip


def spoken(context: Context, text: str) -> Finished:
    return run(context, [context.tool("vc-speak"), *context.provider, text])


def length(done: Finished) -> float:
    """Seconds of audio."""
    return len(done.output) / 2 / audio.RATE
