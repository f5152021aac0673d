# SPDX-License-Identifier: MIT-0
"""A set of questions and passages out of Debian's package perl-doc (Artistic licence or GPL).

The questions are the headings of perlfaq1 to perlfaq9, as people have asked them; what answers one is
the text below it, a document of its own, without the question. All other manual pages of Perl stand
beside them, so that there is much to be wrong about. perlfaq itself, which lists the questions, is
left out. Nothing is drawn by lot: the same package gives the same set.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from context import Context, Unavailable


@dataclass(frozen=True)
class Question:
    text: str
    answer: str  # the name of the document


def make(context: Context, folder: Path) -> list[Question]:
    """Writes the documents into `folder`."""
    questions = []
    for page in sorted(pages(context).glob("*.pod")):
        text = page.read_text(encoding="utf-8", errors="replace")
        number = re.fullmatch(r"perlfaq(\d)", page.stem)
        if number:
            questions += answers(text, number[1], folder)
        elif page.stem != "perlfaq":
            (folder / f"{page.stem}.md").write_text(markdown(text), encoding="utf-8")
    return questions


def pages(context: Context) -> Path:
    """The folder with the pages; apt fetches the package, which isn't installed."""
    kept = context.data / "bench" / "perl-doc"
    if not kept.exists():
        fetched = context.scratch / "perl-doc"
        fetched.mkdir()
        try:
            subprocess.run(
                ["apt-get", "-qq", "download", "perl-doc"], cwd=fetched, check=True,
                capture_output=True, timeout=300,
            )  # fmt: skip
            package = str(next(fetched.glob("*.deb")))
            subprocess.run(["dpkg", "-x", package, str(fetched)], check=True, capture_output=True)
        except (OSError, subprocess.SubprocessError, StopIteration) as error:
            raise Unavailable(f"the package perl-doc can't be fetched: {error}") from None
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(next(fetched.glob("usr/share/perl/*/pod")), kept)
    return kept


def answers(text: str, number: str, folder: Path) -> list[Question]:
    """Each answer of a page becomes a document."""
    questions = []
    parts = re.split(r"^=head([12]) +(.*)$", text, flags=re.MULTILINE)
    for level, heading, body in zip(parts[1::3], parts[2::3], parts[3::3]):
        body = plain(body).strip()
        if level != "2" or len(body) < 40:
            continue
        name = f"answer-{number}-{len(questions) + 1:02}.txt"
        (folder / name).write_text(body + "\n", encoding="utf-8")
        questions.append(Question(plain(heading).strip(), name))
    return questions


def markdown(text: str) -> str:
    return re.sub(
        r"^=head(\d) +(.*)$", lambda m: "#" * int(m[1]) + " " + m[2], plain(text, commands=False),
        flags=re.MULTILINE,
    )  # fmt: skip


def plain(text: str, commands: bool = True) -> str:
    """Without POD's formatting codes (perlpodspec), and without its commands."""
    for _ in range(4):
        text = re.sub(r"\b[BCFISXZ]<([^<>]*)>", r"\1", text)
        text = re.sub(r"\bL<(?:([^<>|]*)\|)?([^<>]*)>", lambda m: m[1] or m[2], text)
    text = re.sub(r"\b[BCFI]<< (.*?) >>", r"\1", text)
    text = text.replace("E<lt>", "<").replace("E<gt>", ">")
    ours = r"^=(?!head)\w+.*$" if not commands else r"^=\w+.*$"
    return re.sub(ours, "", text, flags=re.MULTILINE)
