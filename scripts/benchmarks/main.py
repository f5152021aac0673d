# SPDX-License-Identifier: MIT-0
"""Measures the tools on this machine and prints one table."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aws
import chat
import conversation
import cost
import echo
import hearing
import indexing
import machine
import pipeline
import processes
import recognition
import startup
from context import Context, Unavailable
from table import Row, rendered

# A section is a module with `SECTION` and `measure(context)`, which returns rows. A new row goes
# into its module's `measure`; a new section into this list.
SECTIONS = {
    each.SECTION: each
    for each in (
        startup, recognition, hearing, echo, chat, conversation, pipeline, cost, indexing, aws
    )
}

EPILOG = """\
sections:
  startup   start-up time and memory of each tool
  wer       word errors of vc-transcribe, and its CPU
  vad       where speech begins and ends: delays, missed and spurious turns
  echo      the user over the loudspeaker: cancellers compared, what vc makes of theirs
  chat      end of speech to the first audible sample of vc-chat
  conversation
            vc-chat with both speaking at any time: delays, false cut-offs, barge-in, echo, cost;
            needs PulseAudio and the tests' Python
  pipeline  the same through the shell pipeline, beside vc-chat
  cost      CPU of recording and of speaking
  index     vc-index beside the sqlite3 shell: time, memory, questions, and what is found of
            questions that people have asked about Perl (fetches the Debian package perl-doc)
  aws       Amazon's services, on a stand-in: what the tools add to the way of audio, text and
            speech; event streams and signatures beside Amazon's own libraries; memory over half an
            hour (so long does it take; 4 minutes with --quick)

Figures are medians; p90: nine tenths are not above. Run it on an idle machine: what others take of
the cores is said for each section.

exit status: 0 measured (also where something is above its limit); 1 a section could not be
"""


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__, epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="default: all of them")
    parser.add_argument("--json", action="store_true", help="print JSON, with every measurement")
    parser.add_argument("--quick", action="store_true", help="fewer runs: a look, not a figure")
    parser.add_argument("--llm", default="offline", metavar="P", help="another provider of replies")
    parser.add_argument("--silence", default="500ms", metavar="T", help="of chat and pipeline")
    parser.add_argument(
        "--tools", type=Path, metavar="FOLDER", help="default: .build/release",
        default=Path(__file__).resolve().parents[2] / ".build" / "release",
    )  # fmt: skip
    parser.add_argument("--data", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    for section in options.sections:
        if section not in SECTIONS:
            parser.exit(64, f"bench: there is no section '{section}'; see scripts/bench --help\n")
    return options


def measure(context: Context, names: list[str]) -> tuple[list[Row], dict[str, dict]]:
    """The rows, and how each section went."""
    rows: list[Row] = []
    account: dict[str, dict] = {}
    for name in names:
        others, began = machine.Others(), time.monotonic()
        try:
            rows += SECTIONS[name].measure(context)
            failure = None
        except (Unavailable, OSError, subprocess.SubprocessError) as error:
            failure = str(error)
            rows.append(Row(name, name, None, note=failure))
        processes.reap_orphans()
        seconds = time.monotonic() - began
        account[name] = {
            "seconds": round(seconds, 1),
            "cores_taken_by_others": others.cores(),
        } | ({"failure": failure} if failure else {})
        context.say(f"{name} took {seconds:.0f} s")
    return rows, account


def present(rows: list[Row], account: dict[str, dict], here: dict) -> None:
    print(
        f"{here['cores']} cores, {here['processor']}, {here['memory_mib']} MiB, "
        f"load average {here['load_average']}"
    )
    taken = ", ".join(f"{name} {each['cores_taken_by_others']}" for name, each in account.items())
    print(f"cores taken by others meanwhile: {taken}\n")
    print(rendered(rows))


def main() -> int:
    options = parse(sys.argv[1:])
    if not (options.tools / "vc-chat").exists():
        print(f"bench: no tools in {options.tools}; run scripts/setup --tests", file=sys.stderr)
        return 69
    processes.adopt_orphans()
    here = machine.description()
    names = [name for name in SECTIONS if name in options.sections or not options.sections]
    with tempfile.TemporaryDirectory(prefix="vc-bench.") as scratch:
        context = Context(
            tools=options.tools.resolve(), data=options.data, scratch=Path(scratch),
            quick=options.quick, llm=options.llm, silence=options.silence,
        )  # fmt: skip
        rows, account = measure(context, names)
    if options.json:
        report = {
            "machine": here,
            "sections": account,
            "rows": [row.as_json() for row in rows],
            "details": context.details,
        }
        print(json.dumps(report, indent=1))
    else:
        present(rows, account, here)
    return 1 if any("failure" in each for each in account.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
