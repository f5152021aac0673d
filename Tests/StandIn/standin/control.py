# SPDX-License-Identifier: MIT-0
"""The control API: plain HTTP/1.1 on a loopback port of its own, JSON in and out.

    GET    /status              requests, failed_validations, failures, notes, connections
    POST   /reset               forgets these counts
    GET    /log                 the log so far, JSON Lines
    GET    /settings            all settings
    PATCH  /settings            changes some, section by section
    GET    /failures            the rules, with how many requests each has seen
    POST   /failures            adds a rule, or a list of them
    DELETE /failures            forgets them all
    POST   /goaway              GOAWAY on every HTTP/2 connection, now
    POST   /drop                ends every connection, now
    POST   /interrupt           ends every open transcription with an exception: {"code", "message"}
"""

from __future__ import annotations

import json

from .errors import ServiceError
from .exchange import Exchange
from .settings import merged


class Control:
    def __init__(self, state, listeners):
        self._state = state
        self._listeners = listeners

    async def serve(self, exchange: Exchange) -> None:
        body = await exchange.read_all()
        try:
            given = json.loads(body) if body else {}
            answer = self._answer(exchange, given)
            status = 200 if answer is not None else 404
        except (ValueError, AttributeError, TypeError, KeyError) as error:
            status, answer = 400, {"error": str(error)}
        text = answer if isinstance(answer, str) else json.dumps(answer) + "\n"
        data = text.encode()
        headers = [("content-type", "application/json"), ("content-length", str(len(data)))]
        await exchange.head(status, headers)
        await exchange.send(data)
        await exchange.finish()

    def _answer(self, exchange: Exchange, given):
        state = self._state
        request = (exchange.method, exchange.path)
        if request == ("GET", "/status"):
            others = [c for c in self._listeners.open if c.speaker is not exchange.connection]
            return {**state.log.summary(), "connections": len(others)}
        if request == ("POST", "/reset"):
            state.log.reset()
        elif request == ("GET", "/log"):
            with open(state.log.path, encoding="utf-8") as file:
                return file.read()
        elif request == ("GET", "/settings"):
            return state.settings
        elif request == ("PATCH", "/settings"):
            state.settings.update(merged(state.settings, given))
            state.counters.clear()  # scripts start anew
            return state.settings
        elif request == ("GET", "/failures"):
            return state.failures.rules
        elif request == ("POST", "/failures"):
            state.failures.add(given)
            return state.failures.rules
        elif request == ("DELETE", "/failures"):
            state.failures.clear()
        elif request == ("POST", "/goaway"):
            self._listeners.goaway()
        elif request == ("POST", "/drop"):
            self._listeners.drop(besides=exchange.connection)
        elif request == ("POST", "/interrupt"):
            code = given.get("code", "InternalFailureException")
            for other in list(state.sessions.values()):
                other.interrupt(ServiceError(500, code, given.get("message", ""), counts=False))
        else:
            return None
        return {}
