# SPDX-License-Identifier: MIT-0
"""How each family writes its answer: the chunks of a stream, and the whole of it.

Forms as in recorded Bedrock traffic (the tests of New Relic's Python agent) where there is some,
else as in the user guide; Mistral chat, Command R and Jamba streams are not confirmed by either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

METRICS = "amazon-bedrock-invocationMetrics"


@dataclass
class Answer:
    """What is to be said: `pieces` joined are the text; `stop` is `end`, `length` or `stop`."""

    pieces: list[str]
    reasoning: list[str]
    stop: str
    input_tokens: int
    model: str
    body: dict
    cached: tuple[int, int] | None = None  # tokens read from the cache of prompts, and written

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def output_tokens(self) -> int:
        return len(self.pieces) + len(self.reasoning)

    def word(self, end: str, length: str, stop: str | None = None) -> str:
        """The stop reason in a family's own words."""
        return {"end": end, "length": length, "stop": stop or end}[self.stop]


def titan(answer: Answer) -> Iterator[dict]:
    last = len(answer.pieces) - 1
    for index, piece in enumerate(answer.pieces):
        yield {
            "outputText": piece,
            "index": 0,
            "totalOutputTextTokenCount": index + 1,
            "completionReason": _titan_stop(answer) if index == last else None,
            "inputTextTokenCount": answer.input_tokens,
        }


def _titan_stop(answer: Answer) -> str:
    return answer.word("FINISH", "LENGTH", "STOP_CRITERIA_MET")


def titan_whole(answer: Answer) -> dict:
    result = {
        "tokenCount": answer.output_tokens,
        "outputText": answer.text,
        "completionReason": _titan_stop(answer),
    }
    return {"inputTextTokenCount": answer.input_tokens, "results": [result]}


def nova(answer: Answer) -> Iterator[dict]:
    """The Converse events, each wrapped by its name."""
    for name, event in converse(answer):
        yield {name: event}


def nova_whole(answer: Answer) -> dict:
    return converse_whole(answer)


def converse(answer: Answer) -> Iterator[tuple[str, dict]]:
    """Converse's own events; there is no contentBlockStart for text (recorded)."""
    yield "messageStart", {"role": "assistant"}
    index = 0
    for piece in answer.reasoning:
        delta = {"reasoningContent": {"text": piece}}
        yield "contentBlockDelta", {"delta": delta, "contentBlockIndex": index}
    if answer.reasoning:
        delta = {"reasoningContent": {"signature": "c3RhbmQtaW4="}}
        yield "contentBlockDelta", {"delta": delta, "contentBlockIndex": index}
        yield "contentBlockStop", {"contentBlockIndex": index}
        index += 1
    for piece in answer.pieces:
        yield "contentBlockDelta", {"delta": {"text": piece}, "contentBlockIndex": index}
    yield "contentBlockStop", {"contentBlockIndex": index}
    yield "messageStop", {"stopReason": _converse_stop(answer)}
    yield "metadata", {"usage": _usage(answer), "metrics": {"latencyMs": 532}}


def _converse_stop(answer: Answer) -> str:
    return answer.word("end_turn", "max_tokens", "stop_sequence")


def _usage(answer: Answer) -> dict:
    tokens = answer.input_tokens, answer.output_tokens
    usage = {"inputTokens": tokens[0], "outputTokens": tokens[1], "totalTokens": sum(tokens)}
    if answer.cached:
        usage["cacheReadInputTokens"], usage["cacheWriteInputTokens"] = answer.cached
    return usage


def converse_whole(answer: Answer) -> dict:
    content: list = [{"text": answer.text}]
    if answer.reasoning:
        text = {"text": "".join(answer.reasoning), "signature": "c3RhbmQtaW4="}
        content.insert(0, {"reasoningContent": {"reasoningText": text}})
    return {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": _converse_stop(answer),
        "usage": _usage(answer),
        "metrics": {"latencyMs": 532},
    }


def claude_text(answer: Answer) -> Iterator[dict]:
    for index, piece in enumerate(answer.pieces):
        yield {"completion": piece if index else " " + piece, "stop_reason": None, "stop": None}
    stop = None if answer.stop == "length" else "\n\nHuman:"
    yield {"completion": "", "stop_reason": _claude_text_stop(answer), "stop": stop}


def _claude_text_stop(answer: Answer) -> str:
    return answer.word("stop_sequence", "max_tokens")


def claude_text_whole(answer: Answer) -> dict:
    return {"completion": " " + answer.text, "stop_reason": _claude_text_stop(answer), "stop": None}


def claude(answer: Answer) -> Iterator[dict]:
    usage = {"input_tokens": answer.input_tokens, "output_tokens": 1}
    yield {
        "type": "message_start",
        "message": {"id": "msg_bdrk_01", "type": "message", "role": "assistant", "content": [],
                    "model": answer.model, "stop_reason": None, "stop_sequence": None,
                    "usage": usage},
    }
    blocks = [("text", "text_delta", "text", answer.pieces)]
    if answer.reasoning:
        blocks.insert(0, ("thinking", "thinking_delta", "thinking", answer.reasoning))
    for index, (kind, delta, key, pieces) in enumerate(blocks):
        block = {"type": kind, key: ""}
        yield {"type": "content_block_start", "index": index, "content_block": block}
        if index == 0:
            yield {"type": "ping"}
        for piece in pieces:
            body = {"type": delta, key: piece}
            yield {"type": "content_block_delta", "index": index, "delta": body}
        yield {"type": "content_block_stop", "index": index}
    yield {
        "type": "message_delta",
        "delta": {"stop_reason": _converse_stop(answer), "stop_sequence": None},
        "usage": {"output_tokens": answer.output_tokens},
    }
    yield {"type": "message_stop"}


def claude_whole(answer: Answer) -> dict:
    content = [{"type": "text", "text": answer.text}]
    if answer.reasoning:
        content.insert(0, {"type": "thinking", "thinking": "".join(answer.reasoning)})
    usage = {"input_tokens": answer.input_tokens, "output_tokens": answer.output_tokens}
    return {"id": "msg_bdrk_01", "type": "message", "role": "assistant", "content": content,
            "model": answer.model, "stop_reason": _converse_stop(answer), "usage": usage}


def llama(answer: Answer) -> Iterator[dict]:
    last = len(answer.pieces) - 1
    for index, piece in enumerate(answer.pieces):
        yield {
            "generation": piece,
            "prompt_token_count": None if index else answer.input_tokens,
            "generation_token_count": index + 1,
            "stop_reason": answer.word("stop", "length") if index == last else None,
        }


def llama_whole(answer: Answer) -> dict:
    return {"generation": answer.text, "prompt_token_count": answer.input_tokens,
            "generation_token_count": answer.output_tokens,
            "stop_reason": answer.word("stop", "length")}


def mistral_text(answer: Answer) -> Iterator[dict]:
    last = len(answer.pieces) - 1
    for index, piece in enumerate(answer.pieces):
        stop = answer.word("stop", "length") if index == last else None
        yield {"outputs": [{"text": piece, "stop_reason": stop}]}


def mistral_text_whole(answer: Answer) -> dict:
    return {"outputs": [{"text": answer.text, "stop_reason": answer.word("stop", "length")}]}


def cohere(answer: Answer) -> Iterator[dict]:
    """One chunk unless the body asked for a stream (recorded)."""
    if not answer.body.get("stream"):
        yield cohere_whole(answer)
        return
    for piece in answer.pieces:
        yield {"index": 0, "is_finished": False, "text": piece}
    reason = answer.word("COMPLETE", "MAX_TOKENS")
    yield {"index": 0, "is_finished": True, "finish_reason": reason}


def cohere_whole(answer: Answer) -> dict:
    reason = answer.word("COMPLETE", "MAX_TOKENS")
    generation = {"finish_reason": reason, "id": "g-1", "text": " " + answer.text}
    return {"generations": [generation], "id": "r-1", "prompt": answer.body["prompt"]}


def command_r(answer: Answer) -> Iterator[dict]:
    yield {"is_finished": False, "event_type": "stream-start", "generation_id": "g-1"}
    for piece in answer.pieces:
        yield {"is_finished": False, "event_type": "text-generation", "text": piece}
    whole = command_r_whole(answer)
    yield {"is_finished": True, "event_type": "stream-end",
           "finish_reason": whole["finish_reason"], "response": whole}


def command_r_whole(answer: Answer) -> dict:
    return {"response_id": "r-1", "generation_id": "g-1", "text": answer.text,
            "finish_reason": answer.word("COMPLETE", "MAX_TOKENS"), "chat_history": []}


def deepseek_r1(answer: Answer) -> Iterator[dict]:
    """Reasoning comes first and ends with `</think>`; the prompt has opened it."""
    pieces = [*answer.reasoning, "\n</think>\n\n", *answer.pieces]
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        stop = answer.word("stop", "length") if index == last else None
        yield {"choices": [{"index": 0, "text": piece, "stop_reason": stop}]}


def deepseek_r1_whole(answer: Answer) -> dict:
    text = "".join([*answer.reasoning, "\n</think>\n\n", answer.text])
    return {"choices": [{"text": text, "stop_reason": answer.word("stop", "length")}]}


def openai(answer: Answer) -> Iterator[dict]:
    """Chat completion chunks; reasoning goes inline, in `<reasoning>` tags."""
    pieces = answer.pieces
    if answer.reasoning:
        pieces = ["<reasoning>", *answer.reasoning, "</reasoning>", *pieces]
    for index, piece in enumerate([*pieces, None]):
        delta = {} if piece is None else {"content": piece}
        if index == 0:
            delta["role"] = "assistant"
        stop = answer.word("stop", "length") if piece is None else None
        yield {
            "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1767323045,
            "model": answer.model,
            "choices": [{"index": 0, "delta": delta, "finish_reason": stop}],
        }


def openai_whole(answer: Answer) -> dict:
    text = answer.text
    if answer.reasoning:
        text = f"<reasoning>{''.join(answer.reasoning)}</reasoning>{text}"
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": answer.input_tokens, "completion_tokens": answer.output_tokens,
             "total_tokens": answer.input_tokens + answer.output_tokens}
    reason = answer.word("stop", "length")
    choice = {"index": 0, "message": message, "finish_reason": reason, "stop_reason": reason}
    return {"id": "chatcmpl-1", "choices": [choice], "usage": usage}


def with_metrics(chunks: Iterator[dict], answer: Answer) -> Iterator[dict]:
    """Puts Bedrock's own figures into the last chunk (recorded, every family)."""
    held = None
    for chunk in chunks:
        if held is not None:
            yield held
        held = chunk
    metrics = {"inputTokenCount": answer.input_tokens, "outputTokenCount": answer.output_tokens,
               "invocationLatency": 1440, "firstByteLatency": 327}
    yield {**(held or {}), METRICS: metrics}
