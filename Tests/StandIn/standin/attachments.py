# SPDX-License-Identifier: MIT-0
"""Images and documents in messages: what Converse demands of them (botocore's model, `Message`,
`DocumentBlock`), and which models are shown them (user guide, "Supported models and features").
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from .errors import validation

_MAGIC = {
    "png": rb"\x89PNG\r\n\x1a\n",
    "jpeg": rb"\xff\xd8\xff",
    "gif": rb"GIF8[79]a",
    "webp": rb"RIFF....WEBP",
    "pdf": rb"(?s).{0,1020}%PDF-",
    "docx": rb"PK\x03\x04",
    "xlsx": rb"PK\x03\x04",
    "doc": rb"\xd0\xcf\x11\xe0",
    "xls": rb"\xd0\xcf\x11\xe0",
}
_NAME = re.compile(r"[A-Za-z0-9()\[\]-]+( [A-Za-z0-9()\[\]-]+)*")
_LIMITS = {"image": (20, 3_750_000), "document": (5, 4_500_000)}
_BLIND = re.compile(
    r"amazon\.(nova-micro|titan-)|anthropic\.claude-(v2|instant|3-5-haiku)|meta\.llama[23]-[^2]"
    r"|mistral\.(mistral|mixtral)-|cohere\.|ai21\.|deepseek\.|openai\.gpt-oss"
)
_NO_DOCUMENTS = re.compile(r"amazon\.(nova-micro|titan-text-premier)|ai21\.jamba-instruct")


def check(messages: list[dict], model: str) -> list[dict]:
    """What is shown in all messages; ValidationException for what Bedrock refuses."""
    shown: list[dict] = []
    for message in messages:
        kinds = {kind for block in message["content"] for kind in block}
        if message["role"] != "user" and kinds & set(_LIMITS):
            raise validation("Images and documents are only for the role user.")
        if "document" in kinds and "text" not in kinds:
            raise validation("A text block is required beside a document.")
        for block in message["content"]:
            for kind in kinds & set(_LIMITS) & set(block):
                shown.append(_block(kind, block[kind]))
    _check_counts(shown, model)
    return shown


def check_claude(body: dict) -> list[dict]:
    """The same in Claude's own messages: images only."""
    shown = []
    for message in body["messages"]:
        if isinstance(message["content"], str):
            continue
        for block in message["content"]:
            if block.get("type") != "image":
                continue
            source = block["source"]
            kind, _, form = source["media_type"].partition("/")
            if source["type"] != "base64" or kind != "image":
                raise validation("messages: image.source: invalid")
            try:
                data = base64.b64decode(source["data"], validate=True)
            except binascii.Error as error:
                raise validation(f"messages: image.source.data: {error}") from None
            shown.append(_block("image", {"format": form, "source": {"bytes": data}}))
    return shown


def _block(kind: str, block: dict) -> dict:
    """`bytes` have been decoded where the model says that they are a blob."""
    data, form = block["source"]["bytes"], block["format"]
    if isinstance(data, str):
        data = base64.b64decode(data, validate=True)
    if not data or len(data) > _LIMITS[kind][1]:
        raise validation(f"The {kind} has {len(data)} bytes.")
    if form in _MAGIC and not re.match(_MAGIC[form], data, re.DOTALL):
        raise validation(f"The {kind} is not {form}.")
    shown = {"kind": kind, "format": form, "bytes": len(data),
             "sha256": hashlib.sha256(data).hexdigest()}
    if kind == "document":
        name = block["name"]
        if not _NAME.fullmatch(name):
            raise validation(f"The document file name is not valid: {name}")
        shown["name"] = name
    return shown


def _check_counts(shown: list[dict], model: str) -> None:
    for kind, (most, _) in _LIMITS.items():
        if sum(file["kind"] == kind for file in shown) > most:
            raise validation(f"Too many {kind}s.")
    names = [file["name"] for file in shown if "name" in file]
    if len(set(names)) < len(names):
        raise validation("Documents of the same name.")
    kinds = {file["kind"] for file in shown}
    if "image" in kinds and _BLIND.match(model):
        raise validation("This model doesn't support the image content block that you provided.")
    if "document" in kinds and _NO_DOCUMENTS.match(model):
        raise validation("This model doesn't support documents.")
