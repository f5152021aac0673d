# SPDX-License-Identifier: MIT-0
"""Start-up time and memory of each tool: `--version`, and a real run that has nothing to do."""

from __future__ import annotations

import subprocess
from pathlib import Path

from context import Context, Unavailable
from processes import run
from table import Row, row_of

SECTION = "startup"

# Limits: milliseconds and MB resident.
LOCAL = (5, 12)
NETWORK = (12, 20)

# Tool, limits, and what it is run with besides --version. stdin is empty.
TOOLS = [
    ("vc-record", LOCAL, [["--input", "/dev/null"]]),
    ("vc-play", LOCAL, [[]]),
    ("vc-transcribe", NETWORK, [[]]),
    ("vc-ask", NETWORK, [[]]),
    ("vc-speak", NETWORK, [[], ["--dry-run", "Good morning."]]),
    ("vc-chat", NETWORK, [["--help"]]),
    ("vc-index", NETWORK, [["--help"]]),
]


def measure(context: Context) -> list[Row]:
    spawn = build(context)
    runs = 15 if context.quick else 60
    rows = []
    for name, limits, uses in TOOLS:
        for arguments in [["--version"], *uses]:
            rows += measure_tool(context, spawn, runs, name, arguments, limits)
    return rows


def build(context: Context) -> Path:
    """Compiles the small program that starts a command and says what it took."""
    program = context.scratch / "spawn"
    source = Path(__file__).parent / "spawn.c"
    run(context, ["cc", "-O2", "-o", str(program), str(source)])
    return program


def measure_tool(
    context: Context, spawn: Path, runs: int, name: str, arguments: list[str],
    limits: tuple[float, float],
) -> list[Row]:  # fmt: skip
    shown = " ".join([name, *(f"'{word}'" if " " in word else word for word in arguments)])
    if not arguments:
        shown += " </dev/null"
    lines = measured(context, [str(spawn), str(runs + 3), context.tool(name), *arguments])[3:]
    if lines[0][3] not in (0, 1):
        raise Unavailable(f"'{shown}' exits with {lines[0][3]}")
    walls = [wall / 1000 for wall, *_ in lines]
    memory = [kib * 1024 / 1e6 for _, _, kib, _ in lines]
    return [
        row_of(SECTION, shown, walls, "ms", limit=limits[0], note=f"fastest {min(walls):.1f}"),
        row_of(SECTION, "  resident", memory, "MB", limit=limits[1]),
    ]


def measured(context: Context, command: list[str]) -> list[list[int]]:
    """Wall and CPU microseconds, KiB resident, exit status, of each run."""
    done = subprocess.run(
        command, capture_output=True, text=True, env=context.environment, check=False
    )
    if done.returncode != 0:
        raise Unavailable(done.stderr.strip())
    return [[int(word) for word in line.split()] for line in done.stdout.splitlines()]
