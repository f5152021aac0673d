# SPDX-License-Identifier: MIT-0
"""scripts/models/serve.py: its manners, and the real thing where the tests' model is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path

SERVE = Path(__file__).resolve().parents[2] / "scripts" / "models" / "serve.py"
DATA = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "vc"
PYTHON = DATA / "engines/llama/venv/bin/python"
MODEL = DATA / "models/smollm2-135m-instruct-q4_1.gguf"
KEY = "a key of this test"


def start(python: Path | str, model: Path | str, key: str = KEY) -> subprocess.Popen:
    return subprocess.Popen(
        [str(python), "-B", str(SERVE), "--model", str(model), "--threads", "1"],
        env=dict(os.environ, LLAMA_API_KEY=key, GOMP_SPINCOUNT="1000"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


class MannersTests(unittest.TestCase):
    def ended(self, server: subprocess.Popen) -> tuple[int, str, str]:
        with server:
            status = server.wait(timeout=60)
            return status, server.stdout.read(), server.stderr.read()

    def test_without_a_key_it_does_not_serve(self):
        status, out, error = self.ended(start(sys.executable, __file__, key=""))
        self.assertEqual((status, out), (78, ""))
        self.assertIn("LLAMA_API_KEY", error)

    def test_a_missing_model_is_66(self):
        status, out, error = self.ended(start(sys.executable, "/nonexistent/model.gguf"))
        self.assertEqual((status, out), (66, ""))
        self.assertIn("/nonexistent/model.gguf", error)

    @unittest.skipUnless(PYTHON.exists(), "the engine 'llama' is not installed")
    def test_a_file_that_is_no_model_is_69(self):
        with tempfile.NamedTemporaryFile(suffix=".gguf") as file:
            file.write(b"GGUF and nothing more")
            file.flush()
            status, out, error = self.ended(start(PYTHON, file.name))
        self.assertEqual((status, out), (69, ""))
        self.assertIn("cannot load", error)


@unittest.skipUnless(PYTHON.exists() and MODEL.exists(), "'llama', 'smollm2-135m' not installed")
class ServerTests(unittest.TestCase):
    def setUp(self):
        self.server = start(PYTHON, MODEL)
        self.addCleanup(self.server.__exit__, None, None, None)
        self.addCleanup(self.server.kill)
        line = self.server.stdout.readline()
        self.assertRegex(line, r"^listening http://127\.0\.0\.1:\d+\n$")
        self.url = line.split()[1]

    def ask(self, question: str, key: str = KEY) -> dict:
        body = {
            "messages": [
                {"role": "system", "content": "You are a friendly voice assistant. " * 10},
                {"role": "user", "content": question},
            ],
            "max_tokens": 4,
        }
        request = urllib.request.Request(
            self.url + "/v1/chat/completions",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)

    def test_it_answers_keeps_the_prefix_and_refuses_a_wrong_key(self):
        first, second = self.ask("What is the capital of France?"), self.ask("And of Italy?")
        self.assertTrue(first["choices"][0]["message"]["content"])
        self.assertEqual(first["timings"]["cache_n"], 0)
        self.assertGreater(second["timings"]["cache_n"], 50)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.ask("Hello", key="wrong")
        self.addCleanup(refused.exception.close)
        self.assertEqual(refused.exception.code, 401)

    def test_it_ends_when_its_stdin_ends_and_says_nothing_more(self):
        self.server.stdin.close()
        self.assertEqual(self.server.wait(timeout=20), 0)
        self.assertEqual(self.server.stdout.read(), "")

    def test_it_dies_of_sigterm(self):
        self.server.terminate()
        self.assertEqual(self.server.wait(timeout=20), -15)


if __name__ == "__main__":
    unittest.main()
