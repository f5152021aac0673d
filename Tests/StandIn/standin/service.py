# SPDX-License-Identifier: MIT-0
"""Every request's way: route, signature, failure on demand, schema, the service's own handler."""

from __future__ import annotations

import asyncio
import collections
import datetime
import traceback
from email.utils import format_datetime

from . import bedrock, failures, knowledge, polly, synthesis_stream, transcribe
from .call import Call
from .errors import ServiceError, Stopped
from .events import BrokenFrame
from .exchange import Exchange
from .models import Model, parameters
from .signing import Verifier

SECRET = {"authorization", "x-amz-security-token"}
# Services whose scope has another's name.
SIGNED_AS = {"knowledge": "bedrock"}
# Operations whose request body is a chain of signed events; HTTP/2 only.
STREAMED = {"StartStreamTranscription", "StartSpeechSynthesisStream"}


class State:
    """What outlives a request."""

    def __init__(self, settings: dict, log):
        self.settings = settings
        self.log = log
        self.failures = failures.Failures()
        self.sessions: dict = {}  # Transcribe: session id → exchange
        self.counters: dict = {}  # where scripts are
        self.prompts: set = set()  # Bedrock: the prefixes that are cached
        self.running: collections.Counter = collections.Counter()  # Polly: by engine

    def now(self) -> datetime.datetime:
        """The service's clock."""
        offset = datetime.timedelta(seconds=self.settings["clock_offset"])
        return datetime.datetime.now(datetime.timezone.utc) + offset


class Service:
    def __init__(self, state: State):
        self.state = state
        self._models = {
            "bedrock": Model("bedrock-runtime", list(bedrock.OPERATIONS)),
            "knowledge": Model("bedrock-agent-runtime", ["Retrieve"]),
            "polly": Model("polly", ["SynthesizeSpeech", "DescribeVoices",
                                     "StartSpeechSynthesisStream"]),
        }
        self._handlers = {
            **bedrock.OPERATIONS,
            "Retrieve": knowledge.retrieve,
            "SynthesizeSpeech": polly.synthesize,
            "DescribeVoices": polly.describe_voices,
            "StartSpeechSynthesisStream": synthesis_stream.serve,
            "StartStreamTranscription": transcribe.serve,
        }

    async def serve(self, exchange: Exchange) -> None:
        """Answers one request, whatever it is, and logs how it ended."""
        state = self.state
        service, operation, model, labels = self._route(exchange)
        number = state.log.request(
            operation=operation, method=exchange.method, target=exchange.target,
            protocol=exchange.protocol, connection=exchange.connection.number,
            stream=exchange.stream_id, arrived=exchange.arrived,
            headers=[(k, "…" if k in SECRET else v) for k, v in exchange.headers],
        )
        call = Call(exchange, service, operation, number, state.log)
        call.model = model
        outcome = "cancelled by the client"
        try:
            outcome = await self._answer(call, labels)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            state.log.write("end", id=number, outcome=outcome, frames=call.sent)

    def _route(self, exchange: Exchange):
        if (exchange.method, exchange.path) == ("POST", "/stream-transcription"):
            return "transcribe", "StartStreamTranscription", None, {}
        for service, model in self._models.items():
            if found := model.find(exchange.method, exchange.path):
                return service, found[0].name, *found
        return "bedrock", "unknown", None, {}

    async def _answer(self, call: Call, labels: dict) -> str:
        try:
            await self._judge(call, labels)
            return "done"
        except Stopped as stopped:
            return f"stopped: {stopped}"
        except ServiceError as error:
            if error.status == 403:
                error.headers.append(("date", format_datetime(self.state.now(), usegmt=True)))
            if error.counts:
                self._failed(call, error)
            await self._refuse(call, error)
            return f"refused: {error.code}"
        except BrokenFrame as broken:
            error = ServiceError(400, "SerializationException", str(broken))
            self._failed(call, error)
            await self._refuse(call, error)
            return "refused: a broken frame"
        except ConnectionError:
            raise
        except Exception:  # noqa: BLE001 (our own bug: the test must see it)
            trace = traceback.format_exc()
            call.log.verdict(call.number, "stand-in", False, message=trace)
            await self._refuse(call, ServiceError(500, "InternalFailure", trace))
            return "our own bug"

    async def _refuse(self, call: Call, error: ServiceError) -> None:
        """amazon-transcribe half-closes before it reads an error's body: the rest is dropped."""
        await call.refuse(error)

    def _failed(self, call: Call, error: ServiceError) -> None:
        call.log.verdict(
            call.number, call.operation, False, code=error.code, message=error.message
        )

    async def _judge(self, call: Call, labels: dict) -> None:
        exchange, state = call.exchange, self.state
        streamed = call.operation in STREAMED
        body = None if streamed else await exchange.read_all()
        if call.operation == "unknown" and exchange.method == "HEAD":
            # Opens a connection ahead of need; no operation, so nothing to judge.
            message = "Missing Authentication Token"
            raise ServiceError(403, "MissingAuthenticationTokenException", message, counts=False)
        if call.operation == "unknown":
            raise ServiceError(404, "UnknownOperationException", f"No such path: {exchange.target}")
        if streamed and exchange.protocol != "h2":
            raise ServiceError(400, "BadRequestException", "This operation is HTTP/2 only")
        call.caller = self._caller(call, body)
        call.log.verdict(call.number, "signature", True)
        rule = state.failures.match(call.service, call.operation)
        if rule and "at" not in rule:
            call.log.write("failure", id=call.number, action=rule["action"])
            await failures.before(rule, call.service, exchange)
        else:
            call.rule = rule
        if body is not None:
            call.parameters = parameters(call.model, labels, exchange, body)
            call.log.verdict(call.number, "schema", True)
        await self._handlers[call.operation](call, state)

    def _caller(self, call: Call, body: bytes | None):
        verifier = Verifier(self.state.settings, self.state.now)
        if call.exchange.header("authorization").startswith("Bearer "):
            if call.service != "bedrock":
                raise ServiceError(403, "AccessDeniedException", "No bearer tokens here")
            return verifier.bearer(call.exchange)
        return verifier.verify(call.exchange, SIGNED_AS.get(call.service, call.service), body)
