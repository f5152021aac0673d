# SPDX-License-Identifier: MIT-0
"""vc-chat as a conversation: the figures that a full-duplex voice assistant is judged by.

On the project's stand-in for AWS, with null sinks of a PulseAudio daemon in the devices' places. What
others reach was measured elsewhere, on the same set-up; see `GIVEN`.
"""

from __future__ import annotations

import math

import beginnings
import cutoffs
import delays
import hesitation
import interruptions
import seams
from context import Context
from delays import Course
from interruptions import Outcome
from nullsinks import NullSinks
from room import Room
from table import Row, median, rendered

SECTION = "conversation"

# As issue 4 gives them: the Python sample, Pipecat 1.14, LiveKit Agents 1.8.9.
GIVEN = {
    "delay": "3042 · 2778 · 1435",
    "late": "3840 · 2763 · 2115",
    "seam": "150 · 0 · 80",
    "cpu": "60 · 8.1 · 6.7",
    "memory": "79 · 209 · 476",
    "service": "610 · 697 · 1617",
    "voice": "key only · 232 (no echo control) · 2550 (echo-safe)",
    "key": "25 · – · –",
    "room": "deaf · every answer · none (plain feedback)",
}
LATE = 1.136  # s
WORD_DELAY = 0.2  # s, harder than what was given


def measure(context: Context) -> list[Row]:
    # All that is made by commands, before the daemon runs.
    delays.clips(context)
    hesitation.text(context)
    sound = interruptions.sounds(context)
    with NullSinks(context) as sinks:
        rows = turns(context, sinks)
        context.say(f"so far:\n{rendered(rows)}")
        context.say("the seams of an answer")
        rows += joined(*seams.measure(context, sinks))
        context.say("starting")
        rows += started(*beginnings.measure(context, sinks))
        few = context.quick
        context.say("speaking over answers, with an echo of -12 dB")
        mild = Room(20, 0.05, -12, 10, noise=-70)
        over = interruptions.converse(context, sinks, sound, mild, 1, 4 if few else 12)
        rows += barged_in(over)
        context.say("answers in a simulated room")
        hard = Room(21, 0.4, -6, 20, 190, 50, True, -46)
        alone, spoken_over = (6, 4) if few else (50, 20)
        room = interruptions.converse(context, sinks, sound, hard, alone, spoken_over)
        rows += held_out(room)
    context.details[SECTION] |= {"voice over an answer": vars(over), "room": vars(room)}
    return rows + cutoffs.measure(context)


def turns(context: Context, sinks: NullSinks) -> list[Row]:
    """End of speech → first audible sample, five times; with it ENTER, CPU and memory."""
    context.say("twenty turns, with speculation")
    usual = delays.converse(context, sinks)
    context.say("… without speculation")
    patient = delays.converse(context, sinks, "--no-speculation")
    context.say("… final results late")
    late = delays.converse(context, sinks, final=LATE)
    context.say("… words of partial results late")
    slow = delays.converse(context, sinks, word_delay=WORD_DELAY)
    context.say("… both late")
    slower = delays.converse(context, sinks, final=LATE, word_delay=WORD_DELAY)
    context.details[SECTION] = {
        name: vars(each)
        for name, each in (
            ("usual", usual), ("patient", patient), ("late", late), ("words late", slow),
            ("both late", slower),
        )
    }  # fmt: skip
    return [
        *delayed("end of speech → audible", usual, 600, GIVEN["delay"]),
        *delayed("… --no-speculation", patient, 950, ""),
        *delayed("… final after 1136 ms", late, 650, GIVEN["late"]),
        *delayed("… words in partials 200 ms late", slow, None, ""),
        *delayed("… both", slower, None, ""),
        Row(SECTION, "CPU for a minute of conversation", usual.cpu, "s", limit=1.5,
            note=GIVEN["cpu"]),
        Row(SECTION, "resident memory", usual.memory, "MiB", limit=40, note=GIVEN["memory"]),
        Row(SECTION, "ENTER → silence", median(usual.key), "ms", p90=p95(usual.key),
            runs=len(usual.key), limit=60, note=f"{GIVEN['key']}; ±20 ms"),
    ]  # fmt: skip


def delayed(what: str, course: Course, limit: float | None, given: str) -> list[Row]:
    """A row, and where the time goes."""
    middle, high = median(course.delays), p95(course.delays)
    parts = {key: median([part[key] for part in course.parts]) for key in course.parts[0]}
    way = ", ".join(
        f"{name} {parts[key]:.0f}"
        for name, key in (
            ("asked", "asked"), ("token", "first_token"), ("clause", "first_piece"),
            ("audio", "first_audio"), ("turn over", "commit"),
        )
    )  # fmt: skip
    if course.unanswered:
        given += f"; {len(course.unanswered)} turns got no answer"
    return [
        Row(SECTION, what, middle, "ms", runs=len(course.delays), limit=limit, note=given),
        Row(SECTION, "  p95", high, "ms", limit=1.5 * middle,
            note=f"ms after the end that vc-chat heard: {way}; wasted requests: {course.wasted}"),
    ]  # fmt: skip


def joined(gaps: list[float], synthesized: int, lost: int) -> list[Row]:
    return [
        Row(SECTION, "silence in an answer, longest", max(gaps, default=0), "ms", limit=20,
            note=f"{GIVEN['seam']}; {len(gaps)} silences"),
        Row(SECTION, "  samples lost", lost, f"of {synthesized}", limit=0),
    ]  # fmt: skip


def started(opened: list[float], arrived: list[float]) -> list[Row]:
    return [
        Row(SECTION, "start → microphone open", median(opened), "ms", p95(opened), len(opened), 80),
        Row(SECTION, "start → first audio at the service", median(arrived), "ms", p95(arrived),
            len(arrived), 220, note=GIVEN["service"]),
    ]  # fmt: skip


def barged_in(over: Outcome) -> list[Row]:
    note = f"{GIVEN['voice']}; heard {over.heard} of {over.over}"
    if not over.proven:
        note += "; echo control NOT proven by the first answer"
    if over.known:
        note += f"; known to vc-chat after {median(over.known):.0f} ms"
    times = over.times or [float("nan")]
    return [
        Row(SECTION, "voice over an answer → silence", median(times), "ms", p95(times),
            len(over.times), 250, note=note),
    ]  # fmt: skip


def held_out(room: Outcome) -> list[Row]:
    times = room.times or [float("nan")]
    return [
        Row(SECTION, "room: stopped itself, or took itself for a turn", room.stopped + room.turns,
            f"of {room.alone}", limit=0,
            note=f"{room.stopped} stopped, {room.turns} turns, {room.deaf} questions not answered; "
            f"{GIVEN['room']}"),
        Row(SECTION, "room: speech over it not heard", 100 * (1 - room.heard / max(1, room.over)), "%",
            runs=room.over, limit=10),
        Row(SECTION, "  until silence", median(times), "ms", p95(times), len(room.times)),
    ]  # fmt: skip


def p95(values: list[float]) -> float:
    """The nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(0.95 * len(ordered)) - 1)]
