# SPDX-License-Identifier: MIT-0
"""What the tools take of time and memory with Amazon's services, against the stand-in for AWS."""

from __future__ import annotations

import aws_delays
import aws_memory
import aws_rates
from context import Context
from table import Row

SECTION = "aws"


def measure(context: Context) -> list[Row]:
    return aws_delays.measure(context) + aws_rates.measure(context) + aws_memory.measure(context)
