"""Peers: ask to be paired, be paired at random among those who fit, set goals, log meetings, leave at any time."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import date, datetime

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.mails import News, register_news
from accounts.actions.support import acting
from accounts.models import User
from ambassadors.actions.mails import tell_ambassador
from ambassadors.actions.support import is_own, require_coordinator, require_own
from ambassadors.choices import PEER_GOALS, PEER_INTERESTS
from ambassadors.models import Ambassador, PeerMeeting, PeerPair, PeerWish
from ambassadors.queries.partnering import Seeker, are_compatible, may_be_paired, open_seekers, other_of, past_peers
from ambassadors.rules.days import london_day

LONGEST_MINUTES = 480
_PAIRING_LOCK = 5_231_117  # one pairing at a time, so that nobody gets two peers at once
_PAGE = "/ambassadors/peers/"

register_news(
    peer_found=News(
        gettext_lazy("You have a peer in another organisation"),
        (
            gettext_lazy("You asked to be paired, and so did %(name)s. Your page says who they are."),
            gettext_lazy("Write to each other and agree a first talk. Either of you can leave at any time."),
        ),
        _PAGE,
        gettext_lazy("See your peer"),
    ),
    peer_left=News(
        gettext_lazy("Your peer has left the pair"),
        (gettext_lazy("%(name)s has ended your pairing. That needs no reason. You can ask to be paired again."),),
        _PAGE,
        gettext_lazy("Ask for another peer"),
    ),
)


def ask_for_peer(
    *,
    by: User,
    ambassador: Ambassador,
    interests: Collection[str],
    online_only: bool,
    agrees: bool,
    now: datetime,
    chance: random.Random | None = None,
) -> PeerPair | None:
    """Ask to be paired; returns the pair when somebody who fits waits already.

    `agrees` is the yes to being shown to a peer: first name, role, employer, email address. Raises
    PermissionDenied, and ValidationError by field.
    """
    require_own(by, ambassador)
    with acting(by, "ask_for_peer"):
        _hold_pairing()
        _check_wish(ambassador, interests, agrees=agrees, today=london_day(now))
        wish = {"interests": sorted(set(interests)), "online_only": online_only, "is_open": True, "asked_at": now}
        PeerWish.objects.update_or_create(ambassador=ambassador, defaults=wish)
        made = _pair(open_seekers(london_day(now)), chance or random.SystemRandom(), now, only=ambassador.pk)
    return made[0] if made else None


def stop_asking(*, by: User, ambassador: Ambassador) -> None:
    """Take the wish for a peer back; a pair that exists stays. Raises PermissionDenied."""
    require_own(by, ambassador)
    with acting(by, "stop_asking"):
        PeerWish.objects.filter(ambassador=ambassador).update(is_open=False)


def pair_waiting(*, by: User | None, now: datetime, chance: random.Random | None = None) -> list[PeerPair]:
    """Pair everybody who waits and fits somebody; for a coordinator, or for the schedule (`by` None).

    Raises PermissionDenied.
    """
    if by is not None:
        require_coordinator(by)
    with transaction.atomic(), pghistory.context(user=by.pk if by else None, action="pair_waiting"):
        _hold_pairing()
        return _pair(open_seekers(london_day(now)), chance or random.SystemRandom(), now)


def set_goals(*, by: User, pair: PeerPair, goals: Collection[str]) -> PeerPair:
    """Set what the two want of their talks, from the list. Raises PermissionDenied and ValidationError."""
    with acting(by, "set_goals"):
        pair, _mine = _own_pair(by, pair)
        if not set(goals) <= set(PEER_GOALS):
            raise ValidationError({"goals": _("Choose goals of the list.")})
        pair.goals = [goal for goal in PEER_GOALS if goal in goals]
        pair.save(update_fields=["goals"])
    return pair


def log_meeting(
    *, by: User, pair: PeerPair, met_on: date | None, minutes: int | None, goal: str, today: date
) -> PeerMeeting:
    """Note that the two met. Raises PermissionDenied, and ValidationError by field."""
    with acting(by, "log_meeting"):
        pair, mine = _own_pair(by, pair)
        problems: dict[str, str] = {}
        if met_on is None or met_on > today:
            problems["met_on"] = _("Give the day on which you met: today or before.")
        elif met_on < london_day(pair.paired_at):
            problems["met_on"] = _("That is before you were paired.")
        if minutes is None or not 0 < minutes <= LONGEST_MINUTES:
            problems["minutes"] = _("Give the minutes, at most %(most)d.") % {"most": LONGEST_MINUTES}
        if goal and goal not in PEER_GOALS:
            problems["goal"] = _("Choose a goal of the list.")
        if met_on is None or minutes is None or problems:
            raise ValidationError(problems)
        return PeerMeeting.objects.create(pair=pair, met_on=met_on, minutes=minutes, goal=goal, logged_by=mine)


def leave_pair(*, by: User, pair: PeerPair, now: datetime) -> None:
    """End a pair, at any time and without a reason; the other gets a mail. Raises PermissionDenied."""
    with acting(by, "leave_pair"):
        pair, mine = _own_pair(by, pair)
        _end(pair, mine, now)


def end_pairs_of(*, ambassador: Ambassador, now: datetime) -> int:
    """End somebody's pair and wish because they are suspended or have left; returns how many pairs ended.

    Part of those actions, in their transaction: they check who may. The other hears only that it is over.
    """
    PeerWish.objects.filter(ambassador=ambassador).update(is_open=False)
    pairs = PeerPair.objects.select_for_update(of=("self",)).filter(
        Q(first=ambassador) | Q(second=ambassador), ended_at=None
    )
    found = list(pairs.select_related("first__user", "second__user"))
    for pair in found:
        _end(pair, ambassador, now)
    return len(found)


def _hold_pairing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PAIRING_LOCK])


def _check_wish(ambassador: Ambassador, interests: Collection[str], *, agrees: bool, today: date) -> None:
    problems: dict[str, str] = {}
    if not interests or not set(interests) <= set(PEER_INTERESTS):
        problems["interests"] = _("Choose at least one thing of the list.")
    if not agrees:
        problems["agrees"] = _("We can only pair you if your peer may see who you are.")
    if problems:
        raise ValidationError(problems)
    if ambassador.is_minor(today):
        raise ValidationError(_("You can be paired from the day you turn 18."))
    if not may_be_paired(ambassador, today):
        said = _("You can be paired once you are active in the scheme and your profile names your employer.")
        raise ValidationError(said)
    if PeerPair.objects.filter(Q(first=ambassador) | Q(second=ambassador), ended_at=None).exists():
        raise ValidationError(_("You have a peer. Leave the pair first if you would like another."))


def _pair(seekers: list[Seeker], chance: random.Random, now: datetime, *, only: int | None = None) -> list[PeerPair]:
    """Pair people at random: each of those waiting in turn, in random order, with one of those who fit."""
    past = past_peers([seeker.pk for seeker in seekers])
    turn = [seeker for seeker in seekers if only is None or seeker.pk == only]
    chance.shuffle(turn)
    waiting = {seeker.pk: seeker for seeker in seekers}
    made = []
    for seeker in turn:
        if seeker.pk not in waiting:
            continue
        fits = [other for other in waiting.values() if are_compatible(seeker, other, past)]
        if not fits:
            continue
        other = chance.choice(fits)
        del waiting[seeker.pk], waiting[other.pk]
        made.append(_make(seeker.pk, other.pk, now))
    return made


def _make(one: int, other: int, now: datetime) -> PeerPair:
    first, second = sorted((one, other))
    pair = PeerPair.objects.create(first_id=first, second_id=second, paired_at=now)
    PeerWish.objects.filter(ambassador__in=(first, second)).update(is_open=False)
    people = Ambassador.objects.select_related("user").in_bulk([first, second])
    for reader, peer in ((people[first], people[second]), (people[second], people[first])):
        tell_ambassador(reader, "peer_found", {"name": peer.given_name})
    return pair


def _own_pair(by: User, pair: PeerPair) -> tuple[PeerPair, Ambassador]:
    """The pair, held to the transaction’s end, and who acts; PermissionDenied for others and once over."""
    rows = PeerPair.objects.select_for_update(of=("self",)).select_related("first__user", "second__user")
    found = rows.get(pk=pair.pk)
    mine = next((one for one in (found.first, found.second) if is_own(by, one)), None)
    if mine is None or found.ended_at is not None:
        raise PermissionDenied
    return found, mine


def _end(pair: PeerPair, mine: Ambassador, now: datetime) -> None:
    pair.ended_at, pair.ended_by = now, mine
    pair.save(update_fields=["ended_at", "ended_by"])
    tell_ambassador(other_of(pair, mine), "peer_left", {"name": mine.given_name})
