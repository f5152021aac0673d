# SPDX-License-Identifier: MIT-0
"""Requests against botocore's service models: types, required members, enums, patterns, ranges."""

from __future__ import annotations

import base64
import binascii
import json
import re
from urllib.parse import parse_qsl, unquote

import botocore.loaders
from botocore.model import OperationModel, ServiceModel, Shape
from botocore.validate import ParamValidator

from .errors import ServiceError, validation
from .exchange import Exchange


class Model:
    """One service's operations, found by method and path."""

    def __init__(self, service: str, names: list[str]):
        loader = botocore.loaders.Loader()
        model = ServiceModel(loader.load_service_model(service, "service-2"), service)
        self._operations = [(_route(o), o) for o in map(model.operation_model, names)]

    def find(self, method: str, path: str) -> tuple[OperationModel, dict] | None:
        """The operation and the raw values of its path labels, still percent-encoded.

        A label is one segment: a model's ARN has its `/` as `%2F` (Smithy, "httpLabel").
        """
        for (verb, pattern), operation in self._operations:
            match = pattern.fullmatch(path)
            if match and verb == method:
                return operation, match.groupdict()
        return None


def _route(operation: OperationModel) -> tuple[str, re.Pattern]:
    uri = operation.http["requestUri"].partition("?")[0]
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(uri))
    return operation.http["method"], re.compile(pattern)


def parameters(operation: OperationModel, labels: dict, exchange: Exchange, body: bytes) -> dict:
    """The request as the input shape sees it, checked; raises ValidationException."""
    shape = operation.input_shape
    query: dict = {}
    for name, value in parse_qsl(exchange.query, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    found: dict = {}
    known_query = set()
    for name, member in shape.members.items():
        location = member.serialization.get("location")
        wire = member.serialization.get("name", name)
        if location == "uri":
            found[name] = unquote(labels[wire])
        elif location == "querystring":
            known_query.add(wire)
            if wire in query:
                found[name] = _text(member, query[wire][0])
        elif location == "header" and exchange.has(wire.lower()):
            found[name] = _text(member, exchange.header(wire.lower()))
    if unknown := set(query) - known_query:
        raise validation(f"Unknown query parameters: {sorted(unknown)}")
    found.update(_body(shape, exchange, body))
    if problems := check(found, shape):
        text = f"{len(problems)} validation error detected: " + "; ".join(problems)
        raise validation(text.replace("error ", "errors ", 1) if len(problems) > 1 else text)
    return found


def _body(shape: Shape, exchange: Exchange, body: bytes) -> dict:
    payload = shape.serialization.get("payload")
    if payload:
        return {payload: body} if body else {}
    takes_json = any("location" not in m.serialization for m in shape.members.values())
    if not takes_json:
        if body:
            raise validation("This operation takes no body")
        return {}
    if exchange.header("content-type").partition(";")[0].strip() != "application/json":
        raise ServiceError(
            415,
            "UnsupportedMediaTypeException",
            f"Content-Type is '{exchange.header('content-type')}', not application/json",
        )
    return load_json(body)


def load_json(body: bytes) -> dict:
    """A JSON object; NaN and the like are no JSON."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except ValueError as error:
        raise ServiceError(400, "SerializationException", f"The body is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise ServiceError(400, "SerializationException", "The body is no JSON object")
    return value


def _no_constant(name: str):
    raise ValueError(f"{name} is no JSON number")


def _text(shape: Shape, text: str):
    """The value of a header or query parameter."""
    if shape.type_name == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if shape.type_name in ("integer", "long"):
        return int(text) if re.fullmatch(r"-?\d+", text) else text
    if shape.type_name == "list":
        return [part.strip() for part in text.split(",")]
    return text


def check(value, shape: Shape) -> list[str]:
    """Every way in which `value` isn't what `shape` asks for; empty if none."""
    report = ParamValidator().validate(value, shape)
    problems = report.generate_report().split("\n") if report.has_errors() else []
    _constraints(value, shape, shape.name, problems)
    return problems


def _constraints(value, shape: Shape, name: str, problems: list[str]) -> None:
    """What botocore leaves to the service: enums, patterns, maxima, base64."""
    metadata = shape.metadata
    if shape.type_name == "structure" and not shape.is_document_type and isinstance(value, dict):
        for key, member in shape.members.items():
            if key in value:
                _constraints(value[key], member, f"{name}.{key}", problems)
    elif shape.type_name == "list" and isinstance(value, list):
        _maximum(len(value), metadata, f"{name} (its length)", problems)
        for index, item in enumerate(value):
            _constraints(item, shape.member, f"{name}[{index}]", problems)
    elif shape.type_name == "map" and isinstance(value, dict):
        _maximum(len(value), metadata, f"{name} (its size)", problems)
        for key, item in value.items():
            _constraints(key, shape.key, f"{name} key", problems)
            _constraints(item, shape.value, f"{name}.{key}", problems)
    elif shape.type_name == "string" and isinstance(value, str):
        _maximum(len(value), metadata, f"{name} (its length)", problems)
        if "enum" in metadata and value not in metadata["enum"]:
            problems.append(f"{name}: '{value}' is none of {metadata['enum']}")
        if "pattern" in metadata and not _matches(metadata["pattern"], value):
            problems.append(f"{name}: '{value[:80]}' doesn't match {metadata['pattern']}")
    elif shape.type_name == "blob":
        _blob(value, metadata, name, problems)
    elif isinstance(value, (int, float)):
        _maximum(value, metadata, name, problems)


def _blob(value, metadata: dict, name: str, problems: list[str]) -> None:
    if isinstance(value, str):  # inside of JSON
        try:
            value = base64.b64decode(value, validate=True)
        except binascii.Error:
            problems.append(f"{name}: no base64")
            return
    _maximum(len(value), metadata, f"{name} (its size)", problems)


def _maximum(value, metadata: dict, name: str, problems: list[str]) -> None:
    if "max" in metadata and value > metadata["max"]:
        problems.append(f"{name}: {value} is more than {metadata['max']}")


def _matches(pattern: str, value: str) -> bool:
    """Smithy patterns are ECMAScript's and may match a part; one that Python can't read passes."""
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True
