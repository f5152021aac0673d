# SPDX-License-Identifier: MIT-0
"""A simulated room: what a microphone hears of a loudspeaker in it.

The impulse response is a direct path and, from 3 ms behind it on, Gaussian noise that decays by
60 dB within RT60 (Polack's model), 6 dB weaker than the direct path as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import audio
import numpy as np

DIRECT_TO_REVERBERANT = 6.0  # dB


@dataclass(frozen=True)
class Room:
    seed: int = 1
    rt60: float = 0.35  # seconds
    gain: float = -6.0  # dB from the loudspeaker's signal to its echo
    delay: float = 80.0  # ms until the direct path arrives
    later_delay: float | None = None  # ms, from the middle of the recording on
    drift: float = 0.0  # ppm by which the loudspeaker's clock is slow
    clips: bool = False  # whether the loudspeaker clips softly
    noise: float = -60.0  # dBFS of the room's own noise

    def echo(self, playback: np.ndarray) -> np.ndarray:
        """The loudspeaker as the microphone hears it, without the room's noise."""
        loud = np.tanh(4 * playback) / 4 if self.clips else playback
        heard = convolved(drifted(loud, self.drift), self.response())
        early = shifted(heard, self.delay)
        if self.later_delay is None:
            return early
        middle = len(early) // 2
        return np.concatenate([early[:middle], shifted(heard, self.later_delay)[middle:]])

    def silence(self, frames: int) -> np.ndarray:
        """The room's own noise."""
        random = np.random.default_rng(1000 + self.seed)
        return 10 ** (self.noise / 20) * random.standard_normal(frames)

    def response(self) -> np.ndarray:
        random = np.random.default_rng(self.seed)
        length = round(self.rt60 * audio.RATE)
        decay = 10 ** (-3 * np.arange(length) / length)
        tail = random.standard_normal(length) * decay
        tail[: round(0.003 * audio.RATE)] = 0
        tail *= 10 ** (-DIRECT_TO_REVERBERANT / 20) / np.sqrt(np.sum(tail**2))
        tail[0] = 1
        return tail / np.sqrt(np.sum(tail**2)) * 10 ** (self.gain / 20)


def convolved(signal: np.ndarray, response: np.ndarray) -> np.ndarray:
    size = 1 << (len(signal) + len(response) - 1).bit_length()
    spectrum = np.fft.rfft(signal, size) * np.fft.rfft(response, size)
    return np.fft.irfft(spectrum, size)[: len(signal)]


def shifted(signal: np.ndarray, milliseconds: float) -> np.ndarray:
    frames = round(milliseconds * audio.RATE / 1000)
    return np.concatenate([np.zeros(frames), signal])[: len(signal)]


def drifted(signal: np.ndarray, ppm: float, taps: int = 16) -> np.ndarray:
    """The signal as a clock that is faster by so many ppm samples it (windowed sinc)."""
    if ppm == 0:
        return signal
    at = np.arange(len(signal)) * (1 - ppm * 1e-6)
    whole = np.floor(at).astype(int)
    padded = np.pad(signal, taps)
    result = np.zeros(len(signal))
    for tap in range(-taps // 2 + 1, taps // 2 + 1):
        distance = at - whole - tap
        window = 0.5 + 0.5 * np.cos(2 * np.pi * distance / (taps + 2))
        result += padded[np.clip(whole + tap + taps, 0, len(padded) - 1)] * (
            np.sinc(distance) * window
        )
    return result
