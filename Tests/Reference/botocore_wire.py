"""Writes random signed requests, event chains and messages as JSON: botocore made or judged them.

usage: botocore_wire.py requests|chains|messages COUNT

The seed is fixed. It shares no code with the product: what it signs is signed by botocore's
SigV4Auth, and each message it builds is one that botocore's EventStreamBuffer reads back.
"""

# SPDX-License-Identifier: MIT-0
import binascii
import datetime
import hashlib
import json
import random
import struct
import sys
from urllib.parse import quote

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.eventstream import EventStreamBuffer

RANDOM = random.Random(20260102)
STREAMING = "STREAMING-AWS4-HMAC-SHA256-EVENTS"
SERVICES = ["bedrock", "polly", "transcribe", "sts", "translate"]
REGIONS = ["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1"]
LETTERS = "abcXYZ019-_.~ :/@%+&=?#,;!*'()[]éßあ🎤"


def text(longest, letters=LETTERS, shortest=0):
    return "".join(RANDOM.choices(letters, k=RANDOM.randint(shortest, longest)))


def some_bytes(longest):
    return RANDOM.randbytes(RANDOM.randint(0, longest))


def moment():
    """Milliseconds since 1970; often near a midnight or the end of February."""
    day = RANDOM.choice([RANDOM.randint(0, 47000), 11016, 20451, 20512, 21244, 47540])
    at = RANDOM.choice([0, 86_399_999, RANDOM.randint(0, 86_399_999)])
    return day * 86_400_000 + at


def utc(milliseconds):
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return epoch + datetime.timedelta(milliseconds=milliseconds)


def signer(secret, token, service, region, milliseconds):
    botocore.auth.get_current_datetime = lambda: utc(milliseconds)
    access = "AKIA" + text(8, "ABCDEFGH234567")
    return access, botocore.auth.SigV4Auth(Credentials(access, secret, token), service, region)


def some_url():
    def segment():
        return RANDOM.choice(["", ".", "..", "model", quote(text(12), safe="-_.~"), "a:b"])

    def item():
        name, value = (quote(text(6, shortest=low), safe="-_.~") for low in (1, 0))
        return RANDOM.choice([f"{name}={value}", name])

    path = "".join("/" + segment() for _ in range(RANDOM.randint(0, 4)))
    query = "&".join(item() for _ in range(RANDOM.randint(0, 4)))
    scheme = RANDOM.choice(["http", "https"])
    port = RANDOM.choice(["", "", ":8443", ":443" if scheme == "https" else ":80"])
    host = RANDOM.choice(["bedrock-runtime.us-east-1.amazonaws.com", "127.0.0.1", "[::1]"])
    return f"{scheme}://{host}{port}{path}" + (f"?{query}" if query else "")


def some_headers():
    names = ["Content-Type", "X-Amz-Target", "x-amzn-Engine", "X-AMZN-Lexicon", "X-Amz-Meta"]
    ignored = ["User-Agent", "Expect", "X-Amzn-Trace-Id", "Connection"]
    chosen = RANDOM.sample(names + ignored, RANDOM.randint(0, 6))
    if RANDOM.random() < 0.3:
        chosen += RANDOM.choices(names, k=2)
    return [[name, text(12, "aB1 \t,;=/\"é")] for name in chosen]


def request():
    time, secret = moment(), text(40, shortest=1)
    token = RANDOM.choice([None, text(60, shortest=1)])
    service, region = RANDOM.choice(SERVICES), RANDOM.choice(REGIONS)
    access, auth = signer(secret, token, service, region, time)
    method = RANDOM.choice(["GET", "POST", "PUT"])
    url, headers, body = some_url(), some_headers(), some_bytes(300)
    events, sends_hash = RANDOM.random() < 0.3, RANDOM.random() < 0.2
    made = AWSRequest(method=method, url=url, data=b"" if events else body)
    for name, value in headers:
        made.headers.add_header(name, value)
    if events or sends_hash:
        made.headers["X-Amz-Content-SHA256"] = (
            STREAMING if events else hashlib.sha256(body).hexdigest()
        )
    auth.add_auth(made)
    added = ["X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-SHA256"]
    return {
        "region": region,
        "service": service,
        "method": method,
        "url": url,
        "time": time,
        "credentials": {"accessKey": access, "secretKey": secret, "sessionToken": token},
        "headers": headers,
        "body": body.hex(),
        "events": events,
        "sendsHash": sends_hash,
        "authorization": made.headers["Authorization"],
        "sent": {name: made.headers[name] for name in added if name in made.headers},
    }


def encode(headers, payload):
    """A message; `headers` are (name, type, encoded value)."""
    block = b"".join(
        bytes([len(name.encode())]) + name.encode() + bytes([kind]) + value
        for name, kind, value in headers
    )
    prelude = struct.pack(">II", 16 + len(block) + len(payload), len(block))
    prelude += struct.pack(">I", binascii.crc32(prelude))
    message = prelude + block + payload
    return message + struct.pack(">I", binascii.crc32(message))


def read(wire):
    buffer = EventStreamBuffer()
    buffer.add_data(wire)
    return list(buffer)


def some_header(name):
    """Encoded, as shown by the tests, and as botocore gives it."""
    kind = RANDOM.randint(0, 9)
    if kind < 2:
        return (name, kind, b""), [name, str(kind), str(kind == 0).lower()], kind == 0
    if kind in (6, 7):
        value = some_bytes(40) if kind == 6 else text(20).encode()
        shown = value.hex() if kind == 6 else value.decode()
        wire = struct.pack(">H", len(value)) + value
        return (name, kind, wire), [name, str(kind), shown], value if kind == 6 else shown
    if kind == 9:
        value = RANDOM.randbytes(16)
        return (name, kind, value), [name, "9", value.hex()], value
    size = {2: 1, 3: 2, 4: 4, 5: 8, 8: 8}[kind]
    value = RANDOM.randbytes(size)
    number = int.from_bytes(value, "big", signed=True)
    return (name, kind, value), [name, str(kind), str(number)], number


def message():
    wire, shown = b"", []
    for _ in range(RANDOM.randint(1, 3)):
        names = {text(20, shortest=1) for _ in range(RANDOM.randint(0, 6))}
        headers = [some_header(name) for name in sorted(names)]
        payload = some_bytes(RANDOM.choice([0, 20, 3000]))
        one = encode([header[0] for header in headers], payload)
        (judged,) = read(one)
        assert judged.payload == payload
        assert judged.headers == {header[0][0]: header[2] for header in headers}
        wire += one
        shown.append({"headers": [header[1] for header in headers], "payload": payload.hex()})
    assert len(read(wire)) == len(shown)
    return {"name": "random", "bytes": wire.hex(), "messages": shown}


def frame(auth, prior, date, inner):
    dated = (":date", 8, struct.pack(">q", date))
    made = AWSRequest(method="POST", url="https://host/")
    made.context["timestamp"] = utc(date).strftime("%Y%m%dT%H%M%SZ")
    # The encoded `:date` alone, as it stands in the outer message.
    encoded = encode([dated], b"")[12:-4]
    to_sign = [
        "AWS4-HMAC-SHA256-PAYLOAD",
        made.context["timestamp"],
        auth.credential_scope(made),
        prior.hex(),
        hashlib.sha256(encoded).hexdigest(),
        hashlib.sha256(inner).hexdigest(),
    ]
    signature = bytes.fromhex(auth.signature("\n".join(to_sign), made))
    signed = (":chunk-signature", 6, struct.pack(">H", 32) + signature)
    wire = encode([dated, signed], inner)
    (judged,) = read(wire)
    assert judged.payload == inner and judged.headers[":chunk-signature"] == signature
    return signature, wire


def chain():
    secret, service, region = text(40, shortest=1), RANDOM.choice(SERVICES), RANDOM.choice(REGIONS)
    date, seed = moment(), RANDOM.randbytes(32)
    _, auth = signer(secret, None, service, region, date)
    prior, frames = seed, []
    for _ in range(RANDOM.randint(1, 6)):
        inner = encode([some_header("x")[0]], some_bytes(400)) if RANDOM.random() < 0.9 else b""
        prior, wire = frame(auth, prior, date, inner)
        frames.append({"date": date, "inner": inner.hex(), "wire": wire.hex()})
        date += RANDOM.choice([0, 1, 100, 30_000_000])
    return {
        "region": region,
        "service": service,
        "secretKey": secret,
        "seed": seed.hex(),
        "frames": frames,
    }


def main():
    make = {"requests": request, "chains": chain, "messages": message}[sys.argv[1]]
    json.dump([make() for _ in range(int(sys.argv[2]))], sys.stdout)


if __name__ == "__main__":
    main()
