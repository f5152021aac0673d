# SPDX-License-Identifier: MIT-0
"""A room in real time: what the null sink of the loudspeaker plays comes back into the mouth, as
`Room` has it, with the user over it."""

from __future__ import annotations

import os
import subprocess
import threading

import audio
import numpy as np
from nullsinks import MOUTH, RAW, NullSinks
from room import Room

BLOCK = 160
SIZE = 8192
TAPS = np.arange(-7, 9)


class Walls:
    """The room and who is in it; a context manager. PulseAudio adds about 60 ms to its delay."""

    def __init__(self, sinks: NullSinks, room: Room):
        self.room = room
        self.delay = room.delay
        self._response = np.fft.rfft(room.response(), SIZE)
        self._random = np.random.default_rng(room.seed)
        self._user = np.zeros(0)
        self._lock = threading.Lock()
        self._said: list[np.ndarray] = []  # blocks of the user alone
        self._sent: list[np.ndarray] = []  # blocks of everything
        monitor = ["parec", "--device=speaker.monitor", "--channels=1", *RAW]
        mouth = ["pacat", "--device=mouth", "--channels=1", *RAW]
        self._ear = sinks.popen(monitor, stdout=subprocess.PIPE)
        self._mouth = sinks.popen(mouth, stdin=subprocess.PIPE)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self) -> Walls:
        return self

    def __exit__(self, *_) -> None:
        for process in (self._ear, self._mouth):
            process.terminate()
            process.wait()
        self._thread.join()

    def say(self, signal: np.ndarray) -> None:
        """The user speaks, from now on."""
        with self._lock:
            self._user = np.concatenate([self._user, signal])

    def is_quiet(self) -> bool:
        with self._lock:
            return not len(self._user)

    def _run(self) -> None:
        played = np.zeros(SIZE)
        echoes = np.zeros(audio.RATE)  # the last second
        count, pending = 0, b""
        while data := os.read(self._ear.stdout.fileno(), 1 << 16):
            pending += data
            while len(pending) >= 2 * BLOCK:
                block = audio.samples(pending[: 2 * BLOCK])
                pending = pending[2 * BLOCK :]
                loud = np.tanh(4 * block) / 4 if self.room.clips else block
                played = np.concatenate([played[BLOCK:], loud])
                heard = np.fft.irfft(np.fft.rfft(played) * self._response)[-BLOCK:]
                echoes = np.concatenate([echoes[BLOCK:], heard])
                count += BLOCK
                if not self._send(self._late(echoes, count)):
                    return

    def _late(self, echoes: np.ndarray, count: int) -> np.ndarray:
        """The last block of the echo by a clock that drifts, so much later."""
        late = self.delay * audio.RATE / 1000 + 8 + count * self.room.drift * 1e-6
        at = np.arange(len(echoes) - BLOCK, len(echoes)) - late
        whole = np.floor(at).astype(int)
        distance = at[:, None] - whole[:, None] - TAPS
        window = 0.5 + 0.5 * np.cos(2 * np.pi * distance / (len(TAPS) + 2))
        return (echoes[whole[:, None] + TAPS] * np.sinc(distance) * window).sum(axis=1)

    def _send(self, echo: np.ndarray) -> bool:
        with self._lock:
            user = self._user[:BLOCK]
            self._user = self._user[BLOCK:]
        user = np.pad(user, (0, BLOCK - len(user)))
        noise = 10 ** (self.room.noise / 20) * self._random.standard_normal(BLOCK)
        self._said.append(user)
        self._sent.append(echo + user + noise)
        try:
            self._mouth.stdin.write(audio.pcm(self._sent[-1]))
            self._mouth.stdin.flush()
        except BrokenPipeError:
            return False
        return True

    def user(self, heard: np.ndarray) -> np.ndarray:
        """The user alone, on the time of a recording: found second by second by the noise."""
        said, sent = np.concatenate(self._said), np.concatenate(self._sent)
        mouth = heard[:, MOUTH]
        result = np.zeros(len(mouth))
        offset = None
        for start in range(0, len(sent) - audio.RATE, audio.RATE):
            offset = place(sent[start : start + audio.RATE], mouth, start, offset)
            at = start + offset
            if at >= 0 and at + audio.RATE <= len(result):
                result[at : at + audio.RATE] = said[start : start + audio.RATE]
        return result


def place(part: np.ndarray, whole: np.ndarray, start: int, offset: int | None) -> int:
    """By how much `part`, which begins at `start`, is later in `whole`; about `offset`, if known."""
    reach = 3 * audio.RATE if offset is None else audio.RATE // 2
    first = max(0, start + (offset or 0) - reach)
    window = whole[first : start + (offset or 0) + reach + len(part)]
    if len(window) < len(part):
        return offset or 0
    size = 1 << (len(window) + len(part)).bit_length()
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(part, size))
    products = np.fft.irfft(spectrum, size)[: len(window) - len(part) + 1]
    # By the energy there: else loud speech beats the same soft noise.
    energies = np.concatenate([[0.0], np.cumsum(window**2)])
    energies = energies[len(part) :] - energies[: -len(part)]
    found = int(np.argmax(products / np.sqrt(np.maximum(energies, 1e-12))))
    return first + found - start
