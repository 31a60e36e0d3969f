"""Who deals with a concern: never whom it is about or who had a part in it, and always somebody to stand in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import roles_with
from ambassadors.enums import ConcernAbout
from ambassadors.models import Concern, CoordinatorArea, Visit


class NoHandlerError(LookupError):
    """Fewer than two people are left who may deal with a concern."""


@dataclass(frozen=True, slots=True)
class Route:
    """Who deals with a concern, and who does when they cannot."""

    handler: User
    alternate: User


def route(
    about: str, *, visit: Visit | None, region: str, person: User | None = None, apart_from: Iterable[int | None] = ()
) -> Route:
    """Choose a handler and an alternate; four SQL statements at most. Raises NoHandlerError.

    First the two who coordinate the region (CoordinatorArea; "" stands for the regions that no row names), then
    everybody else who handles concerns, longest here first. Where they are fewer than two, administrators stand in:
    a concern waits for nobody's appointment. Left out are the person it is about, whoever else is in `apart_from`,
    and those who were at the visit or asked for it. Where it is about a coordinator whom nobody named, everybody who
    coordinated the visit is left out too, and those who coordinate the region, as long as two others remain.
    """
    never = {person.pk if person else None, *apart_from, *_at_visit(visit)}
    unnamed = about == ConcernAbout.COORDINATOR and person is None
    if unnamed and visit is not None:
        never |= {visit.proposed_by_id, visit.passed_on_by_id}
    of_region = _of_region(region)
    people = [one for one in _handlers(of_region) if one.pk not in never]
    if unnamed:
        others = [one for one in people if one.pk not in of_region]
        people = others if len(others) > 1 else [*others, *(one for one in people if one.pk in of_region)]
    if len(people) < 2:
        known = {one.pk for one in people}
        people += [one for one in _holders(Permission.USER_MANAGE) if one.pk not in never | known]
    if len(people) < 2:
        raise NoHandlerError("fewer than two people may deal with this concern")
    return Route(people[0], people[1])


def may_deal_with(user: User, concern: Concern) -> bool:
    """Whether somebody sees a concern at all: its handler or alternate, while they hold such a role.

    Whom it is about never does, whatever roles they hold. Two SQL statements.
    """
    if user.pk not in (concern.handler_id, concern.alternate_id) or user.pk in _about(concern):
        return False
    return user.has_perm(Permission.CONCERN_HANDLE) or user.has_perm(Permission.USER_MANAGE)


def people_for(concern: Concern) -> list[User]:
    """Everybody who could take a concern over; two SQL statements."""
    never = _about(concern) | _at_visit(concern.visit)
    if concern.about == ConcernAbout.COORDINATOR:
        never.add(concern.raised_by_id)
        if concern.person_id is None and concern.visit is not None:
            never |= {concern.visit.proposed_by_id, concern.visit.passed_on_by_id}
    return [one for one in _holders(Permission.CONCERN_HANDLE) if one.pk not in never]


def coordinators() -> list[User]:
    """Everybody who coordinates, by name; one SQL statement."""
    return sorted(_holders(Permission.AMBASSADOR_COORDINATE), key=lambda one: (one.get_full_name(), one.pk))


def _about(concern: Concern) -> set[int | None]:
    """Accounts of whom it is about; an ambassador may have come to theirs since it was raised."""
    return {concern.person_id, concern.ambassador.user_id if concern.ambassador else None} - {None}


def _at_visit(visit: Visit | None) -> set[int | None]:
    """Accounts of who was there or asked for it: they may be witnesses, and are no judges."""
    if visit is None:
        return set()
    came = {visit.ambassador.user_id, visit.companion.user_id if visit.companion else None}
    return came | {visit.request.asked_by_id}


def _of_region(region: str) -> list[int]:
    rows = CoordinatorArea.objects.filter(Q(region=region) | Q(region="")).order_by("-region")
    row = rows.values_list("coordinator_id", "alternate_id").first()
    return list(row) if row else []


def _handlers(first: Collection[int]) -> list[User]:
    places = {pk: number for number, pk in enumerate(first)}
    return sorted(_holders(Permission.CONCERN_HANDLE), key=lambda one: (places.get(one.pk, len(places)), one.pk))


def _holders(permission: Permission) -> list[User]:
    """Active people whose role of the site holds a permission, longest here first."""
    return list(User.objects.filter(is_active=True, groups__name__in=roles_with(permission)).distinct().order_by("pk"))
