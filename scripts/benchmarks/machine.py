# SPDX-License-Identifier: MIT-0
"""Which machine this is, and how busy others keep it: figures mean nothing without."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path


def description() -> dict:
    """Cores, processor, memory in MiB, and the load average of the last minute."""
    name = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            name = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": name,
        "memory_mib": memory // 2**20,
        "load_average": round(os.getloadavg()[0], 2),
    }


class Others:
    """What other processes take of the cores while something of ours runs.

    Our own children count as ours once they are reaped: ask after that.
    """

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.busy = self._busy()
        self.own = self._own()

    def cores(self) -> float:
        """Since this was made, on average."""
        wall = time.monotonic() - self.began
        others = (self._busy() - self.busy) - (self._own() - self.own)
        return round(max(0.0, others / wall), 2) if wall > 0 else 0.0

    @staticmethod
    def _busy() -> float:
        """Seconds of all cores since the start of the machine that were not idle."""
        fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
        user, nice, system, _, _, irq, softirq = map(int, fields[:7])
        return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")

    @staticmethod
    def _own() -> float:
        usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in usages)
