#!/usr/bin/env python3
# SPDX-License-Identifier: MIT-0
"""Runs a command of `sh` on a terminal of its own, types when it is told to, and says how it ended.

on_terminal.py COMMAND [MARK KEYS]…

Each time that MARK has appeared on the terminal, KEYS are typed (`^C` is Ctrl-C, `^M` is ENTER).
What the terminal shows goes to stdout. The exit status is the command's, 128 + n for a signal.
"""

import os
import pty
import sys

command, pairs = sys.argv[1], sys.argv[2:]
waiting = list(zip(pairs[::2], pairs[1::2]))
child, terminal = pty.fork()
if child == 0:
    os.execv("/bin/sh", ["sh", "-c", command])
shown = b""
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    os.write(1, data)
    shown += data
    while waiting and waiting[0][0].encode() in shown:
        mark, keys = waiting.pop(0)
        shown = shown.split(mark.encode(), 1)[1]
        os.write(terminal, keys.replace("^C", "\x03").replace("^M", "\r").encode())
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(status if status >= 0 else 128 - status)
