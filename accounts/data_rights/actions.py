"""Writes of data rights: asking, withholding, releasing, erasing, refusing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.data_rights.clock import due_on, extended_due_on
from accounts.data_rights.endings import not_withheld, why_held
from accounts.data_rights.erasure import erase_person
from accounts.data_rights.export import build_export, to_review
from accounts.models import User
from accounts.models.data_rights import OPEN_STATES, DataRequest, Exemption, RequestKind, RequestOrigin, RequestState
from accounts.permissions import Permission
from foundation.mail import send_mail
from foundation.outbox import put

COPY_KEPT = timedelta(days=7)
BUILD_COPY = "personal-data-copy"


class RequestStateError(Exception):
    """The request is not in a state in which this can be done."""


@transaction.atomic
def ask(*, by: User, kind: str, subject: User | None = None, now: datetime | None = None) -> DataRequest:
    """Ask for a copy or for erasure of one's own data; of another's, for a reviewer who got a letter.

    Returns the request that is open already, if there is one. The clock of one month starts now. Raises
    PermissionDenied for a person who asks about somebody else without being a reviewer.
    """
    now = now or timezone.now()
    about = subject or by
    if about.pk != by.pk and not by.has_perm(Permission.DATA_REQUEST_DECIDE):
        raise PermissionDenied
    User.objects.select_for_update().get(pk=about.pk)  # two clicks at once make one request
    open_one = DataRequest.objects.filter(subject=about, kind=kind, state__in=OPEN_STATES).first()
    if open_one:
        return open_one
    with pghistory.context(user=by.pk, action="ask_about_data"):
        request = DataRequest.objects.create(
            subject=about,
            subject_number=about.pk,
            kind=RequestKind(kind),
            origin=RequestOrigin.PERSON if about.pk == by.pk else RequestOrigin.DESK,
            state=RequestState.RECEIVED if kind == RequestKind.ACCESS else RequestState.REVIEW,
            made_at=now,
            due_on=due_on(timezone.localdate(now)),
        )
    if kind == RequestKind.ACCESS:
        put(BUILD_COPY, {"request": request.pk}, dedupe_key=str(request.pk))
    return request


@transaction.atomic
def build_copy(*, request_id: int, now: datetime) -> None:
    """Put a copy together: ready at once, or with a reviewer when somebody else wrote part of it. Repeatable."""
    request = DataRequest.objects.select_for_update().filter(pk=request_id, state=RequestState.RECEIVED).first()
    if request is None or request.subject is None:
        return
    if to_review(request.subject):
        request.state = RequestState.REVIEW
        request.save(update_fields=["state"])
    else:
        _release(request, now)


@transaction.atomic
def withhold(*, by: User, request: DataRequest, reference: str, law: str, reason: str, told: bool = True) -> Exemption:
    """Record that something is withheld from a copy or kept from an erasure, under which law and why.

    Raises RequestStateError once the request is answered, ValidationError without law or reason.
    """
    request = _held(request, by)
    exemption = Exemption(
        request=request, reference=reference, law=law, reason=reason.strip(), told=told, decided_by=by
    )
    exemption.full_clean()
    exemption.save()
    return exemption


@transaction.atomic
def stop_withholding(*, by: User, request: DataRequest, exemption_id: int) -> None:
    """Take an exemption back before the request is answered."""
    _held(request, by).exemptions.filter(pk=exemption_id).delete()


@transaction.atomic
def release_copy(*, by: User, request: DataRequest, now: datetime | None = None) -> DataRequest:
    """Give the person their copy, without what is withheld; they learn of that as far as the record allows.

    Raises RequestStateError while a room says that something must be withheld and it is not.
    """
    request = _held(request, by, RequestKind.ACCESS)
    assert request.subject is not None  # noqa: S101 - _held looked
    open_rows = not_withheld(request.subject, set(request.exemptions.values_list("reference", flat=True)))
    if open_rows:
        raise RequestStateError(_("These must be withheld first: %(rows)s.") % {"rows": ", ".join(open_rows)})
    _decided(request, by, now or timezone.now())
    _release(request, now or timezone.now())
    return request


@transaction.atomic
def carry_out_erasure(*, by: User, request: DataRequest, now: datetime | None = None) -> DataRequest:
    """Erase the person but for what an exemption keeps; the request stays as proof, the person is told by mail."""
    now = now or timezone.now()
    request = _held(request, by, RequestKind.ERASURE)
    _decided(request, by, now)
    with pghistory.context(user=by.pk, action="erase_person"):
        _erase(request, now)
    return request


@transaction.atomic
def erase_for_retention(*, user: User, now: datetime) -> DataRequest:
    """Erase a person whose retention period has ended and who was warned; leaves a request as proof.

    Where a room says that something is to be decided first, the request goes to a reviewer and nothing is erased.
    """
    held = bool(why_held(user))
    request = DataRequest.objects.create(
        subject=user,
        subject_number=user.pk,
        kind=RequestKind.ERASURE,
        origin=RequestOrigin.RETENTION,
        state=RequestState.REVIEW if held else RequestState.DONE,
        made_at=now,
        due_on=due_on(timezone.localdate(now)) if held else timezone.localdate(now),
    )
    if held:
        return request
    with pghistory.context(action="retention"):
        _erase(request, now)
    return request


@transaction.atomic
def refuse(*, by: User, request: DataRequest, answer: str, now: datetime | None = None) -> DataRequest:
    """Refuse a request and tell the person why (UK GDPR Article 12(4)); raises ValidationError without a reason."""
    now = now or timezone.now()
    request = _held(request, by)
    if not answer.strip():
        raise ValidationError(_("Say why: the person has a right to know."))
    _decided(request, by, now)
    request.state, request.answer, request.done_at = RequestState.REFUSED, answer.strip()[:1000], now
    request.save(update_fields=["state", "answer", "done_at"])
    _tell(request, "data_request_refused", {"answer": request.answer})
    return request


@transaction.atomic
def extend(*, by: User, request: DataRequest, reason: str) -> DataRequest:
    """Take the two further months that the law allows for complex or numerous requests; the person is told why.

    Raises RequestStateError when it was extended before or its month is over.
    """
    request = _held(request, by)
    if request.extension_reason or request.due_on < timezone.localdate():
        raise RequestStateError(_("It was extended before, or its month is over."))
    if not reason.strip():
        raise ValidationError(_("Say why: the person has a right to know."))
    request.extension_reason = reason.strip()[:500]
    request.due_on = extended_due_on(timezone.localdate(request.made_at))
    request.save(update_fields=["extension_reason", "due_on"])
    _tell(request, "data_request_extended", {"reason": request.extension_reason, "due_on": request.due_on})
    return request


@transaction.atomic
def withdraw(*, by: User, request: DataRequest) -> None:
    """Take one's own request back while it is open."""
    held = DataRequest.objects.select_for_update().get(pk=request.pk)
    if held.subject_id != by.pk:
        raise PermissionDenied
    if not held.is_open:
        raise RequestStateError(_("It has been answered already."))
    held.state = RequestState.WITHDRAWN
    held.save(update_fields=["state"])


def _held(request: DataRequest, by: User, kind: str = "") -> DataRequest:
    """The request, locked, for a reviewer who may decide about it now."""
    if not by.has_perm(Permission.DATA_REQUEST_DECIDE) or request.subject_id == by.pk:
        raise PermissionDenied(_("Nobody decides about their own request."))
    held = DataRequest.objects.select_for_update().get(pk=request.pk)
    if not held.is_open or (kind and held.kind != kind) or held.subject_id is None:
        raise RequestStateError(_("It has been answered already."))
    return held


def _decided(request: DataRequest, by: User, now: datetime) -> None:
    request.decided_by, request.decided_at = by, now
    request.save(update_fields=["decided_by", "decided_at"])


def _release(request: DataRequest, now: datetime) -> None:
    assert request.subject is not None  # noqa: S101 - callers looked
    request.content = build_export(user=request.subject, now=now, exemptions=request.exemptions.order_by("pk"))
    request.state, request.done_at, request.kept_until = RequestState.READY, now, now + COPY_KEPT
    request.save(update_fields=["content", "state", "done_at", "kept_until"])
    _tell(request, "data_copy_ready", {"kept_until": timezone.localtime(request.kept_until).date()})


def _erase(request: DataRequest, now: datetime) -> None:
    user = request.subject
    assert user is not None  # noqa: S101 - callers looked
    address = user.email
    exemptions = list(request.exemptions.order_by("pk"))
    report = erase_person(user=user, kept={exemption.reference for exemption in exemptions}, now=now)
    request.report = report
    request.state, request.done_at, request.answer = RequestState.DONE, now, ""
    request.save(update_fields=["report", "state", "done_at", "answer"])
    told = sorted({str(exemption.get_law_display()) for exemption in exemptions if exemption.told})
    # Written after the erasure, which would delete it; its text goes once it is delivered.
    _send(address, "erasure_done", {"request": request, "exemptions": told})


def _tell(request: DataRequest, template: str, context: dict[str, Any]) -> None:
    if request.subject is not None:
        _send(request.subject.email, template, {"request": request, **context})


def _send(address: str, template: str, context: dict[str, Any]) -> None:
    send_mail(template=template, to=address, context=context)
