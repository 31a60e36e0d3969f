"""Asking an employer for an encounter, and answering: by choices only, so that no words pass through us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import MembershipRole, MembershipState, OrganisationKind
from accounts.models import Membership, Organisation, User
from accounts.permissions import Permission
from accounts.rules import YEAR_GROUPS
from employers.enums import EncounterState
from employers.models import EncounterRequest
from foundation.mail import send_mail
from pathways.subjects import UnknownSchoolSubjectError, school_subject_of

MOST_WAITING = 20  # open requests of one school at a time


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `subject` is a school subject's code ("gcse:maths") or ""."""

    kind: str
    year_groups: Sequence[int]
    pupils: int
    first_day: date
    last_day: date
    subject: str = ""


@transaction.atomic
def ask_for_encounter(
    *, by: User, school: Organisation, employer: Organisation, wish: Wish, today: date
) -> EncounterRequest:
    """Ask an employer for a school; the employer's owner gets a mail. Raises PermissionDenied, ValidationError."""
    if not by.has_perm(Permission.ENCOUNTER_REQUEST, school) or not school.is_verified:
        raise PermissionDenied
    if employer.kind != OrganisationKind.EMPLOYER or not employer.is_verified:
        raise ValidationError(_("This employer cannot be asked."))
    Organisation.objects.select_for_update().get(pk=school.pk)  # so that the limit holds for two at once
    _check(wish, school, today)
    request = EncounterRequest(
        school=school,
        employer=employer,
        asked_by=by,
        kind=wish.kind,
        year_groups=sorted(set(wish.year_groups)),
        pupils=wish.pupils,
        first_day=wish.first_day,
        last_day=wish.last_day,
        subject=wish.subject,
    )
    request.full_clean()
    with pghistory.context(action="ask_for_encounter", user=by.pk):
        request.save()
        _tell_employer(request)
    return request


def _check(wish: Wish, school: Organisation, today: date) -> None:
    problems: dict[str, list[str]] = {}
    if not wish.year_groups or not set(wish.year_groups) <= set(YEAR_GROUPS):
        problems["year_groups"] = [_("Choose at least one year group.")]
    if wish.first_day < today:
        problems["first_day"] = [_("Choose a day that is still to come.")]
    if wish.last_day < wish.first_day:
        problems["last_day"] = [_("The last day is before the first.")]
    if wish.subject:
        try:
            school_subject_of(wish.subject)
        except UnknownSchoolSubjectError:
            problems["subject"] = [_("Choose a subject of the list.")]
    if EncounterRequest.objects.filter(school=school, state=EncounterState.SENT).count() >= MOST_WAITING:
        said = _("%(most)d of your requests wait for an answer. Ask again when some are answered.")
        problems["kind"] = [said % {"most": MOST_WAITING}]
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def answer_encounter(*, by: User, request: EncounterRequest, accept: bool) -> EncounterRequest:
    """Accept or decline for the employer, once; the teacher who asked gets a mail.

    Accepting gives each side the other's address: the teacher agreed to it when asking. Raises
    PermissionDenied, and ValidationError when it was answered before.
    """
    found = EncounterRequest.objects.select_for_update(of=("self",)).select_related("school", "employer", "asked_by")
    request = found.get(pk=request.pk)
    if not by.has_perm(Permission.OPPORTUNITY_EDIT, request.employer):
        raise PermissionDenied
    if not request.is_open:
        raise ValidationError(_("This was answered before."))
    request.state = EncounterState.ACCEPTED if accept else EncounterState.DECLINED
    request.answered_by, request.answered_at = by, timezone.now()
    with pghistory.context(action="answer_encounter", user=by.pk):
        request.save(update_fields=["state", "answered_by", "answered_at"])
        _tell_teacher(request, by)
    return request


def _context(request: EncounterRequest) -> dict[str, Any]:
    return {
        "request": request,
        "kind": request.get_kind_display(),
        "years": ", ".join(str(year) for year in request.year_groups),
        "subject": subject_words(request.subject),
        "path": f"/employers/encounters/{request.pk}/",
    }


def subject_words(code: str) -> str:
    """A school subject in words; "" for none."""
    try:
        return str(school_subject_of(code).title) if code else ""
    except UnknownSchoolSubjectError:
        return ""


def _tell_employer(request: EncounterRequest) -> None:
    """A mail to the owner; where there is none at the moment, to every member."""
    members = Membership.objects.filter(
        organisation=request.employer, state=MembershipState.ACTIVE, user__is_active=True
    ).select_related("user")
    owners = [one for one in members if one.role == MembershipRole.EMPLOYER_OWNER]
    for member in owners or members:
        key = f"encounter:{request.pk}:asked:{member.user_id}"
        send_mail(template="encounter_asked", to=member.user.email, context=_context(request), dedupe_key=key)


def _tell_teacher(request: EncounterRequest, by: User) -> None:
    teacher = request.asked_by
    if teacher is None or not teacher.is_active:
        return
    context = _context(request) | {"contact": by, "accepted": request.state == EncounterState.ACCEPTED}
    key = f"encounter:{request.pk}:answered"
    send_mail(template="encounter_answered", to=teacher.email, context=context, dedupe_key=key)
