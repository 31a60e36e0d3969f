"""Telling a story, handing it in, taking it back; and what a curator decides about it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.mails import News, register_news
from accounts.actions.support import acting, line
from accounts.models import User
from accounts.permissions import Permission
from ambassadors.actions.mails import tell_ambassador
from ambassadors.actions.support import is_own, refuse_unless, require_own
from ambassadors.enums import Nation, Standing, StoryState
from ambassadors.models import Ambassador, Story
from ambassadors.queries.stories import draft_of, is_waiting
from ambassadors.rules.stories import clean_stops, refused_words, story_gaps

TELLERS = (Standing.ACTIVE, Standing.PAUSED)
FIELDS = frozenset({"role", "steps", "typical_day", "advice", "occupations", "subjects"})
_STATES_BEFORE = (StoryState.DRAFT, StoryState.RETURNED, StoryState.WITHDRAWN, StoryState.PUBLISHED)
# Nations without regions stand for themselves, as in the counts of regions.
_NATIONS = {Nation.WALES: "W92000004", Nation.SCOTLAND: "S92000003", Nation.NORTHERN_IRELAND: "N92000002"}
_PAGE, _OPEN = "/ambassadors/story/", gettext_lazy("Open your story")
_NEWS: dict[str, News] = {
    "story_published": News(
        gettext_lazy("Your story can be read"),
        (
            gettext_lazy("A curator has published your story. Thank you for telling it."),
            gettext_lazy("You can change it or take it back at any time. Taking it back acts at once."),
        ),
        _PAGE,
        _OPEN,
    ),
    "story_returned": News(
        gettext_lazy("Your story needs another look"),
        (gettext_lazy("A curator read your story and asks for a change. The reason:"), gettext_lazy("%(reason)s")),
        _PAGE,
        _OPEN,
    ),
    "story_hidden": News(
        gettext_lazy("Your story is not shown at the moment"),
        (gettext_lazy("A curator has taken your story out of readers’ sight. The reason:"), gettext_lazy("%(reason)s")),
        _PAGE,
        _OPEN,
    ),
}


def register_all() -> None:
    """Make these news known; called when the apps are ready."""
    register_news(**_NEWS)


def save_story(*, by: User, ambassador: Ambassador, changes: Mapping[str, Any]) -> Story:
    """Save some of one's story; half a story is fine. One that waits for a curator is taken back by it.

    What readers see stays as it was approved. Raises ValidationError by field, PermissionDenied for anybody else's.
    """
    _require_teller(by, ambassador)
    if unknown := set(changes) - FIELDS:
        raise ValidationError({name: _("This cannot be changed here.") for name in unknown})
    with acting(by, "save_story"):
        row = _own_locked(ambassador)
        for name in set(changes):
            setattr(row, name, changes[name])
        _tidy(row, ambassador)
        _reopen(row)
        unasked = [field.name for field in row._meta.concrete_fields if field.name not in changes]
        row.clean_fields(exclude=[*unasked, *(name for name in changes if not getattr(row, name))])
        row.save()
    return row


def set_story_photo(
    *, by: User, ambassador: Ambassador, photo: ContentFile[bytes] | None, says: str, today: date
) -> Story:
    """Keep a picture that `foundation.pictures` made, or with None take it out, from readers' sight too, at once.

    Raises PermissionDenied for somebody under 18: no photograph of a child is kept.
    """
    _require_teller(by, ambassador)
    if ambassador.is_minor(today):
        raise PermissionDenied
    with acting(by, "set_story_photo"):
        row = _own_locked(ambassador)
        before = {row.photo.name if row.photo else "", row.shown.get("photo", "")} - {""}
        row.photo_says = line(says, "photo_says", 160)
        if photo is not None:
            row.photo.name = default_storage.save(f"stories/{photo.name}", photo)
        elif row.photo:
            row.photo = None
            row.shown = {**row.shown, "photo": "", "photo_says": ""} if row.shown else {}
        _reopen(row)
        row.save()
        _forget(before - {row.photo.name if row.photo else "", row.shown.get("photo", "")})
    return row


def set_photo_words(*, by: User, ambassador: Ambassador, says: str) -> Story:
    """Say anew what the photograph shows."""
    _require_teller(by, ambassador)
    with acting(by, "set_photo_words"):
        row = _own_locked(ambassador)
        row.photo_says = line(says, "photo_says", 160)
        _reopen(row)
        row.save()
    return row


def submit_story(*, by: User, ambassador: Ambassador, consents: bool, now: datetime) -> Story:
    """Hand a story in with consent to show it. Raises ValidationError by field for gaps and words that cannot stand."""
    _require_teller(by, ambassador)
    with acting(by, "submit_story"):
        row = _own_locked(ambassador)
        if is_waiting(row):
            raise ValidationError(_("This has changed since you opened the page. Look at it again."))
        refuse_unless(row.state, _STATES_BEFORE)
        problems = story_gaps(row) | refused_words(row, ambassador, is_minor=ambassador.is_minor(localdate(now)))
        if not consents:
            problems["consents"] = _("Without this we may not show your story.")
        if problems:
            raise ValidationError(problems)
        row.submitted_at = now
        row.consented_at = row.consented_at or now
        if row.state != StoryState.PUBLISHED:
            row.state, row.consented_at = StoryState.SUBMITTED, now
        row.returned_for = ""
        row.save()
    return row


def withdraw_story(*, by: User, ambassador: Ambassador, now: datetime) -> Story:
    """Take a story and the consent back: gone by the next request. It stays here as a draft for its writer."""
    require_own(by, ambassador)
    with acting(by, "withdraw_story"):
        row = _locked_of(ambassador)
        refuse_unless(row.state, (StoryState.SUBMITTED, StoryState.RETURNED, StoryState.PUBLISHED))
        _take_out(row)
    return row


def publish_story(*, by: User, story: Story, version: str, now: datetime) -> Story:
    """Show what waits. `version` names what the curator read; raises ValidationError when it was changed meanwhile."""
    with _deciding(by, story, "publish_story") as row:
        _check_version(row, version)
        teller = row.ambassador
        if teller.standing not in TELLERS:
            raise ValidationError(_("The ambassador is not in the scheme at the moment, so nothing can be shown."))
        is_minor = teller.is_minor(localdate(now))
        wrong = refused_words(row, teller, is_minor=is_minor)
        if wrong:
            raise ValidationError(list(wrong.values()))
        if not row.shown:
            row.slug = _new_slug(teller, row.role)
        before = {row.shown.get("photo", "")} - {"", row.photo.name if row.photo else ""}
        if is_minor and row.photo:
            before.add(row.photo.name)
            row.photo, row.photo_says = None, ""
        row.shown = draft_of(row)
        row.state, row.published_at, row.returned_for, row.decided_by = StoryState.PUBLISHED, now, "", by
        row.save()
        _forget(before)
        tell_ambassador(teller, "story_published", {})
    return row


def return_story(*, by: User, story: Story, reason: str, version: str) -> Story:
    """Give a story back with a reason that its writer reads; what is published stays. Raises ValidationError."""
    why = line(reason, "reason", 600, _("Give the reason: the writer reads it."))
    with _deciding(by, story, "return_story") as row:
        _check_version(row, version)
        if row.state == StoryState.SUBMITTED:
            row.state = StoryState.RETURNED
        row.submitted_at, row.returned_for, row.decided_by = None, why, by
        row.save()
        tell_ambassador(row.ambassador, "story_returned", {"reason": why})
    return row


def hide_story(*, by: User, story: Story, reason: str) -> Story:
    """Take a published story out of readers' sight at once, with a reason that its writer reads."""
    why = line(reason, "reason", 600, _("Give the reason: the writer reads it."))
    with _deciding(by, story, "hide_story") as row:
        refuse_unless(row.state, (StoryState.PUBLISHED,))
        row.state, row.submitted_at, row.returned_for, row.decided_by = StoryState.RETURNED, None, why, by
        row.save()
        tell_ambassador(row.ambassador, "story_hidden", {"reason": why})
    return row


def version_of(story: Story) -> str:
    """What names the version that waits: the moment at which it was handed in."""
    return story.submitted_at.isoformat() if story.submitted_at else ""


@contextmanager
def _deciding(by: User, story: Story, action: str) -> Iterator[Story]:
    """A curator's decision about somebody else's story, whose row is held meanwhile."""
    if not by.has_perm(Permission.STORY_MODERATE):
        raise PermissionDenied
    with acting(by, action):
        row = Story.objects.select_for_update(of=("self",)).select_related("ambassador__user").get(pk=story.pk)
        if is_own(by, row.ambassador):
            raise PermissionDenied(_("Your own story is read by another curator."))
        yield row


def _check_version(row: Story, version: str) -> None:
    if not is_waiting(row) or version_of(row) != version:
        raise ValidationError(_("It was changed while you read it. Look at it again, then decide."))


def _require_teller(by: User, ambassador: Ambassador) -> None:
    require_own(by, ambassador)
    if ambassador.standing not in TELLERS:
        raise ValidationError(_("You can tell your story once you are active in the scheme."))


def _own_locked(ambassador: Ambassador) -> Story:
    """The person's story, held; begun where there is none."""
    Story.objects.get_or_create(
        ambassador=ambassador,
        defaults={
            "slug": _new_slug(ambassador, ambassador.job_title),
            "role": ambassador.job_title,
            "occupations": ambassador.occupations,
            "subjects": ambassador.subjects,
            "is_demo": ambassador.is_demo,
        },
    )
    return _locked_of(ambassador)


def _locked_of(ambassador: Ambassador) -> Story:
    found = Story.objects.select_for_update(of=("self",)).select_related("ambassador").filter(ambassador=ambassador)
    row = found.first()
    if row is None:
        raise PermissionDenied
    return row


def _tidy(row: Story, ambassador: Ambassador) -> None:
    """Stops in order, routes of the stops, and of occupations and subjects only those of the teller's profile."""
    try:
        row.steps = clean_stops(row.steps)
    except ValueError as error:
        raise ValidationError({"steps": str(error)}) from None
    row.routes = list(dict.fromkeys(stop["kind"] for stop in row.steps if stop["kind"]))
    row.occupations = [code for code in row.occupations if code in ambassador.occupations]
    row.subjects = [slug for slug in row.subjects if slug in ambassador.subjects]
    row.region = ambassador.region or _NATIONS.get(Nation(ambassador.nation), "")


def _reopen(row: Story) -> None:
    """What was handed in or withdrawn is a draft again; what is published stays until a curator approves."""
    if row.state in (StoryState.SUBMITTED, StoryState.WITHDRAWN):
        row.state = StoryState.DRAFT
    row.submitted_at = None


def _take_out(row: Story) -> None:
    before = {row.shown.get("photo", "")} - {"", row.photo.name if row.photo else ""}
    row.state, row.shown = StoryState.WITHDRAWN, {}
    row.consented_at = row.submitted_at = row.published_at = None
    row.save()
    _forget(before)


def _forget(names: set[str]) -> None:
    """Delete files that no version needs, once that is certain."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def _new_slug(ambassador: Ambassador, role: str) -> str:
    return f"{slugify(f'{ambassador.given_name} {role}')[:66] or 'story'}-{secrets.token_hex(3)}"
