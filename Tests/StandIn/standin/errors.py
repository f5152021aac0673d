# SPDX-License-Identifier: MIT-0
"""What a service answers when it refuses."""

from __future__ import annotations


class ServiceError(Exception):
    """A refusal: HTTP `status`, error `code`, `message`, and further `fields` of the JSON body.

    `counts` is false where the refusal was asked for (a failure on demand): then it is no failed
    validation.
    """

    def __init__(self, status: int, code: str, message: str, counts: bool = True, **fields):
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.counts = counts
        self.headers: list[tuple[str, str]] = []
        self.fields = fields


class Stopped(Exception):
    """The exchange is over: a failure on demand has cut it."""


def bad_request(message: str) -> ServiceError:
    """Transcribe's answer to a bad option, bad audio or silence of the client."""
    return ServiceError(400, "BadRequestException", message)


def validation(message: str) -> ServiceError:
    """Bedrock's and Polly's answer to a body that isn't what the model asks for."""
    return ServiceError(400, "ValidationException", message)
