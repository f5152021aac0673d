# SPDX-License-Identifier: MIT-0
"""How fast event streams are decoded and events signed: ours, botocore, awscrt, amazon-transcribe.

Each is run in turn, and the turns again, so that all see the same machine. Only what comes and
goes on the wire: nobody reads the JSON.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import aws_crt
from amazon_transcribe.auth import Credentials
from amazon_transcribe.eventstream import EventSigner, EventStreamMessageSerializer
from botocore import auth, awsrequest, credentials
from botocore.eventstream import EventStreamBuffer
from context import Context, Unavailable
from processes import complaint
from table import Row, median

SECTION = "aws"
PIECE = 16384  # bytes: what curl hands on at once
AUDIO = 3200  # bytes of an event that is signed
SECONDS = 0.5  # about, of one measurement
ROOT = Path(__file__).resolve().parents[2]
CLOUD = ROOT / "Sources" / "Cloud"
SIGNING = ["EventSigner", "Hex", "HMACSHA256", "SHA256", "SigningError", "SigningKey", "Timestamp"]
FLAGS = (
    "-swift-version 6 -package-name vc -parse-as-library -wmo -O "
    "-enable-upcoming-feature ExistentialAny "
    "-enable-upcoming-feature MemberImportVisibility "
    "-enable-upcoming-feature InternalImportsByDefault "
    "-enable-upcoming-feature NonisolatedNonsendingByDefault"
).split()

Message = tuple[dict, bytes]  # headers of text, payload


@dataclass(frozen=True)
class Rate:
    messages: int
    bytes: int
    seconds: float

    @property
    def each(self) -> float:
        """Microseconds of a message."""
        return 1e6 * self.seconds / self.messages

    @property
    def megabytes(self) -> float:
        """A second."""
        return self.bytes / 1e6 / self.seconds


# What is decoded.


def event(kind: str, content: str, payload: bytes) -> Message:
    return {":event-type": kind, ":content-type": content, ":message-type": "event"}, payload


def delta(chance: random.Random) -> Message:
    """About 200 bytes, with padding of a random length, as Bedrock hides what tokens are long."""
    body = {
        "contentBlockIndex": 0,
        "delta": {"text": " " + "abcdefghij"[: chance.randint(1, 10)]},
        "p": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0"[: chance.randint(1, 53)],
    }
    payload = json.dumps(body, separators=(",", ":")).encode()
    return event("contentBlockDelta", "application/json", payload)


def transcript(chance: random.Random) -> Message:
    """About 1 KB: a partial result of six words or so."""
    words = [f"word{chance.randrange(100)}" for _ in range(chance.randint(4, 8))]
    items = [
        {"Content": word, "StartTime": index / 3, "EndTime": (index + 1) / 3, "Stable": True,
         "Type": "pronunciation", "VocabularyFilterMatch": False}
        for index, word in enumerate(words)
    ]  # fmt: skip
    result = {
        "Alternatives": [{"Items": items, "Transcript": " ".join(words)}],
        "ResultId": "f2b1a1c2-7d0e-4f6a-9c1b-0123456789ab",
        "StartTime": 0.0, "EndTime": 2.5, "IsPartial": True,
    }  # fmt: skip
    payload = json.dumps({"Transcript": {"Results": [result]}}, separators=(",", ":")).encode()
    return event("TranscriptEvent", "application/json", payload)


def speech(chance: random.Random) -> Message:
    return event("AudioEvent", "application/octet-stream", chance.randbytes(8192))


def kinds() -> dict[str, list[Message]]:
    """Each kind by itself, and of all: what a second of a conversation has, shuffled."""
    chance = random.Random(5)
    mix = [make(chance) for make, count in ((delta, 500), (transcript, 50), (speech, 40))
           for _ in range(count)]  # fmt: skip
    chance.shuffle(mix)
    return {
        "mix": mix,
        "Converse deltas, 200 B": [delta(chance) for _ in range(2000)],
        "TranscriptEvents, 1 KB": [transcript(chance) for _ in range(500)],
        "AudioEvents, 8 KB": [speech(chance) for _ in range(100)],
    }


# Who decodes, who signs.


def compiled(context: Context) -> Path:
    """Our own code as in the tools, with a program around it: modules as Package.swift has them."""
    if not shutil.which("swiftc"):
        raise Unavailable("no swiftc here to compile wire.swift with")
    context.say("compiling wire.swift")
    out = context.scratch
    modules = {
        "Reporting": sorted((ROOT / "Sources" / "Reporting").glob("*.swift")),
        "Cloud": sorted((CLOUD / "EventStream").glob("*.swift"))
        + [CLOUD / "Signing" / f"{name}.swift" for name in SIGNING],
        "wire": [Path(__file__).parent / "wire.swift"],
    }
    for name, files in modules.items():
        swiftc(
            "-module-name", name, "-I", str(out), "-I", str(ROOT / "Sources" / "CCrypto"),
            "-emit-module", "-emit-module-path", str(out / f"{name}.swiftmodule"),
            "-c", "-o", str(out / f"{name}.o"), *map(str, files), *FLAGS,
        )  # fmt: skip
    objects = [str(out / f"{name}.o") for name in modules]
    swiftc("-static-stdlib", "-l_FoundationCShims", "-lcrypto", "-o", str(out / "wire"), *objects)
    return out / "wire"


def swiftc(*arguments: str) -> None:
    done = subprocess.run(["swiftc", *arguments], capture_output=True, check=False)
    if done.returncode:
        raise Unavailable(complaint(["swiftc"], done.returncode, done.stderr or done.stdout))


def ours(*arguments: str) -> Rate:
    done = subprocess.run([*arguments], capture_output=True, text=True, check=True)
    messages, size, seconds = done.stdout.split()
    return Rate(int(messages), int(size), float(seconds))


def botocore_decodes(stream: bytes, rounds: int) -> Rate:
    pieces = [stream[at : at + PIECE] for at in range(0, len(stream), PIECE)]
    count, began = 0, time.perf_counter()
    for _ in range(rounds):
        buffer = EventStreamBuffer()
        for piece in pieces:
            buffer.add_data(piece)
            for _ in buffer:
                count += 1
    return Rate(count, len(stream) * rounds, time.perf_counter() - began)


def awscrt_decodes(messages: list[Message], rounds: int) -> Rate:
    stream = b"".join(aws_crt.enclosed(*message) for message in messages)
    seconds = aws_crt.decode(stream, len(messages), rounds)
    if not seconds:
        raise Unavailable("awscrt's connection broke")
    return Rate(len(messages) * rounds, len(stream) * rounds, seconds)


def signed(count: int, sign) -> Rate:
    """A chain of signed AudioEvents; `sign` gives the headers of what goes around an event."""
    serializer, audio = EventStreamMessageSerializer(), bytes([7]) * AUDIO
    prior, size, began = bytes([1]) * 32, 0, time.perf_counter()
    for _ in range(count):
        inner = serializer.serialize(
            {":message-type": "event", ":event-type": "AudioEvent",
             ":content-type": "application/octet-stream"}, audio,
        )  # fmt: skip
        headers = sign(inner, prior, serializer)
        prior = headers[":chunk-signature"]
        size += len(serializer.serialize(headers, inner))
    return Rate(count, size, time.perf_counter() - began)


def amazon_transcribe_signs(count: int) -> Rate:
    signer = EventSigner("transcribe", "us-east-1")
    keys = Credentials("AKIDSTANDIN", "stand-in/secret+key")
    return signed(count, lambda inner, prior, _: signer.sign(inner, prior, keys))


def botocore_signs(count: int) -> Rate:
    """botocore's key and signature; the text that is signed is ours, it knows no events."""
    keys = credentials.Credentials("AKIDSTANDIN", "stand-in/secret+key")
    signer = auth.SigV4Auth(keys, "transcribe", "us-east-1")
    request = awsrequest.AWSRequest()

    def sign(inner: bytes, prior: bytes, serializer: EventStreamMessageSerializer) -> dict:
        headers: dict = {":date": datetime.datetime.now(datetime.timezone.utc)}
        stamp = headers[":date"].strftime("%Y%m%dT%H%M%SZ")
        request.context["timestamp"] = stamp
        text = [
            "AWS4-HMAC-SHA256-PAYLOAD", stamp, signer.credential_scope(request), prior.hex(),
            hashlib.sha256(serializer.encode_headers(headers)).hexdigest(),
            hashlib.sha256(inner).hexdigest(),
        ]  # fmt: skip
        headers[":chunk-signature"] = bytes.fromhex(signer.signature("\n".join(text), request))
        return headers

    return signed(count, sign)


# Rows.


def measure(context: Context) -> list[Row]:
    program = str(compiled(context))
    turns = 1 if context.quick else 5
    rows = []
    for name, messages in kinds().items():
        context.say(f"decoding {name}")
        stream = b"".join(EventStreamMessageSerializer().serialize(*each) for each in messages)
        path = context.scratch / "stream"
        path.write_bytes(stream)

        def our(rounds: int) -> Rate:
            return ours(program, "decode", str(path), str(PIECE), str(rounds))

        rows += compared(
            f"decoding, {name}",
            {"vc": our, "botocore": lambda rounds: botocore_decodes(stream, rounds),
             "awscrt": lambda rounds: awscrt_decodes(messages, rounds)},
            turns, {"awscrt": "by its client of RPC, with a socket"},
        )  # fmt: skip
    context.say("signing")
    return rows + compared(
        "signing, 3200 B",
        {"vc": lambda count: ours(program, "sign", str(AUDIO), str(count)),
         "amazon-transcribe": amazon_transcribe_signs, "botocore": botocore_signs},
        turns, {"botocore": "its signature of our text; awscrt's Python signs no events"},
    )  # fmt: skip


def compared(what: str, ways: dict, turns: int, notes: dict[str, str]) -> list[Row]:
    """A row for each way, of microseconds for a message; the ratio is to the first."""
    amounts = {name: fitting(way) for name, way in ways.items()}
    rates: dict[str, list[Rate]] = {name: [] for name in ways}
    for _ in range(turns):
        for name, way in ways.items():
            rates[name].append(way(amounts[name]))
    base = median([rate.each for rate in rates[next(iter(ways))]])
    return [row(what, name, rates[name], base, notes.get(name, "")) for name in ways]


def fitting(way) -> int:
    """How much to ask for so that it takes about `SECONDS`."""
    amount = 1
    while (rate := way(amount)).seconds < SECONDS / 10:
        amount *= max(2, min(100, int(SECONDS / 8 / max(rate.seconds, 1e-6))))
    return max(1, round(amount * SECONDS / rate.seconds))


def row(what: str, name: str, rates: list[Rate], base: float, note: str) -> Row:
    each = median([rate.each for rate in rates])
    throughput = median([rate.megabytes for rate in rates])
    said = f"{1e6 / each:,.0f}/s, {throughput:.1f} MB/s" + (f"; {note}" if note else "")
    return Row(
        SECTION, f"{what}: {name}", each, "µs each", runs=len(rates), baseline=base, note=said
    )
