# SPDX-License-Identifier: MIT-0
"""Polly: SynthesizeSpeech and DescribeVoices. Rules: the developer guide, and botocore's model."""

from __future__ import annotations

import contextlib

from . import speech
from .call import Pace
from .errors import ServiceError
from .voices import BY_ID, VOICES

# Sample rates by format: the model's documentation of SampleRate.
_COMPRESSED = {"8000", "16000", "22050", "24000", "44100", "48000"}
RATES = {
    "pcm": {"8000", "16000"},
    "mp3": _COMPRESSED,
    "ogg_vorbis": _COMPRESSED,
    "ogg_opus": {"48000"},
    "mulaw": {"8000"},
    "alaw": {"8000"},
    "json": _COMPRESSED,
}
_PIECE = 0.1  # seconds of audio to a piece of the body
_BILLED, _TOTAL = 3000, 6000  # characters; tags are not billed


def refused(code: str, message: str, status: int = 400) -> ServiceError:
    return ServiceError(status, code, message)


async def describe_voices(call, state) -> None:
    """Twenty voices to a page."""
    asked = call.parameters
    offered = state.settings["polly"]["voices"]
    found = [
        voice
        for voice in VOICES
        if _fits(voice, asked) and (offered is None or voice["Id"] in offered)
    ]
    token = asked.get("NextToken", "0")
    if not token.isdecimal():
        raise refused("InvalidNextTokenException", "The NextToken is invalid.")
    start = int(token)
    page = found[start : start + 20]
    answer: dict = {"Voices": page}
    if start + len(page) < len(found):
        answer["NextToken"] = str(start + len(page))
    await call.whole(answer)


def _fits(voice: dict, asked: dict) -> bool:
    if "Engine" in asked and asked["Engine"] not in voice["SupportedEngines"]:
        return False
    if "LanguageCode" not in asked:
        return True
    codes = [voice["LanguageCode"]]
    if asked.get("IncludeAdditionalLanguageCodes"):
        codes += voice.get("AdditionalLanguageCodes", [])
    return asked["LanguageCode"] in codes


async def synthesize(call, state) -> None:
    """The audio in pieces, paced; marks at once."""
    asked = call.parameters
    settings = state.settings["polly"]
    form = asked["OutputFormat"]
    rate = check_voice(asked, settings)
    spoken = _text(asked)
    _check_marks(asked, spoken)
    with parallel(asked.get("Engine", "standard"), state):
        headers = [("x-amzn-RequestCharacters", str(spoken.billed))]
        call.log.write(
            "speaks", id=call.number, text=spoken.text, voice=asked["VoiceId"]
        )
        if form == "json":
            body = speech.marks(spoken, asked.get("SpeechMarkTypes", []), settings)
            pieces = [body] if body else []
            interval = 0.0
        else:
            whole = speech.audio(spoken, form, rate, settings)
            size = max(1, int(_PIECE * rate * 2)) if form == "pcm" else 2048
            pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
            interval = _PIECE / settings["pace"]
        await call.begin(speech.CONTENT[form], headers)
        pace = Pace(settings["first_byte"])
        for piece in pieces:
            await pace.wait(interval)
            await call.out(piece)
        await call.end()


def check_voice(asked: dict, settings: dict) -> int:
    """Voice, engine, language, lexicons and sample rate; gives the rate in Hz."""
    engine = asked.get("Engine", "standard")
    voice = BY_ID.get(asked["VoiceId"])
    if settings["voices"] is not None and asked["VoiceId"] not in settings["voices"]:
        voice = None
    if voice is None or engine not in voice["SupportedEngines"]:
        raise refused(
            "EngineNotSupportedException"
            if voice
            else "ValidationException",
            "This voice does not support the selected engine: " + engine,
        )
    language = asked.get("LanguageCode")
    spoken = [voice["LanguageCode"], *voice.get("AdditionalLanguageCodes", [])]
    if language and language not in spoken:
        raise refused(
            "LanguageNotSupportedException",
            f"The language {language} is not supported by the voice {voice['Id']}.",
        )
    for name in asked.get("LexiconNames", []):
        if name not in settings["lexicons"]:
            raise refused("LexiconNotFoundException", f"Lexicon not found: {name}", 404)
    form = asked["OutputFormat"]
    default = {"pcm": "16000", "ogg_opus": "48000", "mulaw": "8000", "alaw": "8000"}.get(
        form, "22050" if engine == "standard" else "24000"
    )
    rate = asked.get("SampleRate", default)
    if rate not in RATES[form]:
        raise refused(
            "InvalidSampleRateException",
            f"Unsupported sample rate for {form}: {rate}",
        )
    return int(rate)


def _text(asked: dict) -> speech.Spoken:
    text = asked["Text"]
    if not text.strip():
        raise refused("ValidationException", "The text is empty.")
    spoken = speech.read(text, asked.get("TextType", "text"))
    if len(text) > _TOTAL or spoken.billed > _BILLED:
        raise refused(
            "TextLengthExceededException", "Maximum text length has been exceeded"
        )
    return spoken


def _check_marks(asked: dict, spoken: speech.Spoken) -> None:
    types, form = asked.get("SpeechMarkTypes", []), asked["OutputFormat"]
    if bool(types) != (form == "json"):
        raise refused(
            "MarksNotSupportedForFormatException",
            "Speech marks are not supported for this output format, or none were asked for.",
        )
    if types and asked.get("Engine") == "generative":
        raise refused("EngineNotSupportedException", "No speech marks by the generative engine.")
    if "ssml" in types and not spoken.ssml:
        raise refused(
            "SsmlMarksNotSupportedForTextTypeException",
            "SSML speech marks are not supported for plain text input.",
        )


@contextlib.contextmanager
def parallel(engine: str, state):
    """Counts the requests that run; more than the quota are throttled."""
    running = state.running
    if running[engine] >= state.settings["polly"]["parallel"].get(engine, 8):
        raise refused("ThrottlingException", "Rate exceeded")
    running[engine] += 1
    state.log.write("parallel", engine=engine, running=running[engine])
    try:
        yield
    finally:
        running[engine] -= 1
