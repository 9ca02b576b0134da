#!/usr/bin/env python3
"""clamd's protocol as far as PING, VERSION and INSTREAM go; a stream that holds the word EICAR is called infected."""

import signal
import socketserver
import sys

PORT = 3310


class Clamd(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        end = b"\0" if self.rfile.peek(1)[:1] == b"z" else b"\n"
        command = self.line(end).strip().lstrip(b"zn").decode()
        answer = {"PING": lambda: "PONG", "VERSION": lambda: "ClamAV stand-in", "INSTREAM": self.scan}.get(command)
        self.wfile.write((answer() if answer else "UNKNOWN COMMAND").encode() + end)

    def line(self, end: bytes) -> bytes:
        line = b""
        while not line.endswith(end) and (byte := self.rfile.read(1)):
            line += byte
        return line.rstrip(end)

    def scan(self) -> str:
        """Chunks, each after its length in four bytes; a length of nothing ends them."""
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        return "stream: Eicar-Signature FOUND" if b"EICAR" in content else "stream: OK"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


signal.signal(signal.SIGTERM, lambda *_: sys.exit())
with Server(("", PORT), Clamd) as server:
    server.serve_forever()
