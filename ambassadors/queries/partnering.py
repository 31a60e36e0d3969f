"""Who may be paired with whom, and what an ambassador's page of peers shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from ambassadors.enums import Standing
from ambassadors.linkage.tidy import tidy_employer
from ambassadors.models import Ambassador, PeerMeeting, PeerPair, PeerWish

# Peers are people who volunteer here; a pause from visits is no pause from one's peer.
MAY_PAIR = (Standing.ACTIVE, Standing.PAUSED)


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who would like a peer: who, where they work by number and by folded name, what they care about."""

    pk: int
    organisation: int | None
    employer: str
    interests: frozenset[str]

    def shares_employer(self, other: Seeker) -> bool:
        """Whether both work for one organisation: the same entry, or the same name without "Ltd" and the like."""
        same_entry = self.organisation is not None and self.organisation == other.organisation
        return same_entry or self.employer == other.employer


def seeker_of(ambassador: Ambassador, interests: Iterable[str] = ()) -> Seeker:
    """What pairing knows of a person; the employer's entry names it better than they did."""
    name = ambassador.employer.name if ambassador.employer else ambassador.employer_name
    return Seeker(ambassador.pk, ambassador.employer_id, tidy_employer(name), frozenset(interests))


def may_be_paired(ambassador: Ambassador, today: date) -> bool:
    """Whether somebody may have a peer: an adult in the scheme, with an account and an employer that we know."""
    return (
        ambassador.standing in MAY_PAIR
        and ambassador.merged_into_id is None
        and not ambassador.is_minor(today)
        and ambassador.user is not None
        and ambassador.user.is_active
        and bool(seeker_of(ambassador).employer)
    )


def open_seekers(today: date) -> list[Seeker]:
    """Everybody who waits for a peer and may have one, who asked first standing first. One SQL statement."""
    pairs = PeerPair.objects.filter(ended_at=None)
    of_person = Q(first=OuterRef("ambassador")) | Q(second=OuterRef("ambassador"))
    wishes = PeerWish.objects.filter(
        ~Exists(pairs.filter(of_person)),
        Q(ambassador__adult_from=None) | Q(ambassador__adult_from__lte=today),
        is_open=True,
        ambassador__standing__in=MAY_PAIR,
        ambassador__merged_into=None,
        ambassador__user__is_active=True,
    ).select_related("ambassador__employer")
    seekers = [seeker_of(wish.ambassador, wish.interests) for wish in wishes.order_by("asked_at", "pk")]
    return [seeker for seeker in seekers if seeker.employer]


def past_peers(people: Sequence[int]) -> dict[int, list[Seeker]]:
    """By person, everybody they were ever paired with, with where those work. One SQL statement."""
    pairs = PeerPair.objects.filter(Q(first__in=people) | Q(second__in=people))
    found: dict[int, list[Seeker]] = defaultdict(list)
    for pair in pairs.select_related("first__employer", "second__employer"):
        found[pair.first_id].append(seeker_of(pair.second))
        found[pair.second_id].append(seeker_of(pair.first))
    return found


def are_compatible(one: Seeker, other: Seeker, past: dict[int, list[Seeker]]) -> bool:
    """Whether two may be paired: other people, other organisations, also than any peer before, a shared interest."""
    return (
        one.pk != other.pk
        and bool(one.interests & other.interests)
        and not one.shares_employer(other)
        and not any(other.pk == peer.pk or other.shares_employer(peer) for peer in past.get(one.pk, ()))
        and not any(one.shares_employer(peer) for peer in past.get(other.pk, ()))
    )


@dataclass(frozen=True, slots=True)
class Peer:
    """What one of a pair sees of the other, once both have asked: first name, role, employer, an address."""

    name: str
    role: str
    employer: str
    email: str

    @property
    def is_reachable(self) -> bool:
        """Whether both are still in the scheme: the address is shown only then."""
        return bool(self.email)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Where somebody stands with peers."""

    wish: PeerWish | None
    pair: PeerPair | None
    peer: Peer | None
    meetings: Sequence[PeerMeeting]
    past: Sequence[tuple[str, datetime | None]]

    @property
    def waits(self) -> bool:
        """Whether a wish is open and nobody has been found yet."""
        return self.pair is None and self.wish is not None and self.wish.is_open


def pairing_of(ambassador: Ambassador, today: date) -> Pairing:
    """A person's wish, peer, meetings and earlier peers by first name. Three SQL statements."""
    wish = PeerWish.objects.filter(ambassador=ambassador).first()
    rows = list(
        PeerPair.objects.filter(Q(first=ambassador) | Q(second=ambassador))
        .select_related("first__employer", "first__user", "second__employer", "second__user")
        .order_by("-paired_at", "-pk")
    )
    pair = next((row for row in rows if row.ended_at is None), None)
    past = [(other_of(row, ambassador).given_name, row.ended_at) for row in rows if row.ended_at is not None]
    if pair is None:
        return Pairing(wish, None, None, (), past)
    meetings = list(PeerMeeting.objects.filter(pair=pair)[:100])
    return Pairing(wish, pair, _peer(other_of(pair, ambassador), ambassador, today), meetings, past)


def other_of(pair: PeerPair, ambassador: Ambassador) -> Ambassador:
    """The other one of a pair."""
    other: Any = pair.second if pair.first_id == ambassador.pk else pair.first
    found: Ambassador = other
    return found


def _peer(other: Ambassador, reader: Ambassador, today: date) -> Peer:
    employer = other.employer.name if other.employer else other.employer_name
    reachable = (
        {other.standing, reader.standing} <= set(MAY_PAIR)
        and not other.is_minor(today)
        and (other.user is None or other.user.is_active)
    )
    return Peer(other.given_name, other.job_title, employer, other.email if reachable else "")
