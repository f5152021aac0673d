# SPDX-License-Identifier: MIT-0
"""The stand-in over raw HTTP/2: streams, failures, and Polly's bidirectional stream."""

from __future__ import annotations

import json
import struct
import unittest
from pathlib import Path

import h2.events
from amazon_transcribe.auth import Credentials
from amazon_transcribe.eventstream import EventSigner, EventStreamMessageSerializer
from clients import FAST
from h2client import Client, sign
from standin.events import Decoder, encode
from standin.process import StandIn
from standin.signing import EVENTS


class Http2(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.standin = StandIn(FAST, ["--cleartext"])
        cls.addClassCleanup(cls.standin.close)

    def setUp(self):
        self.standin.calm()

    def accepted(self):
        status = self.standin.status()
        self.assertEqual(status["failed_validations"], 0, status["failures"])

    def client(self, tls: bool = True) -> Client:
        url = self.standin.endpoint if tls else self.standin.ports["cleartext"]
        client = Client(url, self.standin.ca)
        self.addCleanup(client.__exit__)
        return client

    def ask(self, client: Client, **more) -> int:
        path = "/model/amazon.nova-lite-v1%3A0/converse-stream"
        body = json.dumps({"messages": [{"role": "user", "content": [{"text": "Hi"}]}]}).encode()
        headers = {"content-type": "application/json", **more}
        signed, _ = sign(
            self.standin, client.authority, "POST", path, headers, body, "bedrock"
        )
        return client.request("POST", path, signed, body)

    def test_converse_over_tls_and_in_cleartext(self):
        for tls in (True, False):
            client = self.client(tls)
            for stream in (self.ask(client), self.ask(client)):
                status, headers, body = client.reply(stream)
                self.assertEqual(status, 200)
                self.assertEqual(headers["content-type"], "application/vnd.amazon.eventstream")
                kinds = [m.headers[":event-type"] for m in Decoder().feed(body)]
                self.assertEqual((kinds[0], kinds[-1]), ("messageStart", "metadata"))
        self.accepted()

    def test_a_signed_hash_of_another_body_is_refused(self):
        client = self.client()
        for value in ("0" * 64, "UNSIGNED-PAYLOAD", EVENTS):
            status, headers, _ = client.reply(
                self.ask(client, **{"x-amz-content-sha256": value})
            )
            self.assertEqual(status, 403)
            self.assertIn("InvalidSignatureException", headers["x-amzn-errortype"])

    def test_goaway_reset_and_a_dropped_connection(self):
        self.standin.fail(action="goaway", at=1)
        client = self.client()
        self.ask(client)
        while not any(isinstance(e, h2.events.ConnectionTerminated) for e in client.events()):
            pass
        number = self.standin.log("request")[-1]["id"]
        while not (ends := [e for e in self.standin.log("end") if e["id"] == number]):
            pass
        self.assertEqual(ends[0]["outcome"], "done")  # what was open went on
        self.standin.fail(action="reset", at=1)
        with self.assertRaises(ConnectionResetError):
            client = self.client()
            client.reply(self.ask(client))
        self.standin.fail(action="hang", at=1)
        client = self.client()
        stream = self.ask(client)
        self.standin.control("POST", "/drop")
        with self.assertRaises(ConnectionError):
            client.reply(stream)

    def test_an_unencoded_model_id_is_no_path(self):
        client = self.client()
        path = "/model/arn:aws:bedrock:us-east-1:1:inference-profile/x/converse-stream"
        signed, _ = sign(self.standin, client.authority, "POST", path, {}, b"", "bedrock")
        status, headers, _ = client.reply(client.request("POST", path, signed))
        self.assertEqual(status, 404)
        self.assertTrue(headers["x-amzn-errortype"].startswith("UnknownOperationException:"))

    def open_speech(self, client: Client, **options) -> tuple[int, str]:
        given = {"Engine": "generative", "VoiceId": "Tiffany", "OutputFormat": "pcm",
                 "SampleRate": "16000", **options}
        headers = {
            "content-type": "application/vnd.amazon.eventstream",
            "x-amz-content-sha256": EVENTS,
            **{f"x-amzn-{name}": value for name, value in given.items()},
        }
        path = "/v1/synthesisStream"
        signed, seed = sign(self.standin, client.authority, "POST", path, headers, b"", "polly")
        return client.request("POST", path, signed, None), seed

    def events(self, seed: str, *inner: tuple[str, dict]):
        """Signed events, the empty one last; by amazon-transcribe's signer."""
        signer = EventSigner("polly", "us-east-1")
        credentials = Credentials(
            self.standin.access_key, self.standin.secret_key, None
        )
        prior = bytes.fromhex(seed)
        payloads = [
            encode({":message-type": "event", ":event-type": kind,
                    ":content-type": "application/json"}, json.dumps(body).encode())
            for kind, body in inner
        ]
        for payload in [*payloads, b""]:
            headers = signer.sign(payload, prior, credentials)
            prior = headers[":chunk-signature"]
            yield EventStreamMessageSerializer().serialize(headers, payload)

    def test_speech_as_the_text_is_written(self):
        client = self.client()
        stream, seed = self.open_speech(client)
        for data in self.events(
            seed,
            ("TextEvent", {"Text": "Hello. ", "TextType": "text"}),
            ("TextEvent", {"Text": "And"}),
            ("TextEvent", {"Text": "", "FlushStreamConfiguration": {"Force": True}}),
            ("CloseStreamEvent", {}),
        ):
            client.send(stream, data)
        client.send(stream, b"", end=True)
        status, _, body = client.reply(stream)
        self.assertEqual(status, 200)
        messages = Decoder().feed(body)
        self.assertEqual(messages[-1].headers[":event-type"], "StreamClosedEvent")
        self.assertEqual(json.loads(messages[-1].payload), {"RequestCharacters": 10})
        audio = b"".join(m.payload for m in messages[:-1])
        self.assertEqual(len(audio), 2 * int(0.35 * 16000) * 2)
        self.assertTrue(any(struct.unpack(f"<{len(audio) // 2}h", audio)))
        self.accepted()

    def test_speech_streams_keep_their_rules(self):
        client = self.client()
        stream, _ = self.open_speech(client, Engine="neural", VoiceId="Joanna")
        client.send(stream, b"", end=True)
        self.assertEqual(client.reply(stream)[0], 400)
        self.standin.set(polly={"event_limit": 0.1})
        self.addCleanup(self.standin.set, polly={"event_limit": 5})
        stream, _ = self.open_speech(client)
        (message,) = Decoder().feed(client.reply(stream)[2])
        self.assertEqual(message.headers[":exception-type"], "ServiceQuotaExceededException")
        self.assertEqual(
            json.loads(message.payload)["quotaCode"], "input-stream-inbound-event-timeout"
        )

    def test_it_ends_with_its_stdin_and_leaves_nothing(self):
        standin = StandIn()
        self.assertTrue(Path(standin.ca).exists())
        standin.close()
        self.assertEqual(standin.exit_status, 0)
        self.assertFalse(Path(standin.ca).parent.exists())

    def test_a_second_transcription_on_a_connection_is_refused(self):
        client = self.client()
        headers = {
            "content-type": "application/vnd.amazon.eventstream",
            "x-amz-content-sha256": EVENTS,
            "x-amzn-transcribe-language-code": "en-US",
            "x-amzn-transcribe-media-encoding": "pcm",
            "x-amzn-transcribe-sample-rate": "16000",
        }
        path = "/stream-transcription"
        signed, _ = sign(
            self.standin, client.authority, "POST", path, headers, b"", "transcribe"
        )
        client.request("POST", path, signed, None)
        second = client.request("POST", path, signed, None)
        with self.assertRaises(ConnectionResetError):
            client.reply(second)
        self.assertEqual(self.standin.status()["failed_validations"], 1)


if __name__ == "__main__":
    unittest.main()
