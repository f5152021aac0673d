#!/usr/bin/env python3
# SPDX-License-Identifier: MIT-0
"""A controlled ear that hears a word, and fails before the turn is over."""

import json
import os

for message in (
    {"type": "final", "text": "heard"},
    {"type": "error", "message": "the ear has gone", "status": 69},
):
    os.write(4, json.dumps(message).encode() + b"\n")
while os.read(0, 65536):
    pass
