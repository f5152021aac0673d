# SPDX-License-Identifier: MIT-0
"""`python -m standin`: starts the stand-in, prints one line of JSON, runs till stdin ends."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

from .control import Control
from .log import Log
from .server import Listeners
from .service import Service, State
from .settings import DEFAULTS, merged
from .tls import Contexts

DESCRIPTION = """
A stand-in for Amazon Transcribe, Bedrock and Polly on loopback. Prints one line of JSON: `port`
(TLS), `endpoint` (for AWS_ENDPOINT_URL), `ca` (for AWS_CA_BUNDLE), `control` (the control API's
address), `log`, and with --cleartext `cleartext` (an http:// address). Ends at EOF on stdin, SIGINT
or SIGTERM; what it made in its temporary folder goes with it.
"""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m standin", description=DESCRIPTION)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="of TLS; 0 takes a free one")
    parser.add_argument("--control-port", type=int, default=0)
    parser.add_argument("--cleartext", action="store_true", help="a port without TLS too")
    parser.add_argument("--http1", action="store_true", help="no HTTP/2 over TLS")
    parser.add_argument("--log", help="where the log goes; else into a temporary folder")
    parser.add_argument("--settings", help="a JSON file of settings; see settings.py")
    parser.add_argument("--failures", help="a JSON file with a list of rules; see failures.py")
    parser.add_argument("--access-key", default="AKIDSTANDIN")
    parser.add_argument("--secret-key", default="stand-in/secret+key")
    parser.add_argument("--session-token", help="then requests must carry it")
    parser.add_argument("--bearer", help="the Bedrock API key that is taken")
    parser.add_argument("--region", default="us-east-1", help="one, or several by commas")
    return parser.parse_args()


def settings(options: argparse.Namespace) -> dict:
    given = {
        "regions": options.region.split(","),
        "bearer": options.bearer,
        "credentials": {
            options.access_key: {"secret": options.secret_key, "token": options.session_token}
        },
    }
    result = merged(DEFAULTS, given)
    if options.settings:
        result = merged(result, json.loads(Path(options.settings).read_text(encoding="utf-8")))
    return result


async def run(options: argparse.Namespace, folder: Path) -> None:
    log = Log(options.log or str(folder / "log.jsonl"))
    state = State(settings(options), log)
    if options.failures:
        state.failures.add(json.loads(Path(options.failures).read_text(encoding="utf-8")))
    service, listeners = Service(state), Listeners(log)
    contexts = Contexts(folder, state.failures.certificate)
    if options.http1:
        contexts.good.set_alpn_protocols(["http/1.1"])
    port = await listeners.listen(options.host, options.port, service.serve, contexts.good)
    control = Control(state, listeners)
    controls = await listeners.listen("127.0.0.1", options.control_port, control.serve)
    line = {
        "port": port,
        "endpoint": f"https://localhost:{port}",
        "ca": str(contexts.ca),
        "control": f"http://127.0.0.1:{controls}",
        "log": log.path,
    }
    if options.cleartext:
        plain = await listeners.listen(options.host, 0, service.serve)
        line["cleartext"] = f"http://localhost:{plain}"
    print(json.dumps(line), flush=True)
    await ended()
    await listeners.close()
    log.close()


async def ended() -> None:
    """Waits for EOF on stdin, SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    threading.Thread(target=_drain_stdin, args=(loop, stop), daemon=True).start()
    await stop.wait()


def _drain_stdin(loop, stop: asyncio.Event) -> None:
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        pass
    try:
        loop.call_soon_threadsafe(stop.set)
    except RuntimeError:
        pass  # the loop has ended by a signal already


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="standin-") as folder:
        try:
            asyncio.run(run(options, Path(folder)))
        except (OSError, ValueError) as error:
            print(f"standin: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
