# SPDX-License-Identifier: MIT-0
"""The stand-in takes what boto3 sends, and refuses what AWS refuses."""

from __future__ import annotations

import json
import os
import unittest
import urllib.error
from contextlib import closing
from unittest import mock

from botocore.exceptions import ClientError, EventStreamError, SSLError
from clients import FAST, boto
from samples import ARN, CHAT, FAMILIES, LLAMA3
from standin.process import StandIn

MESSAGES = [{"role": "user", "content": [{"text": "Is it raining in Lisbon?"}]}]


class Boto(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.standin = StandIn(FAST, ["--bearer", "an-api-key"])
        cls.addClassCleanup(cls.standin.close)

    def setUp(self):
        self.standin.calm()

    def accepted(self):
        status = self.standin.status()
        self.assertEqual(status["failed_validations"], 0, status["failures"])

    def refused(self, code: str, status: int, call, **arguments) -> dict:
        """The call is refused with this code, and the log has it as a failed validation."""
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        error = caught.exception.response
        self.assertEqual(error["Error"]["Code"], code, error)
        self.assertEqual(error["ResponseMetadata"]["HTTPStatusCode"], status)
        self.assertGreaterEqual(self.standin.status()["failed_validations"], 1)
        return error

    def stream(self, client=None, **more) -> list[dict]:
        client = client or boto(self.standin, "bedrock-runtime")
        arguments = {"modelId": "amazon.nova-lite-v1:0", "messages": MESSAGES, **more}
        with closing(client.converse_stream(**arguments)["stream"]) as events:
            return list(events)

    def invoke(self, model: str, body: dict) -> list[dict]:
        reply = boto(self.standin, "bedrock-runtime").invoke_model_with_response_stream(
            modelId=model, body=json.dumps(body), contentType="application/json",
            accept="application/json",
        )
        with closing(reply["body"]) as events:
            return [json.loads(event["chunk"]["bytes"]) for event in events]

    def test_converse_stream(self):
        events = self.stream(
            system=[{"text": "Be brief."}], inferenceConfig={"maxTokens": 64, "temperature": 0.5}
        )
        names = [next(iter(event)) for event in events]
        self.assertEqual(names[0], "messageStart")
        self.assertEqual(names[-3:], ["contentBlockStop", "messageStop", "metadata"])
        self.assertNotIn("contentBlockStart", names)
        text = "".join(
            e["contentBlockDelta"]["delta"]["text"] for e in events if "contentBlockDelta" in e
        )
        self.assertEqual(text, "You said: Is it raining in Lisbon?")
        self.accepted()

    def test_converse_stream_of_an_arn_and_with_reasoning(self):
        self.standin.set(bedrock={"reasoning": "I think."})
        self.addCleanup(self.standin.set, bedrock={"reasoning": None})
        deltas = [
            e["contentBlockDelta"]["delta"] for e in self.stream(modelId=ARN)
            if "contentBlockDelta" in e
        ]
        self.assertIn("reasoningContent", deltas[0])
        self.assertIn("text", deltas[-1])
        self.accepted()

    def test_every_family_by_invoke(self):
        self.standin.set(bedrock={"retired": False})
        self.addCleanup(self.standin.set, bedrock={"retired": True})
        for model, body, text in FAMILIES:
            with self.subTest(model):
                chunks = self.invoke(model, body)
                said = "".join(text(chunk) for chunk in chunks)
                self.assertIn("You said: Hi", said)
                self.assertIn("amazon-bedrock-invocationMetrics", chunks[-1])
        self.accepted()
        self.assertEqual(self.standin.status()["notes"], {})

    def test_whole_answers(self):
        client = boto(self.standin, "bedrock-runtime")
        answer = client.converse(modelId="amazon.nova-lite-v1:0", messages=MESSAGES)
        self.assertEqual(answer["stopReason"], "end_turn")
        for model, body, _ in FAMILIES:
            self.standin.set(bedrock={"retired": False})
            reply = client.invoke_model(modelId=model, body=json.dumps(body))
            self.assertIn("You said: Hi", reply["body"].read().decode())
        self.standin.set(bedrock={"retired": True})
        self.accepted()

    def test_polly(self):
        client = boto(self.standin, "polly")
        reply = client.synthesize_speech(
            Text="Good morning.", VoiceId="Joanna", OutputFormat="pcm", Engine="neural",
            SampleRate="16000", LanguageCode="en-US",
        )
        self.assertEqual(reply["ContentType"], "audio/pcm")
        self.assertEqual(reply["RequestCharacters"], 13)
        self.assertEqual(len(reply["AudioStream"].read()), 2 * int(0.35 * 16000) * 2)
        marks = client.synthesize_speech(
            Text="Good morning.", VoiceId="Joanna", OutputFormat="json", SpeechMarkTypes=["word"]
        )["AudioStream"].read()
        first, second = map(json.loads, marks.splitlines())
        self.assertEqual((first["start"], first["end"], first["value"]), (0, 4, "Good"))
        self.assertEqual((second["start"], second["value"]), (5, "morning"))
        voices = client.describe_voices(Engine="neural", LanguageCode="en-US")["Voices"]
        self.assertIn("Joanna", [voice["Id"] for voice in voices])
        pages = client.get_paginator("describe_voices").paginate()
        self.assertGreater(sum(len(page["Voices"]) for page in pages), 60)
        self.accepted()

    def test_an_api_key_in_place_of_a_signature(self):
        with mock.patch.dict(os.environ, AWS_BEARER_TOKEN_BEDROCK="an-api-key"):
            self.assertTrue(self.stream(boto(self.standin, "bedrock-runtime")))
        self.accepted()
        with mock.patch.dict(os.environ, AWS_BEARER_TOKEN_BEDROCK="another"):
            client = boto(self.standin, "bedrock-runtime")
            self.refused("AccessDeniedException", 403, self.stream, client=client)

    def test_a_wrong_secret_region_or_token_is_refused(self):
        for more, code in [
            ({"secret": "wrong"}, "InvalidSignatureException"),
            ({"region": "eu-west-1"}, "InvalidSignatureException"),
            ({"aws_session_token": "unknown"}, "UnrecognizedClientException"),
        ]:
            client = boto(self.standin, "bedrock-runtime", **more)
            self.refused(code, 403, self.stream, client=client)
            client = boto(self.standin, "polly", **more)
            self.refused(code, 403, client.describe_voices)

    def test_a_session_token_is_asked_for_where_there_is_one(self):
        key = self.standin.access_key
        self.standin.set(credentials={key: {"token": "AQoDYXdzEJr///EXAMPLETOKEN=="}})
        self.addCleanup(self.standin.set, credentials={key: {"token": None}})
        client = boto(
            self.standin, "bedrock-runtime", aws_session_token="AQoDYXdzEJr///EXAMPLETOKEN=="
        )
        self.assertTrue(self.stream(client))
        self.accepted()
        self.refused("UnrecognizedClientException", 403, self.stream)
        self.standin.set(credentials={key: {"expired": True}})
        self.addCleanup(self.standin.set, credentials={key: {"expired": False}})
        self.refused("ExpiredTokenException", 403, self.stream, client=client)

    def test_a_skewed_clock_is_refused(self):
        self.addCleanup(self.standin.set, clock_offset=0)
        for offset in (-310, 310):
            self.standin.set(clock_offset=offset)
            error = self.refused("InvalidSignatureException", 403, self.stream)
            self.assertIn("Signature", error["Error"]["Message"])

    def test_a_request_altered_after_signing_is_refused(self):
        client = boto(self.standin, "bedrock-runtime")

        def alter(request, **_):
            request.body = request.body.replace(b"Lisbon", b"London")

        client.meta.events.register("before-send.bedrock-runtime.*", alter)
        self.refused("InvalidSignatureException", 403, self.stream, client=client)
        client = boto(self.standin, "bedrock-runtime")

        def add(request, **_):
            request.headers["X-Amz-Extra"] = "1"

        client.meta.events.register("before-send.bedrock-runtime.*", add)
        self.refused("InvalidSignatureException", 403, self.stream, client=client)

    def test_bodies_against_the_model_and_the_family(self):
        refused = self.refused
        refused("ValidationException", 400, self.stream, inferenceConfig={"temperature": 1.5})
        refused("ValidationException", 400, self.stream, messages=[*MESSAGES, *MESSAGES])
        for model, body in [
            ("amazon.nova-lite-v1:0", {"messages": []}),
            ("amazon.nova-lite-v1:0", {"messages": CHAT}),
            ("us.anthropic.claude-sonnet-4-6", {"messages": CHAT}),
            ("meta.llama3-1-8b-instruct-v1:0", {"prompt": LLAMA3, "max_tokens": 5}),
            ("nobody.knows", {"prompt": "Hi"}),
        ]:
            refused("ValidationException", 400, self.invoke, model=model, body=body)
        error = refused(
            "ResourceNotFoundException", 404, self.invoke,
            model="amazon.titan-text-express-v1", body={"inputText": "Hi"},
        )
        self.assertIn("end of its life", error["Error"]["Message"])

    def test_polly_refuses_what_it_does_not_have(self):
        speak = boto(self.standin, "polly").synthesize_speech
        good = {"Text": "Hi", "VoiceId": "Joanna", "OutputFormat": "pcm"}
        for change, code, status in [
            ({"Engine": "long-form"}, "EngineNotSupportedException", 400),
            ({"SampleRate": "24000"}, "InvalidSampleRateException", 400),
            ({"LanguageCode": "de-DE"}, "LanguageNotSupportedException", 400),
            ({"LexiconNames": ["none"]}, "LexiconNotFoundException", 404),
            ({"Text": "x" * 3001}, "TextLengthExceededException", 400),
            ({"Text": "<speak>", "TextType": "ssml"}, "InvalidSsmlException", 400),
            ({"VoiceId": "Nobody"}, "ValidationException", 400),
        ]:
            self.refused(code, status, speak, **{**good, **change})

    def test_polly_throttles_more_requests_than_the_quota(self):
        self.standin.set(polly={"parallel": {"standard": 0}})
        self.addCleanup(self.standin.set, polly={"parallel": {"standard": 80}})
        speak = boto(self.standin, "polly").synthesize_speech
        self.refused(
            "ThrottlingException", 400, speak, Text="Hi", VoiceId="Joanna", OutputFormat="pcm"
        )

    def test_failures_on_demand(self):
        fail = self.standin.fail
        fail(operation="ConverseStream", action="throttle", retry_after=1)
        with self.assertRaises(ClientError) as caught:
            self.stream()
        reply = caught.exception.response["ResponseMetadata"]
        self.assertEqual((reply["HTTPStatusCode"], reply["HTTPHeaders"]["retry-after"]), (429, "1"))
        for rule, error in [
            ({"action": "error", "status": 503}, "ServiceUnavailableException"),
            ({"action": "expired-token"}, "ExpiredTokenException"),
            ({"action": "exception", "at": 2, "type": "throttlingException"}, "throttling"),
            ({"action": "corrupt", "at": 2}, "Checksum mismatch"),
            ({"action": "corrupt-prelude", "at": 0}, "Checksum mismatch"),
            ({"action": "error-frame", "at": 2}, "InternalError"),
            ({"action": "reset"}, "Connection"),
            ({"action": "disconnect", "at": 2}, "Connection|Incomplete|ended prematurely"),
        ]:
            with self.subTest(rule["action"]):
                fail(operation="bedrock", **rule)
                with self.assertRaisesRegex(Exception, error):
                    self.stream()
        for action in ("end", "truncate"):
            fail(operation="bedrock", action=action, at=2)
            self.assertEqual(len(self.stream()), 2)
        self.accepted()
        self.assertTrue(self.stream())

    def test_an_exception_in_mid_stream_has_its_name(self):
        self.standin.fail(action="exception", at=3, type="modelStreamErrorException")
        with self.assertRaises(EventStreamError) as caught:
            self.stream()
        self.assertEqual(
            caught.exception.response["Error"]["Code"], "modelStreamErrorException"
        )

    def test_vectors(self):
        bodies = {
            "amazon.titan-embed-text-v2:0": {"inputText": "a cat", "dimensions": 256},
            "amazon.titan-embed-text-v1": {"inputText": "a cat"},
            "cohere.embed-multilingual-v3": {"texts": ["a cat"], "input_type": "search_query"},
            "us.cohere.embed-v4:0": {
                "texts": ["a cat"], "input_type": "search_document", "embedding_types": ["float"],
                "output_dimension": 512, "truncate": "RIGHT",
            },
        }  # fmt: skip
        sizes = []
        for model, body in bodies.items():
            reply = self.invoke_whole(model, body)
            vectors = reply.get("embeddings", [reply.get("embedding")])
            vector = (vectors["float"] if isinstance(vectors, dict) else vectors)[0]
            self.assertAlmostEqual(sum(number**2 for number in vector), 1)
            sizes.append(len(vector))
        self.assertEqual(sizes, [256, 1536, 1024, 512])
        self.accepted()
        for body in ({"inputText": "a", "dimensions": 300}, {"texts": ["a"]}, {"inputText": ""}):
            with self.assertRaises(ClientError):
                self.invoke_whole("amazon.titan-embed-text-v2:0", body)

    def invoke_whole(self, model: str, body: dict) -> dict:
        reply = boto(self.standin, "bedrock-runtime").invoke_model(
            modelId=model, body=json.dumps(body), contentType="application/json"
        )
        with closing(reply["body"]) as stream:
            return json.loads(stream.read())

    def test_retrieve(self):
        results = [
            {
                "content": {"type": "TEXT", "text": text},
                "location": {"type": "S3", "s3Location": {"uri": f"s3://notes/{name}"}},
            }
            for name, text in [("a", "The harbour opens at noon."), ("b", "Cats sleep.")]
        ]
        self.standin.set(knowledge={"bases": {"BASE1": results}})
        client = boto(self.standin, "bedrock-agent-runtime")

        def ask(base: str, text: str, **more):
            return client.retrieve(knowledgeBaseId=base, retrievalQuery={"text": text}, **more)

        found = ask("BASE1", "When does the harbour open?")["retrievalResults"]
        self.assertEqual([each["location"]["s3Location"]["uri"] for each in found], ["s3://notes/a"])
        self.accepted()
        self.refused("ResourceNotFoundException", 404, ask, base="NONE", text="x")
        self.standin.calm()
        self.refused("ValidationException", 400, ask, base="BASE1", text="x" * 1001)
        self.standin.calm()
        self.standin.fail(operation="Retrieve", action="throttle")
        with self.assertRaises(ClientError) as caught:
            ask("BASE1", "x")
        self.assertEqual(caught.exception.response["Error"]["Code"], "ThrottlingException")

    def test_wrong_certificates(self):
        for kind in ("mismatch", "expired", "untrusted"):
            self.standin.fail(action="certificate", kind=kind)
            with self.subTest(kind), self.assertRaises(SSLError):
                self.stream()
        self.assertTrue(self.stream())

    def test_a_rule_that_can_not_be_is_refused(self):
        for rule in ({"action": "unheard-of"}, {"action": "throttle", "at": 1}):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                self.standin.fail(**rule)
            self.assertEqual(caught.exception.code, 400)
            caught.exception.close()


if __name__ == "__main__":
    unittest.main()
