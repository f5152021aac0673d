# SPDX-License-Identifier: MIT-0
"""Images and documents: the stand-in takes what boto3 sends, and refuses what Bedrock refuses."""

from __future__ import annotations

import base64
import unittest

from botocore.exceptions import ClientError
from clients import FAST, boto
from standin.process import StandIn

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAFUlEQVR4nGM8IafBwMDAwMDAxAADABPYARJY7Kp/"
    "AAAAAElFTkSuQmCC"
)


def image(form: str = "png", data: bytes = PNG) -> dict:
    return {"image": {"format": form, "source": {"bytes": data}}}


def document(name: str, data: bytes = b"# Hi") -> dict:
    return {"document": {"format": "md", "name": name, "source": {"bytes": data}}}


class Attachments(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.standin = StandIn(FAST)
        cls.addClassCleanup(cls.standin.close)

    def setUp(self):
        self.standin.calm()

    def ask(self, *blocks: dict, model: str = "amazon.nova-lite-v1:0"):
        client = boto(self.standin, "bedrock-runtime")
        content = [*blocks, {"text": "What is this?"}]
        return client.converse(modelId=model, messages=[{"role": "user", "content": content}])

    def refused(self, *blocks: dict, model: str = "amazon.nova-lite-v1:0"):
        with self.assertRaises(ClientError) as caught:
            self.ask(*blocks, model=model)
        self.assertEqual(caught.exception.response["Error"]["Code"], "ValidationException")

    def test_taken(self):
        self.ask(image(), document("a (1)"), document("b"))
        self.assertEqual(self.standin.status()["failed_validations"], 0)

    def test_refused(self):
        for blocks in (
            [image("jpeg")],
            [image("png", b"no")],
            [image()] * 21,
            [document("a.md")],
            [document("a  b")],
            [document("a")] * 2,
            [document(name) for name in "abcdef"],
            [document("a", b"x" * 4_500_001)],
        ):
            with self.subTest(str(blocks)[:60]):
                self.refused(*blocks)

    def test_blind(self):
        for model in ("amazon.nova-micro-v1:0", "meta.llama3-1-8b-instruct-v1:0"):
            self.refused(image(), model=model)
        self.refused(document("a"), model="amazon.nova-micro-v1:0")


if __name__ == "__main__":
    unittest.main()
