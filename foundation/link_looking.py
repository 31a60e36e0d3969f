"""One look at an address of another site: polite, patient for a while, and never at anything inside our own network."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import httpx

_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
# Answers that many sites give to every program, whatever a browser would see.
_GUARDED = {401, 403, 407, 418, 429, 451, 503}
# Numbers of the newer kind that hold one of the older: NAT64 (RFC 6052, RFC 8215) and compatible ones (RFC 4291).
_WAYS_TO_IPV4 = tuple(ipaddress.IPv6Network(way) for way in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96"))
_HEADERS = {"User-Agent": "Waymark link check", "Accept": "*/*"}


class Verdict(StrEnum):
    """What one look says."""

    WORKS = "works"
    GUARDED = "guarded"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class LookRules:
    """How a look behaves; times in seconds. `allow_inside` is for tests against a server of their own."""

    timeout: float = 12.0
    most_redirects: int = 5
    pause: float = 2.0
    allow_inside: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What was there: `moved_to` is where a permanent redirect leads, `detail` says what failed."""

    verdict: Verdict
    status: int | None = None
    detail: str = ""
    moved_to: str = ""


class RefusedAddressError(Exception):
    """An address that we do not open: not on the public internet, or not on a usual port."""


def look_at(address: str, rules: LookRules) -> Look:
    """Ask for the head of an address, then for the address itself where the head is not given.

    Redirects are followed one by one, and every host is looked up and judged before it is connected
    to: the connection goes to the very number that was judged (no second look-up could answer
    otherwise). Never raises.
    """
    here, moved_to, seen = address, "", {address}
    try:
        with httpx.Client(timeout=rules.timeout, trust_env=False, follow_redirects=False) as client:
            for _hop in range(rules.most_redirects + 1):
                status, location = _ask(client, here, rules)
                if status not in _MOVED or not location:
                    return _verdict(status, moved_to)
                here = urljoin(here, location)
                if status in _FOR_GOOD and len(seen) == 1:
                    moved_to = here
                if here in seen:
                    return Look(Verdict.FAILS, status, "the address leads back to itself")
                seen.add(here)
    except RefusedAddressError as error:
        return Look(Verdict.FAILS, None, str(error))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return Look(Verdict.FAILS, None, f"{type(error).__name__}: {error}"[:300])
    return Look(Verdict.FAILS, status, f"more than {rules.most_redirects} redirects")


def _verdict(status: int, moved_to: str) -> Look:
    if status < 400:
        return Look(Verdict.WORKS, status, "", moved_to)
    verdict = Verdict.GUARDED if status in _GUARDED else Verdict.FAILS
    return Look(verdict, status, f"answered with status {status}")


def _ask(client: httpx.Client, address: str, rules: LookRules) -> tuple[int, str]:
    """Status and Location; the body is never read."""
    parts = urlsplit(address)
    number = judged_number(parts, rules)
    at = urlunsplit((parts.scheme, _netloc(number, parts.port), parts.path or "/", parts.query, ""))
    host = httpx.URL(address).raw_host.decode("ascii")  # as it travels, where it is written in other letters
    headers = {**_HEADERS, "Host": _netloc(host, parts.port)}
    for method in ("HEAD", "GET"):
        request = client.build_request(method, at, headers=headers, extensions={"sni_hostname": host})
        answer = client.send(request, stream=True)
        answer.close()
        if answer.status_code < 400 or answer.status_code == 429:
            break
    return answer.status_code, answer.headers.get("Location", "")


def judged_number(parts: SplitResult, rules: LookRules) -> str:
    """The network address that a host has, when all that it has are public; raises RefusedAddressError."""
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password:
        raise RefusedAddressError("not a plain web address")
    port = parts.port or _PORTS[parts.scheme]
    if port not in _PORTS.values() and not rules.allow_inside:
        raise RefusedAddressError(f"port {port} is not one of the web")
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise RefusedAddressError(f"no such host: {parts.hostname}") from error
    # The older kind of number first: not every server reaches the newer one.
    numbers = [str(entry[4][0]) for entry in sorted(found, key=lambda entry: entry[0] != socket.AF_INET)]
    if not rules.allow_inside and not all(_is_public(number) for number in numbers):
        raise RefusedAddressError(f"{parts.hostname} is not on the public internet")
    return numbers[0]


def _is_public(number: str) -> bool:
    address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in way for way in _WAYS_TO_IPV4) or address.teredo or address.sixtofour:
            return False  # a gateway would lead on to a number that nobody judged
        address = address.ipv4_mapped or address
    return address.is_global and not address.is_multicast


def _netloc(host: str, port: int | None) -> str:
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port else host
