# SPDX-License-Identifier: MIT-0
"""The project's stand-in for AWS, with the delays at which conversations are compared."""

from __future__ import annotations

import sys
from pathlib import Path

from context import Context, Unavailable

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Tests" / "StandIn"))
from standin.process import StandIn  # noqa: E402

# Seconds; 100 ms of audio come in 10.
TRANSCRIBE = {"partial_every": 0.2, "last_partial": 0.2, "final": 0.5, "empty_every": 0.5}
BEDROCK = {"first_token": 0.2, "tokens_per_second": 50.0}
POLLY = {"first_byte": 0.15, "pace": 10.0}


def stand_in(
    context: Context, utterances: list[dict], replies: list[str], transcribe: dict | None = None,
    polly: dict | None = None,
) -> StandIn:  # fmt: skip
    """Hears these utterances and gives these replies, in turn; with other settings where given."""
    python = context.data / "tests-venv" / "bin" / "python"
    if not python.exists():
        raise Unavailable(f"no {python}; run scripts/setup --tests")
    hears = TRANSCRIBE | {"utterances": utterances} | (transcribe or {})
    return StandIn(
        {
            "transcribe": hears,
            "bedrock": BEDROCK | {"replies": replies},
            "polly": POLLY | (polly or {}),
        },
        python=str(python),
    )


def account(service: StandIn) -> dict[str, str]:
    """What a client's environment needs."""
    return {
        "AWS_ENDPOINT_URL": service.endpoint,
        "AWS_CA_BUNDLE": service.ca,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": service.access_key,
        "AWS_SECRET_ACCESS_KEY": service.secret_key,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def timed(text: str, start: float, end: float) -> dict:
    """An utterance whose words share its time by their letters."""
    words = text.split()
    letters = sum(len(word) + 1 for word in words)
    found, at = [], start
    for word in words:
        until = at + (end - start) * (len(word) + 1) / letters
        found.append({"text": word, "start": at, "end": until})
        at = until
    return {"text": text, "words": found}
