# SPDX-License-Identifier: MIT-0
"""The stand-in takes what the amazon-transcribe package sends, and refuses a broken chain."""

from __future__ import annotations

import asyncio
import math
import struct
import unittest

from amazon_transcribe.eventstream import EventSigner
from amazon_transcribe.exceptions import (
    BadRequestException,
    InternalFailureException,
    LimitExceededException,
    ServiceException,
)
from clients import hold, transcribe
from standin.process import StandIn

RATE = 16000


def tone(seconds: float, level: float = 0.2) -> bytes:
    count = int(seconds * RATE)
    samples = (int(32767 * level * math.sin(i * 0.17)) for i in range(count))
    return struct.pack(f"<{count}h", *samples)


def silence(seconds: float) -> bytes:
    return bytes(2 * int(seconds * RATE))


SPEECH = silence(0.6) + tone(0.8) + silence(0.6)
SHORT = silence(0.4)


def texts(results: list, partial: bool) -> list[str]:
    return [
        result.alternatives[0].transcript
        for event in results for result in event if result.is_partial == partial
    ]


class Tampering(EventSigner):
    """Signs the events of a stream, and spoils one of them."""

    def __init__(self, spoil, number: int):
        super().__init__("transcribe", "us-east-1")
        self._spoil = spoil
        self._left = number

    def sign(self, payload, prior_signature, credentials):
        self._left -= 1
        if self._left == 0:
            if self._spoil == "prior":
                prior_signature = bytes(32)
            signed = super().sign(payload, prior_signature, credentials)
            if self._spoil == "signature":
                signed[":chunk-signature"] = bytes(32)
            return signed
        return super().sign(payload, prior_signature, credentials)


class Transcribe(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.standin = StandIn()
        cls.addClassCleanup(cls.standin.close)

    def setUp(self):
        self.standin.calm()
        self.standin.set(transcribe={"idle_limit": 15})

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)  # the package's signer is slow at first

    def accepted(self):
        status = self.standin.status()
        self.assertEqual(status["failed_validations"], 0, status["failures"])

    async def test_speech_is_found_and_said_when_it_should(self):
        results = await hold(transcribe(self.standin), SPEECH, chunk=1600, pace=0.05)
        self.assertEqual(texts(results, partial=False), ["Good morning."])
        partials = texts(results, partial=True)
        self.assertIn("Good", partials)
        self.assertEqual(partials[-1], "Good morning.")
        self.assertIn([], results)
        final = results[[bool(r and not r[0].is_partial) for r in results].index(True)][0]
        self.assertAlmostEqual(final.start_time, 0.6, delta=0.03)
        self.assertAlmostEqual(final.end_time, 1.4, delta=0.03)
        items = final.alternatives[0].items
        self.assertEqual([i.content for i in items], ["Good", "morning", "."])
        self.assertEqual([i.item_type for i in items],
                         ["pronunciation", "pronunciation", "punctuation"])
        self.assertIsNotNone(items[0].confidence)
        self.accepted()
        self.assertEqual(self.standin.status()["notes"], {})
        self.check_times()

    def check_times(self):
        """200 ms after the end of speech all the words, 300 ms later the final, as set."""
        end = [line for line in self.standin.log("end")][-1]["id"]
        frames = [f for f in self.standin.log("frame-in", "frame-out") if f["id"] == end]
        audio = [f for f in frames if f["event"] == "AudioEvent"]
        start = min(f["t"] - 0.05 * (n + 1) for n, f in enumerate(audio))
        sent = [f for f in frames if f["kind"] == "frame-out"]
        big = [f["t"] - start for f in sent if f["bytes"] > 250]  # empty results are small
        for sent, due in zip(big[-2:], (1.4 + 0.2, 1.4 + 0.5)):
            self.assertGreater(sent, due - 0.03)
            self.assertLess(sent, due + 0.2)  # on a busy machine; else within some milliseconds

    async def test_scripted_times_languages_speakers_and_stability(self):
        self.standin.set(transcribe={
            "mode": "times",
            "utterances": [{"language": "es-US", "speaker": 1, "words": [
                {"text": "Hola,", "start": 0.1, "end": 0.3},
                {"text": "mundo.", "start": 0.35, "end": 0.6},
            ]}],
        })
        self.addCleanup(self.standin.set, transcribe={
            "mode": "energy", "utterances": [{"text": "Good morning."}]})
        results = await hold(
            transcribe(self.standin), silence(1.3), language_code=None, identify_language=True,
            language_options=["en-US", "es-US"], preferred_language="en-US",
            show_speaker_label=True, enable_partial_results_stabilization=True,
            partial_results_stability="high",
        )
        self.assertEqual(texts(results, partial=False), ["Hola, mundo."])
        final = [r for event in results for r in event if not r.is_partial][0]
        self.assertEqual(final.language_code, "es-US")
        item = final.alternatives[0].items[0]
        self.assertEqual((item.start_time, item.speaker, item.stable), (0.1, "1", True))
        self.accepted()

    async def test_two_channels(self):
        left, right = tone(0.6) + silence(0.6), silence(1.2)
        both = b"".join(
            left[i : i + 2] + right[i : i + 2] for i in range(0, len(left), 2)
        )
        results = await hold(
            transcribe(self.standin), both, chunk=6400,
            enable_channel_identification=True, number_of_channels=2,
        )
        said = [r for event in results for r in event]
        self.assertEqual({r.channel_id for r in said}, {"ch_0"})
        self.accepted()

    async def test_bad_options_are_refused(self):
        for options in (
            {"media_sample_rate_hz": 7000},
            {"language_code": "xx-XX"},
            {"identify_language": True, "language_options": ["en-US", "fr-FR"]},
            {"number_of_channels": 2},
            {"vocab_filter_method": "mask"},
            {"language_code": None, "identify_language": True,
             "language_options": ["en-US", "en-GB"]},
        ):
            with self.subTest(options), self.assertRaises(BadRequestException):
                await hold(transcribe(self.standin), b"", **options)

    async def test_a_wrong_secret_or_region_is_refused(self):
        for client in (
            transcribe(self.standin, secret="wrong"),
            transcribe(self.standin, region="eu-west-1"),
        ):
            with self.assertRaisesRegex(ServiceException, "signature|scoped"):
                await hold(client, SHORT)
        self.assertEqual(self.standin.status()["failed_validations"], 2)

    async def test_a_broken_chain_is_refused(self):
        for spoil, number in (("prior", 1), ("prior", 3), ("signature", 2)):
            client = transcribe(self.standin)
            client._event_signer = Tampering(spoil, number)
            with self.subTest(spoil), self.assertRaisesRegex(ServiceException, "does not match"):
                await hold(client, SHORT)
        log = [v for v in self.standin.log("verdict") if not v["ok"]]
        self.assertEqual({v["code"] for v in log[-3:]}, {"InvalidSignatureException"})

    async def test_silence_of_the_client_ends_the_stream(self):
        self.standin.set(transcribe={"idle_limit": 0.3})
        client = transcribe(self.standin)
        stream = await client.start_stream_transcription(
            language_code="en-US", media_sample_rate_hz=RATE, media_encoding="pcm"
        )
        with self.assertRaisesRegex(BadRequestException, "no new audio"):
            async for _ in stream.output_stream:
                pass
        await stream.input_stream.end_stream()

    async def test_a_chunk_of_more_than_a_second_or_half_a_sample_is_refused(self):
        for audio in (silence(1.1), b"\0" * 3201):
            with self.assertRaisesRegex(BadRequestException, "audio chunk"):
                await hold(transcribe(self.standin), audio, chunk=len(audio))

    async def test_audio_far_ahead_of_real_time_is_noted(self):
        await hold(transcribe(self.standin), silence(4), pace=0)
        self.assertEqual(self.standin.status()["notes"], {"pace": 1})
        self.accepted()

    async def test_failures_on_demand(self):
        for rule, error in (
            ({"action": "throttle"}, LimitExceededException),
            ({"action": "exception", "at": 0}, InternalFailureException),
            ({"action": "error", "status": 500, "code": "InternalFailureException"},
             InternalFailureException),
        ):
            self.standin.fail(operation="transcribe", **rule)
            with self.subTest(rule), self.assertRaises(error):
                await hold(transcribe(self.standin), SHORT)
        self.accepted()

    async def test_a_new_stream_with_the_same_session_ends_the_other(self):
        session = "00000000-0000-4000-8000-000000000001"
        first = asyncio.ensure_future(
            hold(transcribe(self.standin), SPEECH, session_id=session)
        )
        frames = len(self.standin.log("frame-in"))
        while len(self.standin.log("frame-in")) == frames:
            await asyncio.sleep(0.02)
        await hold(transcribe(self.standin), silence(0.2), session_id=session)
        with self.assertRaisesRegex(ServiceException, "same session"):
            await first


if __name__ == "__main__":
    unittest.main()
