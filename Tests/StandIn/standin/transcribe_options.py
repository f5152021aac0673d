# SPDX-License-Identifier: MIT-0
"""The options of StartStreamTranscription, all of them headers, and the rules among them.

botocore has no model of this service. Enums and rules are those of the AWS SDK for Python's model
of October 2026, its documentation strings, and amazon-transcribe 0.6.4's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .errors import bad_request
from .exchange import Exchange

PREFIX = "x-amzn-transcribe-"
LANGUAGES = set(
    """en-US en-GB es-US fr-CA fr-FR en-AU it-IT de-DE pt-BR ja-JP ko-KR zh-CN th-TH es-ES ar-SA
    pt-PT ca-ES ar-AE hi-IN zh-HK nl-NL no-NO sv-SE pl-PL fi-FI zh-TW en-IN en-IE en-NZ en-AB en-ZA
    en-WL de-CH af-ZA eu-ES hr-HR cs-CZ da-DK fa-IR gl-ES el-GR he-IL id-ID lv-LV ms-MY ro-RO ru-RU
    sr-RS sk-SK so-SO tl-PH uk-UA vi-VN zu-ZA am-ET be-BY bg-BG bn-IN bs-BA ckb-IQ ckb-IR cy-WL
    es-MX et-ET fa-AF gu-IN ht-HT hu-HU hy-AM is-IS jv-ID ka-GE kab-DZ kk-KZ km-KH kn-IN lg-IN lt-LT
    mk-MK ml-IN mr-IN my-MM ne-NP or-IN pa-IN ps-AF si-LK sl-SI sq-AL su-ID sw-BI sw-KE sw-RW sw-TZ
    sw-UG ta-IN te-IN tr-TR uz-UZ""".split()
)
PII = set(
    """ADDRESS BANK_ACCOUNT_NUMBER BANK_ROUTING CREDIT_DEBIT_CVV CREDIT_DEBIT_EXPIRY
    CREDIT_DEBIT_NUMBER EMAIL NAME PHONE PIN SSN AGE DATE_TIME LICENSE_PLATE PASSPORT_NUMBER
    PASSWORD USERNAME VEHICLE_IDENTIFICATION_NUMBER ALL""".split()
)
_ENUMS = {
    "language-code": LANGUAGES,
    "preferred-language": LANGUAGES,
    "media-encoding": {"pcm", "ogg-opus", "flac", "g711-alaw", "g711-ulaw", "g729"},
    "vocabulary-filter-method": {"remove", "mask", "tag"},
    "partial-results-stability": {"high", "medium", "low"},
    "content-identification-type": {"PII"},
    "content-redaction-type": {"PII"},
    "transcript-format": {"written", "spoken"},
}
_BOOLEANS = {
    "show-speaker-label",
    "enable-channel-identification",
    "enable-partial-results-stabilization",
    "identify-language",
    "identify-multiple-languages",
}
_PATTERNS = {
    "sample-rate": r"\d+",
    "number-of-channels": r"\d+",
    "session-id": r"[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}",
    "session-resume-window": r"\d+",
    "vocabulary-name": r"[0-9a-zA-Z._-]{1,200}",
    "vocabulary-filter-name": r"[0-9a-zA-Z._-]{1,200}",
    "language-model-name": r"[0-9a-zA-Z._-]{1,200}",
    "vocabulary-names": r"[a-zA-Z0-9,._-]{1,3000}",
    "vocabulary-filter-names": r"[a-zA-Z0-9,._-]{1,3000}",
    "language-options": r"[a-zA-Z,-]{1,200}",
    "pii-entity-types": r"[A-Z_, ]{1,300}",
}


@dataclass
class Options:
    """The options of a stream, checked."""

    given: dict[str, str]
    rate: int = 16000
    channels: int = 1
    languages: list[str] = field(default_factory=list)  # when it is to be identified

    def __contains__(self, name: str) -> bool:
        return self.given.get(name, "false") != "false"

    def get(self, name: str) -> str | None:
        return self.given.get(name)


def read(exchange: Exchange) -> Options:
    """The options of a request; raises BadRequestException for what the service refuses."""
    given: dict[str, str] = {}
    for header, value in exchange.headers:
        if header.startswith(PREFIX):
            name = header.removeprefix(PREFIX)
            if name in given:
                raise bad_request(f"The header {header} comes twice.")
            given[name] = _value(name, value)
    options = Options(given)
    _audio(options)
    _languages(options)
    _names(options)
    _content(options)
    return options


def _value(name: str, value: str) -> str:
    """One value, by its type. amazon-transcribe writes Python's `True`: the case is free."""
    if name in _BOOLEANS:
        if value.lower() not in ("true", "false"):
            raise bad_request(f"{PREFIX}{name} is a boolean, not '{value}'.")
        return value.lower()
    if name in _ENUMS:
        if value not in _ENUMS[name]:
            raise bad_request(
                f"1 validation error detected: Value '{value}' at '{name}' failed to satisfy "
                f"constraint: Member must satisfy enum value set: {sorted(_ENUMS[name])}"
            )
    elif name not in _PATTERNS:
        raise bad_request(f"Unknown option: {PREFIX}{name}.")
    elif not re.fullmatch(_PATTERNS[name], value):
        raise bad_request(
            f"1 validation error detected: Value '{value}' at '{name}' failed to satisfy "
            f"constraint: Member must satisfy regular expression pattern: {_PATTERNS[name]}"
        )
    return value


def _need(condition: bool, message: str) -> None:
    if not condition:
        raise bad_request(message)


def _audio(options: Options) -> None:
    given = options.given
    _need("sample-rate" in given, "The sample rate is missing.")
    _need("media-encoding" in given, "The media encoding is missing.")
    options.rate = int(given["sample-rate"])
    _need(8000 <= options.rate <= 48000, "The sample rate must be between 8000 and 48000 Hz.")
    window = int(given.get("session-resume-window", 1))
    _need(1 <= window <= 300, "The session resume window must be between 1 and 300 minutes.")
    if "enable-channel-identification" in options:
        _need(given.get("number-of-channels") == "2", "The number of channels must be 2.")
        _need(
            "show-speaker-label" not in options,
            "You can't set both ShowSpeakerLabel and EnableChannelIdentification.",
        )
        options.channels = 2
    else:
        _need("number-of-channels" not in given, "Channels without channel identification.")
    _need(
        "partial-results-stability" not in given
        or "enable-partial-results-stabilization" in options,
        "Partial results stability without partial results stabilization.",
    )


def _languages(options: Options) -> None:
    given = options.given
    ways = ["language-code" in given, "identify-language" in options,
            "identify-multiple-languages" in options]
    _need(
        sum(ways) == 1,
        "Exactly one of LanguageCode, IdentifyLanguage and IdentifyMultipleLanguages must be set.",
    )
    if ways[0]:
        _need("language-options" not in given, "Language options with a language code.")
        _need("preferred-language" not in given, "A preferred language with a language code.")
        return
    codes = given.get("language-options", "").split(",")
    _need(len(codes) >= 2, "Language options must hold at least two languages.")
    for code in codes:
        _need(code in LANGUAGES, f"The language {code} is not supported.")
    bases = [code.partition("-")[0] for code in codes]
    _need(len(set(bases)) == len(bases), "Only one dialect of each language may be an option.")
    if preferred := given.get("preferred-language"):
        _need(ways[1], "A preferred language needs IdentifyLanguage.")
        _need(preferred in codes, "The preferred language must be one of the options.")
    encodings = {"pcm", "flac"} if ways[1] else {"pcm"}
    _need(given["media-encoding"] in encodings, "This encoding can't go with identification.")
    for name in ("language-model-name", "content-redaction-type", "content-identification-type"):
        _need(name not in given, f"{name} can't go with language identification.")
    options.languages = codes


def _names(options: Options) -> None:
    given = options.given
    for name in ("vocabulary-name", "vocabulary-filter-name"):
        if options.languages:
            _need(name not in given, f"With language identification, {name}s takes the names.")
        else:
            _need(f"{name}s" not in given, f"{name}s needs language identification.")
    filters = "vocabulary-filter-name" in given or "vocabulary-filter-names" in given
    _need("vocabulary-filter-method" not in given or filters, "A filter method without a filter.")


def _content(options: Options) -> None:
    given = options.given
    identify, redact = "content-identification-type" in given, "content-redaction-type" in given
    _need(not (identify and redact), "ContentIdentificationType and ContentRedactionType are both "
          "set.")
    if types := given.get("pii-entity-types"):
        _need(identify or redact, "PII entity types without identification or redaction.")
        for kind in types.split(","):
            _need(kind.strip() in PII, f"The PII entity type {kind} is not known.")
