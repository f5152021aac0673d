# SPDX-License-Identifier: MIT-0
"""English as a list of words, so that two ways to write the same speech compare as equal.

In this order: lower case; contractions written out (it's → it is, don't → do not); `%`, `$` and `&`
as words; digits as words (10 → ten, 1,200 → one thousand two hundred, 3.5 → three point five,
2nd → second); the apostrophes that are left go (dog's → dogs); all that is neither letter nor digit
separates words (1-2 → one two). Nothing is forgiven beyond that: no spelling variants, no fillers.
"""

from __future__ import annotations

import re

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = [(10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")]
ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip

# Whole words first, then endings. `'s` is only written out where it can't be a possessive.
CONTRACTIONS = [
    (r"\bcan(?:'t|not)\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"\blet's\b", "let us"),
    (r"\b(it|that|what|there|here|he|she|who|where|how)'s\b", r"\1 is"),
    (r"n't\b", " not"),
    (r"'re\b", " are"),
    (r"'m\b", " am"),
    (r"'ll\b", " will"),
    (r"'ve\b", " have"),
    (r"\bok\b", "okay"),
]


def spelled(number: int) -> str:
    """A number from 0 on in words, American: no `and`."""
    for scale, name in SCALES:
        if number >= scale:
            rest = number % scale
            return f"{spelled(number // scale)} {name}" + (f" {spelled(rest)}" if rest else "")
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f" {ONES[number % 10]}" if number % 10 else "")


def spelled_ordinal(number: int) -> str:
    """1 → first, 20 → twentieth, 21 → twenty first."""
    *before, last = spelled(number).split()
    if last in ORDINALS:
        last = ORDINALS[last]
    else:
        last = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return " ".join([*before, last])


def words(text: str) -> list[str]:
    """The words of `text`, normalised."""
    text = text.lower().replace("’", "'")
    for pattern, replacement in CONTRACTIONS:
        text = re.sub(pattern, replacement, text)
    text = re.sub(r"\$(\d[\d,]*(?:\.\d+)?)", r"\1 dollars", text)
    text = text.replace("%", " percent ").replace("&", " and ")
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = re.sub(r"\b(\d+)(?:st|nd|rd|th)\b", lambda at: spelled_ordinal(int(at[1])), text)
    text = re.sub(r"(?<![.\d])(\d+)\.(\d+)(?![.\d])", decimal, text)
    text = re.sub(r"\d+", lambda at: f" {spelled(int(at[0]))} ", text)
    return re.sub(r"[^\w ]|_", " ", text.replace("'", "")).split()


def decimal(match: re.Match) -> str:
    """3.14 → three point one four."""
    digits = " ".join(ONES[int(digit)] for digit in match[2])
    return f" {spelled(int(match[1]))} point {digits} "


def edits(reference: list[str], heard: list[str]) -> int:
    """The fewest words to replace, leave out or put in that make `heard` of `reference`."""
    row = list(range(len(heard) + 1))
    for count, wanted in enumerate(reference, 1):
        before, row[0] = row[0], count
        for column, got in enumerate(heard, 1):
            best = min(row[column] + 1, row[column - 1] + 1, before + (wanted != got))
            before, row[column] = row[column], best
    return row[-1]
