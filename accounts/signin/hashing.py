"""Password hashing that never takes more of the machine than it was given, however many sign in at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class TooBusyError(Exception):
    """More people are signing in than may be served at once; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many passwords are being checked at once")
        self.retry_after = retry_after


class HashGate:
    """Lets `at_once` callers through together and `waiting` more wait for up to `seconds`; refuses the rest.

    Those who wait each hold a thread of the server, so there must be fewer places than threads:
    what is left over answers everybody who only reads.
    """

    def __init__(self, *, at_once: int, waiting: int, seconds: float) -> None:
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._slots = threading.BoundedSemaphore(at_once)
        self._seconds = seconds

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold one slot for the length of a `with` block; raises TooBusyError instead of waiting any longer."""
        if not self._places.acquire(blocking=False):
            raise TooBusyError(self._retry_after)
        try:
            if not self._slots.acquire(timeout=self._seconds):
                raise TooBusyError(self._retry_after)
            try:
                yield
            finally:
                self._slots.release()
        finally:
            self._places.release()

    @property
    def _retry_after(self) -> int:
        return max(2, round(self._seconds))


@lru_cache(maxsize=1)
def hash_gate() -> HashGate:
    """The one gate of this process."""
    return HashGate(
        at_once=settings.PASSWORD_HASHES_AT_ONCE,
        waiting=settings.PASSWORD_HASHES_WAITING,
        seconds=settings.PASSWORD_HASH_WAIT_SECONDS,
    )


class GatedArgon2PasswordHasher(Argon2PasswordHasher):
    """argon2id with the costs of our settings, both hashing and checking behind the gate.

    The default costs are the second recommended option of RFC 9106, section 4 (64 MiB, three passes),
    on one lane, so that one sign-in takes one core and no more. Hashes made at other costs are checked
    as they were made and replaced at the next sign-in.
    """

    def __init__(self) -> None:
        super().__init__()
        self.time_cost = settings.PASSWORD_HASH_PASSES
        self.memory_cost = settings.PASSWORD_HASH_KIB
        self.parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """The hash to store; raises TooBusyError."""
        with hash_gate().held():
            return self._encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the password made this hash; raises TooBusyError."""
        with hash_gate().held():
            return self._verify(password, encoded)

    def _encode(self, password: str, salt: str) -> str:
        return super().encode(password, salt)

    def _verify(self, password: str, encoded: str) -> bool:
        return super().verify(password, encoded)
