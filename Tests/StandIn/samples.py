# SPDX-License-Identifier: MIT-0
"""InvokeModel bodies, one of each family."""

ARN = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-6"
LLAMA3 = (
    "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
    "<|start_header_id|>assistant<|end_header_id|>\n\n"
)
LLAMA4 = LLAMA3.replace("start_header_id", "header_start").replace("end_header_id", "header_end")
CHAT = [{"role": "user", "content": "Hi"}]
# A model of each family, a body, and where the text is in a chunk.
FAMILIES = [
    ("amazon.titan-text-express-v1",
     {"inputText": "User: Hi\nBot: ", "textGenerationConfig": {"maxTokenCount": 64}},
     lambda c: c["outputText"]),
    ("us.amazon.nova-lite-v1:0",
     {"messages": [{"role": "user", "content": [{"text": "Hi"}]}]},
     lambda c: c.get("contentBlockDelta", {}).get("delta", {}).get("text", "")),
    ("anthropic.claude-v2:1",
     {"prompt": "\n\nHuman: Hi\n\nAssistant:", "max_tokens_to_sample": 64},
     lambda c: c["completion"]),
    (ARN,
     {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 64, "messages": CHAT},
     lambda c: c["delta"].get("text", "") if c.get("type") == "content_block_delta" else ""),
    ("meta.llama2-13b-chat-v1", {"prompt": "<s>[INST] Hi [/INST]"}, lambda c: c["generation"]),
    ("meta.llama3-1-8b-instruct-v1:0", {"prompt": LLAMA3}, lambda c: c["generation"]),
    ("meta.llama4-scout-17b-instruct-v1:0", {"prompt": LLAMA4.replace("eot_id", "eot")},
     lambda c: c["generation"]),
    ("mistral.mistral-7b-instruct-v0:2", {"prompt": "<s>[INST] Hi [/INST]"},
     lambda c: c["outputs"][0]["text"]),
    ("mistral.mistral-large-2407-v1:0", {"messages": CHAT},
     lambda c: c["choices"][0]["delta"].get("content", "")),
    ("cohere.command-text-v14", {"prompt": "Hi", "stream": True}, lambda c: c.get("text", "")),
    ("cohere.command-r-v1:0", {"message": "Hi"},
     lambda c: c["text"] if c["event_type"] == "text-generation" else ""),
    ("ai21.jamba-1-5-mini-v1:0", {"messages": CHAT},
     lambda c: c["choices"][0]["delta"].get("content", "")),
    ("us.deepseek.r1-v1:0",
     {"prompt": "<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜><think>\n"},
     lambda c: c["choices"][0]["text"].replace("\n</think>\n\n", "")),
    ("openai.gpt-oss-20b-1:0", {"messages": CHAT, "max_completion_tokens": 64},
     lambda c: c["choices"][0]["delta"].get("content", "")),
    ("qwen.qwen3-32b-v1:0", {"messages": CHAT, "max_tokens": 64},
     lambda c: c["choices"][0]["delta"].get("content", "")),
]
