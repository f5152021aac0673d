# SPDX-License-Identifier: MIT-0
"""The stand-in's own judgement against published vectors."""

from __future__ import annotations

import datetime
import unittest

from botocore.credentials import Credentials
from standin.errors import ServiceError
from standin.events import BrokenFrame, Chain, Decoder, encode
from standin.exchange import Exchange
from standin.signing import Verifier

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
EVERY_TYPE = bytes.fromhex(
    "000000750000005ed8c3cc2501740001660102693802ff0369313603fffe0369333204fffffffd03"
    "69363405fffffffffffffffc0362696e0600030001ff0373747207000368c3a9027473080000019b"
    "7ca98f2e04757569640900112233445566778899aabbccddeeff7061796c6f616469f925d8"
)
# Messages that are no messages; all but the first three with good checksums.
BROKEN = {
    "B1":
    "0000002d00000016a9a7818d0d3a6d6573736167652d747970650700056576656e747b2261223a31"
    "7deaf55e15",
    "B2":
    "0000002d00000016a8a7818d0d3a6d6573736167652d747970650700056576656e747b2261223a31"
    "7deaf55e14",
    "B2b":
    "0000002d00000016a8a7818d0d3a6d6573736167652d747970650700056576656e747b2261223a30"
    "7deaf55e15",
    "B4":
    "0002001100020001dbbe948a",
    "B5":
    "01800011000000007c1e8b37",
    "B6":
    "00000024000000144bb982d00474657374046173646604746573740461736466f3f47563",
    "B7":
    "0000001400000008fe9966190000000000310922",
    "B8":
    "0000000c00000000a0d23268",
    "B9":
    "0000001200000002910c7aa700007bc1361e",
    "B10":
    "0000001300000003db6b638101610affab9622",
    "B11":
    "000000160000000663e1187e0161070005783cd25d2a",
}
INCOMPLETE = {
    "B3":
    "0000002d00000016a8a7818d0d3a6d6573736167652d747970650700056576656e747b2261223a31",
    "B3b":
    "0000002d00000016a8a781",
    "B5b":
    "0180001000000000417ea287",
}
# A chain as AWS's SDK for Python makes it; audio, audio, end.
SEED = "4f3f0671bade51da198a87400fb4b5011a4dd6b334fbefe5d6c953a4c150a23c"
CHAIN = [
    bytes.fromhex(
        "000000c30000004324425d48053a64617465080000019b7ca98c88103a6368756e6b2d7369676e61"
        "74757265060020306a5a6af267cfdddac9e49d30b6bc71ef5ec12e18654870bb15266de7efbcba00"
        "00007000000058f940e6600d3a6d6573736167652d747970650700056576656e740b3a6576656e74"
        "2d7479706507000a417564696f4576656e740d3a636f6e74656e742d747970650700186170706c69"
        "636174696f6e2f6f637465742d73747265616d000001000200030080cc045f8d15c9a0"
    ),
    bytes.fromhex(
        "000000c30000004324425d48053a64617465080000019b7ca99070103a6368756e6b2d7369676e61"
        "7475726506002026132da3611f812d3cfcb534cdb645dfe1ac65abe61f062b2cf61ed41598747100"
        "00007000000058f940e6600d3a6d6573736167652d747970650700056576656e740b3a6576656e74"
        "2d7479706507000a417564696f4576656e740d3a636f6e74656e742d747970650700186170706c69"
        "636174696f6e2f6f637465742d73747265616d0000000000000000cab44cb2d74abdeb"
    ),
    bytes.fromhex(
        "0000005300000043f5447a58053a64617465080000019b7ca99458103a6368756e6b2d7369676e61"
        "7475726506002052ceb7fbdd315b87964cc45aa2eeb7d556aa11e5be5fc61e05d3801f0b23f232a6"
        "ee7256"
    ),

]


def at(hour: int, minute: int, second: int):
    """A clock that stands still on 2 January 2026."""
    then = datetime.datetime(2026, 1, 2, hour, minute, second, tzinfo=datetime.timezone.utc)
    return lambda: then


class Frames(unittest.TestCase):
    def test_every_header_type_is_read(self):
        (message,) = Decoder().feed(EVERY_TYPE)
        self.assertEqual(message.payload, b"payload")
        self.assertEqual((message.headers["t"], message.headers["i64"]), (True, -4))
        self.assertEqual(message.headers["str"], "hé")

    def test_a_byte_at_a_time_gives_the_same(self):
        decoder, found = Decoder(), []
        for byte in EVERY_TYPE + EVERY_TYPE:
            found += decoder.feed(bytes([byte]))
        self.assertEqual(len(found), 2)
        decoder.end()

    def test_broken_messages_are_refused(self):
        for name, data in BROKEN.items():
            with self.subTest(name), self.assertRaises(BrokenFrame):
                Decoder().feed(bytes.fromhex(data))

    def test_incomplete_messages_are_waited_for_and_refused_at_the_end(self):
        for name, data in INCOMPLETE.items():
            with self.subTest(name):
                decoder = Decoder()
                self.assertEqual(decoder.feed(bytes.fromhex(data)), [])
                with self.assertRaises(BrokenFrame):
                    decoder.end()

    def test_what_is_written_can_be_read(self):
        (message,) = Decoder().feed(encode({":event-type": "chunk"}, b"{}"))
        self.assertEqual((message.headers, message.payload), ({":event-type": "chunk"}, b"{}"))


class Signatures(unittest.TestCase):
    def chain(self, seed: str = SEED, now=at(3, 4, 5), secret: str = SECRET) -> Chain:
        return Chain(Credentials(KEY, secret), "us-east-1", "transcribe", seed, now)

    def outer(self, number: int):
        return Decoder().feed(CHAIN[number])[0]

    def test_the_sdks_chain_is_taken(self):
        chain = self.chain()
        opened = [chain.open(self.outer(n)).message for n in range(3)]
        self.assertEqual(opened[0].payload, bytes.fromhex("0000010002000300"))
        self.assertEqual(opened[1].payload, bytes(8))
        self.assertIsNone(opened[2])

    def test_a_chain_with_another_seed_secret_order_or_time_is_refused(self):
        for chain, number in (
            (self.chain(seed=SEED[::-1]), 0),
            (self.chain(secret="another"), 0),
            (self.chain(), 1),
            (self.chain(now=at(3, 9, 10)), 0),
            (self.chain(now=at(2, 59, 0)), 0),
        ):
            with self.assertRaises(ServiceError) as caught:
                chain.open(self.outer(number))
            self.assertEqual(caught.exception.code, "InvalidSignatureException")

    def request(self, **changes) -> Exchange:
        """Vector: InvokeModelWithResponseStream of a model with a colon in its id."""
        names = "content-type;host;x-amz-date;x-amzn-bedrock-accept"
        signature = "3a483f974638851a12ebc959423fcccfc4d4abef291327d9f86b1aad675a244c"
        headers = {
            "host": "bedrock-runtime.us-east-1.amazonaws.com",
            "content-type": "application/json",
            "x-amz-date": "20260102T030405Z",
            "x-amzn-bedrock-accept": "application/json",
            "authorization": f"AWS4-HMAC-SHA256 Credential={KEY}/20260102/us-east-1/bedrock/"
            f"aws4_request, SignedHeaders={names}, Signature={signature}",
        }
        headers.update({k.replace("_", "-"): v for k, v in changes.items()})
        pairs = [(k, v) for k, v in headers.items() if v is not None]
        path = "/model/anthropic.claude-v2%3A1/invoke-with-response-stream"
        return Exchange(None, 1, "POST", path, pairs)

    BODY = b'{"prompt":"\\n\\nHuman: Hi\\n\\nAssistant:","max_tokens_to_sample":16}'

    def verifier(self, now=at(3, 4, 5), **known) -> Verifier:
        settings = {
            "regions": ["us-east-1"],
            "credentials": {KEY: {"secret": SECRET, "token": None, **known}},
            "bearer": None,
        }
        return Verifier(settings, now)

    def test_a_published_signature_is_taken(self):
        caller = self.verifier().verify(self.request(), "bedrock", self.BODY)
        self.assertTrue(caller.signature.startswith("3a483f97"))

    def test_what_differs_from_what_was_signed_is_refused(self):
        good = dict(self.request().headers)["authorization"]
        for changes, code in (
            ({"authorization": None}, "MissingAuthenticationTokenException"),
            ({"authorization": "AWS4-HMAC-SHA256 nonsense"}, "IncompleteSignatureException"),
            ({"authorization": good.replace("host;", "")}, "InvalidSignatureException"),
            ({"authorization": good.replace("/bedrock/", "/bedrock-runtime/")},
             "InvalidSignatureException"),
            ({"authorization": good.replace("us-east-1", "eu-west-1")},
             "InvalidSignatureException"),
            ({"authorization": good.replace("AKIAIO", "AKIAXX")}, "UnrecognizedClientException"),
            ({"x_amz_date": "20260102T030406Z"}, "InvalidSignatureException"),
            ({"x_amz_security_token": "surplus"}, "InvalidSignatureException"),
            ({"x_amz_content_sha256": "0" * 64}, "InvalidSignatureException"),
            ({"host": "localhost"}, "InvalidSignatureException"),
        ):
            with self.subTest(changes), self.assertRaises(ServiceError) as caught:
                self.verifier().verify(self.request(**changes), "bedrock", self.BODY)
            self.assertEqual((caught.exception.status, caught.exception.code), (403, code))
        with self.assertRaises(ServiceError):
            self.verifier().verify(self.request(), "bedrock", self.BODY + b" ")
        with self.assertRaises(ServiceError) as caught:
            self.verifier(expired=True).verify(self.request(), "bedrock", self.BODY)
        self.assertEqual(caught.exception.code, "ExpiredTokenException")


if __name__ == "__main__":
    unittest.main()
