# SPDX-License-Identifier: MIT-0
"""Voice activity: what vc-transcribe decides about speech whose beginnings and ends are known.

It is given 20 ms at a time, as a microphone gives them, with a transcriber behind it that reports
each decision and how much had been heard by then (hearing_child.py). Beside it the silero detector,
under the same rules.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import time
from pathlib import Path

import audio
import echo_runs
import judgement
import silero
import utterances
from context import Context, Unavailable
from judgement import Span
from processes import complaint, cpu_of_children, killed_after, reap_orphans
from table import Row, row_of

SECTION = "vad"
CHUNK = audio.RATE // 50
SILENCE = 0.5


def measure(context: Context) -> list[Row]:
    clean, truth = utterances.composed(context)
    signals = {"clean": audio.hiss(clean)}
    for decibels in (20, 10, 5):
        signals[f"{decibels} dB"] = utterances.noisy(clean, truth, decibels=decibels)
    rows = []
    for name, signal in signals.items():
        context.say(f"listening to {len(clean) / audio.RATE:.0f} s of speech, {name}")
        decisions = decided(context, signal)
        context.details.setdefault(SECTION, {})[name] = {
            "truth": [[span.start, span.end] for span in truth],
            "decisions": decisions,
        }
        rows += judged(name, truth, decisions, len(clean))
    program, _ = echo_runs.compiled(context)
    for name, signal in signals.items():
        rows += alone(context, name, signal, truth, program)
    return rows


def alone(context: Context, name: str, signal, truth: list[Span], program: str) -> list[Row]:
    """The detectors' own decisions for each 10 ms; and what silero's would make of turns."""
    ours = echo_runs.passed([program, "none", "0"], signal, 0 * signal)
    theirs, cpu = silero.heard(context, signal)
    rows = [
        detector_row(f"{name}: ours alone, wrong", list(ours.marks > 0), truth, ours.hearing),
        detector_row(f"{name}: silero alone, wrong", theirs, truth, cpu),
    ]
    found = judged(f"{name}, silero", truth, silero.decisions(theirs, SILENCE), len(signal))
    return rows + found


def detector_row(what: str, speech: list[bool], truth: list[Span], cpu: float) -> Row:
    is_speech = judgement.steps(truth, len(speech) * judgement.STEP)
    missed = sum(was and not heard for was, heard in zip(is_speech, speech))
    false = sum(heard and not was for was, heard in zip(is_speech, speech))
    missed_part, false_part = missed / sum(is_speech), false / (len(speech) - sum(is_speech))
    note = (
        f"missed {100 * missed_part:.1f} % of speech, false {100 * false_part:.1f} % of silence; "
        f"CPU {cpu:.1f} ms/s"
    )
    return Row(SECTION, what, 100 * (missed + false) / len(speech), "%", note=note)


def decided(context: Context, signal) -> list[dict]:
    """The decisions about a recording: type, `at`, and `frames` heard by then; 16 kHz frames."""
    child = [sys.executable, "-B", str(Path(__file__).parent / "hearing_child.py")]
    command = [
        context.tool("vc-transcribe"), "--json", "--silence", f"{SILENCE}s",
        "--provider", "exec:exec " + shlex.join(child),
    ]  # fmt: skip
    before, began = cpu_of_children(), time.monotonic()
    listener = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=context.environment,
    )  # fmt: skip
    decisions: list[dict] = []
    with killed_after(120, [listener]):
        try:
            feed(listener, audio.pcm(signal), decisions)
        except (BrokenPipeError, EOFError):
            raise Unavailable(complaint(command, listener.wait(), listener.stderr.read())) from None
        status = listener.wait()
    reap_orphans()
    if status not in (0, 1):
        raise Unavailable(complaint(command, status, listener.stderr.read()))
    context.say(f"  {time.monotonic() - began:.0f} s, {cpu_of_children() - before:.1f} s CPU")
    return decisions


def feed(listener: subprocess.Popen, pcm: bytes, decisions: list[dict]) -> None:
    """Gives the next chunk only when the one before has arrived behind vc-transcribe."""
    for start in range(0, len(pcm), 2 * CHUNK):
        listener.stdin.write(pcm[start : start + 2 * CHUNK])
        listener.stdin.flush()
        while take(listener, decisions) < min(start + 2 * CHUNK, len(pcm)) // 2:
            pass
    listener.stdin.close()
    while line := listener.stdout.readline():
        note(line, decisions)


def take(listener: subprocess.Popen, decisions: list[dict]) -> int:
    line = listener.stdout.readline()
    if not line:
        raise EOFError
    return note(line, decisions)


def note(line: bytes, decisions: list[dict]) -> int:
    """Keeps a decision; returns how many frames have been heard, 0 where a line doesn't say."""
    event = json.loads(line)
    if event["type"] != "partial":
        return 0
    told = json.loads(event["text"])
    if "type" in told:
        decisions.append(told)
        return 0
    return told["frames"]


def judged(name: str, truth: list[Span], decisions: list[dict], frames: int) -> list[Row]:
    """Holds the decisions against the truth."""
    turns = judgement.turns(decisions)
    account = judgement.compare(truth, turns)
    error, missed, false = judgement.frame_error(truth, turns, frames)

    def milliseconds(frames: list[int]) -> list[float]:
        return [1000 * each / audio.RATE for each in frames]

    opened = milliseconds([turn.heard_start - span.start for span, turn in account.first])
    closed = milliseconds([turn.heard_end - span.end for span, turn in account.last])
    before = milliseconds([span.start - turn.start for span, turn in account.first])
    after = milliseconds([turn.end - span.end for span, turn in account.last])
    tally = f"of {len(truth)} utterances"
    return [
        row_of(SECTION, f"{name}: onset → turn opened", opened, "ms"),
        row_of(SECTION, f"{name}: end → turn closed", closed, "ms",
               note=f"{1000 * SILENCE:.0f} of them are --silence"),
        row_of(SECTION, "  kept before the onset", before, "ms", note=cut(before)),
        row_of(SECTION, "  kept after the end", after, "ms", note=cut(after)),
        Row(SECTION, f"{name}: missed utterances", account.missed, tally),
        Row(SECTION, f"{name}: spurious turns", account.spurious, f"of {len(turns)} turns"),
        Row(SECTION, f"{name}: joined or split", account.joined + account.split, tally,
            note=f"{account.joined} joined, {account.split} split"),
        Row(SECTION, f"{name}: wrong 10 ms frames", 100 * error, "%",
            note=f"missed {100 * missed:.1f} % of speech, false {100 * false:.1f} % of silence"),
    ]  # fmt: skip


def cut(kept: list[float]) -> str:
    """How many lost something, and how much."""
    lost = [-each for each in kept if each < 0]
    return f"{len(lost)} cut, by {max(lost):.0f} ms at most" if lost else "none cut"
