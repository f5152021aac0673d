# SPDX-License-Identifier: MIT-0
"""What can be set: at the start by a JSON file, later by the control API. Times are in seconds."""

from __future__ import annotations

import copy

DEFAULTS: dict = {
    "regions": ["us-east-1"],  # that a credential scope may name
    "credentials": {},  # access key → {"secret", "token", "expired"}
    "bearer": None,  # the Bedrock API key that is taken
    "clock_offset": 0.0,  # of the service's clock: + is ahead of ours
    "transcribe": {
        "mode": "energy",  # or "times": the utterances' words at their own times
        "utterances": [
            {"text": "Good morning."},
            {"text": "What is the weather like today?"},
            {"text": "Thank you, that is all."},
        ],
        "partial_every": 0.2,  # of speech
        "word_delay": 0.2,  # from a word's end to the first result that may hold it
        "last_partial": 0.2,  # after the end of speech: all the words
        "final": 0.5,  # after the end of speech
        "empty_every": 0.5,  # while nobody speaks
        "threshold_db": -45.0,  # 10 ms louder than this (dB of full scale) are speech
        "idle_limit": 15.0,  # without audio
        "lead_limit": 2.0,  # audio ahead of real time that is noted
    },
    "bedrock": {
        # [{"ask": pattern, "say": text, "given": pattern}]: the first whose pattern is in the last
        # turn; where `given` is nowhere in the request, "I don't know."
        "answers": [],
        "replies": [],  # text, or {"text", "reasoning", "stop"}; in turn; empty: an echo
        "first_token": 0.2,
        "tokens_per_second": 50.0,
        "reasoning": None,  # text that goes ahead of every reply
        "retired": True,  # whether models at their end of life are refused
        "synonyms": {},  # of models that make vectors: word → the word that it counts as
    },
    "knowledge": {
        "bases": {},  # id → results, as Retrieve has them
        "delay": 0.05,
    },
    "polly": {
        "first_byte": 0.15,
        "pace": 10.0,  # times real time
        "speech": None,  # a 16-bit mono WAV that is every text's speech; none: tone bursts
        "word_seconds": 0.35,  # of a tone burst and the gap after it
        "lexicons": [],
        "voices": None,  # the ids of those that the region has; none: all
        # requests at once, by engine, and of StartSpeechSynthesisStream
        "parallel": {
            "generative": 26, "long-form": 26, "neural": 18, "standard": 80, "stream": 8,
        },
        "event_limit": 5.0,  # between a stream's input events
        "stream_limit": 600.0,
    },
}


def merged(settings: dict, changes: dict) -> dict:
    """`settings` with `changes`, section by section; an unknown key is a ValueError."""
    result = copy.deepcopy(settings)
    for key, value in changes.items():
        if key not in result:
            raise ValueError(f"unknown setting: {key}")
        if key in ("transcribe", "bedrock", "knowledge", "polly"):
            if unknown := set(value) - set(result[key]):
                raise ValueError(f"unknown settings in {key}: {sorted(unknown)}")
            result[key].update(value)
        elif key == "credentials":
            for access_key, fields in value.items():
                result[key].setdefault(access_key, {}).update(fields)
        else:
            result[key] = value
    return result
