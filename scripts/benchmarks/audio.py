# SPDX-License-Identifier: MIT-0
"""Audio as arrays: 16 kHz mono, samples from -1 to 1."""

from __future__ import annotations

import subprocess
import wave
from pathlib import Path

import numpy as np

RATE = 16_000


def read(path: Path) -> np.ndarray:
    """Any recording sox knows, brought to 16 kHz mono without dither."""
    raw = subprocess.run(
        ["sox", "-D", "-V1", str(path), "-t", "raw", "-r", str(RATE), "-c", "1", "-b", "16",
         "-e", "signed", "-"], stdout=subprocess.PIPE, check=True,
    ).stdout  # fmt: skip
    return samples(raw)


def samples(pcm: bytes) -> np.ndarray:
    """Signed 16-bit little-endian PCM; an odd byte at the end is left out."""
    return np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2").astype(float) / 32768


def pcm(signal: np.ndarray) -> bytes:
    return (np.clip(signal, -1, 1) * 32767).round().astype("<i2").tobytes()


def write(path: Path, signal: np.ndarray) -> None:
    """A 16-bit WAV."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm(signal))


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE))


def hiss(signal: np.ndarray, rms: float = 1e-4) -> np.ndarray:
    """The signal on a floor of white noise (-80 dBFS), as no microphone gives digital silence."""
    return signal + rms * np.random.default_rng(5).standard_normal(len(signal))


def pink_noise(frames: int) -> np.ndarray:
    """Noise whose power falls with 1/f; its rms is 1. The same on every call."""
    white = np.fft.rfft(np.random.default_rng(7).standard_normal(frames))
    pink = np.fft.irfft(white / np.sqrt(np.maximum(np.arange(len(white)), 1)), frames)
    return pink / rms(pink)


def rms(signal: np.ndarray) -> float:
    return float(np.sqrt(np.mean(signal**2)))


def levels(signal: np.ndarray, frames: int) -> np.ndarray:
    """dBFS of each stretch of so many frames; what is left over at the end is not looked at."""
    count = len(signal) // frames
    power = (signal[: count * frames].reshape(count, frames) ** 2).mean(axis=1)
    return 10 * np.log10(power + 1e-12)


def first_audible(signal: np.ndarray, level: float = -45) -> float | None:
    """Seconds until the first 5 ms above `level` dBFS; None if there are none."""
    loud = np.flatnonzero(levels(signal, RATE // 200) > level)
    return float(loud[0]) / 200 if len(loud) else None


def end_of_speech(signal: np.ndarray, level: float = -40) -> float:
    """Seconds until the end of the last 10 ms above `level` dBFS of a clean recording."""
    loud = np.flatnonzero(levels(signal, RATE // 100) > level)
    return float(loud[-1] + 1) / 100
