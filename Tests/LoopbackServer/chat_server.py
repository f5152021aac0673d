# SPDX-License-Identifier: MIT-0
"""A server of /v1/chat/completions that checks each request and answers as its model's name says:
`echo`, or a kind of failure. It takes a port of its own, says it on stdout, logs there what it
sees, and ends with its stdin. It wants the key "sk-right". With the argument `late` it
doesn't listen before a byte has come on stdin."""

import json
import os
import socket
import sys
import threading
import time

REPLY = ["Hé", "llo ", "語", "!", "", " 👋🏽"]


def log(*words):
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def event(value):
    return b"data: " + (value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()) + b"\n\n"


def chunk(delta, finish=None, **more):
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return event({"object": "chat.completion.chunk", "choices": [choice], **more})


def complaints(body):
    """What is wrong with a request, or nothing."""
    messages = body.get("messages")
    if body.get("stream") is not True or body.get("stream_options") != {"include_usage": True}:
        yield "not a stream with usage"
    if not isinstance(messages, list) or not messages:
        yield "no messages"
        return
    roles = [message["role"] for message in messages]
    if "system" in roles[1:]:
        yield "system is not first"
    turns = [role for role in roles if role != "system"]
    if turns != (["user", "assistant"] * len(turns))[:len(turns)] or turns[-1] != "user":
        yield f"bad turns {turns}"
    if any(set(message) != {"role", "content"} for message in messages):
        yield "bad message"
    known = {"model": str, "messages": list, "stream": bool, "stream_options": dict,
             "max_tokens": int, "temperature": (int, float), "top_p": (int, float), "stop": list,
             "cache_prompt": bool}
    for name, value in body.items():
        if name not in known or not isinstance(value, known[name]):
            yield f"bad field {name}"


class Connection:
    def __init__(self, number, sock):
        self.number, self.sock, self.buffer = number, sock, b""

    def read_until(self, end):
        while end not in self.buffer:
            self.fill()
        data, self.buffer = self.buffer.split(end, 1)
        return data

    def fill(self):
        piece = self.sock.recv(65536)
        if not piece:
            raise EOFError
        self.buffer += piece

    def answer(self, status, body=b"", kind="application/json", **fields):
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {kind}",
                 f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
        self.sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + body)

    def error(self, status, message, **fields):
        body = json.dumps({"error": {"message": message, "type": "x", "code": "y"}}).encode()
        self.answer(status, body, **fields)

    def serve(self):
        try:
            while True:
                head = self.read_until(b"\r\n\r\n").decode().split("\r\n")
                method, path, _ = head[0].split(" ")
                fields = dict(line.split(": ", 1) for line in head[1:])
                fields = {name.lower(): value for name, value in fields.items()}
                length = int(fields.get("content-length", 0))
                while len(self.buffer) < length:
                    self.fill()
                body, self.buffer = self.buffer[:length], self.buffer[length:]
                log("request", method, path, "on", self.number)
                self.handle(method, path, fields, body)
        except (EOFError, ConnectionError):
            log("closed", self.number)
        finally:
            self.sock.close()

    def handle(self, method, path, fields, body):
        if method == "HEAD":
            return self.answer(200)
        if (method, path) != ("POST", "/v1/chat/completions"):
            return self.answer(404, b"<html>Not\nFound</html>", "text/html")
        key = fields.get("authorization", "")
        if key != "Bearer sk-right":
            return self.error(401, f"Incorrect API key provided: {key[7:]}")
        if fields.get("content-type") != "application/json":
            return self.error(400, "not JSON")
        body = json.loads(body)
        log("body", json.dumps(body, sort_keys=True, ensure_ascii=False))
        wrong = ", ".join(complaints(body))
        if wrong:
            return self.error(400, wrong)
        model = body.get("model", "echo").replace("-", "_")
        getattr(self, "do_" + model, self.unknown)(body)

    def unknown(self, body):
        self.error(404, f"The model `{body['model']}` does not exist")

    def start(self):
        self.sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                          b"Transfer-Encoding: chunked\r\n\r\n")
        self.send(b": hello\n\n" + chunk({"role": "assistant", "content": None}))

    def send(self, data):
        self.sock.sendall(b"%x\r\n%s\r\n" % (len(data), data))

    def finish(self, reason="stop", done=True):
        usage = {"prompt_tokens": 12, "completion_tokens": len(REPLY), "total_tokens": 0}
        self.send(chunk({}, reason))
        self.send(event({"choices": [], "usage": usage}))
        if done:
            self.send(event(b"[DONE]"))
        self.send(b"")

    def do_echo(self, body):
        self.start()
        for text in REPLY:
            self.send(chunk({"content": text, "reasoning_content": "secretly"}))
        self.finish("length" if body.get("max_tokens") == 1 else "stop")

    def do_crumbs(self, body):
        """Byte by byte: splits inside UTF-8, inside JSON, inside line ends."""
        data = b"".join(chunk({"content": text}) for text in REPLY).replace(b"\n", b"\r\n")
        self.start()
        for byte in data:
            self.send(bytes([byte]))
        self.finish()

    def do_endless(self, body):
        self.start()
        while True:
            self.send(chunk({"content": "on and "}))
            time.sleep(0.001)

    def do_hang(self, body):
        while True:
            self.fill()

    def do_stall(self, body):
        self.start()
        self.send(chunk({"content": "begun"}))
        self.do_hang(body)

    def do_no_done(self, body):
        self.start()
        self.send(chunk({"content": "all"}))
        self.finish(done=False)

    def do_cut_off(self, body):
        self.start()
        self.send(chunk({"content": "half"}))
        self.send(b"")

    def do_torn(self, body):
        self.start()
        self.send(chunk({"content": "half"}))
        raise EOFError

    def do_broken_json(self, body):
        self.start()
        self.send(chunk({"content": "good"}) + event(b'{"choices": [{"del'))
        self.send(b"")

    def do_error_inside(self, body):
        self.start()
        self.send(chunk({"content": "good"}) + event({"error": {"message": "out of memory", "code": 500}}))
        self.send(b"")

    def do_html(self, body):
        self.answer(200, b"<html>welcome</html>", "text/html")

    def do_busy_twice(self, body):
        with lock:
            counts["busy"] = counts.get("busy", 0) + 1
            count = counts["busy"]
        if count <= 2:
            self.error(429 if count == 1 else 503, "Loading model", Retry_After="0")
        else:
            self.do_echo(body)

    def do_loading(self, body):
        with lock:
            counts["loading"] = counts.get("loading", 0) + 1
        if counts["loading"] <= 5:
            self.error(503, "Loading model")
        else:
            self.do_echo(body)

    def do_busy(self, body):
        self.error(429, "Rate limit reached")

    def do_busy_for_an_hour(self, body):
        self.error(429, "Rate limit reached", Retry_After="3600")

    def do_failing(self, body):
        self.answer(500, b"something\nbroke", "text/plain")

    def do_forbidden(self, body):
        self.error(403, "No access")

    def do_many(self, body):
        """20 000 events, as fast as they are taken."""
        self.start()
        for _ in range(200):
            self.send(chunk({"content": "word "}) * 100)
        self.finish()


lock, counts = threading.Lock(), {}


def main():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    late = "late" in sys.argv
    if not late:
        listener.listen()
    log(listener.getsockname()[1])
    if late:
        os.read(0, 1)
        listener.listen()

    def accept():
        number = 0
        while True:
            sock, _ = listener.accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            number += 1
            threading.Thread(target=Connection(number, sock).serve, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    while os.read(0, 1):
        log(".")
    os._exit(0)


main()
