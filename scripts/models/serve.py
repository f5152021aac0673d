#!/usr/bin/env python3
# SPDX-License-Identifier: MIT-0
"""An OpenAI-compatible server for one GGUF model on loopback, for the run of its parent.

Runs in the virtual environment that holds xllamacpp. Takes a free port, prints
`listening http://127.0.0.1:PORT` once it can answer, and ends when stdin does: however its parent
ends. (PR_SET_PDEATHSIG would fire when the parent's thread ends that started us.)
Requests need the key in LLAMA_API_KEY as their bearer token. Set GOMP_SPINCOUNT=1000 (libgomp
reads it at load): threads that spin while another process wants the core cost seconds.
"""

import argparse
import os
import signal
import sys
import threading


def end_with_stdin() -> None:
    """Ends the process at stdin's end: nobody is left to serve."""
    while True:
        try:
            if not os.read(0, 4096):
                break
        except InterruptedError:
            continue
        except OSError:
            break
    os._exit(0)


def keep_stdout() -> int:
    """A descriptor of the real stdout; descriptor 1 becomes stderr, for the engine's chatter."""
    out = os.dup(1)
    os.dup2(2, 1)
    return out


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="serve.py", description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, metavar="FILE")
    parser.add_argument("--threads", type=int, default=2, metavar="N")
    parser.add_argument("--context", type=int, default=4096, metavar="TOKENS")
    return parser.parse_args()


def main() -> int:
    options = parse()
    # At once, also while a model loads: there is nothing to clean up.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    key = os.environ.get("LLAMA_API_KEY", "")
    if not key:
        print("serve.py: LLAMA_API_KEY is not set", file=sys.stderr)
        return 78
    if not os.path.isfile(options.model):
        print(f"serve.py: cannot open '{options.model}': no such file", file=sys.stderr)
        return 66
    out = keep_stdout()
    threading.Thread(target=end_with_stdin, daemon=True).start()

    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = options.model
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.n_ctx = options.context
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.cpuparams.n_threads = options.threads
    params.cpuparams_batch.n_threads = options.threads
    # One conversation: its prefix is kept in the slot; the shelf of old prompts may take 8 GB.
    params.cache_ram_mib = 0
    params.endpoint_slots = False
    params.ui = False
    params.verbosity = 1
    try:
        server = xllamacpp.Server(params)
    except Exception as error:  # what the engine throws is not documented
        print(f"serve.py: cannot load '{options.model}': {error}", file=sys.stderr)
        return 69
    os.write(out, f"listening {server.listening_address}\n".encode())
    os.close(out)
    threading.Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
