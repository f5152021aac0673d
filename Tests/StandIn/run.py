# SPDX-License-Identifier: MIT-0
"""Runs the stand-in from anywhere: `python Tests/StandIn/run.py` is `python -m standin` there."""

import runpy

runpy.run_module("standin", run_name="__main__", alter_sys=True)
