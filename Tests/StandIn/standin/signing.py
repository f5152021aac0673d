# SPDX-License-Identifier: MIT-0
"""Recomputes every request's Signature Version 4 with botocore's signer, from the raw request.

The codes and texts are those of AWS's front end, as SDK issue reports quote them.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from .errors import ServiceError
from .exchange import Exchange

EVENTS = "STREAMING-AWS4-HMAC-SHA256-EVENTS"
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})"
)
_WINDOW = datetime.timedelta(minutes=5)
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass
class Caller:
    """Who signed, and the request's signature: the seed of an event chain."""

    credentials: Credentials | None
    signature: str


class Keys:
    """The credentials that are known: access key → secret, token, whether expired."""

    def __init__(self, settings: dict):
        self._settings = settings

    def find(self, access_key: str, token: str) -> Credentials:
        known = self._settings["credentials"].get(access_key)
        if known is None or (known.get("token") or "") != token:
            raise _refused(
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
            )
        if known.get("expired"):
            raise _refused(
                "ExpiredTokenException", "The security token included in the request is expired"
            )
        return Credentials(access_key, known["secret"], known.get("token"))


class _Given(SigV4Auth):
    """botocore's signer over exactly the headers that the client says it signed."""

    def headers_to_sign(self, request):
        headers = HTTPHeaders()
        for name, value in request.headers.items():
            headers[name.lower()] = value
        return headers


class Verifier:
    def __init__(self, settings: dict, now):
        self._settings = settings
        self._keys = Keys(settings)
        self._now = now

    def bearer(self, exchange: Exchange) -> Caller:
        """A Bedrock API key: nothing is signed, and no date or token goes with it."""
        token = exchange.header("authorization").removeprefix("Bearer ")
        if not self._settings["bearer"] or token != self._settings["bearer"]:
            raise _refused("AccessDeniedException", "Authentication failed: invalid bearer token.")
        for name in ("x-amz-date", "x-amz-security-token"):
            if exchange.has(name):
                raise _refused("AccessDeniedException", f"A bearer token goes without {name}.")
        return Caller(None, "")

    def verify(self, exchange: Exchange, service: str, body: bytes | None) -> Caller:
        """`body` is None where the body is a chain of signed events."""
        access_key, scope, signed, signature = self._parse(exchange)
        stamp = self._date(exchange, scope)
        self._scope(scope, service)
        self._signed_headers(exchange, signed)
        credentials = self._keys.find(access_key, exchange.header("x-amz-security-token"))
        self._payload(exchange, body)
        auth = _Given(credentials, service, scope[1])
        request = AWSRequest(
            method=exchange.method,
            url=f"https://{exchange.header('host')}{exchange.target}",
            headers=HTTPHeaders(),
            data=body or b"",
        )
        for name, value in exchange.headers:
            if name in signed:
                request.headers[name] = value
        request.context["timestamp"] = stamp
        canonical = auth.canonical_request(request)
        if auth.signature(auth.string_to_sign(request, canonical), request) != signature:
            raise ServiceError(
                403,
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. "
                "Check your AWS Secret Access Key and signing method. Consult the service "
                "documentation for details.\n\nThe Canonical String for this request should have "
                f"been\n'{canonical}'",
            )
        return Caller(credentials, signature)

    def _parse(self, exchange: Exchange):
        value = exchange.header("authorization")
        if not value:
            raise _refused("MissingAuthenticationTokenException", "Missing Authentication Token")
        match = _AUTHORIZATION.fullmatch(value.strip())
        credential = match.group(1).split("/") if match else []
        if len(credential) != 5 or credential[4] != "aws4_request":
            raise _refused(
                "IncompleteSignatureException",
                "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' "
                "parameters, of the form AKID/date/region/service/aws4_request.",
            )
        return credential[0], credential[1:4], match.group(2).split(";"), match.group(3)

    def _date(self, exchange: Exchange, scope) -> str:
        stamp = exchange.header("x-amz-date")
        try:
            date = datetime.datetime.strptime(stamp, _STAMP).replace(tzinfo=datetime.timezone.utc)
        except ValueError:
            raise _refused(
                "IncompleteSignatureException",
                "Date must be in ISO-8601 'basic format'. Got '" + stamp + "'.",
            ) from None
        if stamp[:8] != scope[0]:
            raise _signature(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date "
                f"from HTTP: '{scope[0]}' != '{stamp[:8]}'."
            )
        now = self._now()
        limit = f"({now.strftime(_STAMP)} {{}} 5 min.)"
        if date < now - _WINDOW:
            bound = (now - _WINDOW).strftime(_STAMP)
            raise _signature(
                f"Signature expired: {stamp} is now earlier than {bound} {limit.format('-')}"
            )
        if date > now + _WINDOW:
            bound = (now + _WINDOW).strftime(_STAMP)
            raise _signature(
                f"Signature not yet current: {stamp} is still later than {bound} "
                f"{limit.format('+')}"
            )
        return stamp

    def _scope(self, scope, service: str) -> None:
        if scope[1] not in self._settings["regions"]:
            raise _signature(f"Credential should be scoped to a valid region, not '{scope[1]}'.")
        if scope[2] != service:
            raise _signature(f"Credential should be scoped to correct service: '{service}'.")

    def _signed_headers(self, exchange: Exchange, signed: list[str]) -> None:
        """AWS asks for host, content-type and x-amz-*; we ask for x-amzn-* too: SDKs sign them."""
        if signed != sorted(set(signed)):
            raise _signature("SignedHeaders is not sorted.")
        for name, _ in exchange.headers:
            must = name in ("host", "content-type") or name.startswith(("x-amz-", "x-amzn-"))
            if must and name != "x-amzn-trace-id" and name not in signed:
                raise _signature(f"'{name}' must be a 'SignedHeader' in the AWS Authorization.")
        for name in signed:
            if not exchange.has(name):
                raise _signature(f"The signed header '{name}' is not in the request.")

    def _payload(self, exchange: Exchange, body: bytes | None) -> None:
        """The header, where there is one, must be true; a chain goes with its own literal.

        amazon-transcribe 0.6 sends no such header with a chain and signs the empty body's hash;
        the service takes both.
        """
        if not exchange.has("x-amz-content-sha256"):
            return
        given = exchange.header("x-amz-content-sha256")
        expected = EVENTS if body is None else hashlib.sha256(body).hexdigest()
        if given != expected:
            raise _signature(
                f"The value of x-amz-content-sha256 does not match the body: {given}, computed "
                f"{expected}."
            )


def _refused(code: str, message: str) -> ServiceError:
    return ServiceError(403, code, message)


def _signature(message: str) -> ServiceError:
    return _refused("InvalidSignatureException", message)
