# SPDX-License-Identifier: MIT-0
"""What every section is given: the tools, the folders, the choices of the command line."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path


class Unavailable(Exception):
    """A section can't be measured here; says why."""


@dataclass
class Context:
    tools: Path  # the folder with vc-record and the others
    data: Path  # vc's data folder
    scratch: Path  # gone after the run
    quick: bool = False
    provider: list[str] = field(default_factory=lambda: ["--provider", "offline"])
    llm: str = "offline"
    silence: str = "500ms"
    memory: dict = field(default_factory=dict)  # what one section leaves to another
    details: dict = field(default_factory=dict)  # what only --json shows, by section

    def tool(self, name: str) -> str:
        return str(self.tools / name)

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the user's settings or accounts, so that two machines measure the same."""
        kept = ("HOME", "PATH", "XDG_DATA_HOME", "TMPDIR", "LANG")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        return environment | {"XDG_CONFIG_HOME": str(self.scratch / "no-config")}

    @staticmethod
    def say(text: str) -> None:
        """Progress, for people."""
        print(f"bench: {text}", file=sys.stderr, flush=True)
