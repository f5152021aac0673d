# SPDX-License-Identifier: MIT-0
"""vc-index beside the sqlite3 shell: how long it takes, how much memory, how fast and how well it finds."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import sqlite3
import subprocess
from pathlib import Path

import perl_faq
import startup
from context import Context, Unavailable
from processes import complaint, run
from table import Row, median, p90, row_of

SECTION = "index"

MEMORY = 157  # MB: 150 MiB
TOKENIZER = "porter unicode61 remove_diacritics 2"


def measure(context: Context) -> list[Row]:
    spawn = startup.build(context)
    return building(context, spawn) + finding(context, spawn)


# Speed and memory.


def building(context: Context, spawn: Path) -> list[Row]:
    """10 000 documents of 2 kB, and the same passages through the shell."""
    folder = context.scratch / "documents"
    write_documents(folder, 1000 if context.quick else 10_000)
    rounds = 2 if context.quick else 5
    first, again, changed, shell, memory = [], [], [], [], []
    for number in range(rounds):
        context.say(f"indexing, {number + 1} of {rounds}")
        index = context.scratch / f"{number}.index"
        os.sync()
        seconds, megabytes = indexed(context, spawn, index, folder)
        first.append(seconds)
        memory.append(megabytes)
        again.append(indexed(context, spawn, index, folder)[0])
        with (folder / "00" / "00000.md").open("a", encoding="utf-8") as file:
            file.write(f"Changed {number}.\n")
        changed.append(indexed(context, spawn, index, folder)[0])
        os.sync()
        shell.append(through_shell(context, index))
    questions = sentences(folder, 200)
    asked = ask(context, index, questions, 5)
    took = [each["milliseconds"] for each in asked]
    alone = [process(context, index, question) for question in questions[:40]]
    count = sqlite3.connect(index).execute("SELECT count(*) FROM passage").fetchone()[0]
    what = f"{len(list(folder.glob('*/*')))} documents, {count} passages"
    return [
        row_of(SECTION, f"vc-index: {what}", first, "s", limit=2 * median(shell),
               note="twice sqlite3"),
        row_of(SECTION, "sqlite3: the same passages into FTS5", shell, "s"),
        row_of(SECTION, "vc-index: nothing has changed", again, "s"),
        row_of(SECTION, "vc-index: one document has changed", changed, "s", limit=1),
        row_of(SECTION, "vc-index: most memory", memory, "MB", limit=MEMORY),
        row_of(SECTION, "a question, within the process", took, "ms", limit=10),
        row_of(SECTION, "a question, vc-index --query from start to end", alone, "ms"),
    ]  # fmt: skip


def write_documents(folder: Path, count: int) -> None:
    """Made-up words, as often as words are (Zipf's law); the same each time."""
    draw = random.Random(5)
    syllables = "ba ko ri ten lu mar si do ne va pel qui tor an es im".split()
    words = ["".join(draw.choices(syllables, k=draw.randint(1, 4))) for _ in range(30_000)]
    weights = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(words))))

    def pick(number: int) -> str:
        return " ".join(draw.choices(words, cum_weights=weights, k=number))

    for number in range(count):
        text = f"# {pick(4)}\n\n"
        while len(text) < 2000:
            text += pick(draw.randint(6, 18)).capitalize() + draw.choice([". "] * 4 + [".\n\n"])
        place = folder / f"{number % 100:02}" / f"{number:05}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text[:2000], encoding="ascii")


def indexed(context: Context, spawn: Path, index: Path, folder: Path) -> tuple[float, float]:
    """Seconds, and the most memory in MB."""
    command = [context.tool("vc-index"), "--output", str(index), str(folder)]
    wall, _, kib, status = startup.measured(context, [str(spawn), "1", *command])[0]
    if status != 0:
        raise Unavailable(f"'{' '.join(command)}' exits with {status}")
    return wall / 1e6, kib * 1024 / 1e6


def through_shell(context: Context, index: Path) -> float:
    """Seconds in which the shell reads the passages from CSV into FTS5 with our tokenizer."""
    csv, database = context.scratch / "passages.csv", context.scratch / "shell.db"
    select = "SELECT heading, text FROM passage"
    csv.write_bytes(run(context, ["sqlite3", "-csv", str(index), select]).output)
    database.unlink(missing_ok=True)
    made = f"CREATE VIRTUAL TABLE words USING fts5 (heading, text, tokenize = '{TOKENIZER}')"
    os.sync()
    return run(
        context, ["sqlite3", str(database), made, ".mode csv", f".import {csv} words"]
    ).seconds


def sentences(folder: Path, count: int) -> list[str]:
    """Questions of 3 to 10 words in a row of a document."""
    draw = random.Random(1)
    files = sorted(folder.glob("*/*.md"))
    found = []
    for _ in range(count):
        words = draw.choice(files).read_text(encoding="ascii").split()
        start = draw.randrange(len(words) - 10)
        found.append(" ".join(words[start : start + draw.randint(3, 10)]))
    return found


def ask(context: Context, index: Path, questions: list[str], limit: int) -> list[dict]:
    """The event of each question."""
    command = [context.tool("vc-index"), str(index), "--query", "-", "--json", f"--limit={limit}"]
    done = subprocess.run(
        command, input="\n".join(questions) + "\n", capture_output=True, text=True,
        env=context.environment, check=False,
    )  # fmt: skip
    events = [json.loads(line) for line in done.stdout.splitlines()]
    if len(events) != len(questions):
        raise Unavailable(complaint(command, done.returncode, done.stderr.encode()))
    return events


def process(context: Context, index: Path, question: str) -> float:
    """Milliseconds."""
    command = [context.tool("vc-index"), str(index), "--query", question]
    return 1000 * run(context, command, expect=(0, 1)).seconds


# How well it finds.


def finding(context: Context, spawn: Path) -> list[Row]:
    """How many of Perl's frequent questions find their answer among the first five passages."""
    folder = context.scratch / "perl"
    folder.mkdir()
    questions = perl_faq.make(context, folder)
    alone = context.scratch / "answers"
    alone.mkdir()
    for answer in folder.glob("answer-*"):
        (alone / answer.name).symlink_to(answer)
    rows = []
    for what, place in (("all of perl-doc", folder), ("the answers only", alone)):
        context.say(f"finding among {what}")
        index = context.scratch / f"{place.name}.index"
        indexed(context, spawn, index, place)
        events = ask(context, index, [question.text for question in questions], 5)
        ours = [[each["source"] for each in event["passages"]] for event in events]
        took = [event["milliseconds"] for event in events]
        rows += [
            Row(SECTION, f"recall@5 of {len(questions)} questions, {what}",
                recall(questions, ours), "%",
                note=f"first: {recall(questions, [each[:1] for each in ours]):.1f} %; "
                     f"{median(took):.1f} ms, p90 {p90(took):.1f}"),
        ]  # fmt: skip
        for tokenizer in (TOKENIZER, "unicode61 remove_diacritics 2"):
            found = plain_search(index, questions, tokenizer)
            name = "porter" if "porter" in tokenizer else "no stems"
            rows.append(
                Row(SECTION, f"  FTS5, all words joined by OR, {name}", recall(questions, found), "%")
            )
    return rows


def recall(questions: list[perl_faq.Question], found: list[list[str]]) -> float:
    """Percent."""
    hits = sum(question.answer in sources for question, sources in zip(questions, found))
    return 100 * hits / len(questions)


def plain_search(
    index: Path, questions: list[perl_faq.Question], tokenizer: str
) -> list[list[str]]:
    """What FTS5 finds by itself in the same passages."""
    passages = sqlite3.connect(index).execute(
        "SELECT passage.id, heading, text, name FROM passage "
        "JOIN document ON document.id = passage.document"
    ).fetchall()
    names = {number: name for number, _, _, name in passages}
    database = sqlite3.connect(":memory:")
    database.execute(
        f"CREATE VIRTUAL TABLE words USING fts5 (heading, text, tokenize = '{tokenizer}')"
    )
    database.executemany(
        "INSERT INTO words (rowid, heading, text) VALUES (?, ?, ?)", [each[:3] for each in passages]
    )
    found = []
    for question in questions:
        words = dict.fromkeys(re.findall(r"\w+", question.text.lower()))
        match = " OR ".join(f'"{word}"' for word in words)
        rows = database.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 5", (match,)
        )
        found.append([names[number] for (number,) in rows])
    return found
