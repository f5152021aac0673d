# SPDX-License-Identifier: MIT-0
"""What memory a long stream takes: resident size over half an hour, and peaks of long texts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from pathlib import Path

import audio
import numpy as np
from aws_stand import check, standing, start, talk
from context import Context, Unavailable
from processes import killed_after
from table import Row, slope

SECTION = "aws"
EVERY = 10.0  # s between two looks
SETTLED = 60.0  # s: until then buffers, connection and caches are still being made
MB = 1e6
FAST = 4000.0  # tokens a second, and times real time


def measure(context: Context) -> list[Row]:
    return over_time(context) + over_length(context)


def resident(process: int, name: str = "VmRSS") -> int | None:
    """Bytes of a process, now or at the most (`VmHWM`); None when it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith(name + ":")]
    return int(found[0]) * 1024 if found else None


def over_time(context: Context) -> list[Row]:
    """vc-transcribe hears somebody talk, at the pace at which it is spoken."""
    seconds = 120 if context.quick else 1800
    context.say(f"memory of vc-transcribe ({seconds // 60} min)")
    sound = talk(context)
    looks: list[tuple[float, float]] = []
    with standing({"transcribe": {"empty_every": 0.5}}) as stand:
        process = start(context, stand, "vc-transcribe", ["--json"], subprocess.PIPE)
        with killed_after(seconds + 60, [process]):
            drain = threading.Thread(target=process.stdout.read)
            drain.start()
            began = time.monotonic()
            for index in range(seconds * 10):
                at = index * 3200 % len(sound)
                time.sleep(max(0.0, began + index / 10 - time.monotonic()))
                process.stdin.write(sound[at : at + 3200])
                process.stdin.flush()
                passed = time.monotonic() - began
                if passed >= (len(looks) + 0.5) * EVERY and (size := resident(process.pid)):
                    looks.append((passed, size / MB))
            process.stdin.close()
            check(context, "vc-transcribe", process)
            drain.join()
    if len(looks) < 2:
        raise Unavailable("vc-transcribe was gone before it could be looked at")
    context.details["aws memory"] = looks
    return rows_over_time(looks, seconds)


def rows_over_time(looks: list[tuple[float, float]], seconds: int) -> list[Row]:
    """`looks`: seconds since the start, MB."""
    settled = [look for look in looks if look[0] > SETTLED] or looks
    sizes = [size for _, size in looks]
    what = f"vc-transcribe, {seconds // 60} min: resident at the end"
    note = f"first {sizes[0]:.2f}, after a minute {settled[0][1]:.2f}, most {max(sizes):.2f}"
    return [
        Row(SECTION, what, sizes[-1], "MB", baseline=settled[0][1], note=note),
        Row(SECTION, "  growth after the first minute", slope(settled) * 60e3, "kB/min",
            runs=len(settled)),
    ]  # fmt: skip


def over_length(context: Context) -> list[Row]:
    """Peaks of a long reply and a long text, and of ten times as much."""
    words, texts = (2_000, 10) if context.quick else (5_000, 40)
    sound = context.scratch / "sound.wav"
    audio.write(sound, audio.hiss(np.zeros(5 * audio.RATE)))
    rows = []
    with standing({
        "bedrock": {"first_token": 0.01, "tokens_per_second": FAST, "replies": ["tea"]},
        "polly": {"first_byte": 0.01, "pace": FAST, "speech": str(sound)},
    }) as stand:  # fmt: skip
        peaks = []
        for count in (1, words, 10 * words):
            context.say(f"memory of vc-ask ({count} words)")
            stand.set(bedrock={"replies": [" ".join(["word"] * count)]})
            arguments = ["--max-tokens", "1000000", "Tell me."]
            peaks.append(peak(context, stand, "vc-ask", arguments))
        rows += rows_over_length("vc-ask", f"a reply of {10 * words} words", peaks)
        peaks = []
        for count in (1, texts, 10 * texts):
            context.say(f"memory of vc-speak ({count} sentences)")
            text = "".join(f"This is sentence number {index}. " for index in range(count))
            peaks.append(peak(context, stand, "vc-speak", [text]))
        rows += rows_over_length("vc-speak", f"{10 * texts * 5 / 60:.0f} min of speech", peaks)
    return rows


def rows_over_length(name: str, what: str, peaks: list[float]) -> list[Row]:
    short, long, longest = peaks
    note = f"a tenth of it {long:.2f}, hardly anything {short:.2f}"
    return [Row(SECTION, f"{name}, {what}: most", longest, "MB", baseline=short, note=note)]


def peak(context: Context, stand, name: str, arguments: list[str]) -> float:
    """The most that a run was resident, in MB. Not by `ru_maxrss`, where we count in ourselves."""
    process = start(context, stand, name, arguments, subprocess.DEVNULL)
    most = 0
    with killed_after(300, [process]):
        while os.read(process.stdout.fileno(), 1 << 16):
            most = resident(process.pid, "VmHWM") or most
        check(context, name, process)
    return most / MB
