# SPDX-License-Identifier: MIT-0
"""Failures on demand.

A rule is a JSON object: `operation` (`ConverseStream`, …; a service: `bedrock`; `*`), `action`,
`nth` (from which matching request on, 1 is the next), `count` (how many requests; -1: all), and

before the reply: `throttle` (`retry_after` seconds), `error` (`status`, `code`, `message`),
`expired-token`, `hang`, `delay` (`seconds`), `reset`, `disconnect`, `goaway`;
after `at` frames of the reply: `reset`, `disconnect`, `hang`, `goaway`, `end` (END_STREAM),
`truncate` (half a frame, then END_STREAM), `corrupt` (message CRC), `corrupt-prelude`, `exception`
(`type`, `message`), `error-frame` (`code`, `message`);
at the TLS handshake: `certificate` (`kind`: `mismatch`, `expired`, `untrusted`; no operation).
"""

from __future__ import annotations

import asyncio

from .errors import ServiceError, Stopped

EITHER = {"reset", "disconnect", "hang", "goaway"}
BEFORE = EITHER | {"throttle", "error", "expired-token", "delay"}
MIDDLE = EITHER | {"end", "truncate", "corrupt", "corrupt-prelude", "exception", "error-frame"}

_THROTTLED = {
    "transcribe": (429, "LimitExceededException", "You have reached your account's concurrent "
                   "sessions limit."),
    "bedrock": (429, "ThrottlingException", "Too many requests, please wait before trying again."),
    "knowledge": (429, "ThrottlingException", "Your request rate is too high."),
    "polly": (400, "ThrottlingException", "Rate exceeded"),
}
_CODES = {500: "InternalServerException", 503: "ServiceUnavailableException"}
_EXCEPTIONS = {
    "transcribe": "InternalFailureException",
    "bedrock": "modelStreamErrorException",
    "knowledge": "InternalServerException",
    "polly": "ServiceFailureException",
}


class Failures:
    def __init__(self):
        self.rules: list[dict] = []

    def add(self, rules) -> None:
        """Takes a rule or a list of them; ValueError for one that can't be."""
        for rule in rules if isinstance(rules, list) else [rules]:
            action = rule.get("action")
            if action not in BEFORE | MIDDLE | {"certificate"}:
                raise ValueError(f"unknown action: {action}")
            if "at" in rule and action not in MIDDLE:
                raise ValueError(f"{action} can't strike in mid-stream")
            rule = {"operation": "*", "nth": 1, "count": 1, **rule, "seen": 0}
            if action in MIDDLE - BEFORE:
                rule.setdefault("at", 1)
            self.rules.append(rule)

    def clear(self) -> None:
        self.rules.clear()

    def match(self, service: str, operation: str) -> dict | None:
        """The rule that strikes this request; every matching rule counts it."""
        struck = None
        for rule in self.rules:
            if rule["action"] == "certificate":
                continue
            if rule["operation"] in ("*", service, operation) and _due(rule):
                struck = struck or rule
        return struck

    def certificate(self) -> str | None:
        """Which wrong certificate this handshake gets."""
        for rule in self.rules:
            if rule["action"] == "certificate" and _due(rule):
                return rule.get("kind", "mismatch")
        return None


def _due(rule: dict) -> bool:
    rule["seen"] += 1
    number = rule["seen"] - rule["nth"]
    return number >= 0 and (rule["count"] < 0 or number < rule["count"])


async def before(rule: dict, service: str, exchange) -> None:
    """What strikes ahead of the reply."""
    action = rule["action"]
    if action == "throttle":
        raise _with_hint(ServiceError(*_THROTTLED[service], counts=False), rule)
    if action == "error":
        status = rule.get("status", 503)
        code = rule.get("code") or _CODES.get(status, "ServiceException")
        error = ServiceError(status, code, rule.get("message", "As demanded."), counts=False)
        raise _with_hint(error, rule)
    if action == "expired-token":
        raise ServiceError(
            403,
            "ExpiredTokenException",
            "The security token included in the request is expired",
            counts=False,
        )
    if action == "delay":
        await asyncio.sleep(rule.get("seconds", 1.0))
    else:
        await _either(action, exchange)


def _with_hint(error: ServiceError, rule: dict) -> ServiceError:
    if "retry_after" in rule:
        seconds = rule["retry_after"]
        error.headers = [
            ("retry-after", str(int(seconds))),
            ("x-amz-retry-after", str(int(seconds * 1000))),
        ]
    return error


async def _either(action: str, exchange) -> None:
    if action == "hang":
        await asyncio.get_running_loop().create_future()  # till the client gives up
    elif action == "goaway":
        exchange.connection.goaway()
    elif action == "reset":
        exchange.connection.reset(exchange)
        raise Stopped("reset")
    elif action == "disconnect":
        exchange.connection.abort()
        raise Stopped("disconnect")


async def middle(rule: dict, call, frame: bytes) -> bytes:
    """What strikes in place of a frame; gives the bytes that go out instead, or stops."""
    action, exchange = rule["action"], call.exchange
    if action == "corrupt":
        return frame[:-1] + bytes([frame[-1] ^ 1])
    if action == "corrupt-prelude":
        return frame[:8] + bytes([frame[8] ^ 1]) + frame[9:]
    if action == "truncate":
        await exchange.send(frame[: len(frame) // 2])
    elif action == "exception":
        kind = rule.get("type", _EXCEPTIONS[call.service])
        await call.exception(kind, rule.get("message", "As demanded."))
    elif action == "error-frame":
        await call.error_frame(rule.get("code", "InternalError"), rule.get("message", "Demanded"))
    elif action != "end":
        await _either(action, exchange)
        return frame
    await exchange.finish()
    raise Stopped(action)
