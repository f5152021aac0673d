# SPDX-License-Identifier: MIT-0
"""The silero voice activity detector, to hold ours against: its model comes out of its package."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import audio
import numpy as np
import recordings
from context import Context, Unavailable
from judgement import LEAD_OUT, STEP

PACKAGE = "silero-vad==6.2.3"
MODEL = "silero_vad/data/silero_vad_16k_op15.onnx"
SHA256 = "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49"
# Samples it is given at a time, and those before them that it sees again.
CHUNK, OVERLAP = 512, 64
# As its own package has them: speech begins above the one, and ends below the other.
BEGINS, ENDS = 0.5, 0.35
# As the Endpointer of vc has them, in steps of 10 ms: 8 of the last 10 are voice.
WINDOW, VOICED, LEAD_IN = 10, 8, 20


def model(context: Context) -> Path:
    folder = context.data / "bench-audio"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / Path(MODEL).name
    if not path.exists():
        recordings.fetch(context, PACKAGE, [MODEL], folder)
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        raise Unavailable(f"'{path}' is not the model it should be; remove it")
    return path


def heard(context: Context, signal: np.ndarray) -> tuple[list[bool], float]:
    """For each 10 ms whether it is speech, as known by then (every 32 ms); and ms of CPU for each
    second."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model(context)), options)
    samples = audio.samples(audio.pcm(signal)).astype(np.float32)
    state, before = np.zeros((2, 1, 128), np.float32), np.zeros(OVERLAP, np.float32)
    rate, chunks, is_speech = np.array(audio.RATE), [], False
    began = time.process_time()
    for start in range(0, len(samples) - CHUNK + 1, CHUNK):
        chunk = np.concatenate([before, samples[start : start + CHUNK]])
        result, state = session.run(None, {"input": chunk[None], "state": state, "sr": rate})
        before = chunk[-OVERLAP:]
        is_speech = bool(result[0, 0] >= (ENDS if is_speech else BEGINS))
        chunks.append(is_speech)
    cpu = 1000 * (time.process_time() - began) / (len(samples) / audio.RATE)
    steps = len(signal) // STEP
    return [
        chunks[(step + 1) * STEP // CHUNK - 1] if (step + 1) * STEP >= CHUNK else False
        for step in range(steps)
    ], cpu


def decisions(speech: list[bool], silence: float) -> list[dict]:
    """What vc's Endpointer would decide of them: as vc-transcribe reports it."""
    found: list[dict] = []
    recent: list[bool] = []
    voice_end: int | None = None
    previous_end = 0
    for step, is_speech in enumerate(speech):
        recent = (recent + [is_speech])[-WINDOW:]
        position = (step + 1) * STEP
        if is_speech and sum(recent) >= VOICED:
            if voice_end is None:
                onset = position - (len(recent) - recent.index(True)) * STEP
                at = max(onset - LEAD_IN * STEP, previous_end)
                found.append({"type": "started", "at": at, "frames": position})
            voice_end = position
        elif voice_end is not None and position - voice_end >= silence * audio.RATE:
            previous_end = min(voice_end + LEAD_OUT, position)
            found.append({"type": "ended", "at": previous_end, "frames": position})
            recent, voice_end = recent[-((position - voice_end) // STEP) :], None
    if voice_end is not None:
        end = len(speech) * STEP
        found.append({"type": "ended", "at": min(voice_end + LEAD_OUT, end), "frames": end})
    return found
