# SPDX-License-Identifier: MIT-0
"""Kills vc-ask in the middle of a turn, again and again, and compares what it remembers.

A reply whose end was read must be remembered, and nothing may be that was not asked: `COUNT` runs
on one memory, each killed by SIGKILL at a random moment after its first reply. Prints how many
replies were read, how many exchanges are remembered, and how many of the former are missing.
"""

import json
import random
import subprocess
import sys
import time

# Answers in two pieces, so that there is a middle.
MODEL = "exec:while read -r l; do printf 'you said '; sleep 0.002; printf '%s\\n' \"$l\"; done"
COMMAND = ["vc-ask", "--provider", MODEL, "--memory", "killed"]


def run(number: int, rng: random.Random) -> list[str]:
    """One run, killed; the turns whose whole replies were read."""
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as tool:
        lines = "".join(f"turn {number}.{turn}\n" for turn in range(400))
        tool.stdin.write(lines.encode())
        tool.stdin.flush()
        output = tool.stdout.readline()
        time.sleep(rng.uniform(0, 0.05))
        tool.kill()
        output += tool.stdout.read()
    whole = output.decode().split("\n")[:-1]
    return [line.removeprefix("you said ") for line in whole]


def main() -> None:
    rng = random.Random(1)
    read: list[str] = []
    for number in range(int(sys.argv[1])):
        read += run(number, rng)
    exported = subprocess.run(
        ["vc-ask", "--export", "killed"], check=True, capture_output=True, text=True
    ).stdout
    messages = [json.loads(line) for line in exported.splitlines()]
    pairs = list(zip(messages[::2], messages[1::2]))
    for turn, reply in pairs:
        assert turn["role"] == "user" and reply["role"] == "assistant"
        assert reply["content"] == f"you said {turn['content']}", (turn, reply)
    kept = [turn["content"] for turn, _ in pairs]
    assert len(kept) == len(set(kept)), "something is remembered twice"
    print(len(read), len(kept), len(set(read) - set(kept)))


main()
