# SPDX-License-Identifier: MIT-0
"""What a benchmark found: rows, and how a table of them looks."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure, and what to hold it against."""

    section: str
    what: str
    value: float | None  # the median where there were several; None: it could not be measured
    unit: str = ""
    p90: float | None = None
    runs: int | None = None
    limit: float | None = None  # the value must not be above it
    baseline: float | None = None  # what the ratio is to, where there is no limit
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The value as a part of the limit, else of the baseline."""
        reference = self.limit if self.limit is not None else self.baseline
        return self.value / reference if self.value is not None and reference else None

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.value is not None and self.value > self.limit

    def as_json(self) -> dict:
        fields = dataclasses.asdict(self) | {"ratio": self.ratio}
        return {key: value for key, value in fields.items() if value not in (None, "")}


def median(values: list[float]) -> float:
    """The middle; of an even number the mean of the two in the middle."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def p90(values: list[float]) -> float:
    """The smallest value that at least nine tenths are not above (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(0.9 * len(ordered)) - 1)]


def slope(points: list[tuple[float, float]]) -> float:
    """By least squares; 0 where all are at one time."""
    count = len(points)
    x, y = (sum(each) / count for each in zip(*points))
    spread = sum((each - x) ** 2 for each, _ in points)
    return sum((a - x) * (b - y) for a, b in points) / spread if spread else 0.0


def row_of(section: str, what: str, values: list[float], unit: str = "", **more) -> Row:
    """A row from several measurements."""
    return Row(section, what, median(values), unit, p90(values), len(values), **more)


def number(value: float | None) -> str:
    """Three significant digits; whole numbers as they are."""
    if value is None:
        return ""
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    digits = 2 - math.floor(math.log10(abs(value)))
    return f"{value:.{max(0, min(digits, 4))}f}"


HEAD = ["", "median", "p90", "n", "unit", "limit", "ratio", ""]


def cells(row: Row) -> list[str]:
    ratio = row.ratio
    return [
        row.what,
        number(row.value) if row.value is not None else "failed",
        number(row.p90),
        str(row.runs or ""),
        row.unit,
        f"≤ {number(row.limit)}" if row.limit is not None else "",
        "" if ratio is None else f"{ratio:.2f}" + (" !" if row.is_over else ""),
        row.note,
    ]


def rendered(rows: list[Row]) -> str:
    """The table, a headed block for each section."""
    table = [HEAD] + [cells(row) for row in rows]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEAD))]

    def line(texts: list[str]) -> str:
        padded = [
            text.ljust(width) if column in (0, 4, 7) else text.rjust(width)
            for column, (text, width) in enumerate(zip(texts, widths))
        ]
        return "  ".join(padded).rstrip()

    lines = [line(HEAD)]
    section = None
    for row, texts in zip(rows, table[1:]):
        if row.section != section:
            lines += ["", row.section]
            section = row.section
        lines.append(line(texts))
    over = sum(row.is_over for row in rows)
    lines += ["", f"{over} above the limit (marked !)" if over else "nothing above its limit"]
    return "\n".join(lines)
