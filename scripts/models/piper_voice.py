# SPDX-License-Identifier: MIT-0
"""A Piper voice made fit for sherpa-onnx: metadata inside the model, and its table of tokens."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

# Field numbers of onnx.proto: ModelProto.metadata_props, StringStringEntryProto.{key, value}.
METADATA_PROPS = 14
KEY = 1
VALUE = 2


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 127:
        encoded.append(number & 127 | 128)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _field(number: int, payload: bytes) -> bytes:
    """A length-delimited protobuf field (wire type 2)."""
    return _varint(number << 3 | 2) + _varint(len(payload)) + payload


def convert(model: Path, settings: Path, out_model: Path, out_tokens: Path) -> None:
    """Writes `out_model` and `out_tokens` from a voice's `.onnx` and `.onnx.json`.

    A repeated protobuf field may stand anywhere in a message, so the metadata is appended to the
    file as it is: no ONNX library is needed.
    """
    voice = json.loads(settings.read_text(encoding="utf-8"))
    metadata = {
        "model_type": "vits",
        "comment": "piper",
        "language": voice["language"]["name_english"],
        "voice": voice["espeak"]["voice"],
        "has_espeak": 1,
        "n_speakers": voice["num_speakers"],
        "sample_rate": voice["audio"]["sample_rate"],
    }
    shutil.copyfile(model, out_model)
    with open(out_model, "ab") as file:
        for key, value in metadata.items():
            entry = _field(KEY, key.encode()) + _field(VALUE, str(value).encode())
            file.write(_field(METADATA_PROPS, entry))
    with open(out_tokens, "w", encoding="utf-8", newline="\n") as file:
        for phoneme, numbers in voice["phoneme_id_map"].items():
            file.write(f"{phoneme} {numbers[0]}\n")
