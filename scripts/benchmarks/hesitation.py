# SPDX-License-Identifier: MIT-0
"""Sentences in which somebody hesitates: what a listener is to sit out.

The sentences are quotations of literature out of Debian's package fortunes-min, which were not
written for this. Their words last by a rate that is simple: about three a second.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from context import Context, Unavailable

PACKAGE = "fortunes-min"
FILES = ["literature", "fortunes"]
FUNCTION_WORDS = set(
    """
    a an the and or but because although if whether that which who when while where as than like
    of to in on at for with from by about into over under between without through
    is are was were be been do does did have has had can could will would shall should may might
    must i you he she it we they my your his her its our their this these those not very so just
    """.split()
)
FILLERS = ["um", "uh", "er"]
PAUSE = (200, 1500)  # ms
# How long a word lasts, ms: so much, and so much for each letter.
WORD, LETTER = 90, 50


@dataclass(frozen=True)
class Utterance:
    """Words, where each begins and ends (ms), and where somebody speaks."""

    words: list[tuple[str, int, int]]
    voice: list[tuple[int, int]]

    @property
    def end(self) -> int:
        return self.words[-1][2]

    @property
    def pause(self) -> int:
        return self.voice[1][0] - self.voice[0][1]

    def without_signs(self) -> Utterance:
        bare = [(re.sub(r"[^\w'’-]", "", word), start, end) for word, start, end in self.words]
        return Utterance([word for word in bare if word[0]], self.voice)


def text(context: Context) -> str:
    """The package's files, fetched if they aren't there yet; nothing is installed."""
    folder = context.data / "bench-audio" / PACKAGE
    if not all((folder / name).exists() for name in FILES):
        context.say(f"fetching Debian's package {PACKAGE} for its sentences (not installed)")
        target = context.scratch / "package"
        target.mkdir(exist_ok=True)
        for command in (["apt-get", "download", PACKAGE], ["sh", "-c", "dpkg-deb -x ./*.deb ."]):
            done = subprocess.run(command, cwd=target, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise Unavailable(f"apt-get can't fetch {PACKAGE}: {done.stderr.strip()[:200]}")
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (folder / name).write_bytes((target / "usr/share/games/fortunes" / name).read_bytes())
    return "\n%\n".join((folder / name).read_text(encoding="utf-8") for name in FILES)


def sentences(text: str) -> list[list[str]]:
    """Those of 6 to 25 words, in words with their signs, each once."""
    found: dict[str, list[str]] = {}
    for entry in re.split(r"^%$", text, flags=re.MULTILINE):
        body = re.sub(r"\s*--\s*[A-Z\"].*", "", entry, flags=re.DOTALL)
        for sentence in re.split(r"(?<=[.?!])\s+", " ".join(body.split())):
            words = sentence.replace("--", ", ").replace(" ,", ",").split()
            if 6 <= len(words) <= 25 and re.fullmatch(r"[A-Z][A-Za-z',; :-]+[.?!]", " ".join(words)):
                found.setdefault(sentence, words)
    return list(found.values())


def hesitant(sentence: list[str], where: str, random: np.random.Generator) -> Utterance | None:
    """A sentence with a pause: A behind a filler, a function word or a comma, B at any border."""
    words = list(sentence)
    if where == "A":
        kind = random.choice(["filler", "function word", "comma"])
        if kind == "filler":
            place = int(random.integers(1, len(words)))
            words.insert(place, str(random.choice(FILLERS)) + ",")
            places = [place + 1]
        else:
            fits = (lambda w: w.lower() in FUNCTION_WORDS) if kind == "function word" else (
                lambda w: w.endswith(","))  # fmt: skip
            places = [at + 1 for at, word in enumerate(words[:-1]) if fits(word)]
    else:
        places = list(range(1, len(words)))
    if not places:
        return None
    return spoken(words, int(random.choice(places)), int(random.integers(*PAUSE)))


def spoken(words: list[str], place: int, pause: int) -> Utterance:
    """The words one by one, a pause before the one at `place`."""
    at, timed, voice = 0, [], []
    for index, word in enumerate(words):
        if index == place:
            voice.append((0, at))
            at += pause
        length = WORD + LETTER * len(re.sub(r"\W", "", word))
        timed.append((word, at, at + length))
        at += length
    start = timed[place][1]
    return Utterance(timed, [*voice, (start, at)])


def utterances(text: str, where: str, count: int) -> list[Utterance]:
    """So many of a set; the same each time."""
    random = np.random.default_rng(41 if where == "A" else 42)
    found: list[Utterance] = []
    order = sentences(text)
    random.shuffle(order)
    for sentence in order:
        if len(found) == count:
            return found
        if utterance := hesitant(sentence, where, random):
            found.append(utterance)
    raise Unavailable(f"only {len(found)} sentences of {PACKAGE} fit")
