# SPDX-License-Identifier: MIT-0
"""How many words vc-transcribe gets wrong, and what it costs."""

from __future__ import annotations

import wave
from pathlib import Path

import audio
import recordings
from context import Context
from english import edits, words
from processes import run
from table import Row

SECTION = "wer"
LIMIT = 6  # per cent


def measure(context: Context) -> list[Row]:
    clips = recordings.packaged(context) + recordings.spoken(context)
    if context.quick:
        clips = [clip for index, clip in enumerate(clips) if index < 5 or index % 5 == 0]
    heard = []
    for clip in clips:
        context.say(f"transcribing {clip.path.name}")
        heard.append(transcribed(context, clip))
    context.details[SECTION] = heard
    return rows(heard) + [loading(context)]


def transcribed(context: Context, clip: recordings.Clip) -> dict:
    """One clip: what was heard of it, and at what cost."""
    command = [context.tool("vc-transcribe"), *context.provider, str(clip.path)]
    done = run(context, command, expect=(0, 1))
    text = " ".join(done.output.decode().split())
    reference = words(clip.reference)
    return {
        "group": clip.group,
        "clip": clip.path.name,
        "text": text,
        "words": len(reference),
        "errors": edits(reference, words(text)),
        "seconds": len(audio.read(clip.path)) / audio.RATE,
        "cpu": done.cpu,
        "wall": done.seconds,
    }


def rows(heard: list[dict]) -> list[Row]:
    """A row for each set, then for all, without and with the robot."""
    groups = list(dict.fromkeys(each["group"] for each in heard))
    selections = [(group, [each for each in heard if each["group"] == group]) for group in groups]
    human = [each for each in heard if each["group"] != "espeak"]
    selections += [("all but espeak", human), ("all", heard)]
    result = []
    for name, selected in selections:
        count = sum(each["words"] for each in selected)
        errors = sum(each["errors"] for each in selected)
        limit = LIMIT if name == "all" else None
        result.append(
            Row(
                SECTION, f"word errors, {name}", 100 * errors / count, "%", limit=limit,
                runs=len(selected), note=f"{errors} of {count} words",
            )
        )  # fmt: skip
    seconds = sum(each["seconds"] for each in heard)
    cpu = sum(each["cpu"] for each in heard) / seconds
    return [
        *result,
        Row(SECTION, "CPU, all, with loading", cpu, "s/s of audio", note=f"{seconds:.0f} s"),
    ]


def loading(context: Context) -> Row:
    """What a run costs that hears nothing: loading the engine, once for each clip above."""
    path: Path = context.scratch / "silence.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(audio.RATE)
        file.writeframes(bytes(audio.RATE))
    command = [context.tool("vc-transcribe"), *context.provider, str(path)]
    costs = [run(context, command, expect=(0, 1)).cpu for _ in range(3)]
    return Row(SECTION, "CPU of loading, in each run", sorted(costs)[1], "s", runs=3)
