# SPDX-License-Identifier: MIT-0
"""JSON schemas of each family's InvokeModel body: the Bedrock user guide, "Inference request
parameters", family by family. What a family requires of a prompt's template is `TEMPLATES`: a model
takes other text too, and answers it badly.
"""

from __future__ import annotations

import re

TEXT = {"type": "string", "minLength": 1}
UNIT = {"type": "number", "minimum": 0, "maximum": 1}


def _object(properties: dict, required: tuple = ()) -> dict:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _integer(low: int, high: int) -> dict:
    return {"type": "integer", "minimum": low, "maximum": high}


def _number(low: float, high: float) -> dict:
    return {"type": "number", "minimum": low, "maximum": high}


def _texts(most: int) -> dict:
    return {"type": "array", "items": {"type": "string"}, "maxItems": most}


def _messages(roles: list[str], content: dict) -> dict:
    role = {"enum": roles}
    return {
        "type": "array",
        "minItems": 1,
        "items": _object({"role": role, "content": content}, ("role", "content")),
    }


ANY = {"type": "object"}
ANYS = {"type": "array", "items": ANY}
BLOCKS = {"type": "array", "minItems": 1, "items": {"type": "object"}}
_PENALTY = _object({"scale": _number(0, 5)})

TITAN = _object(
    {
        "inputText": TEXT,
        "textGenerationConfig": _object(
            {
                "temperature": UNIT,
                "topP": UNIT,
                "maxTokenCount": _integer(0, 8192),
                "stopSequences": _texts(20),
            }
        ),
    },
    ("inputText",),
)
NOVA = _object(
    {
        "schemaVersion": {"const": "messages-v1"},
        "system": {"type": "array", "items": _object({"text": TEXT}, ("text",))},
        "messages": _messages(["user", "assistant"], BLOCKS),
        "inferenceConfig": _object(
            {
                "maxTokens": _integer(1, 65535),
                "temperature": UNIT,
                "topP": UNIT,
                "topK": _integer(0, 128),
                "stopSequences": _texts(4),
                "reasoningConfig": _object(
                    {
                        "type": {"enum": ["enabled", "disabled"]},
                        "maxReasoningEffort": {"enum": ["low", "medium", "high"]},
                    }
                ),
            }
        ),
        "toolConfig": ANY,
    },
    ("messages",),
)
CLAUDE_TEXT = _object(
    {
        "prompt": TEXT,
        "max_tokens_to_sample": _integer(1, 8191),
        "temperature": UNIT,
        "top_p": UNIT,
        "top_k": _integer(0, 500),
        "stop_sequences": _texts(50),
        "anthropic_version": {"const": "bedrock-2023-05-31"},
    },
    ("prompt", "max_tokens_to_sample"),
)
CLAUDE = _object(
    {
        "anthropic_version": {"const": "bedrock-2023-05-31"},
        "max_tokens": _integer(1, 128000),
        "system": {"anyOf": [TEXT, BLOCKS]},
        "messages": _messages(["user", "assistant"], {"anyOf": [TEXT, BLOCKS]}),
        "temperature": UNIT,
        "top_p": UNIT,
        "top_k": _integer(0, 500),
        "stop_sequences": _texts(8191),
        "tools": ANYS,
        "tool_choice": ANY,
        "anthropic_beta": _texts(50),
        "thinking": _object(
            {
                "type": {"enum": ["enabled", "disabled", "adaptive"]},
                "budget_tokens": _integer(1024, 128000),
            },
            ("type",),
        ),
    },
    ("anthropic_version", "max_tokens", "messages"),
)
LLAMA = _object(
    {
        "prompt": TEXT,
        "temperature": UNIT,
        "top_p": UNIT,
        "max_gen_len": _integer(1, 8192),
        "images": _texts(1),
    },
    ("prompt",),
)
MISTRAL_TEXT = _object(
    {
        "prompt": TEXT,
        "max_tokens": _integer(1, 8192),
        "temperature": UNIT,
        "top_p": UNIT,
        "top_k": _integer(1, 200),
        "stop": _texts(10),
    },
    ("prompt",),
)
_CHAT_CONTENT = {"anyOf": [{"type": "string"}, BLOCKS]}
MISTRAL_CHAT = _object(
    {
        "messages": _messages(["system", "user", "assistant", "tool"], _CHAT_CONTENT),
        "max_tokens": _integer(1, 131072),
        "temperature": UNIT,
        "top_p": UNIT,
        "stop": _texts(10),
        "tools": ANYS,
        "tool_choice": {"enum": ["auto", "any", "none"]},
    },
    ("messages",),
)
COHERE = _object(
    {
        "prompt": TEXT,
        "max_tokens": _integer(1, 4096),
        "temperature": _number(0, 5),
        "p": UNIT,
        "k": _integer(0, 500),
        "stop_sequences": _texts(4),
        "return_likelihoods": {"enum": ["NONE", "GENERATION", "ALL"]},
        "num_generations": _integer(1, 5),
        "stream": {"type": "boolean"},
        "truncate": {"enum": ["NONE", "START", "END"]},
        "logit_bias": ANY,
    },
    ("prompt",),
)
COMMAND_R = _object(
    {
        "message": TEXT,
        "chat_history": {
            "type": "array",
            "items": _object(
                {"role": {"enum": ["USER", "CHATBOT"]}, "message": {"type": "string"}},
                ("role", "message"),
            ),
        },
        "documents": ANYS,
        "preamble": {"type": "string"},
        "max_tokens": _integer(1, 4096),
        "temperature": UNIT,
        "p": _number(0.01, 0.99),
        "k": _integer(0, 500),
        "stop_sequences": _texts(5),
        "tools": ANYS,
        "tool_results": ANYS,
        "raw_prompting": {"type": "boolean"},
    },
    ("message",),
)
JAMBA = _object(
    {
        "messages": _messages(["system", "user", "assistant"], {"type": "string"}),
        "max_tokens": _integer(1, 4096),
        "temperature": _number(0, 2),
        "top_p": UNIT,
        "stop": _texts(16),
        "n": {"const": 1},  # streaming takes no more
    },
    ("messages",),
)
DEEPSEEK_R1 = _object(
    {
        "prompt": TEXT,
        "temperature": UNIT,
        "top_p": UNIT,
        "max_tokens": _integer(1, 32768),
        "stop": _texts(10),
    },
    ("prompt",),
)
OPENAI = _object(
    {
        "model": TEXT,
        "messages": _messages(["system", "developer", "user", "assistant"], _CHAT_CONTENT),
        "max_completion_tokens": _integer(1, 131072),
        "max_tokens": _integer(1, 131072),
        "temperature": _number(0, 2),
        "top_p": UNIT,
        "stop": {"anyOf": [TEXT, _texts(4)]},
        "stream": {"type": "boolean"},
        "reasoning_effort": {"enum": ["low", "medium", "high"]},
    },
    ("messages",),
)

_D = re.DOTALL
_INST = r"(<s>)?\[INST\] .*\[/INST\]"
TEMPLATES = {
    "titan": re.compile(r"(.*\n)?User: .*\nBot:( )?", _D),
    "claude text": re.compile(r".*\n\nHuman:.*\n\nAssistant:", _D),
    "llama 2": re.compile(_INST, _D),
    "llama 3": re.compile(
        r"<\|begin_of_text\|>(<\|start_header_id\|>(system|user|assistant)<\|end_header_id\|>\n\n"
        r".*?<\|eot_id\|>)+<\|start_header_id\|>assistant<\|end_header_id\|>\n\n",
        _D,
    ),
    "llama 4": re.compile(
        r"<\|begin_of_text\|>(<\|header_start\|>(system|user|assistant)<\|header_end\|>\n\n.*?"
        r"<\|eot\|>)+<\|header_start\|>assistant<\|header_end\|>\n\n",
        _D,
    ),
    "mistral text": re.compile(_INST, _D),
    "deepseek r1": re.compile(
        "<｜begin▁of▁sentence｜>.*<｜User｜>.*<｜Assistant｜><think>\n", _D
    ),
}
