"""Addresses of other sites that we publish: whether they still answer, and what the desk decides about the rest."""

from __future__ import annotations

import os
import socket
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from foundation.leases import leased
from foundation.link_looking import Look, LookRules, Verdict, look_at
from foundation.models import LinkState, OutgoingLink

NIGHTS_UNTIL_BROKEN = 2
_AGAIN_AFTER = timedelta(hours=20)
_LEASE_MINUTES = 240.0
_LONGEST = 500


class Published(NamedTuple):
    """An address that we publish, words for where, and the address of our own page or desk screen with it."""

    address: str
    where: str
    page: str


Provider = Callable[[], Iterable[Published]]
_PROVIDERS: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Make a package's outgoing addresses known; called when the apps are ready."""
    _PROVIDERS[name] = provider


def published_addresses() -> dict[str, list[tuple[str, str]]]:
    """Every address of another site that we publish, with where; those that no browser could follow are left out."""
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for provider in _PROVIDERS.values():
        for address, where, page in provider():
            address = address.strip()
            if address.startswith(("http://", "https://")) and len(address) <= _LONGEST and "\0" not in address:
                places[address].append((where, page))
    return places


@transaction.atomic
def gather_links() -> int:
    """Bring the rows in step with what is published now; returns how many addresses there are.

    What is no longer published leaves, with what was found and decided about it.
    """
    places = published_addresses()
    held = {link.address: link for link in OutgoingLink.objects.all()}
    gone = [link.pk for address, link in held.items() if address not in places]
    OutgoingLink.objects.filter(pk__in=gone).delete()
    new, moved = [], []
    for address, where in places.items():
        shown = [list(place) for place in where[:20]]
        link = held.get(address)
        if link is None:
            host = (urlsplit(address).hostname or "")[:255]
            new.append(OutgoingLink(address=address, host=host, places=shown))
        elif link.places != shown:
            link.places = shown
            moved.append(link)
    OutgoingLink.objects.bulk_create(new, batch_size=1000)
    OutgoingLink.objects.bulk_update(moved, ["places"], batch_size=500)
    return len(places)


def check_due_links(*, now: datetime, most: int, rules: LookRules | None = None) -> int:
    """Gather, then look at the addresses not looked at for longest, `most` of them; returns how many.

    Addresses that failed before come first. A second run beside the first does nothing. The hosts
    take turns, and each gets a pause between two looks (rules.pause).
    """
    rules = rules or LookRules()
    with leased("check-links", f"{socket.gethostname()}:{os.getpid()}", now=now, minutes=_LEASE_MINUTES) as got:
        if not got:
            return 0
        gather_links()
        due = OutgoingLink.objects.exclude(checked_at__gt=now - _AGAIN_AFTER).filter(ignored_at=None)
        rows = list(due.order_by(F("failed_nights").desc(), F("checked_at").asc(nulls_first=True), "pk")[:most])
        last: dict[str, float] = {}
        for link in _hosts_take_turns(rows):
            _wait_for_turn(last, link.host, rules.pause)
            check_link(link, now=timezone.now() if rules.pause else now, rules=rules)
            last[link.host] = time.monotonic()
        return len(rows)


def check_link(link: OutgoingLink, *, now: datetime, rules: LookRules) -> OutgoingLink:
    """Look at one address and write down what was there. Never raises for what the other site does."""
    _judge(link, look_at(link.address, rules), now)
    link.save()
    return link


def _judge(link: OutgoingLink, look: Look, now: datetime) -> None:
    """A failure counts once a night: one bad evening of another site is no broken link."""
    link.checked_at, link.status_code = now, look.status
    link.detail, link.moved_to = look.detail[:300], look.moved_to[:_LONGEST]
    if look.verdict is not Verdict.FAILS:
        link.state = LinkState.WORKS if look.verdict is Verdict.WORKS else LinkState.GUARDED
        link.failed_nights, link.last_failed_on, link.broken_since = 0, None, None
        return
    tonight = _night(now)
    if link.last_failed_on != tonight:
        link.failed_nights, link.last_failed_on = link.failed_nights + 1, tonight
    if link.failed_nights < NIGHTS_UNTIL_BROKEN:
        link.state = LinkState.FAILING
    else:
        link.state, link.broken_since = LinkState.BROKEN, link.broken_since or now


def _night(now: datetime) -> date:
    """The night's own date: looks before and after midnight are of one night."""
    return timezone.localdate(now - timedelta(hours=12))


def _hosts_take_turns(links: Iterable[OutgoingLink]) -> Iterator[OutgoingLink]:
    """One of each host, then the next of each, so that no host is asked much at once."""
    by_host: dict[str, deque[OutgoingLink]] = defaultdict(deque)
    for link in links:
        by_host[link.host].append(link)
    while by_host:
        for host in list(by_host):
            yield by_host[host].popleft()
            if not by_host[host]:
                del by_host[host]


def _wait_for_turn(last: dict[str, float], host: str, pause: float) -> None:
    if host in last:
        time.sleep(max(0.0, pause - (time.monotonic() - last[host])))


def broken_links() -> Any:
    """Links that are broken and not ignored, longest broken first."""
    return OutgoingLink.objects.filter(state=LinkState.BROKEN, ignored_at=None).order_by("broken_since", "pk")


@transaction.atomic
def mark_fixed(*, by: Any, link: OutgoingLink, now: datetime) -> OutgoingLink:
    """Say that a broken link works again or was corrected; the next night looks at it afresh."""
    link.state, link.detail, link.checked_at = LinkState.UNCHECKED, "", None
    link.failed_nights, link.last_failed_on, link.broken_since = 0, None, None
    link.ignored_at, link.ignored_because, link.decided_by = None, "", by.pk
    link.save()
    return link


@transaction.atomic
def ignore_link(*, by: Any, link: OutgoingLink, reason: str, now: datetime) -> OutgoingLink:
    """Leave a link as it is and look at it no more; raises ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": gettext("Say why the link may stay as it is.")})
    link.ignored_at, link.ignored_because, link.decided_by = now, reason.strip()[:300], by.pk
    link.save()
    return link
