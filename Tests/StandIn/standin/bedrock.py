# SPDX-License-Identifier: MIT-0
"""Bedrock runtime: Converse and InvokeModel, streamed and whole.

Event shapes: botocore's model and recorded traffic (bedrock-runtime, 2026).
"""

from __future__ import annotations

import base64
import json
import random
import re
import string
import zlib

from . import attachments, chunks, embeddings, families
from .call import EVENT_STREAM, Pace
from .chunks import Answer
from .errors import ServiceError, validation
from .models import load_json

_PIECE = re.compile(r"\s*\S+|\s+$")
_QUESTION = re.compile(
    r".*(?:User: |Human: ?|\[INST\] |<\|start_header_id\|>user<\|end_header_id\|>\n\n"
    r"|<\|header_start\|>user<\|header_end\|>\n\n|<｜User｜>)"
    r"(.*?)(?:\nBot:|\n\nAssistant:| \[/INST\]|<\|eot_id\|>|<\|eot\|>|<｜Assistant｜>)",
    re.DOTALL,
)


async def converse_stream(call, state) -> None:
    answer = _converse(call, state)
    await call.begin(EVENT_STREAM)
    pace = _pace(state)
    for name, event in chunks.converse(answer):
        if name == "contentBlockDelta":
            await pace.wait(_interval(state))
        await call.event(name, {**event, "p": _padding()})
    await call.end()


async def converse(call, state) -> None:
    answer = _converse(call, state)
    await _pace(state).wait(0)
    await call.whole(chunks.converse_whole(answer))


async def invoke_stream(call, state) -> None:
    family, answer = _invoke(call, state, streamed=True)
    await call.begin(EVENT_STREAM, [("X-Amzn-Bedrock-Content-Type", "application/json")])
    pace = _pace(state)
    for chunk in chunks.with_metrics(family.stream(answer), answer):
        await pace.wait(_interval(state))
        data = json.dumps(chunk, ensure_ascii=False).encode()
        event = {"bytes": base64.b64encode(data).decode(), "p": _padding()}
        await call.event("chunk", event)
    await call.end()


async def invoke(call, state) -> None:
    if made := _embed(call, state):
        await call.whole(made)
        return
    family, answer = _invoke(call, state, streamed=False)
    await _pace(state).wait(0)
    counts = [
        ("x-amzn-bedrock-input-token-count", str(answer.input_tokens)),
        ("x-amzn-bedrock-output-token-count", str(answer.output_tokens)),
        ("x-amzn-bedrock-invocation-latency", "532"),
    ]
    await call.whole(family.whole(answer), counts)


OPERATIONS = {
    "Converse": converse,
    "ConverseStream": converse_stream,
    "InvokeModel": invoke,
    "InvokeModelWithResponseStream": invoke_stream,
}


def _pace(state) -> Pace:
    return Pace(state.settings["bedrock"]["first_token"])


def _interval(state) -> float:
    return 1 / state.settings["bedrock"]["tokens_per_second"]


def _padding() -> str:
    """Hides the tokens' lengths: a prefix of a–z A–Z 0–9 of random length (recorded)."""
    letters = string.ascii_letters + string.digits
    return letters[: random.randint(1, len(letters))]


def _model(call, state) -> str:
    model = call.parameters["modelId"]
    if state.settings["bedrock"]["retired"]:
        families.check_alive(model)
    return model


def _converse(call, state) -> Answer:
    """What the stand-in says to a Converse request; the model has been checked, the rest here."""
    parameters = call.parameters
    model = _model(call, state)
    if not _opaque(model):
        families.find(model)
    messages = parameters.get("messages") or []
    if not messages:
        raise validation("The messages field is required.")
    families.check_turns(messages, strict=True)
    for message in messages:
        for block in message["content"]:
            if "text" in block and not block["text"].strip():
                raise validation("The text field in the ContentBlock object is blank.")
        if not message["content"]:
            raise validation("The content field in the Message object is empty.")
    _note(call, attachments.check(messages, families.base(model)))
    if parameters.get("system") and families.NO_SYSTEM.match(families.base(model)):
        raise validation("This model doesn't support the system field. Remove it and try again.")
    system = parameters.get("system") or []
    messages = _legible(messages)
    call.log.write("conversation", id=call.number, system=system, messages=messages)
    asked = " ".join(block["text"] for block in messages[-1]["content"] if "text" in block)
    config = parameters.get("inferenceConfig", {})
    answer = _answer(call, state, asked, config.get("maxTokens"), config.get("stopSequences"))
    answer.cached = _cached(state, model, [system, *(m["content"] for m in messages)])
    return answer


def _legible(value):
    """The same without bytes, which JSON doesn't have."""
    if isinstance(value, bytes):
        return f"{len(value)} bytes, CRC {zlib.crc32(value):08x}"
    if isinstance(value, dict):
        return {key: _legible(item) for key, item in value.items()}
    return [_legible(item) for item in value] if isinstance(value, list) else value


def _cached(state, model: str, parts: list[list[dict]]) -> tuple[int, int] | None:
    """Tokens that the cache of prompts had, and those it gets; a token is 4 characters here.

    A point is found again only where one stood before; less than 1000 tokens are not kept.
    """
    blocks = [(number, block) for number, part in enumerate(parts) for block in part]
    points = sum("cachePoint" in block for _, block in blocks)
    if not points:
        return None
    if not families.CACHING.match(families.base(model)):
        raise validation("This model doesn't support caching. Remove cachePoint and try again.")
    if points > 4:
        raise validation("You have exceeded the maximum number of cache points: 4.")
    prefix, read, kept = "", 0, 0
    for number, block in blocks:
        if "cachePoint" not in block:
            prefix += json.dumps([number, block], sort_keys=True)
            continue
        tokens = len(prefix) // 4
        if (model, prefix) in state.prompts:
            read = kept = tokens
        elif tokens >= 1000:
            state.prompts.add((model, prefix))
            kept = tokens
    return read, kept - read


def _note(call, shown: list[dict]) -> None:
    """Logs what was shown with a request."""
    if shown:
        call.log.write("shown", id=call.number, files=shown)


def _opaque(model: str) -> bool:
    """An application inference profile's ARN doesn't say which model it stands for."""
    return ":application-inference-profile/" in model


def _invoke(call, state, streamed: bool) -> tuple[families.Family, Answer]:
    model = _model(call, state)
    family = families.find(model)
    exchange = call.exchange
    content = exchange.header("content-type", "application/json")  # boto3 may leave it out
    if content != "application/json":
        raise validation(f"Unsupported content type: {content}")
    _check_accept(exchange, streamed)
    try:
        body = load_json(call.parameters.get("body", b""))
    except ServiceError as error:
        raise validation(f"Malformed input request: {error.message}") from None
    families.check_body(family, model, body, streamed)
    call.log.verdict(call.number, "family schema", True, family=family.name)
    if family.name == "nova":
        _note(call, attachments.check(body["messages"], families.base(model)))
    elif family.name == "claude":
        _note(call, attachments.check_claude(body))
    if families.odd_template(family, body):
        call.log.note(call.number, "template", family=family.name)
    stops = families.lookup(body, family.stops) if family.stops else None
    limit = families.lookup(body, family.limit) or body.get("max_tokens")
    answer = _answer(call, state, _question(body), limit, stops)
    answer.body = body
    return family, answer


def _embed(call, state) -> dict | None:
    """What a model that makes vectors answers; None of any other."""
    name = families.base(call.parameters["modelId"])
    if ".embed" not in name and "-embed-" not in name:
        return None
    _check_accept(call.exchange, False)
    body = load_json(call.parameters.get("body", b""))
    family, made = embeddings.answer(name, body, state.settings["bedrock"]) or (None, None)
    if made is None:
        raise validation("The provided model identifier is invalid.")
    call.log.verdict(call.number, "family schema", True, family=family)
    return made


def _check_accept(exchange, streamed: bool) -> None:
    """The stream operation's own header says what the inner body shall be; `Accept` is unused."""
    name = "x-amzn-bedrock-accept" if streamed else "accept"
    value = exchange.header(name, "*/*")
    if value not in ("*/*", "application/json"):
        raise validation(f"The requested type of the body, {value}, is not supported.")


def _question(body: dict) -> str:
    """The user's last words, out of any family's body."""
    if "messages" in body:
        content = body["messages"][-1]["content"]
        if isinstance(content, str):
            return content
        return " ".join(block["text"] for block in content if isinstance(block.get("text"), str))
    text = body.get("message") or body.get("prompt") or body.get("inputText") or ""
    match = _QUESTION.match(text)
    return (match.group(1) if match else text).strip()


def _whole(parameters: dict) -> str:
    """All that a Converse request says and shows, a line each; of files what they are."""
    blocks = list(parameters.get("system") or [])
    for message in parameters.get("messages") or []:
        blocks += message["content"]
    lines = []
    for block in blocks:
        for kind, value in block.items():
            lines.append(value if isinstance(value, str) else f"[{kind} {value.get('format')}]")
    return "\n".join(lines)


def _answer(call, state, asked: str, limit: int | None, stops) -> Answer:
    """The next reply of the script, or an echo; cut at the limit and at stop sequences."""
    settings = state.settings["bedrock"]
    reply = f"You said: {asked}"
    if replies := settings["replies"]:
        number = state.counters.get("replies", 0)
        state.counters["replies"] = number + 1
        reply = replies[number % len(replies)]
    for answer in settings["answers"]:
        if re.search(answer["ask"], asked):
            is_given = re.search(answer.get("given", ""), _whole(call.parameters))
            reply = answer["say"] if is_given else "I don't know."
            break
    if isinstance(reply, str):
        reply = {"text": reply}
    text, stop = reply["text"], reply.get("stop", "end")
    for sequence in [stops] if isinstance(stops, str) else stops or []:
        if sequence and sequence in text:
            text, stop = text.partition(sequence)[0], "stop"
    pieces = _PIECE.findall(text)
    if limit is not None and len(pieces) > limit:
        pieces, stop = pieces[:limit], "length"
    reasoning = _PIECE.findall(reply.get("reasoning", settings["reasoning"]) or "")
    system = " ".join(block.get("text", "") for block in call.parameters.get("system") or [])
    call.log.write(
        "asked", id=call.number, text=asked, model=call.parameters["modelId"], system=system
    )
    tokens = len(_PIECE.findall(asked)) + 4
    return Answer(pieces or [""], reasoning, stop, tokens, call.parameters["modelId"], {})
