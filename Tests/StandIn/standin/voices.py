# SPDX-License-Identifier: MIT-0
"""Polly's voices: the developer guide's page "Available voices" (2026), for some languages.

G generative, L long-form, N neural, S standard.
"""

from __future__ import annotations

_ENGINES = {"G": "generative", "L": "long-form", "N": "neural", "S": "standard"}
_TABLE = """
arb Modern Standard Arabic: Zeina S
cmn-CN Chinese Mandarin: Zhiyu NS
de-DE German: Vicki GNS, Daniel GN*, Lennart G*, Marlene S, Hans S*
en-AU Australian English: Olivia GN, Nicole S, Russell S*
en-GB British English: Amy GNS, Brian GNS*, Emma NS, Arthur N*
en-GB-WLS Welsh English: Geraint S*
en-IE Irish English: Niamh GN
en-IN Indian English: Kajal GN, Aditi S, Raveena S
en-NZ New Zealand English: Aria GN
en-SG Singaporean English: Jasmine GN
en-US US English: Joanna GNS, Danielle GLN, Matthew GN*, Ruth GLN, Salli GNS, Stephen GN*, \
Tiffany G, Gregory LN*, Ivy N, Kendra N, Kimberly N, Joey N*, Justin N*, Kevin N*
en-ZA South African English: Ayanda GN
es-ES Castilian Spanish: Lucia GN, Sergio GN*, Conchita S, Enrique S*
es-MX Mexican Spanish: Mia GN, Andres GN*
es-US US Spanish: Lupe GN, Pedro GN*, Penelope S, Miguel S*
fr-CA Canadian French: Gabrielle GN, Liam GN*, Chantal S
fr-FR French: Lea GNS, Remi GN*, Ambre G, Florian G*, Celine GS, Mathieu S*
hi-IN Hindi: Kajal N, Aditi S
it-IT Italian: Bianca GNS, Beatrice G, Lorenzo G*, Adriano N*, Carla S, Giorgio S*
ja-JP Japanese: Kazuha N, Takumi NS*, Tomoko N, Mizuki S
ko-KR Korean: Seoyeon GNS, Jihye N
nb-NO Norwegian: Ida N, Liv S
nl-NL Dutch: Laura GN, Lotte S, Ruben S*
pl-PL Polish: Ola GN, Ewa GS, Maja S, Jacek S*, Jan S*
pt-BR Brazilian Portuguese: Camila GNS, Vitoria N, Thiago N*, Ricardo S*
ru-RU Russian: Tatyana S, Maxim S*
sv-SE Swedish: Elin N, Astrid S
tr-TR Turkish: Burcu N, Filiz S
"""


def _read() -> list[dict]:
    voices: dict[str, dict] = {}
    for line in _TABLE.strip().splitlines():
        head, _, rest = line.partition(": ")
        code, _, language = head.partition(" ")
        for entry in rest.split(", "):
            name, engines = entry.split()
            if name in voices:  # a bilingual one: its later languages are additional
                voices[name].setdefault("AdditionalLanguageCodes", []).append(code)
                continue
            voices[name] = {
                "Id": name,
                "Name": name,
                "Gender": "Male" if engines.endswith("*") else "Female",
                "LanguageCode": code,
                "LanguageName": language,
                "SupportedEngines": [_ENGINES[letter] for letter in engines.rstrip("*")],
            }
    return list(voices.values())


VOICES = _read()
BY_ID = {voice["Id"]: voice for voice in VOICES}
