# SPDX-License-Identifier: MIT-0
"""Knowledge Bases: Retrieve (bedrock-agent-runtime, 2023-07-26).

`bases` (a setting) has the results of each id, in the shape of the service's own; those with a word of
the question come, the more of its words the sooner.
"""

from __future__ import annotations

import asyncio
import re

from .errors import ServiceError, validation


async def retrieve(call, state) -> None:
    asked, settings = call.parameters, state.settings["knowledge"]
    base = settings["bases"].get(asked["knowledgeBaseId"])
    if base is None:
        name = asked["knowledgeBaseId"]
        message = f"Knowledge Base with id {name} does not exist"
        raise ServiceError(404, "ResourceNotFoundException", message)
    text = asked["retrievalQuery"].get("text", "")
    if not text.strip():
        raise validation("The text of the retrievalQuery is blank.")
    if len(text) > 1000:  # the quota, which the model doesn't have
        raise validation("The input text exceeds the limit of 1000 characters.")
    vectors = asked.get("retrievalConfiguration", {}).get("vectorSearchConfiguration", {})
    call.log.write("retrieves", id=call.number, text=text)
    await asyncio.sleep(settings["delay"])
    scored = [(_score(text, result), result) for result in base]
    found = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    results = [
        {"score": score, **result} for score, result in found[: vectors.get("numberOfResults", 5)]
    ]
    await call.whole({"retrievalResults": results})


def _score(question: str, result: dict) -> float:
    """The part of the question's words that the result has."""
    words = set(re.findall(r"\w+", question.lower()))
    content = result["content"].get("text", "").lower()
    return len(words & set(re.findall(r"\w+", content))) / max(1, len(words))
