# SPDX-License-Identifier: MIT-0
"""Whisper weights from CTranslate2's `model.bin` to whisper.cpp's `ggml-*.bin`, 8-bit.

The file whisper.cpp reads (`whisper_model_load`): magic, eleven hyper-parameters, mel filters,
vocabulary, then each tensor with its name. Blocks of 32 weights become one 16-bit scale and 32
signed bytes (q8_0), made by whisper.cpp's own quantiser (`ggml_quantize_chunk`), so the same
weights give the same file on every machine, and no numeric package is needed.
"""

from __future__ import annotations

import ctypes
import math
import struct
from pathlib import Path

from console import BAD_DATA, Failure
from ct2_model import CT2Model, Tensor

MAGIC = 0x67676D6C
F32, F16, Q8_0 = 0, 1, 8  # ggml_type
FTYPE_Q8_0 = 7 + 2000  # ggml_ftype, and quantisation version 2 in thousands
TEXT_TOKENS = 50257  # of the multilingual vocabulary; whisper.cpp names the special ones itself
SAMPLE_RATE, FFT = 16_000, 400


def mel_filters(bands: int) -> list[float]:
    """Slaney's mel filters with his normalisation, as OpenAI's `mel_filters.npz`: row by row."""
    step = math.log(6.4) / 27
    top = 15 + math.log(SAMPLE_RATE / 2 / 1000) / step

    def hertz(mel: float) -> float:
        return mel * 200 / 3 if mel < 15 else 1000 * math.exp(step * (mel - 15))

    edges = [hertz(top * index / (bands + 1)) for index in range(bands + 2)]
    filters = []
    for low, centre, high in zip(edges, edges[1:], edges[2:]):
        for bin in range(FFT // 2 + 1):
            frequency = bin * SAMPLE_RATE / FFT
            slope = min((frequency - low) / (centre - low), (high - frequency) / (high - centre))
            filters.append(max(0.0, slope) * 2 / (high - low))
    return filters


def byte_of_character() -> dict[str, int]:
    """GPT-2's printable stand-ins for bytes, back to the bytes."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {chr(byte): byte for byte in plain}
    others = [byte for byte in range(256) if byte not in plain]
    table.update({chr(256 + index): byte for index, byte in enumerate(others)})
    return table


class Writer:
    """Writes tensors in ggml's layout; `ggml` is the loaded ggml-base library."""

    def __init__(self, file, ggml: ctypes.CDLL):
        self.file = file
        self.ggml = ggml
        ggml.ggml_quantize_chunk.restype = ctypes.c_size_t
        ggml.ggml_quantize_chunk.argtypes = [
            ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p,
            ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p,
        ]  # fmt: skip
        ggml.ggml_fp16_to_fp32_row.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]

    def exact(self, name: str, tensor: Tensor, shape: tuple[int, ...] | None = None) -> None:
        """A tensor as 32-bit floats: biases, norms, positions."""
        self._header(name, shape or tensor.shape, F32)
        self.file.write(self._floats(tensor))

    def half(self, name: str, tensor: Tensor) -> None:
        """A tensor as it is, 16-bit floats: convolutions."""
        self._header(name, tensor.shape, F16)
        self.file.write(tensor.data)

    def quantised(self, name: str, tensor: Tensor) -> None:
        """A matrix in 8-bit blocks."""
        rows, columns = tensor.shape
        self._header(name, tensor.shape, Q8_0)
        out = ctypes.create_string_buffer(rows * columns // 32 * 34)
        floats = self._floats(tensor)
        written = self.ggml.ggml_quantize_chunk(Q8_0, floats, out, 0, rows, columns, None)
        if written != len(out):
            raise Failure(BAD_DATA, f"'{name}' could not be quantised")
        self.file.write(out)

    def _floats(self, tensor: Tensor) -> ctypes.Array:
        count = len(tensor.data) // 2
        floats = (ctypes.c_float * count)()
        self.ggml.ggml_fp16_to_fp32_row(bytes(tensor.data), floats, count)
        return floats

    def _header(self, name: str, shape: tuple[int, ...], kind: int) -> None:
        label = name.encode()
        self.file.write(struct.pack("<3i", len(shape), len(label), kind))
        self.file.write(struct.pack(f"<{len(shape)}i", *reversed(shape)))
        self.file.write(label)


def convert(model_file: Path, vocabulary: Path, library: Path, out: Path) -> None:
    """Writes `out` from `model.bin` and `vocabulary.txt`; `library` is ggml-base of the engine."""
    model = CT2Model(model_file)
    try:
        ggml = ctypes.CDLL(str(library))
    except OSError as error:
        raise Failure(69, f"cannot load '{library}': {error}") from None
    with open(out, "wb") as file:
        _write_head(file, model, vocabulary)
        writer = Writer(file, ggml)
        _write_encoder(writer, model)
        _write_decoder(writer, model)


def _write_head(file, model: CT2Model, vocabulary: Path) -> None:
    tokens, text_width = model.tensor("decoder/embeddings/weight").shape
    audio_width, bands, _ = model.tensor("encoder/conv1/weight").shape
    audio_context = model.tensor("encoder/position_encodings/encodings").shape[0]
    text_context = model.tensor("decoder/position_encodings/encodings").shape[0]
    file.write(struct.pack("<I", MAGIC))
    file.write(
        struct.pack(
            "<11i",
            tokens,
            audio_context,
            audio_width,
            model.numbers.get("encoder/num_heads", audio_width // 64),
            model.layers("encoder"),
            text_context,
            text_width,
            model.numbers.get("decoder/num_heads", text_width // 64),
            model.layers("decoder"),
            bands,
            FTYPE_Q8_0,
        )
    )
    filters = mel_filters(bands)
    file.write(struct.pack(f"<2i{len(filters)}f", bands, FFT // 2 + 1, *filters))
    table = byte_of_character()
    words = vocabulary.read_bytes().decode("utf-8").split("\n")[:TEXT_TOKENS]
    file.write(struct.pack("<i", TEXT_TOKENS))
    for word in words:
        known = all(character in table for character in word)
        token = bytes(table[character] for character in word) if known else word.encode()
        file.write(struct.pack("<i", len(token)) + token)


def _write_encoder(writer: Writer, model: CT2Model) -> None:
    positions = model.tensor("encoder/position_encodings/encodings")
    writer.exact("encoder.positional_embedding", positions)
    for number in (1, 2):
        writer.half(f"encoder.conv{number}.weight", model.tensor(f"encoder/conv{number}/weight"))
        bias = model.tensor(f"encoder/conv{number}/bias")
        writer.exact(f"encoder.conv{number}.bias", bias, (bias.shape[0], 1))
    for layer in range(model.layers("encoder")):
        to, source = f"encoder.blocks.{layer}", f"encoder/layer_{layer}"
        _norm(writer, model, f"{to}.attn_ln", f"{source}/self_attention/layer_norm")
        _attention(writer, model, f"{to}.attn", f"{source}/self_attention")
        _feed_forward(writer, model, to, f"{source}/ffn")
    _norm(writer, model, "encoder.ln_post", "encoder/layer_norm")


def _write_decoder(writer: Writer, model: CT2Model) -> None:
    positions = model.tensor("decoder/position_encodings/encodings")
    writer.exact("decoder.positional_embedding", positions)
    embedding = model.tensor("decoder/embeddings/weight")
    writer.quantised("decoder.token_embedding.weight", embedding)
    for layer in range(model.layers("decoder")):
        to, source = f"decoder.blocks.{layer}", f"decoder/layer_{layer}"
        _norm(writer, model, f"{to}.attn_ln", f"{source}/self_attention/layer_norm")
        _attention(writer, model, f"{to}.attn", f"{source}/self_attention")
        _norm(writer, model, f"{to}.cross_attn_ln", f"{source}/attention/layer_norm")
        _cross_attention(writer, model, f"{to}.cross_attn", f"{source}/attention")
        _feed_forward(writer, model, to, f"{source}/ffn")
    _norm(writer, model, "decoder.ln", "decoder/layer_norm")


def _norm(writer: Writer, model: CT2Model, to: str, source: str) -> None:
    writer.exact(f"{to}.weight", model.tensor(f"{source}/gamma"))
    writer.exact(f"{to}.bias", model.tensor(f"{source}/beta"))


def _linear(writer: Writer, to: str, weight: Tensor, bias: Tensor | None) -> None:
    writer.quantised(f"{to}.weight", weight)
    if bias is not None:
        writer.exact(f"{to}.bias", bias)


def _attention(writer: Writer, model: CT2Model, to: str, source: str) -> None:
    """CTranslate2 fuses query, key and value; Whisper's keys have no bias."""
    query, key, value = model.tensor(f"{source}/linear_0/weight").split(3)
    query_bias, key_bias, value_bias = model.tensor(f"{source}/linear_0/bias").split(3)
    _project(writer, model, to, (query, key, value), (query_bias, key_bias, value_bias),
             f"{source}/linear_1")  # fmt: skip


def _cross_attention(writer: Writer, model: CT2Model, to: str, source: str) -> None:
    """Across stacks only key and value are fused."""
    query = model.tensor(f"{source}/linear_0/weight")
    query_bias = model.tensor(f"{source}/linear_0/bias")
    key, value = model.tensor(f"{source}/linear_1/weight").split(2)
    key_bias, value_bias = model.tensor(f"{source}/linear_1/bias").split(2)
    _project(writer, model, to, (query, key, value), (query_bias, key_bias, value_bias),
             f"{source}/linear_2")  # fmt: skip


def _project(writer: Writer, model: CT2Model, to: str, weights, biases, out: str) -> None:
    if not biases[1].is_zero():
        raise Failure(BAD_DATA, f"'{model.path}': the key bias of '{to}' is not zero")
    _linear(writer, f"{to}.query", weights[0], biases[0])
    _linear(writer, f"{to}.key", weights[1], None)
    _linear(writer, f"{to}.value", weights[2], biases[2])
    _linear(writer, f"{to}.out", model.tensor(f"{out}/weight"), model.tensor(f"{out}/bias"))


def _feed_forward(writer: Writer, model: CT2Model, to: str, source: str) -> None:
    for number in (0, 1):
        linear = f"{source}/linear_{number}"
        weight, bias = model.tensor(f"{linear}/weight"), model.tensor(f"{linear}/bias")
        _linear(writer, f"{to}.mlp.{2 * number}", weight, bias)
    _norm(writer, model, f"{to}.mlp_ln", f"{source}/layer_norm")
