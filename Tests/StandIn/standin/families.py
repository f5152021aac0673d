# SPDX-License-Identifier: MIT-0
"""The families of models on Bedrock: which ids are theirs, what they ask for, how they answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import fastjsonschema

from . import chunks, schemas
from .errors import ServiceError, validation

# Prefixes of inference profiles (langchain-aws, Bedrock user guide).
_PROFILE = re.compile(r"(us|us-gov|eu|apac|au|jp|ca|sa|amer|global)\.")
# Past their end of life: the lifecycle page of the user guide.
RETIRED = re.compile(
    r"amazon\.titan-text-|anthropic\.claude-(v2|instant)|meta\.llama2-"
    r"|cohere\.command-(light-)?text-"
)
# Models that refuse a system prompt in Converse (user guide, "Supported models and features").
NO_SYSTEM = re.compile(
    r"amazon\.titan-text-|mistral\.(mistral-7b-|mixtral-8x7b-)|cohere\.command-(light-)?text-"
)
# Models with a cache of prompts (user guide, "Prompt caching").
CACHING = re.compile(
    r"amazon\.nova-(micro|lite|pro|premier)-"
    r"|anthropic\.claude-(3-5-haiku|3-7-sonnet|(haiku|sonnet|opus)-[4-9])"
)
# Claude 4.5 and later refuse `temperature` together with `top_p`.
_ONE_SAMPLER = re.compile(r"anthropic\.claude-(haiku|sonnet|opus)-(4-[5-9]|[5-9])")
_MISTRAL_TEXT = r"mistral\.(mistral-7b-|mixtral-8x7b-|mistral-large-2402|mistral-small-2402)"


@dataclass(frozen=True)
class Family:
    name: str
    pattern: re.Pattern
    schema: dict
    stream: Callable
    whole: Callable
    limit: str  # where the body has its limit of tokens, dotted
    stops: str  # and its stop sequences


def _family(name, pattern, schema, form, limit, stops) -> Family:
    return Family(
        name,
        re.compile(pattern),
        schema,
        getattr(chunks, form),
        getattr(chunks, form + "_whole"),
        limit,
        stops,
    )


_CONFIG = "textGenerationConfig"
FAMILIES = [
    _family("titan", r"amazon\.titan-text-", schemas.TITAN, "titan",
            f"{_CONFIG}.maxTokenCount", f"{_CONFIG}.stopSequences"),
    _family("nova", r"amazon\.nova-", schemas.NOVA, "nova",
            "inferenceConfig.maxTokens", "inferenceConfig.stopSequences"),
    _family("claude text", r"anthropic\.claude-(v2|instant)", schemas.CLAUDE_TEXT, "claude_text",
            "max_tokens_to_sample", "stop_sequences"),
    _family("claude", r"anthropic\.claude-", schemas.CLAUDE, "claude",
            "max_tokens", "stop_sequences"),
    _family("llama 2", r"meta\.llama2-", schemas.LLAMA, "llama", "max_gen_len", ""),
    _family("llama 3", r"meta\.llama3-", schemas.LLAMA, "llama", "max_gen_len", ""),
    _family("llama 4", r"meta\.llama4-", schemas.LLAMA, "llama", "max_gen_len", ""),
    _family("mistral text", _MISTRAL_TEXT, schemas.MISTRAL_TEXT, "mistral_text",
            "max_tokens", "stop"),
    _family("mistral chat", r"mistral\.", schemas.MISTRAL_CHAT, "openai", "max_tokens", "stop"),
    _family("command", r"cohere\.command-(light-)?text-", schemas.COHERE, "cohere",
            "max_tokens", "stop_sequences"),
    _family("command r", r"cohere\.command-r-", schemas.COMMAND_R, "command_r",
            "max_tokens", "stop_sequences"),
    _family("jamba", r"ai21\.jamba-", schemas.JAMBA, "openai", "max_tokens", "stop"),
    _family("deepseek r1", r"deepseek\.r1-", schemas.DEEPSEEK_R1, "deepseek_r1",
            "max_tokens", "stop"),
    _family("openai", r"openai\.gpt-oss-|qwen\.|deepseek\.v3", schemas.OPENAI, "openai",
            "max_completion_tokens", "stop"),
]
_VALIDATORS = {family.name: fastjsonschema.compile(family.schema) for family in FAMILIES}


def base(model_id: str) -> str:
    """The model id without an ARN around it and without a profile's prefix."""
    return _PROFILE.sub("", model_id.rpartition("/")[2], count=1)


def find(model_id: str) -> Family:
    """The family of a model id; ValidationException as Bedrock words it."""
    name = base(model_id)
    for family in FAMILIES:
        if family.pattern.match(name):
            return family
    raise validation("The provided model identifier is invalid.")


def check_alive(model_id: str) -> None:
    if RETIRED.match(base(model_id)):
        raise ServiceError(
            404,
            "ResourceNotFoundException",
            "This model version has reached the end of its life. Please refer to the AWS "
            "documentation for more details.",
        )


def check_body(family: Family, model_id: str, body: dict, streamed: bool) -> None:
    """The body against the family's schema, and the rules that a schema can't say."""
    try:
        _VALIDATORS[family.name](body)
    except fastjsonschema.JsonSchemaValueException as error:
        raise validation(f"Malformed input request: #: {error.message}, please reformat your "
                         "input and try again.") from None
    if "messages" in body:
        check_turns(body["messages"], family.name in ("nova", "claude"))
    if _ONE_SAMPLER.match(base(model_id)) and {"temperature", "top_p"} <= set(body):
        raise validation("`temperature` and `top_p` cannot both be specified for this model.")
    if family.name == "openai":
        if body.get("stream", streamed) != streamed:
            raise validation("`stream` must agree with the operation.")
        if body.get("model", model_id) != model_id:
            raise validation("`model` must be the model of the path.")
    if family.name == "claude text" and not schemas.TEMPLATES[family.name].fullmatch(
        body["prompt"]
    ):
        raise validation('prompt must start with "\\n\\nHuman:" turn and end with an '
                         '"\\n\\nAssistant:" turn')


def check_turns(messages: list[dict], strict: bool) -> None:
    """Turns alternate, the user's first and last; `strict`: no system or other roles."""
    turns = [m["role"] for m in messages if strict or m["role"] in ("user", "assistant")]
    for index, role in enumerate(turns):
        expected = "user" if index % 2 == 0 else "assistant"
        if role != expected:
            raise validation(
                "A conversation must alternate between user and assistant roles, and start with a "
                "user message. Make sure the conversation alternates between user and assistant "
                "roles and try again."
            )
    if turns and turns[-1] != "user":
        raise validation("The conversation must end with a user message.")


def odd_template(family: Family, body: dict) -> bool:
    """Whether a prompt isn't in the family's template: the model answers, but badly."""
    template = schemas.TEMPLATES.get(family.name)
    prompt = body.get("prompt") or body.get("inputText") or ""
    return template is not None and template.fullmatch(prompt) is None


def lookup(body: dict, dotted: str):
    """A value inside of a body; None if it isn't there."""
    for key in dotted.split("."):
        body = body.get(key) if isinstance(body, dict) else None
    return body
