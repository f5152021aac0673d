# SPDX-License-Identifier: MIT-0
"""An HTTP/2 server (the package h2), with prior knowledge or, with the argument `tls`, by ALPN. It
takes a port of its own, says it on stdout, logs there what it sees, and ends with its stdin.

/duplex sends each piece back as it comes; /early ends its answer after the first piece, whatever
else is still coming; /stall begins an answer and stops; anything else says hello."""

import os
import socket
import ssl
import sys
import tempfile
import threading

import h2.config
import h2.connection
import h2.events

from certificate import server_context


def log(*words):
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def handle(number, sock, context):
    try:
        sock = context.wrap_socket(sock, server_side=True) if context else sock
        serve(number, sock)
    except (ssl.SSLError, ConnectionError):
        pass
    log("closed", number)


def serve(number, sock):
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    connection.initiate_connection()
    sock.sendall(connection.data_to_send())
    paths = {}
    while data := sock.recv(65536):
        for event in connection.receive_data(data):
            stream = getattr(event, "stream_id", None)
            if isinstance(event, h2.events.RequestReceived):
                fields = dict(event.headers)
                paths[stream] = path = fields[b":path"].decode()
                log("request", fields[b":method"].decode(), path, "on", number)
                is_head = fields[b":method"] == b"HEAD"
                answer = [(":status", "200")]
                if path == "/early":
                    answer.append(("content-length", "6"))
                connection.send_headers(stream, answer, end_stream=is_head)
                if is_head:
                    continue
                if path == "/stall":
                    connection.send_data(stream, b"begun")
                elif path not in ("/duplex", "/early"):
                    connection.send_data(stream, b"hello", end_stream=True)
            elif isinstance(event, h2.events.DataReceived):
                length = event.flow_controlled_length
                connection.acknowledge_received_data(length, stream)
                if paths.get(stream) == "/duplex":
                    connection.send_data(stream, event.data)
                elif paths.get(stream) == "/early":
                    paths.pop(stream)
                    connection.send_data(stream, b"enough", end_stream=True)
            elif isinstance(event, h2.events.StreamEnded):
                if paths.get(stream) == "/duplex":
                    connection.end_stream(stream)
            elif isinstance(event, h2.events.StreamReset):
                log("reset", paths.pop(stream, "?"), event.error_code)
        sock.sendall(connection.data_to_send())


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    with tempfile.TemporaryDirectory() as folder:
        context = server_context(folder, ["h2"]) if "tls" in sys.argv else None
        log(listener.getsockname()[1], folder)
        threading.Thread(target=accept, args=(listener, context), daemon=True).start()
        while os.read(0, 1):
            log(".")
    os._exit(0)


def accept(listener, context):
    number = 0
    while True:
        sock, _ = listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        number += 1
        log("open", number)
        threading.Thread(target=handle, args=(number, sock, context), daemon=True).start()


main()
