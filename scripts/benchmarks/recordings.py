# SPDX-License-Identifier: MIT-0
"""The English test set: ten questions in three voices, three clips, two people.

The clips and the people's recordings come out of two Python packages, which are downloaded by
name with pip, unzipped, and never installed or run. The voices are made here, anew for every build.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import audio
from context import Context, Unavailable
from processes import run

QUESTIONS = [
    "What is the weather going to be like tomorrow?",
    "How do I boil an egg?",
    "Can you tell me a short joke?",
    "What is the capital of France?",
    "How many minutes are there in three hours?",
    "Please set a timer for ten minutes.",
    "What time does the museum open on Sunday?",
    "Who wrote Romeo and Juliet?",
    "How far away is the moon from the earth?",
    "Can you recommend a good book about history?",
]

# Package, and of each recording in it: name, sha256, the set it belongs to, what is said.
PACKAGES = {
    "pytest-audioeval==0.1.3": [
        (
            "pytest_audioeval/samples/audio/en/counting.wav",
            "2b69b8f7894de9774e7433db6bfa1874944e25ed806826c507bed27b9e69fe15",
            "clips", "One two three four five six seven eight nine ten.",
        ),
        (
            "pytest_audioeval/samples/audio/en/hello_world.wav",
            "264c92e881fcc3bb7585ff666d129095fb5717c2cc333d10f253a34186be78ac",
            "clips", "Hello world.",
        ),
        (
            "pytest_audioeval/samples/audio/en/quick_brown_fox.wav",
            "adc24a9b99267932370842f0d5be866dc2cd09e65af9762469c198493e36870b",
            "clips", "The quick brown fox jumps over the lazy dog.",
        ),
    ],
    "moonshine-voice==0.1.5": [
        (
            "moonshine_voice/assets/beckett.wav",
            "e5a26b3d29e5b0bc8dbd72c11d16a3808a4ec0ac45b21f12a27d2a2fe5c5ae61",
            "people", "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better.",
        ),
        (
            "moonshine_voice/assets/two_cities.wav",
            "f3348494d77cb74a02862f5e685ed09faf3e75832c5cc5c80703282c2cd8b52e",
            "people",
            "It was the best of times, it was the worst of times, it was the age of wisdom, it was "
            "the age of foolishness, it was the epoch of belief, it was the epoch of incredulity, "
            "it was the season of Light, it was the season of Darkness, it was the spring of hope, "
            "it was the winter of despair, we had everything before us, we had nothing before us, "
            "we were all going direct to Heaven, we were all going direct the other way - in "
            "short, the period was so far like the present period, that some of its noisiest "
            "authorities insisted on its being received, for good or for evil, in the superlative "
            "degree of comparison only.",
        ),
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Clip:
    """A recording and what is said in it."""

    group: str  # piper, piper 10 dB, espeak, clips, people
    path: Path
    reference: str


def packaged(context: Context) -> list[Clip]:
    """The clips and the people, fetched if they aren't there yet."""
    folder = context.data / "bench-audio"
    folder.mkdir(parents=True, exist_ok=True)
    clips = []
    for package, recordings in PACKAGES.items():
        missing = [name for name, *_ in recordings if not (folder / Path(name).name).exists()]
        if missing:
            fetch(context, package, missing, folder)
        for name, sha256, group, reference in recordings:
            path = folder / Path(name).name
            if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                raise Unavailable(f"'{path}' is not the recording it should be; remove it")
            clips.append(Clip(group, path, reference))
    return clips


def fetch(context: Context, package: str, names: list[str], folder: Path) -> None:
    """Takes the files called `names` out of a package's wheel."""
    context.say(f"fetching the package {package} for its recordings (unzipped, not installed)")
    target = context.scratch / "packages"
    # Only data is taken from it, so that it does not matter for which machine it was made.
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet",
         "--no-deps", "--only-binary", ":all:", "--python-version", "3.11",
         "--platform", "manylinux_2_34_x86_64", "--dest", str(target), package],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    wheels = list(target.glob(package.split("==")[0].replace("-", "_") + "-*.whl"))
    if done.returncode != 0 or not wheels:
        raise Unavailable(f"pip can't fetch {package}: {done.stderr.strip().splitlines()[-1:]}")
    with zipfile.ZipFile(wheels[0]) as wheel:
        for name in names:
            part = folder / (Path(name).name + ".part")
            part.write_bytes(wheel.read(name))
            part.rename(folder / Path(name).name)


def spoken(context: Context) -> list[Clip]:
    """The questions, spoken by vc-speak, by it in pink noise (10 dB), and by espeak-ng."""
    if "spoken" not in context.memory:
        context.memory["spoken"] = make_spoken(context)
    return context.memory["spoken"]


def make_spoken(context: Context) -> list[Clip]:
    folder = context.scratch / "spoken"
    folder.mkdir()
    context.say("making the questions' voices")
    clips: dict[str, list[Clip]] = {"piper": [], "piper 10 dB": [], "espeak": []}
    for index, question in enumerate(QUESTIONS):
        piper, noisy, robot = (folder / f"{kind}{index}.wav" for kind in ("p", "n", "e"))
        voice = run(context, [context.tool("vc-speak"), *context.provider, question])
        clean = audio.samples(voice.output)
        noise = audio.pink_noise(len(clean)) * audio.rms(clean) / 10 ** (10 / 20)
        audio.write(piper, clean)
        audio.write(noisy, clean + noise)
        run(context, ["espeak-ng", "-v", "en-us", "-s", "160", "-w", str(robot), question])
        audio.write(robot, audio.read(robot))
        for group, path in (("piper", piper), ("piper 10 dB", noisy), ("espeak", robot)):
            clips[group].append(Clip(group, path, question))
    return [clip for group in clips.values() for clip in group]


def questions(context: Context) -> list[Clip]:
    """The questions in the clean Piper voice, in order."""
    return [clip for clip in spoken(context) if clip.group == "piper"]
