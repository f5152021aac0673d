# SPDX-License-Identifier: MIT-0
"""Devices that are none: a PulseAudio daemon of our own with a loudspeaker and the user's mouth.

Both are channels of one null sink, `room`: its monitor, recorded once, has both on one clock, to the
sample. `default` of ALSA plays to the loudspeaker and hears the mouth.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import audio
import numpy as np
from context import Context, Unavailable
from processes import complaint

SPEAKER, MOUTH = 0, 1
FRAME = 4  # bytes, of both
RAW = [f"--rate={audio.RATE}", "--format=s16le", "--latency-msec=20"]

MODULES = [
    "module-null-sink sink_name=room rate=16000 channels=2 channel_map=left,right norewinds=1",
    "module-remap-sink sink_name=speaker master=room channels=1 channel_map=mono "
    "master_channel_map=left remix=no",
    "module-remap-sink sink_name=mouth master=room channels=1 channel_map=mono "
    "master_channel_map=right remix=no",
]
ALSA = """
pcm_type.pulse {{ lib "libasound_module_pcm_pulse.so" }}
pcm.!default {{
    type asym
    playback.pcm {{ type pulse server 'unix:{0}' device speaker }}
    capture.pcm {{ type pulse server 'unix:{0}' device mouth.monitor }}
}}
"""


class NullSinks:
    """The daemon; a context manager. While it runs nothing may be started by `processes.run`, which
    waits for all children."""

    def __init__(self, context: Context):
        self._home = context.scratch / "pulse"
        self._home.mkdir(exist_ok=True)
        socket = self._home / "socket"
        (self._home / "asound.conf").write_text(ALSA.format(socket), encoding="utf-8")
        self.environment = context.environment | {
            "XDG_RUNTIME_DIR": str(self._home),
            "PULSE_SERVER": f"unix:{socket}",
            "PULSE_LATENCY_MSEC": "20",
            "ALSA_CONFIG_PATH": str(self._home / "asound.conf"),
        }
        modules = [f"module-native-protocol-unix auth-anonymous=1 socket={socket}", *MODULES]
        command = ["pulseaudio", "-n", "--daemonize=yes", "--exit-idle-time=-1"]
        command += ["--log-target=null", *(word for each in modules for word in ("-L", each))]
        environment = self.environment | {"HOME": str(self._home)}
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if done.returncode != 0:
            raise Unavailable(complaint(command, done.returncode, done.stderr))

    def __enter__(self) -> NullSinks:
        return self

    def __exit__(self, *_) -> None:
        pid = Path(self._home / "pulse" / "pid").read_text(encoding="ascii")
        os.kill(int(pid), signal.SIGTERM)

    def popen(self, command: list[str], **more) -> subprocess.Popen:
        return subprocess.Popen(command, env=self.environment, **more)

    def say(self, signal_: np.ndarray) -> None:
        """Plays into the mouth; returns when it has been played."""
        player = self.popen(
            ["pacat", "--device=mouth", "--channels=1", *RAW], stdin=subprocess.PIPE
        )
        player.communicate(audio.pcm(signal_))


class Recording:
    """Both channels of the room from when it is made until `stop`; a context manager.

    The moment of a frame is that at which the null sink took it: blocks of 20 ms or less, and the
    sink works up to one of them ahead. What the channels have to each other is exact.
    """

    def __init__(self, sinks: NullSinks):
        self._recorder = sinks.popen(
            ["parec", "--device=room.monitor", "--channels=2", *RAW], stdout=subprocess.PIPE
        )
        self._data = bytearray()
        self._origin = float("inf")
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        while len(self._data) < FRAME * audio.RATE // 10:
            if self._recorder.poll() is not None:
                raise Unavailable("parec can't record the null sinks")
            time.sleep(0.01)

    def __enter__(self) -> Recording:
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def _read(self) -> None:
        while block := os.read(self._recorder.stdout.fileno(), 1 << 16):
            start = len(self._data) / FRAME / audio.RATE
            self._origin = min(self._origin, time.monotonic() - start)
            self._data += block

    @property
    def position(self) -> int:
        """Frames recorded so far."""
        return len(self._data) // FRAME

    def frame(self, moment: float) -> int:
        """The frame of a moment of CLOCK_MONOTONIC."""
        return round((moment - self._origin) * audio.RATE)

    def stop(self) -> np.ndarray:
        """All frames, a column for each channel."""
        if self._recorder.poll() is None:
            self._recorder.terminate()
            self._recorder.wait()
            self._thread.join()
            self._recorder.stdout.close()
        return self.heard()

    def heard(self) -> np.ndarray:
        data = bytes(self._data[: len(self._data) // FRAME * FRAME])
        return np.frombuffer(data, "<i2").reshape(-1, 2).astype(float) / 32768
