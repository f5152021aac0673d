# SPDX-License-Identifier: MIT-0
"""Running commands and what they cost, their children's children included."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass

from context import Context, Unavailable

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Makes us the parent of what our children leave running, so that its cost is counted."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap_orphans(limit: float = 10) -> None:
    """Waits until no child of ours is left; after `limit` seconds what is left is killed.

    Only while no `Popen` of ours runs: it takes every child there is.
    """
    deadline = time.monotonic() + limit
    while True:
        try:
            process, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if process == 0:
            if time.monotonic() > deadline:
                for orphan in children():
                    os.kill(orphan, signal.SIGKILL)
            time.sleep(0.005)


def children() -> list[int]:
    """Our children's process ids."""
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def cpu_of_children() -> float:
    """CPU seconds, user and system, of all children that were reaped so far, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@dataclass(frozen=True)
class Finished:
    """How a command went."""

    status: int
    output: bytes
    seconds: float  # wall
    cpu: float  # of the whole tree


def run(
    context: Context, command: list[str], expect: tuple[int, ...] = (0,), limit: float = 120
) -> Finished:
    """Runs a command to its end, with /dev/null as stdin; takes its stdout.

    Raises `Unavailable` with its last line of stderr where its status isn't an expected one.
    """
    cpu, began = cpu_of_children(), time.monotonic()
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, env=context.environment,
            timeout=limit, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unavailable(f"'{' '.join(command)}' took more than {limit:.0f} s") from None
    seconds = time.monotonic() - began
    reap_orphans()
    if done.returncode not in expect:
        raise Unavailable(complaint(command, done.returncode, done.stderr))
    return Finished(done.returncode, done.stdout, seconds, cpu_of_children() - cpu)


def complaint(command: list[str], status: int, stderr: bytes) -> str:
    """What a failed command is told as: its own first line, else its status."""
    lines = stderr.decode(errors="replace").strip().splitlines()
    return lines[0] if lines else f"'{' '.join(command)}' exits with {status}"


@contextmanager
def killed_after(limit: float, processes: list[subprocess.Popen]):
    """Kills the processes if the block takes longer than `limit` seconds, and at its end."""

    def kill() -> None:
        for process in processes:
            if process.poll() is None:
                process.kill()

    timer = threading.Timer(limit, kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        kill()
        for process in processes:
            process.wait()
