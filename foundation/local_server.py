"""What the embedded servers share: where their files are, their ports and password, and looking at processes."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import secrets
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Role = Literal["app", "test"]
ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
START_SECONDS = 60
START_ATTEMPTS = 4


class ServiceError(RuntimeError):
    """A server could not be found, started or reached; the message says what to do."""


@dataclass(frozen=True)
class Access:
    """The ports and the password of one role's embedded servers, kept in a private file."""

    password: str
    postgres_port: int
    valkey_port: int


def local_dir() -> Path:
    """Return the directory that holds this checkout's servers and process ids: `WAYMARK_LOCAL_DIR` or `.local`."""
    return (ROOT / os.environ.get("WAYMARK_LOCAL_DIR", ".local")).resolve()


def server_directory(role: Role, name: str) -> Path:
    """Return the directory of one server, the tests' beside the application's."""
    return home() / (name if role == "app" else f"test-{name}")


def home() -> Path:
    """Return where servers keep their files: `.local`, unless root's own directories hide it from them."""
    if os.geteuid() == 0 and not open_to_all(local_dir()):
        digest = hashlib.sha256(str(local_dir()).encode()).hexdigest()[:12]
        return Path("/var/tmp") / f"waymark-{digest}"  # noqa: S108 - root's own name there; must outlive a restart
    return local_dir()


def open_to_all(path: Path) -> bool:
    """Say whether any user may enter this directory; missing parts are made by us and count as open."""
    return all(not part.exists() or part.stat().st_mode & 0o001 for part in (path, *path.parents))


def access_file(role: Role) -> Path:
    """Return the private file that remembers a role's ports and password."""
    return local_dir() / f"services-{role}.json"


def access_for(role: Role) -> Access:
    """Read a role's ports and password, or choose them the first time."""
    path = access_file(role)
    try:
        return Access(**json.loads(path.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        access = Access(password=secrets.token_hex(16), postgres_port=free_port(), valkey_port=free_port())
        save_access(role, access)
        return access


def save_access(role: Role, access: Access) -> None:
    """Remember a role's ports and password for the next command."""
    path = access_file(role)
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(vars(access)))
    draft.replace(path)  # a killed command never leaves half a file


def free_port() -> int:
    """Return a loopback port that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Say whether a server could listen on this loopback port."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
        return True


def package_directory(name: str, setting: str) -> Path:
    """Return where a wheel is installed, or raise ServiceError naming the setting that it stands in for."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServiceError(f"{setting} is not set and the package that would stand in for it is not installed.")
    return Path(spec.origin).parent


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log, for an error message."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"


def command_line(pid: int) -> str:
    """Return the command line of a process, or nothing when it does not run."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    proc = Path(f"/proc/{pid}/cmdline")
    if proc.exists():
        return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    listed = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603
    return listed.stdout
