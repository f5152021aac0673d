# SPDX-License-Identifier: MIT-0
"""Runs echo cancellers over scenes, and says what came of it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import audio
import numpy as np
from context import Context, Unavailable
from echo_scenes import Scene
from judgement import STEP, Span

WINDOW = 25  # steps of 10 ms: 250 ms
LOUD = -45  # dBFS


@dataclass(frozen=True)
class Sound:
    """What all scenes share."""

    answers: np.ndarray
    user: np.ndarray
    interruptions: list[Span]


@dataclass(frozen=True)
class Pass:
    """What a canceller made of a microphone: the sound, its marks for each 10 ms, and ms of CPU for
    each second, of cancelling, and of hearing where that is apart."""

    left: np.ndarray
    marks: np.ndarray
    cpu: float
    hearing: float


@dataclass(frozen=True)
class Outcome:
    """Times in ms, of loud playback where a canceller starts; nan where it never happens."""

    converged: float  # until 10 dB are gone over 250 ms
    reduction: float  # dB, after 5 s of loud playback
    left: float  # dB above the noise, nine tenths are not above
    user: float  # dB by which the user's voice is changed in double talk
    false: float  # % of the loud frames without the user that are taken for speech
    heard: list[float]  # of each interruption: until 80 of 100 ms are taken for speech
    cpu: float  # ms for each second


def compiled(context: Context) -> tuple[str, bool]:
    """The program with the candidates, and whether speexdsp is among them."""
    program, source = context.scratch / "echo", Path(__file__).parent / "echo.cc"

    def flags(*libraries: str) -> list[str] | None:
        done = subprocess.run(
            ["pkg-config", "--cflags", "--libs", *libraries],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout.split() if done.returncode == 0 else None

    both = flags("webrtc-audio-processing", "speexdsp")
    one = both or flags("webrtc-audio-processing")
    if one is None:
        raise Unavailable("pkg-config knows no webrtc-audio-processing")
    define = ["-DWITH_SPEEX"] if both else []
    command = ["g++", "-std=c++17", "-O2", *define, str(source), *one, "-o", str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"g++ can't compile {source}: {done.stderr.strip()[:200]}")
    return str(program), both is not None


def passed(command: list[str], microphone: np.ndarray, playback: np.ndarray) -> Pass:
    def frames(signal: np.ndarray) -> np.ndarray:
        return np.frombuffer(audio.pcm(signal), "<i2").reshape(-1, STEP)

    data = np.hstack([frames(microphone), frames(playback)]).tobytes()
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"{command[0]}: {done.stderr.decode(errors='replace').strip()}")
    result = np.frombuffer(done.stdout, "<i2").reshape(-1, STEP + 1)
    left = result[:, :STEP].reshape(-1) / 32768
    cpu = [float(each) / len(result) * 100_000 for each in done.stderr.split()]
    return Pass(left, result[:, STEP], cpu[0], cpu[-1])


def outcome(command: list[str], scene: Scene, sound: Sound) -> Outcome:
    """The echo alone, then with the user over it."""
    echo = scene.room.echo(sound.answers)
    microphone = echo + scene.room.silence(len(echo))
    alone = passed(command, microphone, sound.answers)
    is_loud = audio.levels(echo, STEP) > LOUD
    elapsed = np.cumsum(is_loud) * 10
    loud = windows(is_loud)[: len(elapsed)] >= WINDOW / 2
    heard, left = windows(powers(microphone)), windows(powers(alone.left))
    reduction = 10 * np.log10(heard / np.maximum(left, 1e-12))
    done = np.flatnonzero(loud & (reduction >= 10))
    late = loud & (elapsed[: len(loud)] > 5000)
    noise = WINDOW * STEP * 10 ** (scene.room.noise / 10)
    late_frames = is_loud & (elapsed > 5000)
    both = passed(command, microphone + sound.user, sound.answers)
    return Outcome(
        converged=float(elapsed[done[0] + WINDOW - 1]) if len(done) else float("nan"),
        reduction=float(np.median(reduction[late])),
        left=float(10 * np.log10(np.percentile(left[late], 90) / noise)),
        user=user_change(both.left, sound),
        false=float(100 * np.mean((alone.marks & 1)[late_frames])),
        heard=[onset(both.marks & 1, span, 8, 10) for span in sound.interruptions],
        cpu=alone.cpu,
    )


def powers(signal: np.ndarray) -> np.ndarray:
    """The energy of each 10 ms."""
    return (signal[: len(signal) // STEP * STEP].reshape(-1, STEP) ** 2).sum(axis=1)


def windows(values: np.ndarray) -> np.ndarray:
    """Sums over the 250 ms that begin with each 10 ms."""
    return np.convolve(values, np.ones(WINDOW))[WINDOW - 1 : len(values)]


def user_change(left: np.ndarray, sound: Sound) -> float:
    """dB from the user's voice to what is left of it: its projection, 100 ms at a time, median."""
    lag = max(range(0, 480, 8), key=lambda lag: abs(correlation(left, sound.user, lag)))
    changes = []
    for span in sound.interruptions:
        for start in range(span.start, span.end - 1600, 1600):
            voice = sound.user[start : start + 1600]
            energy = float(np.dot(voice, voice))
            if energy / 1600 < 10 ** (-35 / 10):
                continue
            gain = float(np.dot(left[start + lag : start + lag + 1600], voice)) / energy
            changes.append(20 * np.log10(max(gain, 1e-3)))
    return float(np.median(changes))


def correlation(left: np.ndarray, voice: np.ndarray, lag: int) -> float:
    return float(np.dot(left[lag:], voice[: len(voice) - lag]))


def held(marks: np.ndarray, least: int, of: int) -> np.ndarray:
    """Where so many of the last so many frames are marked."""
    return np.convolve(marks, np.ones(of))[: len(marks)] >= least


def onset(marks: np.ndarray, span: Span, least: int, of: int) -> float:
    """Milliseconds from the beginning of the span until that; nan if not until its end."""
    first = span.start // STEP
    found = np.flatnonzero(held(marks, least, of)[first : span.end // STEP])
    return float(found[0] + 1) * 10 if len(found) else float("nan")


def rises(held_marks: np.ndarray) -> int:
    """How often something begins."""
    return int((np.diff(held_marks.astype(int), prepend=0) == 1).sum())
