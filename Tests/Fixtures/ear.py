# SPDX-License-Identifier: MIT-0
"""A plain `--stt` command: says `turn N` for each quarter of a second that isn't silent.

Makes a file `hearing` when it listens.
"""

import os

open("hearing", "w").close()
turns = heard = 0
while block := os.read(0, 640):
    heard += len(block) - block.count(0)
    if heard >= 8000 * (turns + 1):
        turns += 1
        print(f"turn {turns}", flush=True)
