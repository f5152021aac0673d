#!/usr/bin/env python3
# SPDX-License-Identifier: MIT-0
"""A controlled child of `exec:`, for the tests: keeps the contract of vc(7), with a mischief.

child.py hear|ask|speak [SEED]

hear    a turn's text is "turn N from A to B", positions in frames
ask     "you said LINE", in two pieces, with a line break between them
speak   as many frames as the line has characters, 100 times; their value is the line's number

With a SEED, bytes and their `done` race each other: the order and the delays are random.
"""

import json
import os
import queue
import random
import sys
import threading
import time

events = queue.Queue()
mischief = random.Random(int(sys.argv[2])) if len(sys.argv) > 2 else None


def report(kind, **fields):
    os.write(4, json.dumps({"type": kind, **fields}).encode() + b"\n")


def commands():
    for line in os.fdopen(3, "rb", buffering=0):
        events.put(("command", json.loads(line)))
    events.put(("told", None))


def lines():
    for line in os.fdopen(0, "rb", buffering=0):
        events.put(("line", line.rstrip(b"\n").decode()))
    events.put(("end", None))


def audio():
    while data := os.read(0, 65536):
        events.put(("audio", data))
    events.put(("end", None))


def deliver(pieces):
    """Writes the answer to one line: bytes, and how many they were."""
    size = sum(map(len, pieces))
    if mischief is None:
        for piece in pieces:
            os.write(1, piece)
        report("done", bytes=size)
        return
    cut = mischief.randrange(len(pieces) + 1)
    for piece in pieces[:cut]:
        os.write(1, piece)
    time.sleep(mischief.random() / 500)
    report("done", bytes=size)
    time.sleep(mischief.random() / 500)
    for piece in pieces[cut:]:
        os.write(1, piece)


def answer(make):
    number, dropped = 0, 0
    while True:
        kind, value = events.get()
        if kind == "end":
            return
        if kind == "told":
            continue
        if kind == "command":
            dropped = max(dropped, value["lines"])
            continue
        number += 1
        while not events.empty() and events.queue[0][0] == "command":
            dropped = max(dropped, events.get()[1]["lines"])
        if number <= dropped:
            report("done", bytes=0)
        else:
            deliver(make(value, number))


def hear():
    frames, turn, opened, waiting, open_ends = 0, 0, None, [], {"end", "told"}
    while open_ends:
        kind, value = events.get()
        if kind == "audio":
            frames += len(value) / 2
        elif kind == "command":
            waiting.append(value)
        open_ends.discard(kind)
        while waiting and ("end" not in open_ends or frames >= waiting[0].get("at", 0)):
            command = waiting.pop(0)
            if command["type"] == "started":
                opened = command["at"]
                report("partial", text="turn")
            elif command["type"] == "ended":
                turn += 1
                end = command["at"]
                report(
                    "final", text=f"turn {turn} from {opened} to {end}",
                    start=opened / 16000, end=end / 16000,
                )
                report("done")
                opened = None
    if opened is not None:
        report("final", text=f"open since {opened}")
        report("done")


def ask(line, number):
    return [b"you said\n", line.encode()]


def speak(line, number):
    frame = number.to_bytes(2, "little")
    return [frame * 100 for _ in line]


stage = sys.argv[1]
threading.Thread(target=commands, daemon=True).start()
threading.Thread(target=audio if stage == "hear" else lines, daemon=True).start()
report("ready")
time.sleep(0.1)  # as if loading went on: `ready` is read before the first answer comes
if stage == "hear":
    hear()
else:
    answer(ask if stage == "ask" else speak)
sys.stdout.flush()
os._exit(0)
