"""What every action of the scheme shares."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission
from ambassadors.models import Ambassador, Visit, VisitRequest

CHANGED = _("This has changed since you opened the page. Look at it again.")


def locked_ambassador(ambassador: Ambassador) -> Ambassador:
    """The row, held until the transaction ends, so that decisions about one person come one after the other."""
    return Ambassador.objects.select_for_update(of=("self",)).select_related("user").get(pk=ambassador.pk)


def locked_request(request: VisitRequest) -> VisitRequest:
    """The request, held likewise."""
    found = VisitRequest.objects.select_for_update(of=("self",)).select_related("school", "asked_by")
    return found.get(pk=request.pk)


def locked_visit(visit: Visit) -> Visit:
    """The visit, held likewise, with its request, school and ambassador.

    People first, then the request, then the visit, here and wherever visits end: a suspension and a booking that meet
    wait for each other, and the database never has to break one of them off. Raises ValidationError where the visit
    has gone to another record meanwhile.
    """
    row = Visit.objects.get(pk=visit.pk)
    hold_people(row.ambassador_id, row.companion_id)
    locked_request(row.request)
    related = ("request__asked_by", "school", "ambassador__user")
    found = Visit.objects.select_for_update(of=("self",)).select_related(*related).get(pk=visit.pk)
    if (found.ambassador_id, found.companion_id) != (row.ambassador_id, row.companion_id):
        raise ValidationError(CHANGED)
    return found


def hold_people(*numbers: int | None) -> None:
    """Hold people as the trigger on visits does, in the order of their numbers."""
    wanted = [number for number in numbers if number is not None]
    rows = Ambassador.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    list(rows.values_list("pk", flat=True))


def is_own(by: User, ambassador: Ambassador) -> bool:
    """Whether somebody acts for themselves."""
    return ambassador.user_id is not None and ambassador.user_id == by.pk and by.is_active


def require_own(by: User, ambassador: Ambassador) -> None:
    """Raise PermissionDenied unless somebody acts for themselves."""
    if not is_own(by, ambassador):
        raise PermissionDenied


def require_coordinator(by: User, ambassador: Ambassador | None = None) -> None:
    """Raise PermissionDenied unless a coordinator acts, and about somebody else."""
    if not by.has_perm(Permission.AMBASSADOR_COORDINATE) or (ambassador is not None and is_own(by, ambassador)):
        raise PermissionDenied


def require_school(by: User, request: VisitRequest) -> None:
    """Raise PermissionDenied unless somebody may ask for visits for this school."""
    if not by.has_perm(Permission.VISIT_REQUEST, request.school):
        raise PermissionDenied


def refuse_unless(state: str, allowed: tuple[str, ...]) -> None:
    """Raise ValidationError when what is asked no longer fits what has happened since."""
    if state not in allowed:
        raise ValidationError(CHANGED)
