# SPDX-License-Identifier: MIT-0
"""A transcriber that understands nothing: it reports what it is told, and when.

Run by vc-transcribe as `exec:`. For each stretch of audio it reads it sends a partial result whose
text is `{"frames": N}`; for each decision one that holds the decision, and the frames read by then.
"""

import json
import os
import select

AUDIO, CONTROL, REPORTS = 0, 3, 4
SETTLE = 1  # ms that a decision gets to arrive after the audio that caused it


def report(**fields: object) -> None:
    os.write(REPORTS, json.dumps(fields).encode() + b"\n")


def main() -> None:
    frames, rest, pending = 0, b"", b""
    report(type="ready")
    poll = select.poll()
    poll.register(CONTROL, select.POLLIN)

    def take_decisions(timeout: int) -> None:
        nonlocal pending
        while poll.poll(timeout):
            data = os.read(CONTROL, 4096)
            if not data:
                poll.unregister(CONTROL)
                return
            *lines, pending = (pending + data).split(b"\n")
            for line in lines:
                decision = json.loads(line)
                report(type="partial", text=json.dumps(decision | {"frames": frames}))
                if decision["type"] == "ended":
                    report(type="done")

    while data := os.read(AUDIO, 65536):
        rest += data
        frames += len(rest) // 2
        rest = rest[len(rest) // 2 * 2 :]
        take_decisions(SETTLE)
        report(type="partial", text=json.dumps({"frames": frames}))
    take_decisions(200)


main()
