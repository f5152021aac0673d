# SPDX-License-Identifier: MIT-0
"""False cut-offs: how often vc's rule of turn-taking takes a hesitation for the end of a turn.

`TurnTaking` itself, driven without audio on a virtual clock, at the delays of the stand-in. A false
cut-off: an answer would sound before the user's last word has ended. Beside it a rule that knows
nothing but silence, at the same median delay.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass

import hesitation
from context import Context, Unavailable
from hesitation import Utterance
from table import Row, median

SECTION = "conversation"
COUNT = 200
SCALES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3]
LIMITS = {"A": 5, "B": 20}  # %
# ms; until a voice is known to have begun, and to have ended.
ONSET, PAUSE = 90, 100
# ms; a first clause of six words is spoken first.
DELAYS = {
    "onset": ONSET, "pause": PAUSE, "wordDelay": 200, "finalDelay": 500, "firstToken": 200,
    "token": 20, "clause": 6, "firstByte": 150,
}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A rule over a set."""

    false: float  # % of the utterances
    delay: float  # ms, median, end of speech → audible, of the others
    split: float  # % whose turn was taken for over twice, unheard
    requests: float  # an utterance

    def text(self) -> str:
        return f"{self.false:.1f} % at {self.delay:.0f} ms"


def measure(context: Context) -> list[Row]:
    program = context.tools / "TurnMeter"
    if not program.exists():
        raise Unavailable(f"no {program}; run swift build -c release --product TurnMeter")
    text = hesitation.text(context)
    rows = []
    for where in ("A", "B"):
        own = hesitation.utterances(text, where, COUNT)
        for signs, said in (
            ("", own),
            (", no punctuation", [each.without_signs() for each in own]),
        ):
            context.say(f"false cut-offs, set {where}{signs}")
            rows += compared(str(program), where, signs, said, context)
    return rows


def compared(
    program: str, where: str, signs: str, said: list[Utterance], context: Context
) -> list[Row]:
    curve = {scale: judged(said, meter(program, said, scale)) for scale in SCALES}
    now = curve[1]
    baseline = silence_only(said, now.delay)
    learnt = judged(said, meter(program, said, 1, learns=True))
    context.details.setdefault("cut-offs", {})[where + signs] = {
        scale: [each.false, each.delay, silence_only(said, each.delay)]
        for scale, each in curve.items()
    }
    # Without signs it is harder than what was asked for.
    limit = None if signs else min(LIMITS[where], baseline / 3)
    rows = [
        Row(SECTION, f"false cut-offs, set {where}{signs}", now.false, "%", runs=len(said),
            limit=limit, note=f"at {now.delay:.0f} ms median; silence only {baseline:.1f} %; "
            f"turn taken for over twice, unheard: {now.split:.1f} %; "
            f"{now.requests:.2f} requests a turn; as one talk, learning: {learnt.text()}"),
    ]  # fmt: skip
    for scale, each in curve.items():
        beside = silence_only(said, each.delay)
        rows.append(
            Row(SECTION, f"  holds × {scale:g}", each.false, "%",
                note=f"at {each.delay:.0f} ms; silence only {beside:.1f} %")
        )  # fmt: skip
    return rows


def meter(
    program: str, said: list[Utterance], scale: float, learns: bool = False, speculates: bool = True
) -> list[dict]:
    """What TurnMeter makes of each; where it learns, they are said a minute apart."""
    scenes = []
    for index, each in enumerate(said):
        at = 60_000 * index if learns else 0
        words = [
            {"text": word, "start": start + at, "end": end + at} for word, start, end in each.words
        ]
        voice = [(start + at, end + at) for start, end in each.voice]
        rule = {"holdScale": scale, "speculates": speculates, "learns": learns}
        scenes.append(DELAYS | {"words": words, "voice": voice, "start": at} | rule)
    lines = "".join(json.dumps(scene) + "\n" for scene in scenes)
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"TurnMeter: {done.stderr.strip()[:200]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def judged(said: list[Utterance], outcomes: list[dict]) -> Judged:
    false, split, delays = 0, 0, []
    for utterance, outcome in zip(said, outcomes, strict=True):
        early = [time for time in outcome["audible"] if time < utterance.end]
        late = [time for time in outcome["audible"] if time >= utterance.end]
        false += bool(early)
        split += not early and len(outcome["commits"]) > 1
        if late:
            delays.append(late[0] - utterance.end)
    count = len(said)
    requests = sum(outcome["requests"] for outcome in outcomes) / count
    return Judged(100 * false / count, median(delays), 100 * split / count, requests)


def silence_only(said: list[Utterance], delay: float) -> float:
    """% that a rule cuts off which answers after so much silence (ms): where the user goes on before
    that, and it is known in time, it does not."""
    return 100 * sum(each.pause + ONSET > delay for each in said) / len(said)
