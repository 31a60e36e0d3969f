"""Fetching a publisher's file: conditional, with a size limit, a time limit and retries with back-off."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

_RETRY_STATUS = {429, 500, 502, 503, 504}
_CHUNK = 64 * 1024


class TooLargeError(Exception):
    """The answer is larger than the limit; reading stopped there."""


class UnreachableError(Exception):
    """No usable answer after all attempts."""

    def __init__(self, message: str, attempts: int) -> None:
        super().__init__(message)
        self.attempts = attempts


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer. `path` is None when the publisher said "not modified"."""

    status: int
    etag: str
    last_modified: str
    path: Path | None
    bytes_read: int
    checksum: str
    attempts: int


@dataclass(frozen=True, slots=True)
class FetchRules:
    """How patient and how greedy a fetch may be; times in seconds, `backoff` before the first retry."""

    max_bytes: int
    timeout: float = 30.0
    attempts: int = 4
    backoff: float = 2.0


def fetch(
    address: str,
    into: Path,
    rules: FetchRules,
    *,
    etag: str = "",
    last_modified: str = "",
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Fetch `address` into the file `into` unless it is the edition that `etag` / `last_modified` describe.

    Server errors, 429 and broken connections are tried again after 2, 4, 8 ... seconds. The file is
    complete or absent. Raises TooLargeError, or UnreachableError for anything that is no answer.
    """
    headers = {"User-Agent": "Waymark source check"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    problem = ""
    for attempt in range(1, rules.attempts + 1):
        if attempt > 1:
            sleep(rules.backoff * 2 ** (attempt - 2))
        try:
            found = _once(address, into, rules, headers, attempt)
        except httpx.HTTPError as error:
            problem = f"{type(error).__name__}: {error}"
            continue
        if found.status not in _RETRY_STATUS:
            return found
        problem = f"status {found.status}"
    raise UnreachableError(problem, rules.attempts)


def _once(address: str, into: Path, rules: FetchRules, headers: dict[str, str], attempt: int) -> Fetched:
    with (
        httpx.Client(timeout=rules.timeout, follow_redirects=True, max_redirects=5) as client,
        client.stream("GET", address, headers=headers) as answer,
    ):
        etag, modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
        if answer.status_code != 200:
            return Fetched(answer.status_code, etag, modified, None, 0, "", attempt)
        if int(answer.headers.get("Content-Length", 0) or 0) > rules.max_bytes:
            raise TooLargeError(f"the publisher announces {answer.headers['Content-Length']} bytes")
        size, digest = _save(answer, into, rules.max_bytes)
        return Fetched(200, etag, modified, into, size, digest, attempt)


def _save(answer: httpx.Response, into: Path, max_bytes: int) -> tuple[int, str]:
    into.parent.mkdir(parents=True, exist_ok=True)
    partial = into.with_name(into.name + ".part")
    size, digest = 0, hashlib.sha256()
    try:
        with partial.open("wb") as handle:
            for chunk in answer.iter_bytes(_CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    raise TooLargeError(f"more than {max_bytes:,} bytes")
                digest.update(chunk)
                handle.write(chunk)
        partial.replace(into)
    finally:
        partial.unlink(missing_ok=True)
    return size, digest.hexdigest()
