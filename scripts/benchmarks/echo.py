# SPDX-License-Identifier: MIT-0
"""Echo: the user heard over the loudspeaker, in a simulated room.

First the libraries' cancellers, then what vc makes of the chosen one: EchoControl, which finds the
delay itself, proves itself, and decides whose voice is left.
"""

from __future__ import annotations

import audio
import echo_scenes
import numpy as np
from context import Context, Unavailable
from echo_runs import LOUD, Outcome, Sound, compiled, held, onset, outcome, passed, rises
from echo_scenes import Scene
from judgement import STEP
from room import Room
from table import Row, median, p90

SECTION = "echo"
WEBRTC = ["webrtc-0", "webrtc-2", "webrtc-0+e", "webrtc-0+ae"]
SPEEX = ["speex-256", "speex-256+s"]
# vc plays more softly after the one, and falls silent after the other: frames of 10 ms.
DUCK, CUT = (3, 5), (14, 30)


def measure(context: Context) -> list[Row]:
    program, with_speex = compiled(context)
    if not with_speex:
        context.say("no speexdsp here (libspeexdsp-dev): it is left out")
    answers = echo_scenes.playback(context)
    sound = Sound(answers, *echo_scenes.user(context, answers))
    scenes = echo_scenes.scenes(context.quick)
    rows = []
    for candidate in WEBRTC + (SPEEX if with_speex else []):
        context.say(f"cancelling echo by {candidate}")
        for group in dict.fromkeys(scene.group for scene in scenes):
            outcomes = [
                outcome([program, candidate, f"{scene.told:.0f}"], scene, sound)
                for scene in scenes if scene.group == group
            ]  # fmt: skip
            rows.append(summary(candidate, group, outcomes))
    return rows + control(context, scenes, sound)


def summary(candidate: str, group: str, outcomes: list[Outcome]) -> Row:
    def middle(name: str) -> float:
        return float(np.median([getattr(each, name) for each in outcomes]))

    heard = [time for each in outcomes for time in each.heard]
    found = [time for time in heard if time == time]
    converged = [each.converged for each in outcomes if each.converged == each.converged]
    after = f"{max(converged):.0f} ms" if len(converged) == len(outcomes) else "all of it"
    note = (
        f"10 dB after {after} at most, left {middle('left'):+.0f} dB over noise, "
        f"taken for speech {middle('false'):.1f} %; user {middle('user'):+.1f} dB, heard "
        f"{len(found)}/{len(heard)} after {median(found) if found else 0:.0f} ms; "
        f"CPU {middle('cpu'):.1f} ms/s"
    )
    return Row(
        SECTION, f"{candidate}, {group}", middle("reduction"), "dB", runs=len(outcomes), note=note
    )


def control(context: Context, scenes: list[Scene], sound: Sound) -> list[Row]:
    """EchoControl: whether it proves itself, stops itself, hears the user."""
    program = context.tools / "EchoMeter"
    if not program.exists():
        raise Unavailable(f"no {program}; run swift build -c release --product EchoMeter")
    context.say("EchoControl")
    # It is told nothing, so that what differs only in what is told is the same.
    rooms = {scene.room: scene.group for scene in scenes}
    silent = [Room(20, 0.3, -90, 40), Room(21, 0.3, -90, 40, noise=-46)]
    rooms |= dict.fromkeys(silent, "headphones")
    rooms |= dict.fromkeys(echo_scenes.hard_rooms(4 if context.quick else 24), "hard")
    proofs, absences, ducks, cuts, cpu, under = [], [], [], [], [], []
    stirs = self_cuts = 0
    loud = audio.levels(sound.answers, STEP) > LOUD
    for room, group in rooms.items():
        microphone = room.echo(sound.answers) + room.silence(len(sound.answers))
        alone = passed([str(program)], microphone, sound.answers)
        proven = alone.marks >> 2 > 0
        first = int(np.argmax(proven)) if proven.any() else len(proven) - 1
        (absences if group == "headphones" else proofs).append(float(loud[: first + 1].sum()) * 10)
        under.append(float(100 * np.mean(proven[first:])))
        stirs += rises(held(alone.marks >> 1 & 1, *DUCK))
        self_cuts += rises(held(alone.marks & 1, *CUT))
        cpu.append(alone.cpu)
        both = passed([str(program)], microphone + sound.user, sound.answers)
        ducks += [onset(both.marks >> 1 & 1, span, *DUCK) for span in sound.interruptions]
        cuts += [onset(both.marks & 1, span, *CUT) for span in sound.interruptions]
    minutes = len(rooms) * len(sound.answers) / audio.RATE / 60
    return [
        timed("EchoControl: loud playback until proven", proofs),
        timed("  the same with headphones", absences),
        Row(SECTION, "  proven from then on", median(under), "%", runs=len(under),
            note=f"{min(under):.1f} % at least"),
        Row(SECTION, "  ducks without the user", stirs, f"in {minutes:.0f} min"),
        Row(SECTION, "  cuts without the user", self_cuts, f"in {minutes:.0f} min"),
        timed("  user's onset → duck", ducks),
        timed("  user's onset → cut", cuts),
        Row(SECTION, "  CPU", median(cpu), "ms/s of audio"),
    ]  # fmt: skip


def timed(what: str, times: list[float]) -> Row:
    found = [time for time in times if time == time]
    value, high = (median(found), p90(found)) if found else (None, None)
    return Row(
        SECTION, what, value, "ms", high, len(times), note=f"{len(times) - len(found)} missed"
    )
