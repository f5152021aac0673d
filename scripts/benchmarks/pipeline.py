# SPDX-License-Identifier: MIT-0
"""What the shell pipeline adds to vc-chat: the same questions through four tools and their pipes.

One run: a question that loads the engines, then those that vc-chat was asked, with time for an
answer after each. We sit between the tools and note when what passes; stream time begins with the
first audio out of vc-record, less its length.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass, field

import audio
import chat
import numpy as np
from context import Context, Unavailable
from processes import complaint, killed_after, reap_orphans
from table import Row, median, row_of

SECTION = "pipeline"
REST = 7.0  # s after each question
TOOLS = ("vc-record", "vc-transcribe", "vc-ask", "vc-speak")


@dataclass
class Relay:
    """Passes on what one tool writes to the next, and keeps when it came, and what."""

    passed: list[tuple[float, bytes]] = field(default_factory=list)

    def start(self, reader: int, writer: int | None) -> threading.Thread:
        """On a thread of its own, until the end; both descriptors are closed then."""

        def pump() -> None:
            while data := os.read(reader, 65536):
                self.passed.append((time.monotonic(), data))
                try:
                    if writer is not None:
                        os.write(writer, data)
                except BrokenPipeError:
                    break
            os.close(reader)
            if writer is not None:
                os.close(writer)

        thread = threading.Thread(target=pump)
        thread.start()
        return thread

    def first(self, since: float) -> float | None:
        """When the first data after `since` came."""
        return next((when for when, _ in self.passed if when > since), None)

    def between(self, since: float, until: float) -> bytes:
        return b"".join(data for when, data in self.passed if since < when <= until)


def measure(context: Context) -> list[Row]:
    in_process = chat.answered(context)
    clips = chat.chosen(context)
    recording, ends = asked(context, [clips[0], *clips])
    context.say(f"the same through the pipeline ({len(recording) / audio.RATE:.0f} s)")
    delays = timed(passed(context, recording), ends)
    context.details[SECTION] = delays
    first, *later = delays

    def part(name: str) -> list[float]:
        return [delay[name] for delay in later]

    base = median([delay.total for delay in in_process])
    added = [delay["total"] - each.total for delay, each in zip(later, in_process)]
    return [
        row_of(SECTION, "end of speech → audible", part("total"), "s", baseline=base,
               note="ratio to vc-chat in this run"),
        row_of(SECTION, "  until its text", part("transcript"), "s",
               baseline=median([each.hold + each.transcript for each in in_process])),
        row_of(SECTION, "  … the reply's first words", part("first_text"), "s",
               baseline=median([each.first_text for each in in_process])),
        row_of(SECTION, "  … the first sample", part("speech"), "s",
               baseline=median([each.speech for each in in_process])),
        row_of(SECTION, "  … the first audible one", part("quiet"), "s",
               baseline=median([each.quiet for each in in_process])),
        row_of(SECTION, "added to vc-chat", [1000 * each for each in added], "ms",
               note="by question"),
        Row(SECTION, "the first question", first["total"], "s", baseline=base,
            note="loads the engines"),
    ]  # fmt: skip


def asked(context: Context, clips: list) -> tuple[np.ndarray, list[float]]:
    """The questions in a row, and when each ends, in seconds."""
    parts: list[np.ndarray] = []
    ends = []
    frames = 0
    for clip in clips:
        voice = audio.read(clip.path)
        ends.append(frames / audio.RATE + chat.LEAD + audio.end_of_speech(voice))
        parts += [audio.silence(chat.LEAD), voice, audio.silence(REST)]
        frames = sum(map(len, parts))
    return audio.hiss(np.concatenate(parts)), ends


def passed(context: Context, recording: np.ndarray) -> list[Relay]:
    """Runs the pipeline; returns what each tool wrote."""
    path = context.scratch / "questions.wav"
    audio.write(path, recording)
    arguments = {
        "vc-record": ["--input", str(path)],
        "vc-transcribe": [*context.provider, "--silence", context.silence],
        "vc-ask": ["--provider", context.llm],
        "vc-speak": context.provider,
    }
    processes = [
        subprocess.Popen(
            [context.tool(name), *arguments[name]],
            stdin=subprocess.DEVNULL if name == TOOLS[0] else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=open(context.scratch / f"{name}.err", "wb"),
            env=context.environment,
        )
        for name in TOOLS
    ]
    writers = [os.dup(process.stdin.fileno()) for process in processes[1:]]
    for process in processes[1:]:
        process.stdin.close()
    relays = [Relay() for _ in TOOLS]
    with killed_after(len(recording) / audio.RATE + 60, processes):
        threads = [
            relay.start(os.dup(process.stdout.fileno()), writer)
            for relay, process, writer in zip(relays, processes, [*writers, None])
        ]
        for thread in threads:
            thread.join()
        statuses = [process.wait() for process in processes]
    for process in processes:
        process.stdout.close()
    reap_orphans()
    failed = [(name, status) for name, status in zip(TOOLS, statuses) if status]
    if failed:
        # Status 1 only says that there was nothing to do for it.
        name, status = max(failed, key=lambda each: each[1] > 1)
        errors = (context.scratch / f"{name}.err").read_bytes()
        raise Unavailable(complaint([name], status, errors))
    return relays


def timed(relays: list[Relay], ends: list[float]) -> list[dict[str, float]]:
    """For each question, the parts of the way to its answer, in seconds."""
    record, transcribe, ask, speak = relays
    when, data = record.passed[0]
    begin = when - len(data) / 2 / audio.RATE
    instants = [begin + end for end in ends] + [float("inf")]
    delays = []
    for index, (end, following) in enumerate(zip(instants, instants[1:]), 1):
        text = transcribe.first(end)
        words = text and ask.first(text)
        sample = words and speak.first(words)
        if not sample or sample > following:
            raise Unavailable(f"no answer to question {index} within {REST:.0f} s")
        quiet = audio.first_audible(audio.samples(speak.between(end, following)))
        delay = {
            "transcript": text - end,
            "first_text": words - text,
            "speech": sample - words,
            "quiet": quiet or 0.0,
        }
        delays.append(delay | {"total": sum(delay.values())})
    return delays
