# SPDX-License-Identifier: MIT-0
"""An HTTP/1.1 server that misbehaves on request. It takes a port of its own, says it on stdout,
logs there what it sees, and ends with its stdin. With the argument `tls` it speaks TLS."""

import os
import socket
import ssl
import struct
import sys
import tempfile
import threading
import time

from certificate import server_context


def log(*words):
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


class Connection:
    def __init__(self, number, sock):
        self.number, self.sock, self.buffer = number, sock, b""

    def fill(self):
        piece = self.sock.recv(65536)
        if not piece:
            raise EOFError
        self.buffer += piece

    def line(self):
        while b"\r\n" not in self.buffer:
            self.fill()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode()

    def exactly(self, count):
        while len(self.buffer) < count:
            self.fill()
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def chunk(self):
        data = self.exactly(int(self.line(), 16))
        self.line()
        return data

    def send(self, data):
        self.sock.sendall(data)

    def send_chunk(self, data):
        self.send(b"%x\r\n%s\r\n" % (len(data), data))

    def head(self, status=200, **fields):
        lines = [f"HTTP/1.1 {status} Whatever"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode())

    def chunked(self):
        self.head(Transfer_Encoding="chunked")

    def whole(self, body, status=200):
        self.head(status, Content_Length=len(body))
        self.send(body)

    def wait_for_close(self):
        """Reads on until the client goes, and says so."""
        try:
            while True:
                self.fill()
        except (EOFError, ConnectionError):
            log("closed", self.number)
            raise EOFError

    def serve(self):
        try:
            while True:
                method, path, _ = self.line().split(" ")
                fields = {}
                while line := self.line():
                    name, value = line.split(":", 1)
                    fields[name.lower()] = value.strip()
                log("request", method, path, "on", self.number)
                if method == "CONNECT":  # no proxy for anybody
                    self.whole(b"", 403)
                    continue
                getattr(self, "do_" + path.strip("/").replace("-", "_"))(method, fields)
        except (EOFError, ConnectionError, ssl.SSLError):
            pass
        finally:
            self.sock.close()

    def do_hello(self, method, fields):
        if method == "HEAD":
            self.head(Content_Length=5)
        else:
            self.whole(b"hello")

    def do_mirror(self, method, fields):
        body = self.exactly(int(fields.get("content-length", 0)))
        text = "".join(f"{name}={value}\n" for name, value in sorted(fields.items()))
        self.whole(f"{method}\n{text}\n".encode() + body)

    def do_drip(self, method, fields):
        self.chunked()
        for number in range(5):
            self.send_chunk(b"%d" % number)
            time.sleep(0.02)
        self.send_chunk(b"")

    def do_interim(self, method, fields):
        self.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
        self.head(204, X_Kind="final")

    def do_silent(self, method, fields):
        self.wait_for_close()

    def do_stall(self, method, fields):
        self.chunked()
        self.send_chunk(b"begun")
        self.wait_for_close()

    def do_broken(self, method, fields):
        self.chunked()
        self.send_chunk(b"begun")
        self.chunk()
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise EOFError

    def do_short(self, method, fields):
        self.head(Content_Length=1000)
        self.send(b"x" * 10)
        raise EOFError

    def do_huge(self, method, fields):
        """64 MiB, as fast as they are taken; says where it was stopped."""
        self.chunked()
        sent, said, piece = 0, False, b"x" * 65536
        self.sock.settimeout(0.5)
        for _ in range(1024):
            left = memoryview(b"10000\r\n" + piece + b"\r\n")
            while left:
                try:
                    left = left[self.sock.send(left):]
                except TimeoutError:
                    if not said:
                        log("blocked", sent)
                        said = True
            sent += len(piece)
        self.sock.settimeout(None)
        self.send_chunk(b"")
        log("sent", sent)

    def do_duplex(self, method, fields):
        """Sends each chunk back as soon as it has come."""
        self.chunked()
        while data := self.chunk():
            self.send_chunk(data)
        self.send_chunk(b"")

    def do_sink(self, method, fields):
        """Counts what comes, but only after it was told to by a byte on stdin."""
        go.wait()
        count = 0
        while data := self.chunk():
            count += len(data)
        self.whole(b"%d" % count)

    def do_refuse(self, method, fields):
        """Answers without reading the body, and closes."""
        self.head(403, Content_Length=2, Connection="close")
        self.send(b"no")
        self.wait_for_close()


go = threading.Event()


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    context = None
    with tempfile.TemporaryDirectory() as folder:
        if "tls" in sys.argv:
            context = server_context(folder)
        log(listener.getsockname()[1], folder)

        def accept():
            number = 0
            while True:
                sock, _ = listener.accept()
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                number += 1
                log("open", number)
                threading.Thread(target=handle, args=(number, sock), daemon=True).start()

        def handle(number, sock):
            try:
                sock = context.wrap_socket(sock, server_side=True) if context else sock
            except (ssl.SSLError, ConnectionError):
                return log("refused", number)
            Connection(number, sock).serve()

        threading.Thread(target=accept, daemon=True).start()
        while os.read(0, 1):
            go.set()
            log(".")
    os._exit(0)


main()
