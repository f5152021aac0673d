# SPDX-License-Identifier: MIT-0
"""The stand-in for AWS beside the tools: its clock and its log, and what a tool is run with."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import audio
import numpy as np
from context import Context, Unavailable
from processes import complaint

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Tests" / "StandIn"))

from standin.process import StandIn  # noqa: E402

SENTENCES = "Good morning. I would like to know what the weather is like in the mountains today."


@contextmanager
def standing(settings: dict):
    """A stand-in that has found nothing to refuse when the block ends."""
    try:
        stand = StandIn(settings)
    except RuntimeError as error:
        raise Unavailable(str(error)) from None
    with stand:
        yield stand
        failures = stand.status()["failures"]
    if failures:
        raise Unavailable(f"the stand-in for AWS has refused something: {failures[0]}")


def start(
    context: Context, stand: StandIn, name: str, arguments: list[str], stdin: int
) -> subprocess.Popen:
    """A tool at work with the stand-in; its messages go to a file of its name."""
    environment = context.environment | {
        "AWS_ENDPOINT_URL": stand.endpoint,
        "AWS_CA_BUNDLE": stand.ca,
        "AWS_ACCESS_KEY_ID": stand.access_key,
        "AWS_SECRET_ACCESS_KEY": stand.secret_key,
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }
    with open(context.scratch / f"{name}.err", "wb") as messages:
        return subprocess.Popen(
            [context.tool(name), "--provider", "aws", *arguments],
            stdin=stdin, stdout=subprocess.PIPE, stderr=messages, env=environment,
        )  # fmt: skip


def check(context: Context, name: str, process: subprocess.Popen) -> None:
    """Waits for the tool's end; it must have been a good one."""
    if process.wait():
        stderr = (context.scratch / f"{name}.err").read_bytes()
        raise Unavailable(complaint([name], process.returncode, stderr))


def talk(context: Context) -> bytes:
    """A sentence, and 1.5 s of a quiet room after it: to be heard again and again."""
    path = context.scratch / "talk.wav"
    subprocess.run(["espeak-ng", "-w", str(path), SENTENCES], check=True)
    voice = np.concatenate([audio.read(path), audio.silence(1.5)])
    step = audio.RATE // 10
    return audio.pcm(audio.hiss(voice[: len(voice) // step * step]))
