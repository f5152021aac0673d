# SPDX-License-Identifier: MIT-0
"""From the start of vc-chat to its open microphone, and to the first audio at the service."""

from __future__ import annotations

import time

from context import Context
from nullsinks import NullSinks, Recording
from service import stand_in
from talk import Talk


def measure(context: Context, sinks: NullSinks) -> tuple[list[float], list[float]]:
    """ms, of each start."""
    opened, arrived = [], []
    # Somebody records, or PulseAudio's null sink would work in larger blocks.
    with stand_in(context, [{"text": "Hello."}], ["Hello."]) as service, Recording(sinks):
        for _ in range(5 if context.quick else 20):
            with Talk(context, sinks, service) as talk:
                started = talk.wait("started")
                opened.append(1000 * (started["t"] - talk.began))
                arrived.append(1000 * (first_audio(service, talk.began) - talk.began))
    return opened, arrived


def first_audio(service, since: float) -> float:
    """When the stand-in had the first chunk of a transcription that began after a moment."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        for line in service.log("frame-in"):
            if line["t"] > since and line["event"] == "AudioEvent":
                return line["t"]
        time.sleep(0.05)
    return float("nan")
