"""Applying, and keeping one's own profile: what an ambassador does for themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.support import acting
from accounts.models import User
from ambassadors.actions.duplicates import ask_to_compare
from ambassadors.actions.endings import end_refused_visits
from ambassadors.actions.mails import tell_ambassador
from ambassadors.actions.support import locked_ambassador, refuse_unless, require_own
from ambassadors.enums import Standing
from ambassadors.models import Ambassador, Availability, Training, TrainingModule
from ambassadors.places import home_of
from ambassadors.rules.days import months_later
from ambassadors.rules.profiles import check_profile
from ambassadors.rules.standing import profile_gaps

ROLE = "ambassador"
MOST_WINDOWS = 30
FIELDS = frozenset(
    {
        *("given_name", "family_name", "phone", "adult_from", "companion", "employer", "employer_name", "job_title"),
        *("occupations", "discipline", "routes", "route_references", "level", "subjects", "topics", "activities"),
        *("phases", "languages", "in_person", "online", "outcode", "travel_miles", "yearly_limit", "access_needs"),
        *("represents",),
    }
)
# Where somebody stands when they may still change what they say of themselves.
_KEEPS_PROFILE = (Standing.APPLIED, Standing.IN_CHECKS, Standing.ACTIVE, Standing.PAUSED)


def start_application(*, by: User) -> Ambassador:
    """Begin, or find what was begun: one row a person. Somebody who left may begin again."""
    if not by.is_active:
        raise PermissionDenied
    with acting(by, "start_application"):
        found, made = Ambassador.objects.get_or_create(
            user=by, defaults={"email": by.email, "given_name": by.display_name.partition(" ")[0][:60]}
        )
        if not made and found.standing == Standing.LEFT:
            found = locked_ambassador(found)
            found.standing, found.standing_since = Standing.APPLIED, timezone.now()
            found.applied_at = None
            found.save(update_fields=["standing", "standing_since", "applied_at"])
        return found


def save_profile(*, by: User, ambassador: Ambassador, changes: Mapping[str, Any], today: date) -> Ambassador:
    """Save some of one's own answers; half an application is fine.

    Raises ValidationError by field, PermissionDenied for anybody else's row.
    """
    require_own(by, ambassador)
    if unknown := set(changes) - FIELDS - {"consents"}:
        raise ValidationError({name: _("This cannot be changed here.") for name in unknown})
    with acting(by, "save_profile"):
        row = locked_ambassador(ambassador)
        refuse_unless(row.standing, _KEEPS_PROFILE)
        _keep_age(row, changes, today)
        for name in FIELDS & set(changes):
            setattr(row, name, changes[name])
        if changes.get("outcode"):
            for name, value in home_of(changes["outcode"]).fields().items():
                setattr(row, name, value)
        if "consents" in changes:
            row.consented_at = (row.consented_at or timezone.now()) if changes["consents"] else None
        check_profile(row, today, set(changes))
        row.save()
        if {"adult_from", "companion"} & set(changes):
            end_refused_visits(row, now=timezone.now())
    return row


def _keep_age(row: Ambassador, changes: Mapping[str, Any], today: date) -> None:
    """Who applied as somebody under 18 does not come of age by a form: schools are told by it, and a companion goes."""
    if "adult_from" not in changes or row.applied_at is None or not row.is_minor(today):
        return
    said: date | None = changes["adult_from"]
    if said is None or (row.adult_from is not None and said < row.adult_from):
        raise ValidationError({"adult_from": _("You said that you turn 18 later. If that is wrong, tell us.")})


def set_availability(*, by: User, ambassador: Ambassador, rows: Sequence[Mapping[str, Any]]) -> None:
    """Say anew when one is free and away; each row as `Availability`. Raises ValidationError ("rows.0.first_day")."""
    require_own(by, ambassador)
    if len(rows) > MOST_WINDOWS:
        raise ValidationError(_("Use at most %(most)d lines.") % {"most": MOST_WINDOWS})
    with acting(by, "set_availability"):
        row = locked_ambassador(ambassador)
        windows = [Availability(ambassador=row, **one) for one in rows]
        problems: dict[str, Any] = {}
        for number, window in enumerate(windows):
            try:
                window.full_clean(exclude=["ambassador"])
                _check_days(window)
            except ValidationError as error:
                problems |= {f"rows.{number}.{name}": says for name, says in error.message_dict.items()}
        if problems:
            raise ValidationError(problems)
        row.availability.all().delete()
        Availability.objects.bulk_create(windows)


def _check_days(window: Availability) -> None:
    if not {*window.mornings, *window.afternoons} <= set(range(7)):
        raise ValidationError({"mornings": _("Choose days of the week.")})
    if window.is_away and not (window.first_day and window.last_day):
        raise ValidationError({"first_day": _("Give the first and the last day you are away.")})


def send_application(*, by: User, ambassador: Ambassador, today: date) -> Ambassador:
    """Hand the application in: a coordinator sees it from now on. Raises ValidationError by field for gaps."""
    require_own(by, ambassador)
    with acting(by, "send_application"):
        row = locked_ambassador(ambassador)
        refuse_unless(row.standing, (Standing.APPLIED, Standing.IN_CHECKS))
        gaps = profile_gaps(row)
        if gaps:
            raise ValidationError({name: str(says) for name, says in gaps.items()})
        check_profile(row, today, None)
        if row.applied_at is None:
            row.applied_at = timezone.now()
            row.save(update_fields=["applied_at"])
            by.groups.add(Group.objects.get(name=ROLE))
            ask_to_compare(row)  # somebody suspended or refused may come back under another address
            tell_ambassador(row, "ambassador_received", {})
    return row


def finish_training(*, by: User, ambassador: Ambassador, module: TrainingModule, today: date) -> Training:
    """Note that a module was read and its questions answered; it falls due again when the module says so."""
    require_own(by, ambassador)
    with acting(by, "finish_training"):
        done, _made = Training.objects.update_or_create(
            ambassador=ambassador,
            module=module,
            defaults={
                "done_on": today,
                "due_on": months_later(today, module.months_valid) if module.months_valid else None,
            },
        )
    return done
