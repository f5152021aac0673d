#!/usr/bin/env python3
# SPDX-License-Identifier: MIT-0
"""Fetches vc's offline engines and models into the user's data folder, and verifies them."""

from __future__ import annotations

import sys

sys.dont_write_bytecode = True  # nothing is to be left in the repository

import argparse  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
from pathlib import Path  # noqa: E402

from catalogue import Catalogue  # noqa: E402
from console import BAD_DATA, SOFTWARE, USAGE, Failure, complain, from_os_error  # noqa: E402
from console import megabytes, say  # noqa: E402
from store import Store  # noqa: E402

EPILOG = """\
environment:
  XDG_DATA_HOME  the data folder is $XDG_DATA_HOME/vc (default: ~/.local/share/vc)
  VC_MIRROR      a folder or URL that is asked first, by file name

exit status: 0 done; 64 usage; 65 a wrong hash; 69 nothing reached; 73, 74 can't write
"""


class Parser(argparse.ArgumentParser):
    """Ends with 64 when the command line is wrong."""

    def error(self, message: str):
        raise Failure(USAGE, message, f"see '{self.prog} --help'")


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser(
        prog="fetch.py",
        description=__doc__,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--manifest",
        type=Path,
        default=Path(__file__).resolve().parent / "manifest.json",
        metavar="FILE",
        help="another manifest than the one beside this script",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("list", help="what there is, and whether it is installed")
    get = commands.add_parser("get", help="fetch and verify; what is there already costs nothing")
    get.add_argument("names", nargs="*", metavar="NAME", help="default: the default set")
    verify = commands.add_parser("verify", help="hash what is installed again")
    verify.add_argument("names", nargs="*", metavar="NAME", help="default: all that is installed")
    return parser.parse_args(arguments)


def data_folder() -> Path:
    """`$XDG_DATA_HOME/vc`, else `~/.local/share/vc`; a relative XDG_DATA_HOME doesn't count."""
    named = os.environ.get("XDG_DATA_HOME", "")
    base = Path(named) if os.path.isabs(named) else Path.home() / ".local" / "share"
    return base / "vc"


def list_entries(catalogue: Catalogue, store: Store) -> int:
    for entry in catalogue.entries.values():
        state = "installed" if store.is_installed(entry) else "-"
        size = megabytes(entry.download_bytes())
        say(f"{entry.name:20} {state:10} {size:>8}  {entry.licence:12} {entry.title}")
    return 0


def verify(catalogue: Catalogue, store: Store, names: list[str]) -> int:
    installed = {line.name for line in store.ledger.lines.values()}
    entries = (
        catalogue.select(names)
        if names
        else [entry for name, entry in catalogue.entries.items() if name in installed]
    )
    status = 0
    for entry in entries:
        problems = store.problems(entry)
        for problem in problems:
            complain(f"{entry.name}: {problem}")
        if problems:
            status = BAD_DATA
        else:
            say(f"{entry.name}: good")
    if entries:
        store.ledger.save()
    return status


def run(arguments: list[str]) -> int:
    options = parse(arguments)
    catalogue = Catalogue.read(options.manifest)
    store = Store(data_folder(), os.environ.get("VC_MIRROR"))
    if options.command == "list":
        return list_entries(catalogue, store)
    if options.command == "verify":
        return verify(catalogue, store, options.names)
    defaults = [entry.name for entry in catalogue.entries.values() if entry.default]
    store.get(catalogue.select(options.names or defaults))
    return 0


def main() -> int:
    # A supervisor's SIGTERM ends like Ctrl-C: children stopped, what is there kept.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return run(sys.argv[1:])
    except Failure as failure:
        complain(str(failure))
        if failure.hint:
            complain(f"hint: {failure.hint}")
        return failure.status
    except BrokenPipeError:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)
        return 74
    except OSError as error:
        complain(str(from_os_error(error, error.filename or data_folder())))
        return from_os_error(error, "").status
    except KeyboardInterrupt:
        complain("interrupted; run it again to go on where it was")
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
        return 130
    except Exception as error:  # noqa: BLE001 (a bug of ours must still end in a line)
        complain(f"a bug of this program: {type(error).__name__}: {error}")
        return SOFTWARE


if __name__ == "__main__":
    sys.exit(main())
