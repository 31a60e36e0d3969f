"""A small mail server on loopback that keeps what it takes; it can refuse, hang up or wait at the last step."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message


class _Session(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self._say("220 loopback")
        while line := self.rfile.readline().decode("latin-1").strip():
            word = line.split(" ")[0].upper()
            if word == "QUIT":
                self._say("221 bye")
                return
            if word == "RCPT" and self.server.refuse:
                self._say(self.server.refuse)
            elif word == "DATA":
                self._say("354 go on")
                if not self._take():
                    return
            else:
                self._say("250 fine")

    def _take(self) -> bool:
        """Keep the mail; False when the server hangs up without a word about it."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.taken.append(message_from_bytes(b"".join(lines)))
        if self.server.hang_up:
            return False
        self._say("250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class SmtpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[Message] = []
        self.refuse = ""  # the answer to RCPT, such as "550 no such person"
        self.hang_up = False

    @property
    def port(self) -> int:
        return self.server_address[1]


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(timeout=5)
