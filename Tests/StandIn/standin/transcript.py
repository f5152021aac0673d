# SPDX-License-Identifier: MIT-0
"""Transcript events as JSON: results, alternatives, items, as the options of the stream ask."""

from __future__ import annotations

import re

from .recogniser import Heard, Word
from .transcribe_options import Options

_UNSTABLE = {"high": 1, "medium": 3, "low": 6}  # words at the end of a partial that may change
_WORD = re.compile(r"(.*?)([.,?!:;]*)", re.DOTALL)


class Writer:
    def __init__(self, options: Options):
        self._options = options

    def event(self, heard: Heard, channel: int) -> dict:
        """A TranscriptEvent; without words its list of results is empty."""
        if not heard.words:
            return {"Transcript": {"Results": []}}
        utterance = heard.utterance or {}
        text = " ".join(word.text for word in heard.words)
        alternative: dict = {"Transcript": text, "Items": self._items(heard, utterance)}
        if "content-identification-type" in self._options and not heard.partial:
            alternative["Entities"] = utterance.get("entities", [])
        result = {
            "ResultId": heard.id,
            "StartTime": round(heard.start, 3),
            "EndTime": round(heard.end, 3),
            "IsPartial": heard.partial,
            "Alternatives": [alternative],
        }
        if self._options.channels > 1:
            result["ChannelId"] = f"ch_{channel}"
        if languages := self._options.languages:
            code = utterance.get("language") or self._options.get("preferred-language")
            code = code if code in languages else languages[0]
            rest = round(0.06 / (len(languages) - 1), 4)
            result["LanguageCode"] = code
            result["LanguageIdentification"] = [
                {"LanguageCode": other, "Score": 0.94 if other == code else rest}
                for other in languages
            ]
        return {"Transcript": {"Results": [result]}}

    def _items(self, heard: Heard, utterance: dict) -> list[dict]:
        level = self._options.get("partial-results-stability") or "high"
        last_stable = len(heard.words) - (_UNSTABLE[level] if heard.partial else 0)
        items = []
        for index, word in enumerate(heard.words):
            items += self._item(word, heard.partial, index < last_stable, utterance)
        return items

    def _item(self, word: Word, partial: bool, stable: bool, utterance: dict) -> list[dict]:
        """A word and, as an item of its own, the punctuation after it."""
        content, punctuation = _WORD.fullmatch(word.text).groups()
        item = {
            "StartTime": round(word.start, 3),
            "EndTime": round(word.end, 3),
            "Type": "pronunciation",
            "Content": content,
            "VocabularyFilterMatch": False,
        }
        if not partial:
            item["Confidence"] = utterance.get("confidence", 0.98)
            if "show-speaker-label" in self._options:
                item["Speaker"] = str(utterance.get("speaker", 0))
        items = [item] if content else []
        if punctuation:
            end = round(word.end, 3)
            items.append(
                {"StartTime": end, "EndTime": end, "Type": "punctuation", "Content": punctuation,
                 "VocabularyFilterMatch": False}
            )
        if "enable-partial-results-stabilization" in self._options:
            for item in items:
                item["Stable"] = stable
        return items
