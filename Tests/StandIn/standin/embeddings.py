# SPDX-License-Identifier: MIT-0
"""Models that make vectors, by InvokeModel: Titan Text Embeddings and Cohere Embed.

Bodies: the Bedrock user guide. A vector is made of a text's words: each adds 1 at three places that
its hash names, so that texts with the same words are near each other. `synonyms` (a setting) are
words that count as another, so that texts may be near that have no word in common.
"""

from __future__ import annotations

import hashlib
import math
import re

import fastjsonschema

from .errors import validation

_TEXTS = {"type": "array", "minItems": 1, "maxItems": 96, "items": {"type": "string", "minLength": 1}}
_TYPES = {"enum": ["float", "int8", "uint8", "binary", "ubinary"]}
_COHERE = {
    "texts": _TEXTS,
    "input_type": {"enum": ["search_document", "search_query", "classification", "clustering"]},
    "embedding_types": {"type": "array", "items": _TYPES},
}


def _schema(properties: dict, required: list[str]) -> dict:
    return {
        "type": "object", "properties": properties, "required": required,
        "additionalProperties": False,
    }  # fmt: skip


_TITAN_TEXT = {"type": "string", "minLength": 1, "maxLength": 50_000}
_FORMS = [
    ("titan 2", r"amazon\.titan-embed-text-v2", 1024, _schema(
        {
            "inputText": _TITAN_TEXT, "dimensions": {"enum": [256, 512, 1024]},
            "normalize": {"type": "boolean"},
            "embeddingTypes": {"type": "array", "items": {"enum": ["float", "binary"]}},
        }, ["inputText"])),
    ("titan 1", r"amazon\.titan-embed-(text-v1|g1-text)", 1536, _schema(
        {"inputText": _TITAN_TEXT}, ["inputText"])),
    ("cohere 4", r"cohere\.embed-v4", 1536, _schema(
        {
            **_COHERE, "output_dimension": {"enum": [256, 512, 1024, 1536]},
            "truncate": {"enum": ["NONE", "LEFT", "RIGHT"]},
            "max_tokens": {"type": "integer", "minimum": 1},
        }, ["texts", "input_type"])),
    ("cohere 3", r"cohere\.embed-(english|multilingual)-v3", 1024, _schema(
        {**_COHERE, "truncate": {"enum": ["NONE", "START", "END"]}}, ["texts", "input_type"])),
]  # fmt: skip
_COMPILED = [
    (name, re.compile(pattern), size, fastjsonschema.compile(schema))
    for name, pattern, size, schema in _FORMS
]


def answer(model: str, body: dict, settings: dict) -> tuple[str, dict] | None:
    """The family and what it answers; None if the model makes no vectors."""
    for name, pattern, size, check in _COMPILED:
        if not pattern.match(model):
            continue
        try:
            check(body)
        except fastjsonschema.JsonSchemaValueException as error:
            raise validation(f"Malformed input request: #: {error.message}") from None
        size = body.get("dimensions") or body.get("output_dimension") or size
        if name.startswith("titan"):
            text = body["inputText"]
            reply = {"embedding": vector(text, size, settings), "inputTextTokenCount": len(text) // 4}
            if name == "titan 2":
                reply["embeddingsByType"] = {"float": reply["embedding"]}
            return name, reply
        vectors = [vector(text, size, settings) for text in body["texts"]]
        reply = {"id": "stand-in", "texts": body["texts"]}
        if "embedding_types" in body:
            by_type = {kind: vectors for kind in body["embedding_types"]}
            return name, reply | {"response_type": "embeddings_by_type", "embeddings": by_type}
        return name, reply | {"response_type": "embeddings_floats", "embeddings": vectors}
    return None


def vector(text: str, size: int, settings: dict) -> list[float]:
    """Of length 1."""
    numbers = [0.0] * size
    synonyms = settings["synonyms"]
    for word in re.findall(r"\w+", text.lower()):
        digest = hashlib.sha256(synonyms.get(word, word).encode()).digest()
        for at in (0, 4, 8):
            numbers[int.from_bytes(digest[at : at + 4], "big") % size] += 1
    length = math.sqrt(sum(number * number for number in numbers)) or 1
    return [number / length for number in numbers]
