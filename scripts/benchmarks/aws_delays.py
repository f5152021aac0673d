# SPDX-License-Identifier: MIT-0
"""How long audio, text and speech are on their way through a tool, by the stand-in's own log.

What we write and read is noted here, what the stand-in gets and sends in its log: both on
CLOCK_MONOTONIC. A tool's pipes, its TLS and the loopback are in every figure, and so is Python's
time on both ends.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterable

import audio
import numpy as np
from aws_pairs import Passed, lines, paired, reached
from aws_stand import check, standing, start, talk
from context import Context, Unavailable
from pipeline import Relay
from processes import killed_after
from table import Row, row_of

SECTION = "aws"
LIMIT = 5  # ms
CHUNK = 3200  # bytes: 100 ms
STEP = 320  # bytes that are written at once: 10 ms
SETTLED = 10  # chunks; before that the stream is being opened, and what is late catches up
PIECE = re.compile(r"\s*\S+|\s+$")  # as the stand-in cuts its replies

def measure(context: Context) -> list[Row]:
    return hearing(context) + asking(context) + speaking(context)


def row(what: str, pairs: Iterable[Iterable[float]], note: str = "") -> Row:
    delays = [1000 * (came - sent) for sent, came in pairs]
    if not delays:
        raise Unavailable(f"{what}: nothing was measured")
    note = f"most {max(delays):.1f}" + (f"; {note}" if note else "")
    return row_of(SECTION, what, delays, "ms", limit=LIMIT, note=note)


# Runs.


def read_all(process: subprocess.Popen, limit: float) -> Passed:
    """What a tool writes until its end."""
    relay = Relay()
    with killed_after(limit, [process]):
        relay.start(os.dup(process.stdout.fileno()), None).join()
        process.wait()
    return relay.passed


def hearing(context: Context) -> list[Row]:
    seconds = 15 if context.quick else 90
    context.say(f"delays of vc-transcribe ({seconds} s)")
    with standing({}) as stand:
        process = start(context, stand, "vc-transcribe", ["--json"], subprocess.PIPE)
        relay = Relay()
        with killed_after(seconds + 30, [process]):
            reader = relay.start(os.dup(process.stdout.fileno()), None)
            written = spoken(process.stdin.fileno(), talk(context), seconds)
            process.stdin.close()
            check(context, "vc-transcribe", process)
            reader.join()
        log = stand.log("frame-in", "frame-out")
    received = [line["t"] for line in log if line.get("event") == "AudioEvent"]
    if len(received) != len(written):
        raise Unavailable(f"{len(written)} chunks of audio became {len(received)} events")
    both = list(zip(written, received))
    context.details["aws audio"] = both
    sent = [
        (line["t"], ("partial" if line["partial"] else "final", line["text"]))
        for line in log if line.get("event") == "TranscriptEvent" and line.get("text")
    ]  # fmt: skip
    came = [(when, (line["type"], line.get("text"))) for when, line in lines(relay.passed)]
    pairs = paired(sent, came)
    lost = f"{len(sent) - len(pairs)} of {len(sent)} never came" if len(pairs) < len(sent) else ""
    finals = set(when for when, (kind, _) in sent if kind == "final")
    return [
        row("audio: a chunk's last sample → the service has its frame", both[SETTLED:],
            "the chunk fills for 100 ms before"),
        Row(SECTION, "  the first chunk, which opens the stream", 1000 * (received[0] - written[0]),
            "ms", runs=1, note="TLS and Python's start of the request"),
        row("transcripts: a partial result's frame → its line",
            [pair for pair in pairs if pair[0] not in finals], lost),
        row("  a final result's", [pair for pair in pairs if pair[0] in finals]),
    ]  # fmt: skip


def spoken(descriptor: int, sound: bytes, seconds: int) -> list[float]:
    """Writes 10 ms at a time, at their own pace; when the last of each 100 ms was written."""
    began, written = time.monotonic(), []
    for index in range(seconds * audio.RATE * 2 // STEP):
        at = index * STEP % len(sound)
        time.sleep(max(0.0, began + (index + 1) * STEP / 2 / audio.RATE - time.monotonic()))
        if (index + 1) * STEP % CHUNK == 0:
            written.append(time.monotonic())
        os.write(descriptor, sound[at : at + STEP])
    return written


def asking(context: Context) -> list[Row]:
    words = 100 if context.quick else 500
    reply = " ".join(f"word{index}" for index in range(words))
    counts = np.cumsum([len(piece) for piece in PIECE.findall(reply)]).tolist()
    llama = ["--api", "invoke", "--model", "meta.llama3-1-8b-instruct-v1:0"]
    # How each is asked, and the frames ahead of the first with text.
    ways = {
        "Converse": (["--api", "converse"], 0),
        "Invoke, Nova": (["--api", "invoke"], 1),
        "Invoke, Llama": (llama, 0),
    }
    rows = []
    settings = {"replies": [reply], "first_token": 0.1, "tokens_per_second": 50}
    for name, (arguments, ahead) in ways.items():
        context.say(f"delays of vc-ask by {name} ({words // 50} s)")
        with standing({"bedrock": settings}) as stand:
            process = start(
                context, stand, "vc-ask", [*arguments, "--max-tokens", "4000", "Tell me."],
                subprocess.DEVNULL,
            )  # fmt: skip
            passed = read_all(process, 60)
            check(context, "vc-ask", process)
            frames = [
                line for line in stand.log("frame-out")
                if line["event"] in ("contentBlockDelta", "chunk")
            ]  # fmt: skip
        times = [frame["t"] for frame in frames[ahead:]]
        rows.append(row(f"text: a frame → its text, {name}", zip(times, reached(passed, counts))))
    return rows


def speaking(context: Context) -> list[Row]:
    """One piece at a time, so that none waits for the one before."""
    sentences = 2 if context.quick else 8
    context.say(f"delays of vc-speak ({sentences * 2} s)")
    sound = context.scratch / "speech.wav"
    audio.write(sound, audio.hiss(np.zeros(5 * audio.RATE), 0.1))
    settings = {"polly": {"speech": str(sound), "pace": 5.0}}
    text = " ".join(f"This is sentence number {index}." for index in range(sentences))
    with standing(settings) as stand:
        process = start(
            context, stand, "vc-speak", ["--parallel", "1", text], subprocess.DEVNULL
        )
        passed = read_all(process, 120)
        check(context, "vc-speak", process)
        frames = stand.log("frame-out")
    counts = np.cumsum([frame["bytes"] for frame in frames]).tolist()
    times = [frame["t"] for frame in frames]
    return [
        row("speech: a piece of the body → its samples", zip(times, reached(passed, counts)))
    ]  # fmt: skip
