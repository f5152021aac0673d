# SPDX-License-Identifier: MIT-0
"""What was sent and what came: which belongs to which, and when. Pure; times are in seconds."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable

from context import Unavailable

Passed = list[tuple[float, bytes]]  # what came through a pipe, and when


def reached(passed: Passed, counts: Iterable[int]) -> list[float]:
    """When so many bytes had come, for each of `counts`, which grow."""
    times, came, rest = [], 0, iter(passed)
    when = 0.0
    for count in counts:
        while came < count:
            when, data = next(rest, (None, b""))
            if when is None:
                raise Unavailable(f"{came} bytes came of {count}")
            came += len(data)
        times.append(when)
    return times


def lines(passed: Passed) -> list[tuple[float, dict]]:
    """The JSON Lines that came, each when its end had."""
    found, rest = [], b""
    for when, data in passed:
        *whole, rest = (rest + data).split(b"\n")
        found += [(when, json.loads(line)) for line in whole]
    return found


def paired(sent: list[tuple[float, tuple]], came: list[tuple[float, tuple]]) -> list[list[float]]:
    """Of each that was sent, when it was and when it came, in order; what never came is left out.

    What is the same is taken for the same, the first for the first.
    """
    waiting: dict[tuple, deque[float]] = defaultdict(deque)
    for when, what in came:
        waiting[what].append(when)
    pairs = []
    for when, what in sent:
        while waiting[what] and waiting[what][0] < when:
            waiting[what].popleft()
        if waiting[what]:
            pairs.append([when, waiting[what].popleft()])
    return pairs
